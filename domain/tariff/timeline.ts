import { DAY_MS, dayOfDate, type EpochMs, isoWeekday, localDayAt, localInstant } from '../time.ts'
import type { LocalTimes, RateTable, RateWindow } from './rate-table.ts'

/**
 * Which window holds when, as spans that follow one another without a gap: span i runs from `starts[i]` to `starts[i + 1]`.
 * `windows[i]` is an index into the table's windows, -1 outside them all; `occurrences[i]` the instant at which that
 * occurrence of the window begins.
 */
export interface Timeline {
  readonly starts: Float64Array
  readonly windows: Int16Array
  readonly occurrences: Float64Array
}

/** One timeline covers this long, so a month's stay reads two. */
export const TIMELINE_MS = 32 * DAY_MS
const KEPT = 256

const known = new WeakMap<readonly RateWindow[], Map<number, Timeline>>()

/** The timeline of the block of `TIMELINE_MS` that contains `at`. Remembered per table: computing one costs as much as many quotes. */
export function timelineAt(table: RateTable, windows: readonly RateWindow[], at: EpochMs): Timeline {
  const block = Math.floor(at / TIMELINE_MS)
  let blocks = known.get(windows)
  if (blocks === undefined || blocks.size > KEPT) {
    blocks = new Map()
    known.set(windows, blocks)
  }
  let timeline = blocks.get(block)
  if (timeline === undefined) {
    timeline = timelineBetween(table, windows, block * TIMELINE_MS, (block + 1) * TIMELINE_MS)
    blocks.set(block, timeline)
  }
  return timeline
}

interface Occurrence {
  readonly window: number
  readonly fromMs: EpochMs
  readonly untilMs: EpochMs
}

function timelineBetween(table: RateTable, windows: readonly RateWindow[], fromMs: EpochMs, untilMs: EpochMs): Timeline {
  const all = windows.flatMap((times, window) => occurrencesOf(table, times, window, fromMs, untilMs))
  const borders = [...new Set([fromMs, ...all.flatMap((o) => [o.fromMs, o.untilMs])])].filter((at) => at >= fromMs && at < untilMs)
  const spans: { at: EpochMs; window: number; occurrence: EpochMs }[] = []
  for (const at of borders.sort((a, b) => a - b)) {
    const holds = all.find((o) => o.fromMs <= at && at < o.untilMs)
    const [window, occurrence] = holds ? [holds.window, holds.fromMs] : [-1, 0]
    const before = spans.at(-1)
    if (before?.window !== window || before.occurrence !== occurrence) spans.push({ at, window, occurrence })
  }
  return {
    starts: Float64Array.from([...spans.map((span) => span.at), untilMs]),
    windows: Int16Array.from(spans.map((span) => span.window)),
    occurrences: Float64Array.from(spans.map((span) => span.occurrence)),
  }
}

/** Every occurrence that touches a span, those that began a day or two before it included. */
function occurrencesOf({ transitions }: RateTable, times: LocalTimes, window: number, fromMs: EpochMs, untilMs: EpochMs): Occurrence[] {
  const occurrences: Occurrence[] = []
  for (let day = localDayAt(transitions, fromMs) - 2; day <= localDayAt(transitions, untilMs); day++) {
    if (!beginsOn(times, day)) continue
    occurrences.push({
      window,
      fromMs: localInstant(transitions, day, times.fromMinute),
      untilMs: localInstant(transitions, day, times.untilMinute),
    })
  }
  return occurrences
}

/** Whether a window or package begins on a local day (days since 1970-01-01). */
export function beginsOn({ weekdays, dates }: LocalTimes, day: number): boolean {
  if (!weekdays.includes(isoWeekday(day))) return false
  return dates === undefined || dates.some(({ from, until }) => dayOfDate(from) <= day && day <= dayOfDate(until))
}
