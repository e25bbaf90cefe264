import type { CameraView, Polygon } from '../lane/ports.ts'
import type { Picture } from './picture.ts'

/** What is not to be looked at; the border the detectors were trained with. */
const BLANK = 114

/**
 * Paints over whatever lies outside the region or inside a mask, before anybody looks at the picture: nothing there can be found or read.
 * (Cutting the region out was tried: the detector then sees plates larger than it knows them, and loses characters of near ones.)
 */
export function hideUnviewed(picture: Picture, { region, masks }: CameraView, colour: boolean): void {
  const [pixels, channels] = colour ? [picture.rgb, 3] : [picture.grey, 1]
  const blank = (polygon: Polygon, outside: boolean) => {
    for (let y = 0; y < picture.height; y++) {
      const inside = spans(polygon, y, picture)
      for (const [from, to] of outside ? between(inside, picture.width) : inside)
        pixels.fill(BLANK, (y * picture.width + from) * channels, (y * picture.width + to) * channels)
    }
  }
  if (region) blank(region, true)
  for (const mask of masks) blank(mask, false)
}

type Span = readonly [from: number, to: number]

/** Columns of a row that lie inside the polygon (even-odd rule). */
function spans(polygon: Polygon, row: number, { width, height }: Picture): Span[] {
  const y = (row + 0.5) / height
  const crossings = polygon.flatMap(([x1, y1], i) => {
    const [x2, y2] = polygon[(i + 1) % polygon.length] as Polygon[number]
    return y1 > y === y2 > y ? [] : [(x1 + ((y - y1) * (x2 - x1)) / (y2 - y1)) * width]
  })
  crossings.sort((a, b) => a - b)
  const column = (i: number) => Math.max(0, Math.min(width, Math.round(crossings[i] as number)))
  return Array.from({ length: crossings.length >> 1 }, (_, i) => [column(2 * i), column(2 * i + 1)])
}

/** What such columns leave of a row. */
function between(inside: readonly Span[], width: number): Span[] {
  const ends = [0, ...inside.flat(), width]
  return Array.from({ length: ends.length >> 1 }, (_, i) => [ends[2 * i] as number, ends[2 * i + 1] as number])
}
