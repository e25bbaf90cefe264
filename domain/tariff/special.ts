import { type EpochMs, localDayAt, localInstant } from '../time.ts'
import type { FeeLine } from './fee-line.ts'
import type { RateTable, SpecialRate } from './rate-table.ts'
import { beginsOn } from './timeline.ts'

/** What the cheapest package this stay is entitled to takes off its ordinary fee, or null (T28). */
export function specialLine(table: RateTable, entryAt: EpochMs, exitAt: EpochMs, ordinaryMinor: number): FeeLine | null {
  let best: SpecialRate | null = null
  for (const special of table.specials ?? []) {
    if (special.amountMinor >= (best?.amountMinor ?? ordinaryMinor)) continue
    if (isEntitled(table, special, entryAt, exitAt)) best = special
  }
  if (best === null) return null
  const { amountMinor, name } = best
  return {
    ...{ code: 'special', amountMinor: amountMinor - ordinaryMinor, count: 1, unitMinor: amountMinor, stepMs: 0 },
    ...{ fromMs: entryAt, untilMs: exitAt, name },
  }
}

/** Came in within the times that begin on this local day or the one before, and is out by the minute of that same day. */
function isEntitled({ transitions }: RateTable, special: SpecialRate, entryAt: EpochMs, exitAt: EpochMs): boolean {
  const today = localDayAt(transitions, entryAt)
  return [today - 1, today].some(
    (day) =>
      beginsOn(special, day) &&
      localInstant(transitions, day, special.fromMinute) <= entryAt &&
      entryAt < localInstant(transitions, day, special.untilMinute) &&
      exitAt <= localInstant(transitions, day, special.leaveByMinute),
  )
}
