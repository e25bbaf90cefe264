import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALPHABET, bareText, COLUMNS, columnOf } from './alphabet.ts'
import { confused, LOOK_ALIKE_MODEL } from './confusion.ts'
import { COUNTRIES } from './countries.ts'
import type { Emissions } from './ctc.ts'
import { ROMANIA } from './districts.ts'
import { alternatives, likeliest, spelledTexts, spellings } from './spelling.ts'
import { countryOf, plateSyntax, regionCountries, shapeOf, syntaxGain, textPrior } from './syntax.ts'

/** A crop that shows `text`, each character with `p` and the rest on `other`'s. */
function crop(text: string, p = 0.98, other = text): Emissions {
  const steps = text.length * 2
  const rows = new Float32Array(steps * COLUMNS)
  for (const [i, char] of [...text].entries()) {
    rows[2 * i * COLUMNS + columnOf(char)] = p
    const at = 2 * i * COLUMNS + (other[i] === char ? 0 : columnOf(other[i] as string))
    rows[at] = (rows[at] as number) + 1 - p
    rows[(2 * i + 1) * COLUMNS] = 1
  }
  return { steps, p: rows }
}
const best = (crops: readonly Emissions[], ...countries: readonly string[]) => spelledTexts(spellings(crops), plateSyntax(countries))[0]

describe('spelling a plate', () => {
  it('repeats what is clear', () => {
    expect(best([crop('BAB1234')])).toMatchObject({ text: 'BAB1234', p: expect.closeTo(0.85, 0) })
  })

  it('[R9] settles O and 0, I and 1 by the country', () => {
    expect(best([crop('PP587A0')], 'SK')?.text).toBe('PP587AO')
    expect(best([crop('AY09034')], 'BR')?.text).toBe('AYO9034')
    expect(best([crop('PJ15921')], 'BR')?.text).toBe('PJI5921')
    expect(best([crop('CGIIC9432')], 'IN')?.text).toBe('CG11C9432')
  })

  it('does not bend a clear text to the country', () => {
    expect(best([crop('KCS4M')], 'BR')?.text).toBe('KCS4M')
    expect(best([crop('B123ABC')], 'BR')?.text).toBe('B123ABC')
  })

  it('[R8] weighs several crops together', () => {
    expect(best([crop('ABC1234', 0.6, 'A8C1234'), crop('ABC1234', 0.9), crop('A8C1234', 0.7, 'ABC1234')])?.text).toBe('ABC1234')
  })

  it('gives alternatives for each character, its own first', () => {
    const spelled = spellings([crop('ABC1234', 0.7, 'A8C1234')])
    const texts = spelledTexts(spelled, plateSyntax(['BR']))
    const slots = alternatives('ABC1234', spelled, texts)
    expect(slots.map((slot) => slot[0]?.char).join('')).toBe('ABC1234')
    expect(slots[1]?.map(({ char }) => char)).toContain('8')
    for (const slot of slots) expect(slot.reduce((sum, { p }) => sum + p, 0)).toBeLessThanOrEqual(1 + 1e-6)
  })

  it('finds nothing in an empty line', () => {
    expect(spellings([])).toEqual([])
    expect(spelledTexts(spellings([{ steps: 3, p: new Float32Array(3 * COLUMNS) }]), plateSyntax())).toEqual([])
  })

  it('gives candidates whose probabilities sum to one at most, best first', () => {
    const text = fc.stringMatching(/^[A-Z0-9]{3,9}$/)
    fc.assert(
      fc.property(text, fc.double({ min: 0.2, max: 1, noNaN: true }), (shown, p) => {
        const texts = spelledTexts(spellings([crop(shown, p)]), plateSyntax(), 50)
        expect(texts.reduce((sum, one) => sum + one.p, 0)).toBeLessThanOrEqual(1 + 1e-9)
        expect(texts.map((one) => one.p)).toEqual(texts.map((one) => one.p).toSorted((a, b) => b - a))
      }),
    )
  })

  it('multiplies out independent characters', () => {
    const slot = (a: number) => Float64Array.from(ALPHABET, (char) => (char === 'A' ? a : char === 'B' ? 1 - a : 0))
    expect(likeliest([slot(0.7), slot(0.6)], 3).map(({ text, p }) => [text, Number(p.toFixed(2))])).toEqual([
      ['AA', 0.42],
      ['AB', 0.28],
      ['BA', 0.18],
    ])
  })
})

describe('plate syntax', () => {
  it('knows the shape of a text', () => {
    expect(shapeOf('CG10BR9161')).toBe('AA00AA0000')
    expect(bareText('pp-587 ao')).toBe('PP587AO')
  })

  it('[R9] never rules a text out', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{1,12}$/), (text) => {
        expect(textPrior(plateSyntax(['BR']), text)).toBeGreaterThan(0)
      }),
    )
  })

  it('[R37] expects no letter a country leaves out, and rules none out', () => {
    const [india, france, anywhere] = [plateSyntax(['IN']), plateSyntax(['FR']), plateSyntax()]
    expect(textPrior(india, 'CG04HQ5576')).toBeGreaterThan(10 * textPrior(india, 'CG04HO5576'))
    expect(textPrior(india, 'OD02AB1234')).toBeCloseTo(textPrior(india, 'CG02AB1234'), 20) // the state's letters are not of the serial
    expect(textPrior(france, 'AB123CD')).toBeGreaterThan(5 * textPrior(france, 'AB123CO'))
    expect(textPrior(anywhere, 'ABC1I23')).toBeCloseTo(textPrior(anywhere, 'ABC1D23'), 20) // Brazil issues them all
    expect(textPrior(india, 'CG04IO5576')).toBeGreaterThan(0)
  })

  it('[R37] shares a pattern out among all of its texts, whatever is left out', () => {
    const syntax = plateSyntax(['SE', 'US', 'GR'])
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    for (const code of ['SE', 'US', 'ES', 'HU']) {
      const shares = letters.flatMap((a) => letters.map((b) => syntax.issued(code, `${a}${b}C000`, 'AAA000')))
      const others = letters.map((c) => syntax.issued(code, `AA${c}000`, 'AAA000') / syntax.issued(code, 'AAC000', 'AAA000'))
      const total = shares.reduce((sum, n) => sum + n, 0) * others.reduce((sum, n) => sum + n, 0)
      expect(total / 26 ** 3).toBeCloseTo(1, 9)
    }
  })

  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  it('[R41] expects the codes of Romania’s counties, and no group that begins with a letter like a digit; rules none out', () => {
    const romania = plateSyntax(['RO'])
    expect(textPrior(romania, 'CJ12ABC')).toBeGreaterThan(40 * textPrior(romania, 'CJ12OBC'))
    expect(textPrior(romania, 'CJ12AOC')).toBeCloseTo(textPrior(romania, 'CJ12ABC'), 20)
    expect(textPrior(romania, 'CJ12ABC')).toBeGreaterThan(30 * textPrior(romania, 'CI12ABC'))
    expect(textPrior(romania, 'B123ABC')).toBeGreaterThan(30 * textPrior(romania, 'D123ABC'))
    expect(textPrior(romania, '8123ABC')).toBeLessThan(textPrior(romania, 'B123ABC') / 30)
    expect(textPrior(romania, 'XX12OQQ')).toBeGreaterThan(0)
    expect(ROMANIA.codes.map((code) => code.length).sort()).toEqual([1, ...Array(41).fill(2)])
  })

  it('[R41] shares a pattern out among all of its texts, and says the share of each letter in each place', () => {
    const syntax = plateSyntax(['RO'])
    const pairs = letters.flatMap((a) => letters.map((b) => `${a}${b}`))
    const mean = (shares: readonly number[]) => shares.reduce((sum, n) => sum + n, 0) / shares.length
    const issued = (text: string) => syntax.issued('RO', text, 'AA00AAA')
    // the code, the group's first letter and each further one are independent of one another
    const [codes, firsts, further] = [
      pairs.map((code) => `${code}12ABC`),
      letters.map((f) => `CJ12${f}BC`),
      letters.map((l) => `CJ12A${l}C`),
    ]
    expect((mean(codes.map(issued)) * mean(firsts.map(issued)) * mean(further.map(issued)) ** 2) / issued('CJ12ABC') ** 3).toBeCloseTo(1, 9)
    for (const [place, likeliest] of [
      [0, 'B'],
      [4, 'A'],
    ] as const) {
      const shares = syntax.letters('RO', 'AA00AAA', place)
      expect(shares.reduce((sum, n) => sum + n, 0)).toBeCloseTo(1, 9)
      expect(Math.max(...shares)).toBe(shares[letters.indexOf(likeliest)])
    }
  })

  it('expects a home country without forgetting visitors', () => {
    expect(syntaxGain(plateSyntax(['BR']), 'ABC1D23')).toBeGreaterThan(syntaxGain(plateSyntax(), 'ABC1D23'))
    expect(syntaxGain(plateSyntax(['BR']), 'CG10BR9161')).toBeGreaterThan(1)
    expect(plateSyntax(['xx']).patterns).toEqual(plateSyntax().patterns)
  })

  it('shares out all of the traffic', () => {
    for (const hint of [[], ['DE'], ['US', 'MX'], COUNTRIES.map(({ code }) => code)]) {
      const total = [...plateSyntax(hint).patterns.values()].reduce((sum, { weight }) => sum + weight, 0)
      expect(total).toBeCloseTo(hint.length === COUNTRIES.length ? 0.92 : 1, 6)
    }
  })

  it('names a country where the shape is its own', () => {
    expect(countryOf(plateSyntax(), 'CG10BR9161')).toBe('IN')
    expect(countryOf(plateSyntax(), 'AB123CD')).toBeUndefined()
    expect(countryOf(plateSyntax(['FR']), 'AB123CD')).toBe('FR')
  })

  it('holds patterns of letters and digits only, in known countries', () => {
    for (const { code, weight, patterns } of COUNTRIES) {
      expect(code).toMatch(/^[A-Z]{2}$/)
      expect(weight).toBeGreaterThan(0)
      for (const pattern of patterns) expect(pattern).toMatch(/^[A0]{3,11}$/)
    }
    expect(regionCountries('eu')).toContain('DE')
    expect(regionCountries('br')).toEqual(['BR'])
    expect(regionCountries('atlantis')).toBeNull()
  })
})

describe('confusion', () => {
  it('keeps distributions distributions, and likes look-alikes', () => {
    const one = (char: string) =>
      confused(
        Float64Array.from(ALPHABET, (c) => (c === char ? 1 : 0)),
        LOOK_ALIKE_MODEL,
      )
    for (const char of ALPHABET) {
      const out = one(char)
      expect(out.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9)
      expect(Math.max(...out)).toBe(out[ALPHABET.indexOf(char)])
    }
    expect(one('O')[ALPHABET.indexOf('0')]).toBeGreaterThan(one('O')[ALPHABET.indexOf('K')] as number)
  })
})
