import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Quad } from './geometry.ts'
import { type Picture, pictureOf } from './picture.ts'
import { frontCrop, grownQuad, projected, projection, quadSize, SIDE_BY_SIDE, WHOLE } from './quad.ts'

const near = fc.double({ min: -20, max: 20, noNaN: true })
/** Convex quadrilaterals: the corners of a rectangle, each moved a little. */
const quads = fc.tuple(near, near, near, near, near, near, near, near).map(
  ([a, b, c, d, e, f, g, h]): Quad => [
    [100 + a, 100 + b],
    [300 + c, 100 + d],
    [300 + e, 180 + f],
    [100 + g, 180 + h],
  ],
)

/** A picture whose red is x and whose green is y. */
function ramp(width: number, height: number): Picture {
  const rgb = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgb.set([x, y, 0], (y * width + x) * 3)
  return pictureOf(width, height, rgb)
}

describe('quadrilaterals', () => {
  it('[R20] map the corners of the unit square to their own corners', () => {
    fc.assert(
      fc.property(quads, (quad) => {
        const map = projection(quad)
        for (const [i, [u, v]] of (
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ] as const
        ).entries()) {
          const [x, y] = projected(map, u, v)
          expect(x).toBeCloseTo(quad[i]![0], 6)
          expect(y).toBeCloseTo(quad[i]![1], 6)
        }
      }),
    )
  })

  it('[R20] keep straight lines straight: the diagonals’ crossing is the middle of the square', () => {
    fc.assert(
      fc.property(quads, (quad) => {
        const [x, y] = projected(projection(quad), 0.5, 0.5)
        const cross = (a: number, b: number) =>
          (quad[b]![0] - quad[a]![0]) * (y - quad[a]![1]) - (quad[b]![1] - quad[a]![1]) * (x - quad[a]![0])
        expect(Math.abs(cross(0, 2))).toBeLessThan(1e-3)
        expect(Math.abs(cross(1, 3))).toBeLessThan(1e-3)
      }),
    )
  })

  it('have sides and grow by shares of them', () => {
    const quad: Quad = [
      [10, 10],
      [110, 10],
      [110, 60],
      [10, 60],
    ]
    expect(quadSize(quad)).toEqual({ width: 100, height: 50 })
    expect(grownQuad(quad, 0.1, 0.2)).toEqual([
      [0, 0],
      [120, 0],
      [120, 70],
      [0, 70],
    ])
    expect(grownQuad(quad, 0, 0, 0.5, 0)[0]).toEqual([60, 10])
  })

  it('are seen from the front', () => {
    const crop = new Uint8Array(20 * 10 * 3)
    const quad: Quad = [
      [50, 40],
      [90, 60],
      [80, 80],
      [40, 60],
    ]
    frontCrop(ramp(128, 128), quad, WHOLE(20), 20, 10, 3, crop)
    const at = (x: number, y: number) => [crop[(y * 20 + x) * 3], crop[(y * 20 + x) * 3 + 1]]
    expect(at(0, 0)).toEqual([50, 41])
    expect(at(19, 9)).toEqual([79, 78])
  })

  it('lay two rows side by side', () => {
    const crop = new Uint8Array(20 * 10 * 3)
    const quad: Quad = [
      [0, 0],
      [100, 0],
      [100, 100],
      [0, 100],
    ]
    frontCrop(ramp(128, 128), quad, SIDE_BY_SIDE(20), 20, 10, 3, crop)
    const green = (x: number, y: number) => crop[(y * 20 + x) * 3 + 1]!
    expect(green(0, 9)).toBeLessThan(56)
    expect(green(10, 0)).toBeGreaterThanOrEqual(44)
    expect(green(10, 9)).toBeGreaterThan(90)
    expect(crop[10 * 3]).toBeLessThan(10) // the lower row begins at the left of the plate
  })
})
