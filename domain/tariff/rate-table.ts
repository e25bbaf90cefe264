import type { EpochMs, ZoneTransition } from '../time.ts'

/**
 * A tariff version (APDS: RateTable with RateLines). Immutable once published: a change is a new version.
 * Lines apply in order to the elapsed stay; see SPEC.md rules T1….
 */
export interface RateTable {
  readonly id: string
  readonly version: number
  readonly name: string
  /** ISO 4217 */
  readonly currency: string
  readonly effectiveFrom: EpochMs
  /** IANA name, for people */
  readonly timeZone: string
  /** the zone's offsets for this version's validity; the engine reads only these. First entry covers everything before it. */
  readonly transitions: readonly ZoneTransition[]
  /** stays up to this long cost nothing (0 = none) */
  readonly freeMs: number
  /** true: a longer stay is charged from its beginning; false: the free time stays free */
  readonly freeIsGrace: boolean
  /** time between paying and leaving the exit */
  readonly exitGraceMs: number
  readonly lines: readonly RateLine[]
  readonly cap: RateCap
  /** VAT included in every amount, in basis points (1900 = 19 %) */
  readonly vatBasisPoints: number
  /** times with prices of their own; of several that hold at once the first counts. `lines` price the rest of the time. */
  readonly windows?: readonly RateWindow[]
  /** packages for those who come and go in time; each costs at most its amount, never more than the ordinary fee */
  readonly specials?: readonly SpecialRate[]
  readonly overstay?: Overstay
  /** prices of other vehicles than cars; what a class leaves out is as in the table */
  readonly classes?: readonly ClassRate[]
  /**
   * A stay that began under an earlier version keeps it to the end (`entry`, also when absent), or is priced by this version
   * from `effectiveFrom` on (`segment`).
   */
  readonly change?: 'entry' | 'segment'
}

/**
 * When a window or a package holds, on the local clock. Minutes count from local midnight of the day it begins on;
 * `untilMinute` may reach into the next day (18:00 to 08:00 is 1080 to 1920) and is at most a day after `fromMinute`.
 */
export interface LocalTimes {
  /** ISO weekdays it begins on: 1 Monday … 7 Sunday */
  readonly weekdays: readonly number[]
  readonly fromMinute: number
  readonly untilMinute: number
  /** only on these local dates, both ends included: an event, public holidays, a season. Absent: on any date. */
  readonly dates?: readonly { readonly from: string; readonly until: string }[]
}

/**
 * A time of day with its own prices: the night, the weekend, a concert. Positions of its lines count the stay's time within
 * one occurrence, so each night starts anew; `maximumMinor` holds per occurrence.
 */
export interface RateWindow extends LocalTimes {
  /** shown to drivers, as the owner wrote it */
  readonly name: string
  readonly lines: readonly RateLine[]
  readonly maximumMinor: number | null
}

/** `amountMinor` at most for a stay that begins within the times and ends by `leaveByMinute` of the same local day count. */
export interface SpecialRate extends LocalTimes {
  readonly name: string
  readonly leaveByMinute: number
  readonly amountMinor: number
}

/** A longer stay than `afterMs` pays `amountMinor` once more, outside any maximum. */
export interface Overstay {
  readonly name: string
  readonly afterMs: number
  readonly amountMinor: number
}

export interface ClassRate {
  readonly vehicleClass: VehicleClass
  readonly freeMs?: number
  readonly lines: readonly RateLine[]
  readonly cap: RateCap
  readonly windows?: readonly RateWindow[]
  readonly specials?: readonly SpecialRate[]
  readonly overstay?: Overstay
}

/** Cars are what the table itself prices. */
export const vehicleClasses = ['motorcycle', 'van', 'truck', 'bus', 'camper', 'trailer', 'bicycle'] as const
export type VehicleClass = (typeof vehicleClasses)[number]

/** Positions in a line are milliseconds of stay since the charged start. `untilMs: null` = open end. */
export type RateLine =
  | { readonly kind: 'flatRate'; readonly fromMs: number; readonly amountMinor: number }
  | { readonly kind: 'flatRateTier'; readonly fromMs: number; readonly untilMs: number | null; readonly amountMinor: number }
  | {
      readonly kind: 'incrementingRate'
      readonly fromMs: number
      readonly untilMs: number | null
      readonly stepMs: number
      readonly amountMinor: number
    }

/**
 * Daily maximum: per local calendar day of the pinned zone, or per rolling period from the start of the stay. `reentry`: a
 * vehicle that comes back within a day or period shares its maximum with the earlier stay.
 */
export type RateCap =
  | { readonly kind: 'none' }
  | { readonly kind: 'calendarDay'; readonly amountMinor: number; readonly reentry?: boolean }
  | { readonly kind: 'rolling'; readonly amountMinor: number; readonly periodMs: number; readonly reentry?: boolean }
