import type { RateSummary } from '@gatehouse/domain/wire/kiosk.ts'
import type { Speech } from './speech.ts'

/** One column of the price board: a figure to read from afar, and what it is. */
export interface RateWords {
  readonly figure: string
  readonly words: string
}

/** The rate as a board of at most three columns; empty when parking is free. */
export function rateWords(rate: RateSummary, speech: Speech): readonly RateWords[] {
  const { attract, fee } = speech.strings
  const money = (amountMinor: number) => speech.money(amountMinor, rate.currency)
  if (!rate.stepMinor && !rate.dayMaxMinor) return []
  const board: RateWords[] = []
  if (rate.freeMinutes > 0) board.push({ figure: speech.duration(rate.freeMinutes * 60_000), words: attract.firstFree })
  if (rate.stepMinor !== null) {
    board.push({ figure: money(rate.stepMinor), words: rate.stepMinutes === null ? attract.flat : fee.perStep(rate.stepMinutes) })
  }
  if (rate.dayMaxMinor !== null) board.push({ figure: money(rate.dayMaxMinor), words: attract.dayMax })
  return board
}
