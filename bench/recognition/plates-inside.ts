// Plates of the other cars inside, as they are on the road: patterns of the country, letters and codes it issues.
import { ALPHABET } from '../../appliance/recognition/alphabet.ts'
import type { PlateCountry } from '../../appliance/recognition/countries.ts'
import { BUCHAREST_SHARE } from '../../appliance/recognition/districts.ts'
import { issuedLetters } from '../../appliance/recognition/issued.ts'
import { pick, type Random } from '../../appliance/simulator/random.ts'

const LETTERS = [...ALPHABET.slice(10)]
const DIGITS = [...ALPHABET.slice(0, 10)]

/** Draws one plate. */
export type Draw = (random: Random) => string

/** Plates of these countries: of each pattern as many as it has of the traffic, the first of a country twice as many. */
export function platesOf(countries: readonly PlateCountry[]): Draw {
  const all = countries.flatMap((country) => {
    const draws = country.code === 'RO' ? romanian(country) : country.patterns.map((pattern) => drawOf(country, pattern))
    return draws.flatMap((draw, i) => Array<Draw>(Math.ceil(country.weight) * (i === 0 && country.code !== 'RO' ? 2 : 1)).fill(draw))
  })
  return (random) => pick(random, all)(random)
}

/** Romania's capital has patterns of its own, and a known share of the cars; of the counties one is taken for as common as another. */
function romanian(country: PlateCountry): readonly Draw[] {
  const [county, ...capital] = country.patterns.map((pattern) => drawOf(country, pattern)) as [Draw, ...Draw[]]
  return [(random) => (random() < BUCHAREST_SHARE ? pick(random, capital) : county)(random)]
}

function drawOf(country: PlateCountry, pattern: string): Draw {
  const codes = [...(country.districts?.codes.get(pattern) ?? [])]
  const letters = [...pattern].map((kind, i) => (kind === 'A' ? issuedLetters(country, pattern, i) : null))
  return (random) => {
    const code = codes.length > 0 ? pick(random, codes) : ''
    return (
      code + [...pattern].map((_, i) => (i < code.length ? '' : letters[i] ? letter(letters[i], random) : pick(random, DIGITS))).join('')
    )
  }
}

function letter(shares: Float64Array, random: Random): string {
  let left = random()
  for (const [i, share] of shares.entries()) {
    left -= share
    if (left < 0) return LETTERS[i] as string
  }
  return LETTERS.at(-1) as string
}
