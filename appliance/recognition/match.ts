import type { PlateRead } from '@gatehouse/domain/plate.ts'
import type { ExitMatch, ExitMatcher } from '../lane/ports.ts'
import { ALPHABET, bareText } from './alphabet.ts'
import { commonness } from './commonness.ts'
import { type ConfusionModel, confused, LOOK_ALIKE_MODEL } from './confusion.ts'
import { type Reading, readingsOf } from './slots.ts'
import { MOST_STRANGERS, type StrangerSigns, strangersAtWorst } from './strangers.ts'
import { type PlateSyntax, plateSyntax } from './syntax.ts'

export interface ExitMatchSettings {
  /** posterior a session needs to be billed without asking, 0..1 */
  readonly chargeThreshold: number
  /** how many times likelier than the runner-up it must be as well (default 20) */
  readonly lead?: number
  /** how the plate at entry may have been misread, as it is known now (default: what is known of any reader) */
  readonly confusion?: () => ConfusionModel
  /** how plates are composed where this site is (default: anywhere) */
  readonly syntax?: PlateSyntax
  /** what the box knows of strangers now (default: nothing, and nine of ten may be some) */
  readonly strangers?: () => StrangerSigns
  readonly beliefs?: Beliefs
}

/** A session inside as the matcher sees it. */
interface Inside {
  readonly sessionId: string
  readonly plate: string
}

/** What is known beforehand: of the reader, and of plates. */
export interface Experience {
  readonly confusion: ConfusionModel
  readonly syntax: PlateSyntax
  readonly beliefs?: Beliefs
}

/** What is assumed about entries, exits and strangers; chosen on rendered pairs of them (`make -C training exits`). */
export interface Beliefs {
  /** how often entry and exit are read alike, right or wrong: it is the same plate and the same reader; else they err by themselves */
  readonly sameError: number
  /** share of cars at an exit that are on nobody's list: tailgated in, or misread beyond recognition at entry */
  readonly unlisted: number
  /**
   * The same at worst. A stranger who is billed for another's stay is billed wrongly, however few strangers there are: a match must be clear
   * even if so many of the cars at this exit were on nobody's list. One of 500 short plates lies within two look-alikes of a stranger's more
   * often than one thinks.
   */
  readonly unlistedAtWorst: number
}
export const USUAL_BELIEFS: Beliefs = { sameError: 0.8, unlisted: 0.03, unlistedAtWorst: MOST_STRANGERS }

/**
 * Matches a read against the plates inside: for each, how likely this read is if that is the car, against a car that is not on the
 * list at all. Few plates are inside, so even a poor read is often clear; a fleet's neighbouring numbers are not.
 */
export function createExitMatcher({
  chargeThreshold,
  lead = 20,
  confusion = () => LOOK_ALIKE_MODEL,
  syntax = plateSyntax(),
  strangers,
  beliefs = USUAL_BELIEFS,
}: ExitMatchSettings): ExitMatcher {
  const believed = (): Beliefs => (strangers ? { ...beliefs, unlistedAtWorst: strangersAtWorst(strangers()) } : beliefs)
  return (read, inside) => decide(posteriors(read, inside, { confusion: confusion(), syntax, beliefs: believed() }), chargeThreshold, lead)
}

export interface Posteriors {
  /** best first, then by session id */
  readonly sessions: readonly { readonly sessionId: string; readonly posterior: number }[]
  readonly none: number
  /** of the best session, were most cars at this exit strangers */
  readonly atWorst: number
}

/**
 * How often one of those has a plate that differs from a given listed one in a single character, beforehand: one in 20 000, which weighs
 * as much as 50 cars. How many such neighbours each plate has among those inside says the rest: fleets, new series of one office.
 */
const SIBLINGS = 0.0025
const SIBLINGS_OF = 50
/** The character in which siblings differ. */
const SIBLING_FIT = 1 / 20

/**
 * Posterior of each session and of "none of these"; they sum to 1. A plate inside speaks for its session by how much likelier its text
 * is written down for this car than for any other: a common one says less than a rare one.
 */
export function posteriors(
  read: PlateRead,
  inside: readonly Inside[],
  { confusion, syntax, beliefs = USUAL_BELIEFS }: Experience = ANYWHERE,
): Posteriors {
  const readings = readingsOf(read).flatMap(({ weight, slots }) => [
    { weight: weight * beliefs.sameError, slots },
    { weight: weight * (1 - beliefs.sameError), slots: slots.map((slot) => confused(slot, confusion)) },
  ])
  const listed = inside.map(({ sessionId, plate }) => ({ sessionId, plate: bareText(plate) })).filter(({ plate }) => plate !== '')
  if (readings.length === 0 || listed.length === 0) return { sessions: [], none: 1, atWorst: 0 }
  const plates = listed.map(({ plate }) => plate)
  const commonly = commonness(plates, syntax, confusion)
  // a session whose plate was never read may be the car at the exit just as well
  const share = (1 - beliefs.unlisted) / inside.length
  const unlisted = 1 - share * listed.length
  let sibling = 0
  const scored = listed.map(({ sessionId, plate }) => {
    const p = likelihood(readings, plate)
    if (p * 36 ** plate.length < NO_WAY) return { sessionId, score: 0 }
    const common = commonly(plate)
    const near = (neighbours(plate, plates) + SIBLINGS) / (plates.length + SIBLINGS_OF)
    sibling += (near * siblingLikelihood(readings, plate)) / common
    return { sessionId, score: (share * p) / common }
  })
  const listedTotal = scored.reduce((sum, { score }) => sum + score, 0)
  const none = unlisted * (1 + sibling)
  const sessions = scored
    .map(({ sessionId, score }) => ({ sessionId, posterior: score / (listedTotal + none) }))
    .sort((a, b) => b.posterior - a.posterior || (a.sessionId < b.sessionId ? -1 : 1))
  const best = scored.reduce((most, { score }) => Math.max(most, score), 0)
  // neighbours stay as frequent as they are: it is the cars that fit by chance which would be more
  const strangers = beliefs.unlistedAtWorst * ((1 - beliefs.unlisted) / (1 - beliefs.unlistedAtWorst))
  return { sessions, none: none / (listedTotal + none), atWorst: best / (listedTotal + Math.max(unlisted, strangers) + unlisted * sibling) }
}

const ANYWHERE: Experience = { confusion: LOOK_ALIKE_MODEL, syntax: plateSyntax() }

/** A plate so much unlike the read (in times of any text of its length) is not looked at more closely: nearly all of a full car park. */
const NO_WAY = 1e-10

/** How many other plates of the list differ from this one in exactly one character. */
const neighbours = (plate: string, plates: readonly string[]): number => {
  const near = plates.filter((other) => other.length === plate.length && differing(other, plate) === 1)
  return new Set(near).size
}

function differing(a: string, b: string): number {
  let count = 0
  for (let i = 0; i < a.length; i++) if (a.charCodeAt(i) !== b.charCodeAt(i)) count++
  return count
}

/** Choices offered to the driver at most, and the posterior from which a session is one of them. */
const MOST_CHOICES = 4
const WORTH_ASKING = 0.04

function decide({ sessions, atWorst }: Posteriors, threshold: number, lead: number): ExitMatch {
  const [first, second] = sessions
  if (first && atWorst >= threshold && first.posterior >= lead * (second?.posterior ?? 0)) return { kind: 'one', ...first }
  const near = sessions.filter(({ posterior }) => posterior >= WORTH_ASKING).slice(0, MOST_CHOICES)
  return near.length > 0 ? { kind: 'several', sessionIds: near.map(({ sessionId }) => sessionId) } : { kind: 'none' }
}

/** Probability that a character of the read is not on the plate (sticker, frame), and that one of the plate's was not read. */
const EXTRA = 0.02 / ALPHABET.length
const MISSED = 0.01

/** How likely the readings are if `plate` is the car: summed over all alignments of read and plate. */
export function likelihood(readings: readonly Reading[], plate: string): number {
  const columns = [...plate].map((char) => ALPHABET.indexOf(char))
  return readings.reduce((sum, { weight, slots }) => sum + weight * aligned(slots, columns), 0)
}

function aligned(slots: readonly Float64Array[], columns: readonly number[]): number {
  let row = new Float64Array(columns.length + 1)
  let next = new Float64Array(columns.length + 1)
  row[0] = 1
  for (let j = 1; j < row.length; j++) row[j] = (row[j - 1] as number) * MISSED
  for (const slot of slots) {
    let most = (row[0] as number) * EXTRA
    next[0] = most
    for (let j = 1; j < next.length; j++) {
      const fits = (row[j - 1] as number) * (slot[columns[j - 1] as number] as number)
      const p = fits + (row[j] as number) * EXTRA + (next[j - 1] as number) * MISSED
      next[j] = p
      if (p > most) most = p
    }
    if (most < NEVER) return 0
    ;[row, next] = [next, row]
  }
  return row[columns.length] as number
}
/** No plate this unlikely is anybody's. */
const NEVER = 1e-30

/** How likely the readings are if the car's plate differs from `plate` in one character, whichever. */
function siblingLikelihood(readings: readonly Reading[], plate: string): number {
  let total = 0
  for (const { weight, slots } of readings) {
    if (slots.length !== plate.length) continue
    const fits = slots.map((slot, i) => slot[ALPHABET.indexOf(plate[i] as string)] as number)
    const before = [1]
    for (const fit of fits) before.push((before.at(-1) as number) * fit)
    let after = 1
    for (let k = fits.length - 1; k >= 0; k--) {
      total += (weight * (before[k] as number) * after * SIBLING_FIT) / fits.length
      after *= fits[k] as number
    }
  }
  return total
}
