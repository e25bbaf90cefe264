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

/** Something about what was typed. `field` is the name of its input. */
export interface RateProblem {
  readonly field: string
  readonly message: string
  readonly severity: 'error' | 'warning'
}

/** What the prices would come to, beside the prices in force. */
export interface RatePreview {
  readonly stays: readonly { readonly ms: number; readonly nowMinor: number | null; readonly newMinor: number }[]
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
