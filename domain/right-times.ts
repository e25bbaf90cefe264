import type { LocalTimes } from './tariff/rate-table.ts'
import { beginsOn } from './tariff/timeline.ts'
import { type EpochMs, localDayAt, localInstant, type ZoneTransition } from './time.ts'

/** Longer than any chain of days that is not simply "always". */
const MOST_LINKS = 800

/**
 * Until when a permit that holds at these times lets a vehicle park that is inside at `at`: times that touch or overlap are one
 * (Monday to Friday around the clock ends on Friday night). Null: it does not hold at `at`. Infinity: it always holds (R1–R3).
 */
export function rightHoldsUntil(
  times: readonly LocalTimes[] | undefined,
  transitions: readonly ZoneTransition[],
  at: EpochMs,
): EpochMs | null {
  if (times === undefined || times.length === 0) return Number.POSITIVE_INFINITY
  let until = endOf(times, transitions, at)
  for (let link = 0; until !== null && link < MOST_LINKS; link++) {
    const next = endOf(times, transitions, until)
    if (next === null) return until
    until = next
  }
  return until === null ? null : Number.POSITIVE_INFINITY
}

/** The latest end among the occurrences that hold at `at`, or null. */
function endOf(times: readonly LocalTimes[], transitions: readonly ZoneTransition[], at: EpochMs): EpochMs | null {
  const today = localDayAt(transitions, at)
  let end: EpochMs | null = null
  for (const each of times) {
    for (const day of [today - 1, today]) {
      if (!beginsOn(each, day) || at < localInstant(transitions, day, each.fromMinute)) continue
      const until = localInstant(transitions, day, each.untilMinute)
      if (at < until && (end === null || until > end)) end = until
    }
  }
  return end
}
