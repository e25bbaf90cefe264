import { type EpochMs, MINUTE_MS } from '@gatehouse/domain/time.ts'

/** Counts wrong guesses of everybody together: who guesses from many addresses gains nothing by it. */
export interface GuessLimit {
  /** false: wait */
  mayGuess(): boolean
  wrong(): void
}

/**
 * A bucket of `perMinute` wrong guesses that refills steadily. With twelve characters of a receipt number, 30 a minute for a year find one
 * of a million receipts with a chance of one in eighteen, and what they find is a sum, a time and a car park, no plate.
 */
export function makeGuessLimit({ perMinute, now }: { readonly perMinute: number; readonly now: () => EpochMs }): GuessLimit {
  let left = perMinute
  let at = now()
  const refill = () => {
    const elapsed = Math.max(0, now() - at)
    left = Math.min(perMinute, left + (elapsed * perMinute) / MINUTE_MS)
    at = now()
  }
  return {
    mayGuess() {
      refill()
      return left >= 1
    },
    wrong() {
      refill()
      left = Math.max(0, left - 1)
    },
  }
}
