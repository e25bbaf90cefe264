import { MINUTE_MS } from '../time.ts'
import type { RateSummary } from '../wire/kiosk.ts'
import type { RateLine, RateTable } from './rate-table.ts'

/**
 * The tariff in one line for the attract screen (T24): free minutes, what the first charge costs and how long it lasts, the
 * daily maximum. `stepMinutes` is null when the first charge is for the whole stay; `dayMaxMinor` is null without a cap.
 */
export function rateSummary(table: RateTable): RateSummary {
  const first = firstCharge(table.lines)
  const lengthMs = first === null ? null : chargeLength(first)
  return {
    freeMinutes: Math.floor(table.freeMs / MINUTE_MS),
    stepMinutes: lengthMs === null ? null : lengthMs / MINUTE_MS,
    stepMinor: first?.amountMinor ?? null,
    dayMaxMinor: table.cap.kind === 'none' ? null : table.cap.amountMinor,
    currency: table.currency,
  }
}

function firstCharge(lines: readonly RateLine[]): RateLine | null {
  let first: RateLine | null = null
  for (const line of lines) {
    if (line.amountMinor > 0 && (first === null || line.fromMs < first.fromMs)) first = line
  }
  return first
}

function chargeLength(line: RateLine): number | null {
  if (line.kind === 'incrementingRate') return line.stepMs
  return line.kind === 'flatRateTier' && line.untilMs !== null ? line.untilMs - line.fromMs : null
}
