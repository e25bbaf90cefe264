import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { band, convexHull, cornersOf, grown, minAreaRect, type Point, scaled, type TurnedRect, uprightBox } from './geometry.ts'

const rects = fc
  .record({
    cx: fc.double({ min: -500, max: 500, noNaN: true }),
    cy: fc.double({ min: -500, max: 500, noNaN: true }),
    width: fc.double({ min: 20, max: 300, noNaN: true }),
    ratio: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
    angle: fc.double({ min: -0.7, max: 0.7, noNaN: true }),
  })
  .map(
    ({ cx, cy, width, ratio, angle }): TurnedRect => ({ cx, cy, width, height: width * ratio, ux: Math.cos(angle), uy: Math.sin(angle) }),
  )

describe('turned rectangles', () => {
  it('finds a rectangle again from its corners', () => {
    fc.assert(
      fc.property(rects, (rect) => {
        const found = minAreaRect(cornersOf(rect))!
        for (const key of ['cx', 'cy', 'width', 'height', 'ux', 'uy'] as const) expect(found[key]).toBeCloseTo(rect[key], 6)
      }),
    )
  })

  it('encloses every point with the least rectangle', () => {
    const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 80 })), { minLength: 3, maxLength: 40 })
    fc.assert(
      fc.property(points, (list) => {
        const rect = minAreaRect(list)
        if (!rect) return
        for (const [x, y] of list) {
          const [dx, dy] = [x - rect.cx, y - rect.cy]
          expect(Math.abs(dx * rect.ux + dy * rect.uy)).toBeLessThanOrEqual(rect.width / 2 + 1e-6)
          expect(Math.abs(-dx * rect.uy + dy * rect.ux)).toBeLessThanOrEqual(rect.height / 2 + 1e-6)
        }
        const [, , w, h] = [
          0,
          0,
          Math.max(...list.map((p) => p[0])) - Math.min(...list.map((p) => p[0])),
          Math.max(...list.map((p) => p[1])) - Math.min(...list.map((p) => p[1])),
        ]
        expect(rect.width * rect.height).toBeLessThanOrEqual(w * h + 1e-6)
      }),
    )
  })

  it('has no rectangle for points on a line', () => {
    expect(minAreaRect([])).toBeNull()
    expect(
      minAreaRect([
        [1, 1],
        [1, 1],
      ]),
    ).toBeNull()
    expect(
      minAreaRect([
        [0, 0],
        [1, 1],
        [2, 2],
      ]),
    ).toBeNull()
  })

  it('keeps the corners of the hull only', () => {
    const square: Point[] = [
      [0, 0],
      [4, 0],
      [4, 4],
      [0, 4],
    ]
    expect(convexHull([...square, [2, 2], [2, 0], [1, 3]])).toHaveLength(4)
  })

  it('reads from left to right, whatever the longer side', () => {
    fc.assert(
      fc.property(rects, (rect) => {
        expect(minAreaRect(cornersOf({ ...rect, width: rect.height, height: rect.width }))?.ux).toBeGreaterThan(0)
      }),
    )
  })

  it('grows, cuts a band and scales without turning', () => {
    const rect: TurnedRect = { cx: 100, cy: 50, width: 80, height: 20, ux: 1, uy: 0 }
    expect(grown(rect, 5, -2)).toMatchObject({ width: 90, height: 16 })
    expect(grown(rect, -60, -60)).toMatchObject({ width: 1, height: 1 })
    expect(band(rect, 0.5, 1)).toMatchObject({ cx: 100, cy: 55, height: 10 })
    expect(scaled(rect, 2, 2)).toMatchObject({ cx: 200, cy: 100, width: 160, height: 40, ux: 1, uy: 0 })
    expect(uprightBox(cornersOf(rect), 110, 55)).toEqual([60, 40, 50, 15])
  })

  it('scales there and back', () => {
    fc.assert(
      fc.property(rects, fc.double({ min: 0.3, max: 3, noNaN: true }), (rect, s) => {
        const back = scaled(scaled(rect, s, s), 1 / s, 1 / s)
        expect(back.width).toBeCloseTo(rect.width, 6)
        expect(back.cy).toBeCloseTo(rect.cy, 6)
      }),
    )
  })
})
