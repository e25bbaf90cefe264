import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../appliance/simulator/random.ts'
import { fitLogistic, type Outcome, probability } from './logistic.ts'
import { misreadsOf } from './misreads.ts'

/** Outcomes drawn from a known map. */
function drawn(bias: number, weights: readonly number[], count: number, seed: number): Outcome[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => {
    const x = weights.map(() => 4 * random() - 2)
    return { x, right: random() < probability({ bias, weights }, x) }
  })
}

describe('the fit of confidence', () => {
  it('finds the map its outcomes were drawn from', () => {
    const { bias, weights } = fitLogistic(drawn(0.5, [1.2, 0.4], 20_000, 3))
    expect(bias).toBeCloseTo(0.5, 1)
    expect(weights[0]).toBeCloseTo(1.2, 1)
    expect(weights[1]).toBeCloseTo(0.4, 1)
  })

  it('leaves out what would count against itself', () => {
    const { weights } = fitLogistic(drawn(0, [1, -0.8], 5_000, 4))
    expect(weights[0]).toBeGreaterThan(0.5)
    expect(weights[1]).toBe(0)
  })

  it('says on average what was so, whatever the outcomes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.double({ min: -1, max: 1, noNaN: true }), (seed, bias) => {
        const outcomes = drawn(bias, [0.7], 400, seed)
        const fitted = fitLogistic(outcomes)
        const said = outcomes.reduce((sum, { x }) => sum + probability(fitted, x), 0)
        expect(said).toBeCloseTo(outcomes.filter(({ right }) => right).length, 0)
      }),
      { numRuns: 20 },
    )
  })

  it('ends with finite weights when a feature tells everything', () => {
    const outcomes = Array.from({ length: 100 }, (_, i) => ({ x: [i < 50 ? -1 : 1], right: i >= 50 }))
    const { bias, weights } = fitLogistic(outcomes)
    expect(Number.isFinite(bias) && Number.isFinite(weights[0])).toBe(true)
    expect(probability({ bias, weights }, [1])).toBeGreaterThan(0.99)
  })
})

it('counts misreads of answers that are nearly right, and of no others', () => {
  const answers = [
    { text: 'AB0', truth: 'ABO' },
    { text: 'AB0', truth: 'AB0' },
    { text: 'XYZ', truth: 'ABC' },
    { text: 'AB', truth: 'ABC' },
  ]
  expect(misreadsOf(answers)).toEqual({ read: { 0: 2, A: 2, B: 2 }, pairs: { '0O': 1 } })
})
