import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lumaOf } from './luma.ts'
import { shrunk } from './shrink.ts'

/** A grey picture and a window of it, reduced to w × h. */
const cases = fc
  .record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }), seed: fc.nat() })
  .chain(({ width, height, seed }) =>
    fc.record({
      picture: fc.constant({
        across: width + 3,
        grey: Uint8Array.from({ length: (width + 3) * (height + 2) }, (_, i) => (i * seed) % 251),
      }),
      window: fc.constant({ left: 2, top: 1, width, height }),
      w: fc.integer({ min: 1, max: width }),
      h: fc.integer({ min: 1, max: height }),
    }),
  )

it('[R22] makes each pixel the mean of the area it covers', () => {
  fc.assert(
    fc.property(cases, ({ picture: { grey, across }, window, w, h }) => {
      const out = new Float32Array(w * h)
      shrunk(grey, across, window, w, h, out, w)
      for (let y = 0; y < h; y++) {
        for (let x = 0; x < w; x++) expect(out[y * w + x]).toBeCloseTo(meanOfArea(grey, across, window, x, y, w, h) / 255, 4)
      }
    }),
  )
})

/** The share of every source pixel in the area, one by one. */
function meanOfArea(
  grey: Uint8Array,
  across: number,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
  x: number,
  y: number,
  w: number,
  h: number,
): number {
  const shared = (k: number, from: number, to: number) => Math.max(0, Math.min(k + 1, to) - Math.max(k, from))
  let sum = 0
  let area = 0
  for (let sy = 0; sy < height; sy++) {
    for (let sx = 0; sx < width; sx++) {
      const part = shared(sx, (x * width) / w, ((x + 1) * width) / w) * shared(sy, (y * height) / h, ((y + 1) * height) / h)
      sum += part * grey[(top + sy) * across + left + sx]!
      area += part
    }
  }
  return sum / area
}

it('[R22] leaves what is beyond its rows alone', () => {
  const out = new Float32Array(5 * 2).fill(7)
  shrunk(new Uint8Array(4 * 2).fill(255), 4, { left: 0, top: 0, width: 4, height: 2 }, 2, 1, out, 5)
  expect([...out]).toEqual([1, 1, 7, 7, 7, 7, 7, 7, 7, 7])
})

it('[R22] sees grey as BT.601 does', () => {
  const grey = (r: number, g: number, b: number) => lumaOf(Uint8Array.of(r, g, b), new Uint8Array(1))[0]
  expect([grey(255, 255, 255), grey(0, 0, 0), grey(255, 0, 0), grey(0, 255, 0), grey(0, 0, 255)]).toEqual([255, 0, 76, 150, 29])
})
