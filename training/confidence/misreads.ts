import type { Answer } from './samples.ts'

/** How often each character was read, and how often which other one it really was: `pairs['0O']` is a 0 that was an O on the plate. */
export interface Misreads {
  readonly read: Readonly<Record<string, number>>
  readonly pairs: Readonly<Record<string, number>>
}

/** A reading further from the truth than this is of something else: a sign, half a plate. */
const MOST_WRONG = 2

/** Counts over answers as long as the truth, and nearly right. */
export function misreadsOf(answers: readonly Pick<Answer, 'text' | 'truth'>[]): Misreads {
  const read: Record<string, number> = {}
  const pairs: Record<string, number> = {}
  for (const { text, truth } of answers) {
    if (text.length !== truth.length || [...text].filter((char, i) => char !== truth[i]).length > MOST_WRONG) continue
    for (const [i, char] of [...text].entries()) {
      read[char] = (read[char] ?? 0) + 1
      const really = truth[i] as string
      if (really !== char) pairs[char + really] = (pairs[char + really] ?? 0) + 1
    }
  }
  return { read: sorted(read), pairs: sorted(pairs) }
}

const sorted = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
