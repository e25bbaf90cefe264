import type { Point, Quad } from '../geometry.ts'
import { overlap } from '../joining.ts'
import { expectInput, openNetwork } from '../network.ts'
import type { Picture } from '../picture.ts'
import { shrunk, type Window } from '../shrink.ts'
import type { PlateDetector, Spot } from './plate-networks.ts'

/** Cells are 8 pixels apart; corners are offsets from a cell's centre in units of 32 pixels. Sides are multiples of 32. */
const STRIDE = 8
const UNIT = 32
const MULTIPLE = 32
/** What fills the sides up to that. */
const BORDER = 114 / 255
const CHANNELS = 9

/** Log-odds from which a cell speaks, cells heard at most, and plates given at most. */
const LEAST = -2
const MOST_CELLS = 120
const MOST_SPOTS = 8
/** Boxes that share more than this of the smaller one are one plate. */
const SAME = 0.45

/** Plates narrower than this in the network's input are looked at again in a larger one. */
const SMALL = 50
const LARGER = 1.5
const LONGEST = 1_280
/** From this belief on, a spot says where the plate is, if not exactly: only what is around it is looked at again. */
const BELIEVED = 0.5
const AROUND = { width: 320, height: 192 }
const MOST_WINDOWS = 2

/**
 * The project's own family: grey 0…1 in, per cell the log-odds of a plate and its four corners out. Looks at `side` pixels first. Once
 * more, half as large again, at the small plates it found there; at the whole picture when it believes in none.
 */
export async function openCornerDetector(file: string, threads: number, side: number): Promise<PlateDetector> {
  const network = await openNetwork(file, threads, false)
  expectInput(network, 'float32', [null, 1, null, null])
  let memory = new Float32Array(0)

  async function look(picture: Picture, window: Window, scale: number): Promise<Spot[]> {
    const [w, h] = [window.width, window.height].map((length) => Math.max(1, Math.round(length * scale))) as [number, number]
    const [width, height] = [w, h].map((length) => Math.ceil(length / MULTIPLE) * MULTIPLE) as [number, number]
    if (memory.length < width * height) memory = new Float32Array(width * height)
    const input = memory.subarray(0, width * height)
    if (w < width || h < height) input.fill(BORDER)
    shrunk(picture.grey, picture.width, window, w, h, input, width)
    return network.run(input, [1, 1, height, width], ({ values, dims }) => {
      if (dims[1] !== CHANNELS || dims[2] !== height / STRIDE || dims[3] !== width / STRIDE)
        throw new Error(`the detector ${file} answered ${dims.join('×')} for ${width}×${height}: it is not of the family gatehouse-corners`)
      return spots(values, width / STRIDE, height / STRIDE, scale, window)
    })
  }

  return {
    colour: false,
    async detect(picture) {
      const whole = { left: 0, top: 0, width: picture.width, height: picture.height }
      const longest = Math.max(picture.width, picture.height)
      const scale = Math.min(1, side / longest)
      const found = await look(picture, whole, scale)
      const believed = found.filter(({ p }) => p >= BELIEVED)
      const widest = Math.max(0, ...believed.map(({ quad }) => (quad[1][0] - quad[0][0]) * scale))
      if (widest >= SMALL || scale === 1) return found
      const closer = Math.min(1, Math.min(LONGEST, side * LARGER) / longest)
      const again: Spot[] = []
      for (const window of believed.length > 0 ? windows(believed, picture, closer) : [whole])
        again.push(...(await look(picture, window, closer)))
      return distinct([...again, ...found].sort((a, b) => b.p - a.p))
    },
    release: () => network.release(),
  }
}

/** What is around the surest spots, as much as the network sees at once at this scale; a spot inside an earlier window needs no other. */
function windows(sorted: readonly Spot[], picture: Picture, scale: number): Window[] {
  const width = Math.min(picture.width, Math.floor(AROUND.width / scale))
  const height = Math.min(picture.height, Math.floor(AROUND.height / scale))
  const kept: Window[] = []
  for (const { quad } of sorted) {
    const [x, y, w, h] = boxOf(quad)
    const inside = (one: Window) => x >= one.left && x + w <= one.left + width && y >= one.top && y + h <= one.top + height
    if (kept.length === MOST_WINDOWS || kept.some(inside)) continue
    const middle = (centre: number, length: number, end: number) => Math.round(Math.max(0, Math.min(end - length, centre - length / 2)))
    kept.push({ left: middle(x + w / 2, width, picture.width), top: middle(y + h / 2, height, picture.height), width, height })
  }
  return kept
}

/** Surest cells first, what lies on a surer one dropped; corners in picture pixels. */
export function spots(values: Float32Array, columns: number, rows: number, scale: number, { left, top }: Window): Spot[] {
  const plane = columns * rows
  const cells: number[] = []
  for (let i = 0; i < plane; i++) if ((values[i] as number) > LEAST) cells.push(i)
  cells.sort((a, b) => (values[b] as number) - (values[a] as number))
  const found = cells.slice(0, MOST_CELLS).map((cell) => {
    const [cx, cy] = [(cell % columns) * STRIDE + STRIDE / 2, Math.floor(cell / columns) * STRIDE + STRIDE / 2]
    const corner = (k: number): Point => [
      left + (cx + UNIT * (values[(1 + 2 * k) * plane + cell] as number)) / scale,
      top + (cy + UNIT * (values[(2 + 2 * k) * plane + cell] as number)) / scale,
    ]
    const quad: Quad = [corner(0), corner(1), corner(2), corner(3)]
    return { quad, p: 1 / (1 + Math.exp(-(values[cell] as number))) }
  })
  return distinct(found)
}

function distinct(sorted: readonly Spot[]): Spot[] {
  const kept: { spot: Spot; box: [number, number, number, number] }[] = []
  for (const spot of sorted) {
    const box = boxOf(spot.quad)
    if (box[2] < 1 || box[3] < 1 || kept.some((other) => overlap(box, other.box) > SAME)) continue
    kept.push({ spot, box })
    if (kept.length === MOST_SPOTS) break
  }
  return kept.map(({ spot }) => spot)
}

function boxOf(quad: Quad): [number, number, number, number] {
  const [xs, ys] = [quad.map(([x]) => x), quad.map(([, y]) => y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return [x, y, Math.max(...xs) - x, Math.max(...ys) - y]
}
