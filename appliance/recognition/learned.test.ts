import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALPHABET } from './alphabet.ts'
import { LOOK_ALIKE_MODEL } from './confusion.ts'
import { type CharacterPair, learnedConfusion, pairsOfRenders, priorConfusion } from './learned.ts'
import { createExitMatcher, posteriors } from './match.ts'
import { plateSyntax } from './syntax.ts'
import { readOf } from './testing.ts'

const char = fc.constantFrom(...ALPHABET)
const anyPairs: fc.Arbitrary<CharacterPair[]> = fc.array(
  fc.record({ written: char, seen: char, count: fc.integer({ min: 0, max: 100_000 }) }),
)
const at = (pairs: readonly CharacterPair[], seen: string, written: string) =>
  learnedConfusion(LOOK_ALIKE_MODEL, pairs).rows[ALPHABET.indexOf(seen)]?.[ALPHABET.indexOf(written)] ?? 0

describe('[R25] confusion learned on the box', () => {
  it('is what was known before while nothing was learned', () => {
    const learned = learnedConfusion(LOOK_ALIKE_MODEL, [])
    for (const [i, row] of learned.rows.entries()) {
      for (const [j, p] of row.entries()) expect(p).toBeCloseTo(LOOK_ALIKE_MODEL.rows[i]?.[j] ?? 0, 12)
    }
  })

  it('stays a distribution, and no pair dominates, whatever was counted', () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        for (const [i, row] of learnedConfusion(LOOK_ALIKE_MODEL, pairs).rows.entries()) {
          expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9)
          for (const [j, p] of row.entries()) {
            if (i !== j) expect(p).toBeLessThanOrEqual(Math.max(0.1, LOOK_ALIKE_MODEL.rows[i]?.[j] ?? 0) + 1e-12)
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('grows with what was seen, slowly: one day’s worth of a poisoned pair stays below one percent', () => {
    const day = [{ written: '7', seen: 'K', count: 3 }]
    expect(at(day, 'K', '7')).toBeGreaterThan(at([], 'K', '7'))
    expect(at(day, 'K', '7')).toBeLessThan(0.011)
    expect(at([{ written: '7', seen: 'K', count: 60 }], 'K', '7')).toBeGreaterThan(0.08)
  })

  it('shrinks where characters are read alike', () => {
    expect(at([{ written: '0', seen: '0', count: 5_000 }], '0', 'O')).toBeLessThan(0.02)
  })

  it('lets exit matching find a car whose plate this camera keeps misreading', () => {
    const inside = ['AK123CD', 'XW881ZZ', 'PN777TT'].map((plate) => ({ sessionId: plate, plate }))
    const read = readOf('A7123CD', 0.9995)
    const learned = learnedConfusion(LOOK_ALIKE_MODEL, [{ written: 'K', seen: '7', count: 60 }])
    const doubt = 1 - (posteriors(read, inside).sessions[0]?.posterior ?? 0)
    expect(1 - (posteriors(read, inside, { confusion: learned, syntax: plateSyntax() }).sessions[0]?.posterior ?? 0)).toBeLessThan(
      doubt / 10,
    )
    const match = createExitMatcher({ chargeThreshold: 0.9, confusion: () => learned })
    expect(match(read, inside)).toMatchObject({ kind: 'one', sessionId: 'AK123CD' })
  })

  it('starts from what renders taught of the reader', () => {
    const misreads = { read: { '0': 1_000, O: 500 }, pairs: { '0O': 10 } }
    expect(pairsOfRenders(misreads)).toEqual([
      { seen: '0', written: 'O', count: 10 },
      { seen: '0', written: '0', count: 990 },
      { seen: 'O', written: 'O', count: 500 },
    ])
    const prior = priorConfusion(misreads)
    expect(prior.rows[0]?.[ALPHABET.indexOf('O')]).toBeCloseTo((300 * 0.15 + 10) / 1_300, 6)
  })
})
