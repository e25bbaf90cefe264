import { COUNTRIES, type PlateCountry } from './countries.ts'
import { issuedGain, issuedLetters } from './issued.ts'

/** What plate texts to expect, as probabilities. Built once from the countries; a hint makes the named ones the usual case. */
export interface PlateSyntax {
  readonly patterns: ReadonlyMap<string, PatternWeight>
  /** patterns by text length */
  readonly byLength: ReadonlyMap<number, readonly string[]>
  /** how many times likelier this country issues the text than another of the same pattern with letters at random */
  issued(country: string, text: string, shape: string): number
  /** shares of A to Z in one place of a pattern of this country */
  letters(country: string, pattern: string, place: number): Float64Array
}
export interface PatternWeight {
  readonly weight: number
  /** share of each country in that weight, largest first */
  readonly countries: readonly (readonly [code: string, share: number])[]
}

/** Share of plates that follow no known pattern: personal, diplomatic, military, foreign. */
const FREE_SHARE = 0.08
/** Share of the traffic at a site that comes from outside its own countries. */
const VISITOR_SHARE = 0.08

export function plateSyntax(hint: readonly string[] = [], countries: readonly PlateCountry[] = COUNTRIES): PlateSyntax {
  const home = new Set(hint.map((code) => code.toUpperCase()).filter((code) => countries.some((c) => c.code === code)))
  const total = (list: readonly PlateCountry[]) => list.reduce((sum, c) => sum + c.weight, 0)
  const homeWeight = total(countries.filter((c) => home.has(c.code)))
  const share = (c: PlateCountry): number => {
    if (home.size === 0) return c.weight / total(countries)
    return home.has(c.code) ? ((1 - VISITOR_SHARE) * c.weight) / homeWeight : (VISITOR_SHARE * c.weight) / (total(countries) - homeWeight)
  }
  const weights = new Map<string, [string, number][]>()
  for (const c of countries) {
    for (const [i, pattern] of c.patterns.entries()) {
      const list = weights.get(pattern) ?? []
      list.push([c.code, (share(c) * (i === 0 ? 2 : 1)) / (c.patterns.length + 1)])
      weights.set(pattern, list)
    }
  }
  return {
    patterns: new Map([...weights].map(([pattern, list]) => [pattern, patternWeight(list)])),
    byLength: Map.groupBy(weights.keys(), (pattern) => pattern.length),
    ...issuing(countries),
  }
}

function issuing(countries: readonly PlateCountry[]): Pick<PlateSyntax, 'issued' | 'letters'> {
  const byCode = new Map(countries.map((country) => [country.code, country]))
  const gain = (code: string, text: string, shape: string) => {
    const country = byCode.get(code)
    return country ? issuedGain(country, text, shape) : 1
  }
  return { issued: gain, letters: (code, shape, place) => issuedLetters(byCode.get(code) as PlateCountry, shape, place) }
}

function patternWeight(list: readonly (readonly [string, number])[]): PatternWeight {
  const weight = list.reduce((sum, [, w]) => sum + w, 0)
  const byCountry = new Map<string, number>()
  for (const [code, w] of list) byCountry.set(code, (byCountry.get(code) ?? 0) + w / weight)
  return { weight, countries: [...byCountry].sort(([, a], [, b]) => b - a) }
}

/** The shape of a text: A for each letter, 0 for each digit. */
export const shapeOf = (text: string): string => text.replace(/[A-Z]/g, 'A').replace(/[0-9]/g, '0')

/** Length shares of plates that follow no pattern. */
const FREE_LENGTHS = [0, 0.001, 0.01, 0.03, 0.08, 0.15, 0.3, 0.33, 0.08, 0.02]

/** Share of plates that have this shape and follow no pattern. */
const freeShare = (shape: string): number => (FREE_SHARE * (FREE_LENGTHS[shape.length] ?? 0.001) * combinations(shape)) / 36 ** shape.length

/** Share of plates that have this shape. */
export const shapeShare = (syntax: PlateSyntax, shape: string): number =>
  freeShare(shape) + (1 - FREE_SHARE) * (syntax.patterns.get(shape)?.weight ?? 0)

/** Prior probability of this very text on a plate. */
export function textPrior(syntax: PlateSyntax, text: string): number {
  const shape = shapeOf(text)
  const { weight, countries } = syntax.patterns.get(shape) ?? { weight: 0, countries: [] }
  const issued = countries.reduce((sum, [code, share]) => sum + share * syntax.issued(code, text, shape), 0)
  return (freeShare(shape) + (1 - FREE_SHARE) * weight * issued) / combinations(shape)
}

/** Shares of A to Z in a letter's place of a shape, among plates of all countries that follow a pattern, and those that follow none. */
export function letterShares(syntax: PlateSyntax, shape: string, place: number): Float64Array {
  const { weight, countries } = syntax.patterns.get(shape) ?? { weight: 0, countries: [] }
  const known = (1 - FREE_SHARE) * weight
  const free = freeShare(shape)
  const shares = new Float64Array(LETTERS).fill(free / LETTERS)
  for (const [code, share] of countries)
    for (const [c, p] of syntax.letters(code, shape, place).entries()) shares[c] = (shares[c] as number) + known * share * p
  return shares.map((share) => share / (free + known))
}

/** How many times more probable the text is as a plate than as arbitrary characters of that length. */
export const syntaxGain = (syntax: PlateSyntax, text: string): number => textPrior(syntax, text) * 36 ** text.length

const LETTERS = 26

function combinations(shape: string): number {
  let count = 1
  for (const char of shape) count *= char === 'A' ? LETTERS : 10
  return count
}

/** The country a text's shape points to, when one is far more likely than all others together. */
export function countryOf(syntax: PlateSyntax, text: string): string | undefined {
  const first = syntax.patterns.get(shapeOf(text))?.countries[0]
  return first && first[1] >= 0.85 ? first[0] : undefined
}

/** Names that stand for several countries at once. */
const REGIONS: Readonly<Record<string, readonly string[]>> = {
  EU: [
    'AT',
    'BE',
    'BG',
    'CZ',
    'DE',
    'DK',
    'EE',
    'ES',
    'FI',
    'FR',
    'GR',
    'HR',
    'HU',
    'IE',
    'IT',
    'LT',
    'LV',
    'NL',
    'PL',
    'PT',
    'RO',
    'SE',
    'SI',
    'SK',
  ],
}

/** The countries a region or country name stands for, in any case; null for a name nobody knows. */
export function regionCountries(name: string): readonly string[] | null {
  const code = name.trim().toUpperCase()
  return REGIONS[code] ?? (COUNTRIES.some((country) => country.code === code) ? [code] : null)
}
