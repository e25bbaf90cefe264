import type { PlateSyntax } from './syntax.ts'

/**
 * What a reader makes of a plate's looks (lettering, proportions, bands, state names): by style class, how many times likelier this
 * picture is for a plate of that class than for any plate it was trained on. Empty for readers that do not say.
 */
export type StyleOdds = ReadonlyMap<string, number>

/** Share of trust withheld from the looks: renders taught them, and a foreign or odd plate must stay possible. */
const DOUBT = 0.2

/** The classes a reader tells apart, in the order of its output, and their shares in its training, summing to 1. */
export interface StyleClasses {
  readonly classes: readonly string[]
  readonly shares: readonly number[]
}

/** Odds of the classes out of their probabilities, which sum to 1. */
export function styleOdds({ classes, shares }: StyleClasses, p: ArrayLike<number>): StyleOdds {
  return new Map(classes.map((name, i) => [name, DOUBT + ((1 - DOUBT) * (p[i] as number)) / (shares[i] as number)]))
}

/** The mean over several crops of one plate; empty when none says. */
export function meanOdds(crops: readonly { readonly style?: StyleOdds }[]): StyleOdds {
  const said = crops.flatMap(({ style }) => (style ? [style] : []))
  const [first] = said
  if (!first) return new Map()
  return new Map([...first.keys()].map((name) => [name, said.reduce((sum, odds) => sum + (odds.get(name) ?? 0), 0) / said.length]))
}

/** The looks a country's plates may have, or those of one of its patterns, where its own code does not name them; the likeliest counts. */
const STYLES_OF: Readonly<Record<string, readonly string[]>> = {
  DE: ['de', 'two_rows_eu'],
  PL: ['pl', 'two_rows_eu'],
  CZ: ['cz', 'two_rows_eu'],
  SK: ['sk', 'two_rows_eu'],
  GB: ['uk'],
  IN: ['in', 'in_two'],
  'BR AAA0000': ['br'],
  'BR AAA0A00': ['br_mercosur'],
  'AR AAA000': ['ar'],
  'AR AA000AA': ['ar_mercosur'],
  MX: ['us', 'anything'],
}

/** The syntax with each country's share as the looks of one plate make it: the same countries, the same patterns, other weights. */
export function syntaxSeen(syntax: PlateSyntax, odds: StyleOdds): PlateSyntax {
  if (odds.size === 0) return syntax
  const oddsOf = (country: string, pattern: string): number => {
    const own = country.toLowerCase()
    const names = STYLES_OF[`${country} ${pattern}`] ?? STYLES_OF[country] ?? [odds.has(own) ? own : 'other_eu']
    return Math.max(...names.map((name) => odds.get(name) ?? 1))
  }
  const reweighed = [...syntax.patterns].map(([pattern, { weight, countries }]) => {
    const shares = countries.map(([code, share]) => [code, weight * share * oddsOf(code, pattern)] as const)
    return { pattern, shares, weight: shares.reduce((sum, [, w]) => sum + w, 0) }
  })
  const total = reweighed.reduce((sum, { weight }) => sum + weight, 0)
  return {
    byLength: syntax.byLength,
    issued: syntax.issued,
    letters: syntax.letters,
    patterns: new Map(
      reweighed.map(({ pattern, shares, weight }) => [
        pattern,
        {
          weight: weight / total,
          countries: shares.map(([code, w]) => [code, w / weight] as const).sort(([, a], [, b]) => b - a),
        },
      ]),
    ),
  }
}
