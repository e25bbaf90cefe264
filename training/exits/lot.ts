import { ALPHABET } from '../../appliance/recognition/alphabet.ts'
import { pick, type Random, seededRandom } from '../../appliance/simulator/random.ts'

const CARS = 500
const LETTERS = [...ALPHABET.slice(10)]
const DIGITS = [...ALPHABET.slice(0, 10)]

export const randomOf = (seed: number): Random => seededRandom(seed + 1)

/** Cars with plates of this shape (A a letter, 0 a digit), none of them one of `not`; the session's id is its plate. Of a short shape there are fewer. */
export function carsInside(
  shape: string,
  not: readonly string[],
  random: Random,
): { readonly sessionId: string; readonly plate: string }[] {
  const plates = new Set<string>()
  for (let tries = 0; plates.size < CARS && tries < 4 * CARS; tries++) {
    const plate = [...shape].map((kind) => pick(random, kind === 'A' ? LETTERS : DIGITS)).join('')
    if (!not.includes(plate)) plates.add(plate)
  }
  return [...plates].map((plate) => ({ sessionId: plate, plate }))
}
