import type { Finding, FindingCode } from '../tariff/finding.ts'
import type { VehicleClass } from '../tariff/rate-table.ts'
import type { RateSummary } from './kiosk.ts'

/** The price form as it was typed, so that nothing typed is ever lost. */
export interface RateValues {
  readonly name: string
  /** `YYYY-MM-DDTHH:MM` on the site's clock; empty: at once */
  readonly when: string
  readonly freeMinutes: string
  readonly freeIsGrace: boolean
  readonly lines: readonly RateLineValues[]
  readonly cap: 'none' | 'calendarDay' | 'rolling'
  readonly capAmount: string
  /** who comes back on the same day shares the maximum */
  readonly reentry: boolean
  readonly windows: readonly RateWindowValues[]
  readonly specials: readonly RateSpecialValues[]
  readonly overstayName: string
  /** `h:mm` of the stay; empty: as long as one likes */
  readonly overstayAfter: string
  readonly overstayAmount: string
  /** cars inside pay the new prices from the change on; else theirs to the end */
  readonly cut: boolean
  /** other vehicles: percent of what a car pays as typed; empty or absent: as a car, or as `classes` has it */
  readonly shares: Readonly<Partial<Record<VehicleClass, string>>>
  /** prices of other vehicles that are no share of a car's, as JSON: kept as they are, the form does not edit them */
  readonly classes: string
  readonly exitGraceMinutes: string
  readonly vatPercent: string
}

export interface RateLineValues {
  readonly kind: 'incrementingRate' | 'flatRateTier' | 'flatRate'
  /** `h:mm` of the stay */
  readonly from: string
  /** `h:mm`; empty: without end */
  readonly until: string
  readonly stepMinutes: string
  readonly amount: string
}

/** When a window or package holds, as typed. */
interface TimesValues {
  readonly name: string
  /** ISO weekdays as digits: "12345" is Monday to Friday */
  readonly days: string
  /** `HH:MM`; an end that is not later than the beginning is on the day after */
  readonly from: string
  readonly until: string
  /** "2026-07-14, 2026-12-24 – 2026-12-26"; empty: on any date */
  readonly dates: string
}

export interface RateWindowValues extends TimesValues {
  readonly lines: readonly RateLineValues[]
  /** empty: none */
  readonly maximum: string
}

export interface RateSpecialValues extends TimesValues {
  readonly leaveBy: string
  /** how many days later one leaves: "0" the same day */
  readonly leaveDays: string
  readonly amount: string
}

/** What was typed and cannot be read. */
export type RateFormProblem =
  | 'amount'
  | 'amountOrEmpty'
  | 'minutes'
  | 'percent'
  | 'share'
  | 'clock'
  | 'length'
  | 'lengthOrEmpty'
  | 'dates'
  | 'days'
  | 'leaveDays'
  | 'start'
  | 'startPast'
  | 'startFar'

/** Something about what was typed; the pages word it by its code. `field` is the name of its input. */
export interface RateProblem extends Pick<Finding, 'severity' | 'name' | 'vehicleClass' | 'fromMs' | 'untilMs'> {
  readonly field: string
  readonly code: RateFormProblem | FindingCode
  /** counted from 0: the price line it is about, where it does not stand beside it alone */
  readonly line?: number
}

/** What the prices would come to, beside the prices in force. */
export interface RatePreview {
  readonly stays: readonly {
    readonly ms: number
    /** at another time than from nine on a working day */
    readonly when?: 'evening' | 'night' | 'weekend'
    readonly nowMinor: number | null
    readonly newMinor: number
  }[]
  /** the stays of the last days, priced with both; null when there is nothing to compare */
  readonly backTest: { readonly days: number; readonly stays: number; readonly nowMinor: number; readonly newMinor: number } | null
}

export interface RateVersion {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly effectiveFrom: number
  readonly publishedAt: number
  readonly publishedBy: string
  readonly state: 'inForce' | 'coming' | 'past'
  readonly rate: RateSummary
}
