import { describe, expect, it } from 'vitest'
import { type TextMap, textLines } from './text-map.ts'

/** A map with one upright bar of text for each entry: x, y, width, height, probability. */
function mapOf(width: number, height: number, bars: readonly (readonly [number, number, number, number, number])[]): TextMap {
  const probability = new Float32Array(width * height)
  for (const [x, y, w, h, p] of bars) for (let j = y; j < y + h; j++) probability.fill(p, j * width + x, j * width + x + w)
  return { width, height, probability }
}

describe('text lines of a map', () => {
  it('finds each region, grown back to the size of its writing', () => {
    const lines = textLines(
      mapOf(200, 100, [
        [20, 30, 60, 10, 0.9],
        [120, 60, 40, 8, 0.8],
      ]),
    )
    expect(lines).toHaveLength(2)
    // 60 × 10 grows by 600 × 1.6 / 140 on each side
    expect(lines[0]).toMatchObject({
      score: expect.closeTo(0.9),
      rect: { cx: 50, cy: 35, width: expect.closeTo(73.71, 1), height: expect.closeTo(23.71, 1) },
    })
  })

  it('leaves out faint, tiny and thin regions', () => {
    expect(textLines(mapOf(100, 100, [[10, 10, 40, 10, 0.35]]))).toEqual([])
    expect(textLines(mapOf(100, 100, [[10, 10, 2, 2, 0.9]]))).toEqual([])
    expect(textLines(mapOf(100, 100, [[10, 10, 60, 2, 0.9]]))).toEqual([])
    expect(textLines(mapOf(64, 64, []))).toEqual([])
  })

  it('joins what touches at a corner and keeps apart what does not', () => {
    expect(
      textLines(
        mapOf(100, 100, [
          [10, 10, 20, 10, 0.9],
          [30, 20, 20, 10, 0.9],
        ]),
      ),
    ).toHaveLength(1)
    expect(
      textLines(
        mapOf(100, 100, [
          [10, 10, 20, 10, 0.9],
          [32, 10, 20, 10, 0.9],
        ]),
      ),
    ).toHaveLength(2)
  })

  it('follows writing up to the edges of the picture', () => {
    const [line] = textLines(mapOf(80, 40, [[0, 0, 80, 40, 1]]))
    expect(line?.rect).toMatchObject({ cx: 40, cy: 20 })
  })

  it('measures a slanted line along its slant', () => {
    const bars = Array.from({ length: 60 }, (_, i): [number, number, number, number, number] => [
      20 + i,
      20 + Math.round(i / 3),
      1,
      12,
      0.9,
    ])
    const [line] = textLines(mapOf(120, 80, bars))
    expect((Math.atan2(line!.rect.uy, line!.rect.ux) * 180) / Math.PI).toBeCloseTo(18.4, -0.5)
  })
})
