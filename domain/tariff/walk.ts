import { assertMinor } from '../money.ts'
import type { EpochMs } from '../time.ts'
import { type CapBook, turnPeriod } from './cap.ts'
import { amountBefore } from './charges.ts'
import type { RateTable, RateWindow } from './rate-table.ts'
import { TIMELINE_MS, timelineAt } from './timeline.ts'

/** The clock of one price: how far it has run, and what has begun on it. Windows start theirs anew with every occurrence. */
export interface WindowClock {
  occurrence: EpochMs
  ms: number
  begunMinor: number
  fromMs: EpochMs
  untilMs: EpochMs
  /** lengths of finished occurrences and how many had each: a month of nights is one entry */
  readonly finished: Map<number, number>
}

export interface Walked {
  /** how long the stay was outside all windows */
  readonly baseMs: number
  /** per window of the table, null where the stay never met it */
  readonly windows: readonly (WindowClock | null)[]
}

const NONE: readonly RateWindow[] = []

/**
 * Walks the charged time from window to window and from day to day, and enters what begins in each day into the book. The
 * number of steps is that of windows and days met, whatever the length of the rates' own steps.
 */
export function walk(table: RateTable, chargedAt: EpochMs, exitAt: EpochMs, book: CapBook): Walked {
  const windows = table.windows ?? NONE
  const clocks: (WindowClock | null)[] = windows.map(() => null)
  let baseMs = 0
  let baseMinor = 0
  let at = chargedAt
  while (book.periodUntil <= at) turnPeriod(book, book.periodUntil)
  while (at < exitAt) {
    let timeline = null
    let span = 0
    let blockEnd = exitAt
    if (windows.length > 0) {
      timeline = timelineAt(table, windows, at)
      blockEnd = Math.min(exitAt, (Math.floor(at / TIMELINE_MS) + 1) * TIMELINE_MS)
      span = spanAt(timeline.starts, at)
    }
    while (at < blockEnd) {
      const window = timeline?.windows[span] ?? -1
      const spanEnd = Math.min(blockEnd, timeline?.starts[span + 1] ?? blockEnd)
      const clock = window < 0 ? null : clockFor(clocks, window, timeline?.occurrences[span] ?? at, at)
      while (at < spanEnd) {
        const end = Math.min(spanEnd, book.periodUntil)
        if (clock === null) {
          baseMs += end - at
          const begun = amountBefore(table.lines, baseMs)
          book.dueMinor += begun - baseMinor
          baseMinor = begun
        } else {
          clock.ms += end - at
          const begun = occurrenceMinor(windows[window], clock.ms)
          book.dueMinor += begun - clock.begunMinor
          clock.begunMinor = begun
          clock.untilMs = end
        }
        at = end
        if (end === book.periodUntil && end < exitAt) turnPeriod(book, end)
      }
      span += 1
    }
  }
  assertMinor(book.dueMinor, 'sum of a day')
  turnPeriod(book, exitAt)
  for (const clock of clocks) if (clock) finish(clock)
  return { baseMs, windows: clocks }
}

function occurrenceMinor(window: RateWindow | undefined, ms: number): number {
  if (window === undefined) return 0
  const begun = amountBefore(window.lines, ms)
  return window.maximumMinor === null ? begun : Math.min(begun, window.maximumMinor)
}

function clockFor(clocks: (WindowClock | null)[], window: number, occurrence: EpochMs, at: EpochMs): WindowClock {
  const clock = clocks[window]
  if (!clock) {
    const started = { occurrence, ms: 0, begunMinor: 0, fromMs: at, untilMs: at, finished: new Map<number, number>() }
    clocks[window] = started
    return started
  }
  if (clock.occurrence === occurrence) return clock
  finish(clock)
  clock.occurrence = occurrence
  clock.ms = 0
  clock.begunMinor = 0
  return clock
}

function finish({ finished, ms }: WindowClock): void {
  finished.set(ms, (finished.get(ms) ?? 0) + 1)
}

function spanAt(starts: Float64Array, at: EpochMs): number {
  let low = 0
  let high = starts.length - 2
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low
}
