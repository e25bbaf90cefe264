import type { Point, Quad } from '../geometry.ts'
import { overlap } from '../joining.ts'
import { expectInput, openNetwork } from '../network.ts'
import type { Picture } from '../picture.ts'
import { shrunk } from '../shrink.ts'
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

/** Plates narrower than this in the network's input are looked for again in a larger one. */
const SMALL = 60
const LARGER = 1.5
const LONGEST = 1_280

/**
 * The project's own family: grey 0…1 in, per cell the log-odds of a plate and its four corners out. Looks at `side` pixels first, and
 * once more at half as many again when nothing was found there or only small plates.
 */
export async function openCornerDetector(file: string, threads: number, side: number): Promise<PlateDetector> {
  const network = await openNetwork(file, threads, true)
  expectInput(network, 'float32', [null, 1, null, null])
  let input = new Float32Array(0)

  async function look(picture: Picture, longest: number): Promise<Spot[]> {
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height))
    const up = (length: number) => Math.max(MULTIPLE, Math.ceil((length * scale) / MULTIPLE) * MULTIPLE)
    const [width, height] = [up(picture.width), up(picture.height)]
    if (input.length !== width * height) input = new Float32Array(width * height)
    input.fill(BORDER)
    const [w, h] = [picture.width, picture.height].map((length) => Math.max(1, Math.round(length * scale))) as [number, number]
    shrunk(picture.grey, picture.width, picture.height, w, h, input, width)
    const { values, dims } = await network.run(input, [1, 1, height, width])
    if (dims[1] !== CHANNELS || dims[2] !== height / STRIDE || dims[3] !== width / STRIDE)
      throw new Error(`the detector ${file} answered ${dims.join('×')} for ${width}×${height}: it is not of the family gatehouse-corners`)
    return spots(values, width / STRIDE, height / STRIDE, scale)
  }

  return {
    async detect(picture) {
      const found = await look(picture, side)
      const scale = Math.min(1, side / Math.max(picture.width, picture.height))
      const widest = Math.max(0, ...found.filter(({ p }) => p >= 0.5).map(({ quad }) => (quad[1][0] - quad[0][0]) * scale))
      if (widest >= SMALL || scale === 1) return found
      const again = await look(picture, Math.min(LONGEST, side * LARGER))
      return distinct([...again, ...found].sort((a, b) => b.p - a.p))
    },
    release: () => network.release(),
  }
}

/** Surest cells first, what lies on a surer one dropped; corners in picture pixels. */
export function spots(values: Float32Array, columns: number, rows: number, scale: number): Spot[] {
  const plane = columns * rows
  const cells: number[] = []
  for (let i = 0; i < plane; i++) if ((values[i] as number) > LEAST) cells.push(i)
  cells.sort((a, b) => (values[b] as number) - (values[a] as number))
  const found = cells.slice(0, MOST_CELLS).map((cell) => {
    const [cx, cy] = [(cell % columns) * STRIDE + STRIDE / 2, Math.floor(cell / columns) * STRIDE + STRIDE / 2]
    const corner = (k: number): Point => [
      (cx + UNIT * (values[(1 + 2 * k) * plane + cell] as number)) / scale,
      (cy + UNIT * (values[(2 + 2 * k) * plane + cell] as number)) / scale,
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
