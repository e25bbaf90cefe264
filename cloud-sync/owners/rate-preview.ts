import { quoteFee } from '@gatehouse/domain/tariff/quote.ts'
import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import { DAY_MS, type EpochMs, HOUR_MS, isoWeekday, localDayAt, localInstant, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { RatePreview } from '@gatehouse/domain/wire/owner-rates.ts'

/** Stays that meet nights and weekends: from a Wednesday's 19:00 and 20:00, and from a Friday's 18:00. */
const OTHER_TIMES = [
  { when: 'evening', day: 2, hour: 19, ms: 4 * HOUR_MS },
  { when: 'night', day: 2, hour: 20, ms: 12 * HOUR_MS },
  { when: 'weekend', day: 4, hour: 18, ms: 2 * DAY_MS + 14 * HOUR_MS },
] as const

const STAYS = [30 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS, 5 * HOUR_MS, 8 * HOUR_MS, DAY_MS, 3 * DAY_MS, 7 * DAY_MS]

export interface PastStay {
  readonly enteredAt: EpochMs
  readonly leftAt: EpochMs
}

/**
 * What ordinary stays would cost under `next` and cost under `current`, for a car that drives in at nine on a Tuesday morning, or as `when` says,
 * and what the stays of the last `days` would have come to under both. Pure.
 */
export function previewRates(
  next: RateTable,
  current: RateTable | null,
  past: { readonly days: number; readonly stays: readonly PastStay[] },
): RatePreview {
  const monday = firstMonday(next)
  const at = (day: number, hour: number) => localInstant(next.transitions, monday + day, hour * 60)
  const nine = at(1, 9)
  const fee = (table: RateTable, enteredAt: EpochMs, leftAt: EpochMs) => quoteFee({ table, entryAt: enteredAt, exitAt: leftAt }).feeMinor
  const sum = (table: RateTable) => past.stays.reduce((total, s) => total + fee(table, s.enteredAt, s.leftAt), 0)
  const both = (from: EpochMs, until: EpochMs) => ({
    nowMinor: current ? fee(current, from, until) : null,
    newMinor: fee(next, from, until),
  })
  return {
    stays: [
      ...STAYS.map((ms) => ({ ms, ...both(nine, nine + ms) })),
      ...OTHER_TIMES.map(({ when, day, hour, ms }) => ({ ms, when, ...both(at(day, hour), at(day, hour) + ms) })),
    ],
    backTest:
      current && past.stays.length > 0 ? { days: past.days, stays: past.stays.length, nowMinor: sum(current), newMinor: sum(next) } : null,
  }
}

/** The Monday after the prices begin, as a local day. */
function firstMonday({ transitions, effectiveFrom }: RateTable): number {
  const day = localDayAt(transitions, effectiveFrom) + 1
  return day + ((8 - isoWeekday(day)) % 7)
}
