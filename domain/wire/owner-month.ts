import type { EpochMs } from '../time.ts'
import type { Completeness, OwnerSite, ReportDay } from './owner.ts'

/** A local calendar month: `month` is YYYY-MM, `from` inclusive, `until` exclusive. */
export interface ReportMonth {
  readonly month: string
  readonly from: EpochMs
  readonly until: EpochMs
}

/**
 * What was taken at one rate of VAT. `vatMinor` is the sum of what stands on the receipts, each rounded by itself (M5), so that books and
 * receipts agree to the cent. `basisPoints` null: paid by phone for a price its box has not reported yet; its VAT is not known here.
 */
export interface VatTotal {
  readonly basisPoints: number | null
  readonly grossMinor: number
  readonly vatMinor: number
  readonly payments: number
}

/** One kind of money of one day at one rate of VAT: what an accountant books. */
export interface MonthEntry extends VatTotal {
  readonly day: string
  readonly method: string
  readonly provider: string
}

export interface MonthDay extends ReportDay {
  readonly amountMinor: number
  readonly payments: number
  readonly entries: number
  readonly exits: number
}

/** Stays that ended in the month and lasted less than `belowMs` (null: however long), and at least as long as the row before says. */
export interface StayLength {
  readonly belowMs: number | null
  readonly stays: number
  /** what those stays paid, whenever they did */
  readonly amountMinor: number
}

/** Vehicles inside at one hour of one weekday, over the weeks of the month that have passed. */
export interface WeekHour {
  /** at the end of the hour; null: no such hour has passed yet */
  readonly mean: number | null
  readonly most: number | null
}

/** The same span of another month, for comparison; `payments` 0: nothing is on record from then. */
export interface MonthBefore {
  readonly month: string
  readonly amountMinor: number
  readonly payments: number
}

/** A month of one car park. Amounts in minor units of its currency. Σ days = Σ methods = Σ VAT totals = the revenue. */
export interface OwnerMonth extends ReportMonth {
  readonly v: 1
  readonly now: EpochMs
  readonly site: OwnerSite
  readonly completeness: Completeness
  readonly revenue: {
    readonly amountMinor: number
    readonly payments: number
    readonly byMethod: readonly {
      readonly method: string
      readonly provider: string
      readonly amountMinor: number
      readonly payments: number
    }[]
    readonly byVat: readonly VatTotal[]
    /** given back in this month: second payments and wrong amounts; never part of the revenue */
    readonly refundedMinor: number
    /** paid by phone, not yet booked by a box; part of the revenue */
    readonly unbookedMinor: number
    /** up to the same moment of the month while it runs */
    readonly monthBefore: MonthBefore
    readonly yearBefore: MonthBefore
  }
  /** what was not asked for; none of it is part of the revenue */
  readonly given: {
    readonly grants: number
    readonly takenOffMinor: number
    /** grants on stays whose price was never asked: nobody can say what they took off */
    readonly neverPriced: number
    /** stays of this month that left unpaid, and what has become of that since */
    readonly leftUnpaid: number
    readonly owedMinor: number
    readonly paidSinceMinor: number
    readonly waivedMinor: number
  }
  readonly entries: readonly MonthEntry[]
  readonly days: readonly MonthDay[]
  readonly outcomes: readonly { readonly outcome: string; readonly sessions: number }[]
  readonly stays: { readonly medianMs: number | null; readonly lengths: readonly StayLength[] }
  /** the most vehicles inside at any moment */
  readonly peak: number
  /** seven weekdays from Monday, each with the 24 hours of a clock on the wall */
  readonly week: readonly (readonly WeekHour[])[]
}

/** What another car park of the same owner took in a month, in its own currency and its own calendar. */
export interface SiteTaken {
  readonly site: OwnerSite
  readonly amountMinor: number
  readonly payments: number
  readonly completeTo: EpochMs | null
}
