import { addMinor, assertMinor } from '../money.ts'
import { type EpochMs, nextLocalMidnight } from '../time.ts'
import type { FeeLine } from './fee-line.ts'
import type { RateLine, RateTable } from './rate-table.ts'

/**
 * What the daily maximum takes off, as one line over all capped days, or null when none reached it (T10–T14).
 * Each step counts in the day it begins in. `count` is the number of capped days, `unitMinor` the maximum, `stepMs` the
 * rolling period (0 for calendar days).
 */
export function capLine(table: RateTable, entryAt: EpochMs, chargedAt: EpochMs, exitAt: EpochMs): FeeLine | null {
  const { cap } = table
  if (cap.kind === 'none') return null
  if (cap.kind === 'rolling' && !(cap.periodMs > 0)) throw new RangeError(`a rolling maximum needs a period, not ${cap.periodMs} ms`)
  let overMinor = 0
  let count = 0
  let fromMs = exitAt
  let untilMs = exitAt
  // Windows run over [start, end); a step that would begin at the very end of the stay has not begun.
  for (let start = entryAt; start < exitAt; ) {
    const end = cap.kind === 'rolling' ? start + cap.periodMs : nextLocalMidnight(table.transitions, start)
    const windowEnd = Math.min(end, exitAt)
    const dueMinor = begunBetween(table.lines, start - chargedAt, windowEnd - chargedAt)
    if (dueMinor > cap.amountMinor) {
      overMinor = addMinor(overMinor, dueMinor - cap.amountMinor)
      if (count === 0) fromMs = start
      count += 1
      untilMs = windowEnd
    }
    start = end
  }
  if (count === 0) return null
  const stepMs = cap.kind === 'rolling' ? cap.periodMs : 0
  return { code: 'cap', amountMinor: -overMinor, count, unitMinor: cap.amountMinor, stepMs, fromMs, untilMs }
}

/** Amount of all charges that begin at a position in [fromMs, untilMs) of the charged stay. */
function begunBetween(lines: readonly RateLine[], fromMs: number, untilMs: number): number {
  let sum = 0
  for (const line of lines) sum += line.amountMinor * (begunBefore(line, untilMs) - begunBefore(line, fromMs))
  return assertMinor(sum, 'sum of a day')
}

/** How many of a line's charges begin at a position before `ms`: 0 or 1 for a flat amount, the started steps otherwise. */
function begunBefore(line: RateLine, ms: number): number {
  if (line.kind === 'flatRate') return ms > line.fromMs ? 1 : 0
  const until = line.untilMs === null ? ms : Math.min(ms, line.untilMs)
  if (until <= line.fromMs) return 0
  return line.kind === 'flatRateTier' ? 1 : Math.ceil((until - line.fromMs) / line.stepMs)
}
