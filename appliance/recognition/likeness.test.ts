import { describe, expect, it } from 'vitest'
import type { TurnedRect } from './geometry.ts'
import { around, overlap, pairs } from './joining.ts'
import { isTimestamp, likeness, type Writing } from './likeness.ts'

const writing = (over: Partial<Writing>): Writing => ({
  raw: 'BAB·1234',
  text: 'BAB1234',
  p: 0.9,
  fits: true,
  width: 160,
  height: 40,
  rows: 1,
  pictureHeight: 720,
  atEdge: false,
  ...over,
})
const plate = likeness(writing({}))

describe('[R10] likeness of a plate', () => {
  it('likes a plate', () => expect(plate).toBeGreaterThan(0.8))

  it.each<[string, Partial<Writing>]>([
    ['a brand', { raw: 'SUZUKI', text: 'SUZUK1' }],
    ['a telephone number', { raw: '376-8750', text: '3768750' }],
    ['a caption at the edge', { atEdge: true }],
    ['the time of day', { raw: '12:34:56', text: '123456' }],
    ['foreign writing', { raw: '停车场A1', text: 'A1' }],
    ['a tall letter', { width: 40, height: 40 }],
    ['a long banner', { width: 400, height: 40 }],
    ['three characters', { raw: 'A12', text: 'A12' }],
    ['a word in the distance', { width: 40, height: 10 }],
    ['an unknown mixture', { raw: 'A1B2C3D', text: 'A1B2C3D', fits: false }],
    ['two lines that spell nothing known', { rows: 2, fits: false, height: 80 }],
  ])('prefers it to %s', (_, other) => expect(likeness(writing(other))).toBeLessThan(plate))

  it('prefers two rows that fit to one of them alone', () => {
    const rows = writing({ raw: 'CG10B R9161', text: 'CG10BR9161', rows: 2, width: 100, height: 80, p: 0.8 })
    expect(likeness(rows)).toBeGreaterThan(likeness(writing({ raw: 'R9161', text: 'R9161', fits: false, width: 100, p: 0.9 })))
  })

  it('takes a colon between other characters for a sticker', () => {
    for (const raw of ['12:34:56', '2014-12-24 11:20', '3:45', '24.12.2014', '2014:24:24'])
      expect([raw, isTimestamp(raw)]).toEqual([raw, true])
    for (const raw of ['1B2：5790', 'RK:959AF', '3B9:7236', 'B-AB 1234']) expect([raw, isTimestamp(raw)]).toEqual([raw, false])
  })

  it('never leaves 0…1', () => {
    for (const p of [0, 0.5, 1]) for (const rows of [1, 2] as const) expect(likeness(writing({ p, rows }))).toBeLessThanOrEqual(1)
  })
})

describe('joining lines', () => {
  const line = (cx: number, cy: number, width: number, height: number) => ({
    rect: { cx, cy, width, height, ux: 1, uy: 0 } satisfies TurnedRect,
  })

  it('pairs what stands side by side, left before right', () => {
    const [left, right] = [line(50, 50, 60, 30), line(130, 52, 70, 32)]
    expect(pairs([right, left])).toEqual([{ kind: 'row', first: left, second: right }])
    expect(around(left.rect, right.rect)).toMatchObject({ cx: 92.5, width: 145 })
  })

  it('pairs what stands one above the other, upper before lower', () => {
    const [upper, lower] = [line(50, 50, 80, 30), line(52, 82, 90, 30)]
    expect(pairs([lower, upper])).toEqual([{ kind: 'stack', first: upper, second: lower }])
  })

  it('leaves apart what is far, much smaller or askew', () => {
    expect(pairs([line(50, 50, 60, 30), line(300, 50, 60, 30)])).toEqual([])
    expect(pairs([line(50, 50, 60, 30), line(115, 50, 60, 12)])).toEqual([])
    expect(pairs([line(50, 50, 80, 30), line(130, 82, 80, 30)])).toEqual([])
  })

  it('measures overlap against the smaller box', () => {
    expect(overlap([0, 0, 10, 10], [5, 0, 5, 10])).toBe(1)
    expect(overlap([0, 0, 10, 10], [20, 0, 5, 10])).toBe(0)
  })
})
