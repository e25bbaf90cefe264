import { quoteFee } from '@gatehouse/domain/tariff/quote.ts'
import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import { DAY_MS, type EpochMs, HOUR_MS, localDayStart, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { RatePreview } from '@gatehouse/domain/wire/owner-rates.ts'

const STAYS = [30 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS, 5 * HOUR_MS, 8 * HOUR_MS, DAY_MS, 3 * DAY_MS, 7 * DAY_MS]

export interface PastStay {
  readonly enteredAt: EpochMs
  readonly leftAt: EpochMs
}

/**
 * What ordinary stays would cost under `next` and cost under `current`, for a car that drives in at nine in the morning,
 * and what the stays of the last `days` would have come to under both. Pure.
 */
export function previewRates(
  next: RateTable,
  current: RateTable | null,
  past: { readonly days: number; readonly stays: readonly PastStay[] },
): RatePreview {
  const nine = localDayStart(next.transitions, next.effectiveFrom + DAY_MS) + 9 * HOUR_MS
  const fee = (table: RateTable, enteredAt: EpochMs, leftAt: EpochMs) => quoteFee({ table, entryAt: enteredAt, exitAt: leftAt }).feeMinor
  const sum = (table: RateTable) => past.stays.reduce((total, s) => total + fee(table, s.enteredAt, s.leftAt), 0)
  return {
    stays: STAYS.map((ms) => ({
      ...{ ms, nowMinor: current ? fee(current, nine, nine + ms) : null, newMinor: fee(next, nine, nine + ms) },
    })),
    backTest:
      current && past.stays.length > 0 ? { days: past.days, stays: past.stays.length, nowMinor: sum(current), newMinor: sum(next) } : null,
  }
}
