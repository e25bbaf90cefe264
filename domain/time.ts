/**
 * Instants are milliseconds since 1970-01-01T00:00:00Z, as integers; durations are milliseconds.
 * Local time is never computed with the machine's zone data: a rate table pins its own zone transitions (rules T… in SPEC.md).
 */
export type EpochMs = number

/** `trusted`: set from the network or an RTC in this boot. `untrusted`: restored from the last saved time, or still unknown. */
export type ClockQuality = 'trusted' | 'untrusted'

/** One change of a zone's offset: from `fromMs` on, local time = UTC + `offsetMinutes`. */
export interface ZoneTransition {
  readonly fromMs: EpochMs
  readonly offsetMinutes: number
}

export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** Offset in ms that is in force at `ms`. The first transition covers everything before it. Throws when the list is empty. */
export function offsetAt(transitions: readonly ZoneTransition[], ms: EpochMs): number {
  return transitionAt(transitions, indexAt(transitions, ms)).offsetMinutes * MINUTE_MS
}

/**
 * First instant of the local calendar day that contains `ms`. A day whose midnight a clock change skipped begins at that
 * change; a day that a change repeats begins at its first midnight.
 */
export function localDayStart(transitions: readonly ZoneTransition[], ms: EpochMs): EpochMs {
  let index = indexAt(transitions, ms)
  const day = localDay(transitions, index, ms)
  for (;;) {
    const { fromMs, offsetMinutes } = transitionAt(transitions, index)
    const midnight = day * DAY_MS - offsetMinutes * MINUTE_MS
    if (midnight > fromMs || index === 0) return midnight
    index -= 1
    if (localDay(transitions, index, fromMs - 1) !== day) return fromMs
  }
}

/** First instant after `ms` that belongs to a later local calendar day. Days are 23 or 25 hours long when clocks change. */
export function nextLocalMidnight(transitions: readonly ZoneTransition[], ms: EpochMs): EpochMs {
  let index = indexAt(transitions, ms)
  const day = localDay(transitions, index, ms)
  for (;;) {
    const midnight = (day + 1) * DAY_MS - transitionAt(transitions, index).offsetMinutes * MINUTE_MS
    const change = transitions[index + 1]
    if (change === undefined || change.fromMs > midnight) return midnight
    index += 1
    if (localDay(transitions, index, change.fromMs) > day) return change.fromMs
  }
}

/** The first change of the offset after `ms`, Infinity when none is known. */
export function nextChange(transitions: readonly ZoneTransition[], ms: EpochMs): EpochMs {
  const index = indexAt(transitions, ms)
  if (transitionAt(transitions, index).fromMs > ms) return transitionAt(transitions, index).fromMs
  return transitions[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY
}

/**
 * First instant at which the local clock shows `minute` of local day `day` (days since 1970-01-01) or later; minutes beyond
 * 1440 are of the days after. A time that a clock change skips is the change itself, one that it repeats is the first (Z5).
 */
export function localInstant(transitions: readonly ZoneTransition[], day: number, minute: number): EpochMs {
  const local = day * DAY_MS + minute * MINUTE_MS
  // No zone is further than 18 hours from UTC, so nothing before this has reached the time yet.
  let index = indexAt(transitions, local - 18 * HOUR_MS)
  for (;;) {
    const { fromMs, offsetMinutes } = transitionAt(transitions, index)
    const reached = local - offsetMinutes * MINUTE_MS
    const at = index === 0 ? reached : Math.max(reached, fromMs)
    const change = transitions[index + 1]
    if (change === undefined || at < change.fromMs) return at
    index += 1
  }
}

/** The local calendar day of an instant, in days since 1970-01-01. */
export function localDayAt(transitions: readonly ZoneTransition[], ms: EpochMs): number {
  return localDay(transitions, indexAt(transitions, ms), ms)
}

/** ISO 8601 weekday of a day since 1970-01-01, which was a Thursday: 1 Monday … 7 Sunday. */
export function isoWeekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

/** `2026-07-14` → days since 1970-01-01; NaN when it is no date of the Gregorian calendar (Z6). */
export function dayOfDate(text: string): number {
  const [, y, m, d] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const [year, month, date] = [Number(y), Number(m), Number(d)]
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  if (!(date >= 1 && date <= length)) return Number.NaN
  // Years that begin in March put the leap day last (Howard Hinnant, "chrono-compatible low-level date algorithms", 2013).
  const shifted = month > 2 ? year : year - 1
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + date - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

function indexAt(transitions: readonly ZoneTransition[], ms: EpochMs): number {
  let low = 0
  let high = transitions.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (transitionAt(transitions, middle).fromMs <= ms) low = middle
    else high = middle - 1
  }
  return low
}

function transitionAt(transitions: readonly ZoneTransition[], index: number): ZoneTransition {
  const transition = transitions[index]
  if (transition === undefined) {
    throw new RangeError('a rate table without zone transitions has no local time: pin them with transitionsFor when it is published')
  }
  return transition
}

function localDay(transitions: readonly ZoneTransition[], index: number, ms: EpochMs): number {
  return Math.floor((ms + transitionAt(transitions, index).offsetMinutes * MINUTE_MS) / DAY_MS)
}

/**
 * The offset changes of an IANA zone between two instants, as this machine's zone rules know them: what a rate table pins
 * when it is published. The first entry stands at `fromMs`. The only place that reads `Intl`.
 * Throws RangeError for an unknown zone or an empty span.
 */
export function transitionsFor(timeZone: string, fromMs: EpochMs, untilMs: EpochMs): ZoneTransition[] {
  if (!(fromMs < untilMs)) throw new RangeError(`zone transitions need a span: from ${fromMs} is not before until ${untilMs}`)
  const offset = offsetReader(timeZone)
  let current = offset(fromMs)
  const transitions: ZoneTransition[] = [{ fromMs, offsetMinutes: current }]
  // No zone has changed twice within half a day since 1970, so half-day probes miss nothing.
  for (let at = fromMs; at < untilMs; at += DAY_MS / 2) {
    const end = Math.min(at + DAY_MS / 2, untilMs)
    const next = offset(end)
    if (next === current) continue
    transitions.push({ fromMs: firstWith(offset, next, at, end), offsetMinutes: next })
    current = next
  }
  return transitions
}

/** First instant in (low, high] whose offset is `wanted`; `high` has it and `low` does not. */
function firstWith(offset: (ms: EpochMs) => number, wanted: number, low: EpochMs, high: EpochMs): EpochMs {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offset(middle) === wanted) high = middle
    else low = middle
  }
  return high
}

function offsetReader(timeZone: string): (ms: EpochMs) => number {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  } catch {
    throw new RangeError(`time zone "${timeZone}" is not known; use an IANA name such as Europe/Berlin`)
  }
  return (ms) => {
    const name = format.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
    const match = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name)
    if (match === null) throw new RangeError(`time zone "${timeZone}": cannot read its offset "${name}"`)
    const minutes = Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0) + Math.round(Number(match[4] ?? 0) / 60)
    return match[1] === '-' ? -minutes : minutes
  }
}
