import type { Point, Quad } from './geometry.ts'
import type { Picture } from './picture.ts'

/** A projective map of the unit square onto a quadrilateral: x = (a u + b v + c) / w, y = (d u + e v + f) / w, w = g u + h v + 1. */
export type Projection = readonly [a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number]

/** The map that takes (0,0), (1,0), (1,1), (0,1) to the corners (Heckbert 1989, section 2.2.3). */
export function projection([p0, p1, p2, p3]: Quad): Projection {
  const [sx, sy] = [p0[0] - p1[0] + p2[0] - p3[0], p0[1] - p1[1] + p2[1] - p3[1]]
  const [x1, y1, x2, y2] = [p1[0] - p2[0], p1[1] - p2[1], p3[0] - p2[0], p3[1] - p2[1]]
  const determinant = x1 * y2 - x2 * y1
  // a quadrilateral without area has no perspective to speak of
  const [g, h] = Math.abs(determinant) < 1e-9 ? [0, 0] : [(sx * y2 - x2 * sy) / determinant, (x1 * sy - sx * y1) / determinant]
  return [p1[0] - p0[0] + g * p1[0], p3[0] - p0[0] + h * p3[0], p0[0], p1[1] - p0[1] + g * p1[1], p3[1] - p0[1] + h * p3[1], p0[1], g, h]
}

export function projected([a, b, c, d, e, f, g, h]: Projection, u: number, v: number): Point {
  const w = g * u + h * v + 1
  return [(a * u + b * v + c) / w, (d * u + e * v + f) / w]
}

/** Mean length of the sides along reading direction, and across it. */
export function quadSize([p0, p1, p2, p3]: Quad): { readonly width: number; readonly height: number } {
  const length = (a: Point, b: Point) => Math.hypot(b[0] - a[0], b[1] - a[1])
  return { width: (length(p0, p1) + length(p3, p2)) / 2, height: (length(p0, p3) + length(p1, p2)) / 2 }
}

/** The quadrilateral grown at each side by a share of its own width and height, and shifted by such shares. */
export function grownQuad(quad: Quad, mx: number, my: number, dx = 0, dy = 0): Quad {
  const [p0, p1, p2, p3] = quad
  const along = (k: 0 | 1) => (p1[k] + p2[k] - p0[k] - p3[k]) / 2
  const down = (k: 0 | 1) => (p2[k] + p3[k] - p0[k] - p1[k]) / 2
  const moved = (p: Point, sx: number, sy: number): Point => [
    p[0] + (sx * mx + dx) * along(0) + (sy * my + dy) * down(0),
    p[1] + (sx * mx + dx) * along(1) + (sy * my + dy) * down(1),
  ]
  return [moved(p0, -1, -1), moved(p1, 1, -1), moved(p2, 1, 1), moved(p3, -1, 1)]
}

/** Where a part of the quadrilateral goes: its band from `top` to `bottom` (0..1) into columns `left`… of a crop, RGB bytes. */
export interface Part {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly width: number
}
export const WHOLE = (width: number): readonly Part[] => [{ top: 0, bottom: 1, left: 0, width }]

/** Two rows of a plate side by side, each a little taller than half so that no character loses its foot. */
const OVERLAP = 0.06
export const SIDE_BY_SIDE = (width: number): readonly Part[] => [
  { top: 0, bottom: 0.5 + OVERLAP, left: 0, width: width / 2 },
  { top: 0.5 - OVERLAP, bottom: 1, left: width / 2, width: width / 2 },
]

/**
 * The quadrilateral seen from the front, `channels` bytes a pixel (1 is grey, 3 RGB) written into `out` (`width` × `height` × channels
 * from `offset`). Bilinear; where the picture shrinks, several samples a pixel are averaged. Outside the picture its edge is repeated.
 */
export function frontCrop(
  picture: Picture,
  quad: Quad,
  parts: readonly Part[],
  width: number,
  height: number,
  channels: 1 | 3,
  out: Uint8Array,
  offset = 0,
): void {
  const map = projection(quad)
  const size = quadSize(quad)
  for (const part of parts) {
    const tall = part.bottom - part.top
    const across = samplesFor(size.width / part.width)
    const downward = samplesFor((size.height * tall) / height)
    const sums = new Float64Array(part.width * channels)
    for (let y = 0; y < height; y++) {
      sums.fill(0)
      for (let sy = 0; sy < downward; sy++)
        addRow(picture, channels, map, part.top + (tall * (y + (sy + 0.5) / downward)) / height, across, sums)
      const weight = 1 / (across * downward)
      const at = offset + (y * width + part.left) * channels
      for (let i = 0; i < sums.length; i++) out[at + i] = (sums[i] as number) * weight + 0.5
    }
  }
}

/** Adds one line of samples, at height `v` of the unit square, `across` of them for each pixel of `sums`. */
function addRow(
  picture: Picture,
  channels: 1 | 3,
  [a, b, c, d, e, f, g, h]: Projection,
  v: number,
  across: number,
  sums: Float64Array,
): void {
  const pixels = channels === 1 ? picture.grey : picture.rgb
  const [right, bottom] = [picture.width - 1, picture.height - 1]
  const below = bottom > 0 ? picture.width * channels : 0
  const beside = right > 0 ? channels : 0
  const count = (sums.length / channels) * across
  const step = 1 / count
  // along a line the map's three sums grow by equal steps
  let x = b * v + c + 0.5 * step * a
  let y = e * v + f + 0.5 * step * d
  let w = h * v + 1 + 0.5 * step * g
  for (let i = 0, at = 0, sample = 0; i < count; i++, x += a * step, y += d * step, w += g * step) {
    const px = Math.min(right, Math.max(0, x / w - 0.5))
    const py = Math.min(bottom, Math.max(0, y / w - 0.5))
    const x0 = Math.min(px | 0, Math.max(0, right - 1))
    const y0 = Math.min(py | 0, Math.max(0, bottom - 1))
    const fx = px - x0
    const fy = py - y0
    let from = y0 * picture.width * channels + x0 * channels
    for (let k = 0; k < channels; k++, from++) {
      const top = (pixels[from] as number) * (1 - fx) + (pixels[from + beside] as number) * fx
      const foot = (pixels[from + below] as number) * (1 - fx) + (pixels[from + below + beside] as number) * fx
      sums[at + k] = (sums[at + k] as number) + top * (1 - fy) + foot * fy
    }
    if (++sample === across) {
      sample = 0
      at += channels
    }
  }
}

const MOST_SAMPLES = 4
const samplesFor = (shrink: number): number => Math.min(MOST_SAMPLES, Math.max(1, Math.round(shrink)))
