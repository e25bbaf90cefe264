import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { confusable, confusableDistance, normalisePlate } from './plate.ts'

const plates = fc.stringMatching(/^[A-Z0-9]{1,9}$/)
const fullPlates = fc.stringMatching(/^[A-Z0-9]{6,8}$/)

describe('normalisePlate', () => {
  it.each([
    ['m-ab 1234', 'MAB1234'],
    ['OB·123', 'OB123'],
    ['  GÖ ÄB 77 ', 'GOAB77'],
    ['А123ВС77', 'A123BC77'], // Cyrillic А, В, С
    ['ΙΚΥ-1234', 'IKY1234'], // Greek
    ['ＡＢ１２３', 'AB123'], // full width
    ['٤٥٦', '456'],
    ['Ø1', 'O1'],
    ['[AB]_12|3', 'AB123'],
    ['品川 500 さ 46-49', '5004649'],
    ['\n', ''],
  ])('[P1] %j is %s', (raw, text) => {
    expect(normalisePlate(raw)).toBe(text)
  })

  it('[P1] leaves only A–Z and 0–9, and twice is once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (raw) => {
        const text = normalisePlate(raw)
        expect(text).toMatch(/^[A-Z0-9]*$/)
        expect(normalisePlate(text)).toBe(text)
      }),
    )
  })

  it('[P1] keeps a plain plate and ignores how it was spaced', () => {
    fc.assert(
      fc.property(plates, fc.nat(8), fc.constantFrom(' ', '-', '·', '\t'), (plate, at, gap) => {
        expect(normalisePlate(plate.slice(0, at) + gap + plate.slice(at).toLowerCase())).toBe(plate)
      }),
    )
  })
})

describe('confusable', () => {
  it.each(['0O', '0Q', '0D', 'OQ', 'OD', '1I', '1L', 'IL', '8B', '5S', '2Z', '6G'])('[P2] %s, both ways', (pair) => {
    const [a = '', b = ''] = pair
    expect(confusable(a, b)).toBe(true)
    expect(confusable(b, a)).toBe(true)
  })

  it.each(['AB', '0B', '83', 'MW', 'X0', '71'])('[P2] not %s', (pair) => {
    expect(confusable(pair[0] ?? '', pair[1] ?? '')).toBe(false)
  })

  it('[P2] every character is confusable with itself', () => {
    for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789') expect(confusable(char, char)).toBe(true)
  })
})

describe('confusableDistance', () => {
  it.each([
    ['OB123', '0B123', 0.2], // the case of the field
    ['OB123', 'OB123', 0],
    ['B8S5Z2', '8BS5Z2', 0.4],
    ['MAB1234', 'MAB1Z34', 0.2],
    ['MAB1234', 'NAB1234', 0.5],
    ['MAB1234', 'MAB1834', 1],
    ['MAB1234', 'MAB234', 0.5], // a thin 1 was missed
    ['MAB1234', 'MB1234', 0.7],
    ['AB123', 'XY789', Number.POSITIVE_INFINITY],
    ['AB1', 'AB2', Number.POSITIVE_INFINITY], // short plates may differ by little
    ['AB0', 'ABO', 0.2],
    ['MAB123411', 'MAB1234', 1], // two thin ones too many
    ['MAB1234', 'MAB1234111', Number.POSITIVE_INFINITY],
    ['', 'A', Number.POSITIVE_INFINITY],
    ['', '', 0],
    ['ABCDEFG', 'ABCD', Number.POSITIVE_INFINITY],
  ])('[P3][P4] of %s and %s is %d', (a, b, distance) => {
    expect(confusableDistance(a, b)).toBe(distance)
  })

  it('[P3] is symmetric, zero only for the same text, and never negative', () => {
    fc.assert(
      fc.property(plates, plates, (a, b) => {
        expect(confusableDistance(a, b)).toBe(confusableDistance(b, a))
        expect(confusableDistance(a, a)).toBe(0)
        if (a !== b) expect(confusableDistance(a, b)).toBeGreaterThan(0)
      }),
    )
  })

  it('[P3] a swap of look-alikes is always near', () => {
    fc.assert(
      fc.property(fullPlates, fc.nat(5), (plate, at) => {
        const looks = ['0O', 'OD', '1I', '8B', '5S', '2Z', '6G'].find((pair) => pair.includes(plate[at] ?? ''))
        if (looks === undefined) return
        const other = looks[0] === plate[at] ? looks[1] : looks[0]
        expect(confusableDistance(plate, plate.slice(0, at) + other + plate.slice(at + 1))).toBe(0.2)
      }),
    )
  })

  it('[P4] says Infinity exactly when the slow distance is over the limit', () => {
    fc.assert(
      fc.property(plates, plates, (a, b) => {
        const slow = slowDistance(a, b)
        const shorter = Math.min(a.length, b.length)
        const limit = shorter <= 3 ? 0.4 : shorter <= 5 ? 1 : 1.5
        const far = slow > limit + 1e-9 || Math.abs(a.length - b.length) > 2
        if (far) expect(confusableDistance(a, b)).toBe(Number.POSITIVE_INFINITY)
        else expect(confusableDistance(a, b)).toBeCloseTo(slow, 9)
      }),
      { numRuns: 300 },
    )
  })

  it('is cheap: a full car park is compared in a blink', () => {
    const inside = Array.from({ length: 2_000 }, (_, i) => `MAB${(i * 7919) % 10_000}`)
    const began = performance.now()
    for (const plate of inside) confusableDistance('MAB1234', plate)
    expect(performance.now() - began).toBeLessThan(200)
  })
})

/** The same definition by plain recursion, with the published costs only. */
function slowDistance(a: string, b: string): number {
  const memo = new Map<string, number>()
  const gap = (char = ''): number => ('I1J'.includes(char) ? 0.5 : 0.7)
  const substitution = (x: string, y: string): number => {
    if (confusable(x, y)) return x === y ? 0 : 0.2
    return confusableDistance(`QQQQQQ${x}`, `QQQQQQ${y}`) // one character apart: its cost alone
  }
  const from = (i: number, j: number): number => {
    if (i === a.length && j === b.length) return 0
    const key = `${i},${j}`
    const known = memo.get(key)
    if (known !== undefined) return known
    const options: number[] = []
    if (i < a.length) options.push(gap(a[i]) + from(i + 1, j))
    if (j < b.length) options.push(gap(b[j]) + from(i, j + 1))
    if (i < a.length && j < b.length) options.push(substitution(a[i] ?? '', b[j] ?? '') + from(i + 1, j + 1))
    const best = Math.min(...options)
    memo.set(key, best)
    return best
  }
  return from(0, 0)
}
