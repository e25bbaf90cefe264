import { ALPHABET } from './alphabet.ts'
import type { ConfidenceFile } from './confidence.ts'
import { type ConfusionModel, LOOK_ALIKE_MODEL } from './confusion.ts'

/** A character as it was written down at an entry, and as the exit of the same stay saw it, so many times. */
export interface CharacterPair {
  readonly written: string
  readonly seen: string
  readonly count: number
}

/** What was known beforehand weighs as much as this many characters of each kind: a site of 100 cars a day needs weeks to overrule it. */
const PRIOR_WEIGHT = 300
/** However much a box has seen, no pair becomes likelier than this, unless it was beforehand. */
const MOST = 0.1

/**
 * The confusion a box has learned: its counts on top of what is known of any reader (a Dirichlet prior for each character the exit
 * may see). Rows sum to 1. Without counts it is the prior itself.
 */
export function learnedConfusion(prior: ConfusionModel, pairs: readonly CharacterPair[]): ConfusionModel {
  const counts = ALPHABET.split('').map(() => new Float64Array(ALPHABET.length))
  for (const { written, seen, count } of pairs) {
    const [row, column] = [counts[ALPHABET.indexOf(seen)], ALPHABET.indexOf(written)]
    if (row && column >= 0) row[column] = (row[column] as number) + count
  }
  return {
    rows: counts.map((row, i) => {
      const before = prior.rows[i] as Float64Array
      const total = PRIOR_WEIGHT + row.reduce((sum, n) => sum + n, 0)
      const after = row.map((n, j) => Math.min((PRIOR_WEIGHT * (before[j] as number) + n) / total, Math.max(MOST, before[j] as number)))
      after[i] = 0
      after[i] = 1 - after.reduce((sum, p) => sum + p, 0)
      return after
    }),
  }
}

/** What renders taught of a reader, as pairs: what it says is what the exit sees, what is on the plate is what should be written. */
export function pairsOfRenders({ read, pairs }: NonNullable<ConfidenceFile['misreads']>): CharacterPair[] {
  const wrong = Object.entries(pairs).map(([pair, count]) => ({ seen: pair[0] as string, written: pair[1] as string, count }))
  const wrongOf = (char: string) => wrong.reduce((sum, { seen, count }) => sum + (seen === char ? count : 0), 0)
  return [...wrong, ...Object.entries(read).map(([char, count]) => ({ seen: char, written: char, count: count - wrongOf(char) }))]
}

/** The usual look-alikes as this reader's renders confirm them. */
export const priorConfusion = (misreads: ConfidenceFile['misreads']): ConfusionModel =>
  misreads ? learnedConfusion(LOOK_ALIKE_MODEL, pairsOfRenders(misreads)) : LOOK_ALIKE_MODEL
