import type { PlateCountry } from './countries.ts'

const LETTERS = 26
const A = 'A'.charCodeAt(0)

/** How many times likelier this country issues the text, which has one of its patterns, than another of the pattern with letters at random. */
export function issuedGain({ leftOut, districts }: PlateCountry, text: string, pattern: string): number {
  let gain = 1
  for (const { letters, share, places } of leftOut) {
    const usual = LETTERS / (LETTERS - letters.length * (1 - share))
    for (const i of places.get(pattern) ?? []) gain *= usual * (letters.includes(text[i] as string) ? share : 1)
  }
  const codes = districts?.codes.get(pattern)
  if (!districts || !codes) return gain
  const length = [...codes][0]?.length ?? 0
  const all = LETTERS ** length
  const [known, other] = [(1 - districts.elsewhere) / codes.size, districts.elsewhere / (all - codes.size)]
  return gain * all * (codes.has(text.slice(0, length)) ? known : other)
}

/** Shares of A to Z in one place of a pattern of this country. */
export function issuedLetters({ leftOut, districts }: PlateCountry, pattern: string, place: number): Float64Array {
  const shares = new Float64Array(LETTERS).fill(1)
  for (const { letters, share, places } of leftOut)
    if (places.get(pattern)?.includes(place)) for (const letter of letters) shares[letter.charCodeAt(0) - A] = share
  const codes = [...(districts?.codes.get(pattern) ?? [])].filter((code) => place < code.length)
  if (districts && codes.length > 0) {
    shares.fill(districts.elsewhere / LETTERS)
    for (const code of codes) {
      const c = code.charCodeAt(place) - A
      shares[c] = (shares[c] as number) + (1 - districts.elsewhere) / codes.length
    }
  }
  const total = shares.reduce((sum, share) => sum + share, 0)
  return shares.map((share) => share / total)
}
