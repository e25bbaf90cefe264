import { grown, minAreaRect, type Point, type TurnedRect } from './geometry.ts'

/** One text line found in a probability map, in map pixels. `score` is the mean probability of its pixels, 0..1. */
export interface TextLine {
  readonly rect: TurnedRect
  readonly score: number
}

/** A detector's output: the probability of text at each pixel, row by row. */
export interface TextMap {
  readonly width: number
  readonly height: number
  readonly probability: Float32Array
}

export interface TextMapSettings {
  /** a pixel above this belongs to text */
  readonly pixel: number
  /** a line whose mean probability is below this is dropped */
  readonly line: number
  /** DB shrinks text lines for training by this ratio's inverse; growing by area × ratio / perimeter undoes it */
  readonly unclip: number
  /** shorter sides than this many map pixels are noise */
  readonly shortest: number
}

export const TEXT_MAP_SETTINGS: TextMapSettings = { pixel: 0.3, line: 0.4, unclip: 1.6, shortest: 3 }

/**
 * The text lines of a map: connected regions above the threshold, each as the least rectangle around it, grown back to full size
 * (Liao et al., Real-time Scene Text Detection with Differentiable Binarization, 2020, section 3.5).
 */
export function textLines(map: TextMap, settings: TextMapSettings = TEXT_MAP_SETTINGS): TextLine[] {
  const seen = new Uint8Array(map.width * map.height)
  const stack = new Int32Array(map.width * map.height)
  const lines: TextLine[] = []
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || (map.probability[start] as number) <= settings.pixel) continue
    const region = flood(map, start, settings.pixel, seen, stack)
    if (region.count < 8 || region.sum / region.count < settings.line) continue
    const core = minAreaRect(region.edge)
    if (!core || Math.min(core.width, core.height) < settings.shortest) continue
    const by = (core.width * core.height * settings.unclip) / (2 * (core.width + core.height))
    lines.push({ rect: grown(core, by, by), score: region.sum / region.count })
  }
  return lines
}

interface Region {
  readonly count: number
  readonly sum: number
  /** outer corners of the first and last pixel of each row: enough for the hull */
  readonly edge: readonly Point[]
}

/** 8-connected region around `start`; marks it in `seen`. `stack` is scratch space as large as the map. */
function flood(map: TextMap, start: number, threshold: number, seen: Uint8Array, stack: Int32Array): Region {
  const { width, height, probability } = map
  const rows = new Map<number, [number, number]>()
  let [size, count, sum] = [0, 0, 0]
  stack[size++] = start
  seen[start] = 1
  while (size > 0) {
    const at = stack[--size] as number
    const [x, y] = [at % width, (at / width) | 0]
    count++
    sum += probability[at] as number
    const row = rows.get(y)
    if (!row) rows.set(y, [x, x])
    else if (x < row[0]) row[0] = x
    else if (x > row[1]) row[1] = x
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
        const next = ny * width + nx
        if (seen[next] || (probability[next] as number) <= threshold) continue
        seen[next] = 1
        stack[size++] = next
      }
    }
  }
  const edge: Point[] = []
  for (const [y, [left, right]] of rows) edge.push([left, y], [left, y + 1], [right + 1, y], [right + 1, y + 1])
  return { count, sum, edge }
}
