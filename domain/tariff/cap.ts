import { addMinor } from '../money.ts'
import { DAY_MS, type EpochMs, localDayStart, nextChange, nextLocalMidnight } from '../time.ts'
import type { FeeLine } from './fee-line.ts'
import type { RateTable } from './rate-table.ts'

/** What each day or period was charged, by the instant it begins at: local midnight, or the beginning of the rolling period. */
export type Charged = ReadonlyMap<EpochMs, number>

/** What earlier stays, or an earlier version, have already charged in the days or periods of the maximum (T31, T34). */
export interface Carried {
  /** the period the stay falls into begins here; rolling periods count on from it */
  readonly periodFrom: EpochMs
  readonly charged: Charged
}

/** What a stay from `at` on shares with what was charged before it, or null when that is over and done with. */
export function carriedTo({ cap }: RateTable, charged: Charged, at: EpochMs): Carried | null {
  if (cap.kind === 'none' || charged.size === 0) return null
  if (cap.kind === 'calendarDay') return { periodFrom: at, charged }
  const periodFrom = Math.max(...charged.keys())
  return at < periodFrom + cap.periodMs ? { periodFrom, charged } : null
}

/** Adds up what begins in each day or period, and what the maximum takes off it (T10–T14). */
export interface CapBook {
  readonly table: RateTable
  readonly carried: Carried | null
  periodFrom: EpochMs
  periodUntil: EpochMs
  /** no clock change before this, so midnights are a day apart */
  steadyUntil: EpochMs
  dueMinor: number
  overMinor: number
  /** charged before, within the maximum, in the days or periods that reached it */
  earlierMinor: number
  cappedPeriods: number
  cappedFrom: EpochMs
  cappedUntil: EpochMs
  /** what each period was charged in the end, when somebody asked */
  readonly charged: Map<EpochMs, number> | null
}

export function openCapBook(table: RateTable, entryAt: EpochMs, carried: Carried | null, keep: boolean): CapBook {
  const { cap } = table
  if (cap.kind === 'rolling' && !(cap.periodMs > 0)) throw new RangeError(`a rolling maximum needs a period, not ${cap.periodMs} ms`)
  const periodFrom = carried?.periodFrom ?? entryAt
  const book: CapBook = {
    ...{ table, carried, periodFrom, periodUntil: periodFrom, steadyUntil: periodFrom, dueMinor: 0, overMinor: 0, earlierMinor: 0 },
    ...{ cappedPeriods: 0, cappedFrom: 0, cappedUntil: 0, charged: keep ? new Map() : null },
  }
  book.periodUntil = firstPeriodEnd(book)
  return book
}

/** Ends the current day or period and begins the next; `endedAt` is where the stay leaves it. */
export function turnPeriod(book: CapBook, endedAt: EpochMs): void {
  const { cap } = book.table
  if (cap.kind !== 'none') {
    const key = book.carried || book.charged ? periodKey(book) : 0
    const before = book.carried?.charged.get(key) ?? 0
    const over = Math.max(0, Math.min(book.dueMinor, before + book.dueMinor - cap.amountMinor))
    if (over > 0) {
      if (book.cappedPeriods === 0) book.cappedFrom = book.periodFrom
      book.overMinor = addMinor(book.overMinor, over)
      book.earlierMinor += Math.min(before, cap.amountMinor)
      book.cappedPeriods += 1
      book.cappedUntil = endedAt
    }
    book.charged?.set(key, before + book.dueMinor - over)
  }
  book.dueMinor = 0
  book.periodFrom = book.periodUntil
  if (cap.kind === 'rolling') book.periodUntil += cap.periodMs
  else if (cap.kind === 'calendarDay') book.periodUntil = midnightAfter(book)
}

function periodKey({ table: { cap, transitions }, periodFrom }: CapBook): EpochMs {
  return cap.kind === 'calendarDay' ? localDayStart(transitions, periodFrom) : periodFrom
}

function firstPeriodEnd({ table: { cap, transitions }, periodFrom }: CapBook): EpochMs {
  if (cap.kind === 'none') return Number.POSITIVE_INFINITY
  return cap.kind === 'rolling' ? periodFrom + cap.periodMs : nextLocalMidnight(transitions, periodFrom)
}

/** The midnight after the one the period begins at: a day later, except where clocks change. */
function midnightAfter(book: CapBook): EpochMs {
  const { transitions } = book.table
  const aDayLater = book.periodFrom + DAY_MS
  if (aDayLater < book.steadyUntil) return aDayLater
  book.steadyUntil = nextChange(transitions, book.periodFrom)
  // A day that begins with the change itself, its midnight skipped, is not followed by another a day later.
  return nextLocalMidnight(transitions, book.periodFrom)
}

/** All capped days as one line, or null when none reached the maximum. `stepMs`: the rolling period, 0 for calendar days. */
export function capLine({ table: { cap }, overMinor, earlierMinor, cappedPeriods, cappedFrom, cappedUntil }: CapBook): FeeLine | null {
  if (cap.kind === 'none' || cappedPeriods === 0) return null
  const stepMs = cap.kind === 'rolling' ? cap.periodMs : 0
  return {
    ...{ code: 'cap', amountMinor: -overMinor, count: cappedPeriods, unitMinor: cap.amountMinor },
    ...{ stepMs, fromMs: cappedFrom, untilMs: cappedUntil },
    ...(earlierMinor > 0 ? { earlierMinor } : {}),
  }
}
