import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COUNTRIES } from './countries.ts'
import { meanOdds, type StyleClasses, styleOdds, syntaxSeen } from './styles.ts'
import { countryOf, plateSyntax, syntaxGain } from './syntax.ts'

const CLASSES: StyleClasses = { classes: ['us', 'br', 'br_mercosur', 'other_eu'], shares: [0.5, 0.2, 0.1, 0.2] }
const sure = (name: string) =>
  styleOdds(
    CLASSES,
    CLASSES.classes.map((one) => (one === name ? 1 : 0)),
  )
const anyOdds = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }).map((raw) => {
  const total = raw.reduce((sum, p) => sum + p, 0)
  return styleOdds(
    CLASSES,
    raw.map((p) => p / total),
  )
})

describe('[R24] the looks of a plate', () => {
  it('make the syntax of the country they point to likelier, and no text impossible', () => {
    const plain = plateSyntax()
    const seen = syntaxSeen(plain, sure('br'))
    expect(syntaxGain(seen, 'ABC1234')).toBeGreaterThan(3 * syntaxGain(plain, 'ABC1234'))
    expect(countryOf(seen, 'ABC1234')).toBe('BR')
    for (const text of ['AB12CDE', 'XYZ', '1ABC234']) expect(syntaxGain(seen, text)).toBeGreaterThan(0)
  })

  it('tell the old plates of a country from the new ones', () => {
    const [old, fresh] = [syntaxSeen(plateSyntax(['BR']), sure('br')), syntaxSeen(plateSyntax(['BR']), sure('br_mercosur'))]
    expect(syntaxGain(old, 'ABC1234') / syntaxGain(old, 'ABC1D23')).toBeGreaterThan(5)
    expect(syntaxGain(fresh, 'ABC1D23') / syntaxGain(fresh, 'ABC1234')).toBeGreaterThan(2)
  })

  it('never rule out the countries a site expects', () => {
    const seen = syntaxSeen(plateSyntax(['DE']), sure('us'))
    expect(syntaxGain(seen, 'MTK1234')).toBeGreaterThan(0.02 * syntaxGain(plateSyntax(['DE']), 'MTK1234'))
  })

  it('keep the shares a distribution, whatever they say', () => {
    fc.assert(
      fc.property(
        anyOdds,
        fc.subarray(
          COUNTRIES.map(({ code }) => code),
          { maxLength: 3 },
        ),
        (odds, hint) => {
          const weights = [...syntaxSeen(plateSyntax(hint), odds).patterns.values()]
          expect(weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9)
          for (const { countries } of weights) expect(countries.reduce((sum, [, part]) => sum + part, 0)).toBeCloseTo(1, 9)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('change nothing where the reader does not say, and average over crops where it does', () => {
    const plain = plateSyntax()
    expect(syntaxSeen(plain, meanOdds([{}, {}]))).toBe(plain)
    expect(meanOdds([{ style: sure('us') }, { style: sure('br') }, {}]).get('us')).toBeCloseTo(
      ((sure('us').get('us') ?? 0) + (sure('br').get('us') ?? 0)) / 2,
      9,
    )
  })
})
