import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALPHABET, COLUMNS, columnOf } from './alphabet.ts'
import { bestTexts, type Emissions, likeliestPath, replacements, textProbability } from './ctc.ts'

/** Rows over a few characters, so that every text can be enumerated. */
function emissionsOf(rows: readonly Readonly<Record<string, number>>[]): Emissions {
  const p = new Float32Array(rows.length * COLUMNS)
  for (const [step, row] of rows.entries()) {
    const total = Object.values(row).reduce((sum, v) => sum + v, 0)
    for (const [char, v] of Object.entries(row)) p[step * COLUMNS + (char === '-' ? 0 : columnOf(char))] = v / total
  }
  return { steps: rows.length, p }
}

const cell = fc.double({ min: 0.01, max: 1, noNaN: true })
const emissions = fc.array(fc.record({ '-': cell, A: cell, B: cell, '7': cell }), { minLength: 1, maxLength: 5 }).map(emissionsOf)

/** Every path, collapsed: what the formulas must agree with. */
function enumerated({ steps, p }: Emissions): Map<string, number> {
  let paths = [{ text: '', last: 0, p: 1 }]
  for (let step = 0; step < steps; step++) {
    paths = paths.flatMap((path) =>
      [0, columnOf('A'), columnOf('B'), columnOf('7')].map((column) => ({
        text: column === 0 || column === path.last ? path.text : path.text + ALPHABET[column - 1],
        last: column,
        p: path.p * (p[step * COLUMNS + column] as number),
      })),
    )
  }
  const sums = new Map<string, number>()
  for (const path of paths) sums.set(path.text, (sums.get(path.text) ?? 0) + path.p)
  return sums
}

describe('spelling out emissions', () => {
  it('gives each text the sum of its paths', () => {
    fc.assert(
      fc.property(emissions, (given) => {
        for (const [text, p] of enumerated(given)) expect(textProbability(given, text)).toBeCloseTo(p, 6)
      }),
    )
  })

  it('finds the best texts, with their very probabilities', () => {
    fc.assert(
      fc.property(emissions, (given) => {
        const all = [...enumerated(given)].sort(([, a], [, b]) => b - a)
        const best = bestTexts(given, 50)
        expect(best[0]?.p).toBeCloseTo(all[0]?.[1] ?? 0, 6)
        for (const { text, p } of best.slice(0, 3)) expect(p).toBeCloseTo(textProbability(given, text), 6)
      }),
    )
  })

  it('replaces one character exactly', () => {
    fc.assert(
      fc.property(emissions, (given) => {
        const text = bestTexts(given, 4).find((best) => best.text !== '')?.text ?? 'A'
        for (const [i, row] of replacements(given, text).entries()) {
          for (const char of 'AB7') {
            const other = text.slice(0, i) + char + text.slice(i + 1)
            expect(row[ALPHABET.indexOf(char)]).toBeCloseTo(textProbability(given, other), 6)
          }
        }
      }),
    )
  })

  it('needs a pause between equal characters', () => {
    const double = emissionsOf([{ A: 1 }, { '-': 1 }, { A: 1 }])
    expect(bestTexts(double)[0]).toMatchObject({ text: 'AA', p: 1 })
    expect(bestTexts(emissionsOf([{ A: 1 }, { A: 1 }, { A: 1 }]))[0]?.text).toBe('A')
    expect(textProbability(emissionsOf([{ A: 1 }, { A: 1 }]), 'AA')).toBe(0)
  })

  it('[R34] spells the likeliest path as the search does where every step is clear', () => {
    expect(likeliestPath(emissionsOf([{ A: 0.9 }, { '-': 0.9 }, { A: 0.9 }, { B: 0.9 }, { B: 0.8 }]))).toBe('AAB')
    expect(likeliestPath({ steps: 0, p: new Float32Array(0) })).toBe('')
  })

  it('has an answer for nothing', () => {
    expect(bestTexts({ steps: 0, p: new Float32Array(0) })).toEqual([{ text: '', p: 1 }])
    expect(textProbability({ steps: 0, p: new Float32Array(0) }, '')).toBe(1)
    expect(textProbability({ steps: 0, p: new Float32Array(0) }, 'A')).toBe(0)
  })
})
