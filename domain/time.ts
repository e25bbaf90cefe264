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
