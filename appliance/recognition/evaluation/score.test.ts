import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelledPictures } from './labels.ts'
import { type Judged, judge, median, reliability, wilson } from './score.ts'

it('gives the interval of Wilson, also at the ends', () => {
  // Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662
  expect(wilson(81, 263).map((p) => p.toFixed(2))).toEqual(['25.53', '36.62'])
  expect(wilson(0, 20).map((p) => p.toFixed(1))).toEqual(['0.0', '16.1'])
  expect(wilson(20, 20)[1]).toBe(100)
  expect(wilson(0, 0)).toEqual([0, 100])
})

it('judges the whole first answer', () => {
  const answer = (text: string) => ({ text, confidence: 0.7 })
  expect(judge(answer('AB12'), ['CD34', 'AB12'])).toEqual({ outcome: 'exact', confidence: 0.7 })
  expect(judge(answer('AB1'), ['AB12'])).toEqual({ outcome: 'wrong', confidence: 0.7 })
  expect(judge(undefined, ['AB12'])).toEqual({ outcome: 'none', confidence: 0 })
  expect(judge(undefined, [])).toEqual({ outcome: 'exact', confidence: 0 })
  expect(judge(answer('AB12'), [])).toEqual({ outcome: 'wrong', confidence: 0.7 })
})

describe('calibration', () => {
  const answers = (count: number, confidence: number, right: number): Judged[] =>
    Array.from({ length: count }, (_, i) => ({ outcome: i < right ? 'exact' : 'wrong', confidence }))

  it('is perfect when confidence means what it says, and measures by how much it does not', () => {
    expect(reliability([...answers(10, 0.9, 9), ...answers(10, 0.5, 5)]).ece).toBeCloseTo(0, 9)
    const { bins, ece } = reliability([...answers(10, 0.95, 5), ...answers(30, 0.5, 15), { outcome: 'none', confidence: 0 }])
    expect(ece).toBeCloseTo(0.45 / 4, 9)
    expect(bins.map(({ from, answers: n }) => [from, n])).toEqual([
      [0.5, 30],
      [0.9, 10],
    ])
  })

  it('lies between 0 and 1, whatever is answered', () => {
    const one = fc.record({
      outcome: fc.constantFrom('exact' as const, 'wrong' as const),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(one), (judged) => {
        const { ece } = reliability(judged)
        expect(ece >= 0 && ece <= 1).toBe(true)
      }),
    )
  })
})

it('has a middle', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([])).toBeNaN()
})

describe('a set of labelled pictures', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-labels-'))
  it('may have several plates in one picture, and none', () => {
    mkdirSync(join(folder, 'images'))
    writeFileSync(
      join(folder, 'labels.tsv'),
      'file\tx\ty\tw\th\ttext\na.jpg\t1\t2\t3\t4\tAB12\nb.jpg\t\t\t\t\tCD34\nb.jpg\t\t\t\t\tEF56\nc.jpg\t\t\t\t\t\n',
    )
    expect(labelledPictures(folder)).toEqual([
      { file: join(folder, 'images', 'a.jpg'), texts: ['AB12'] },
      { file: join(folder, 'images', 'b.jpg'), texts: ['CD34', 'EF56'] },
      { file: join(folder, 'images', 'c.jpg'), texts: [] },
    ])
    rmSync(folder, { recursive: true })
  })
  it('is refused in one sentence when it has no labels', () => {
    expect(() => labelledPictures('/nowhere')).toThrow('/nowhere has no labels.tsv')
  })
})
