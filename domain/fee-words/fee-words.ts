import type { VehicleClass } from '../tariff/rate-table.ts'

/**
 * What a bill says in one language, the same on the exit screen, the phone and the receipt. Functions take what the page
 * has formatted already; short enough for a line of the smallest screen.
 */
export interface FeeWords {
  readonly freeStay: (time: string) => string
  readonly freeTime: (time: string) => string
  readonly flat: string
  /** `from` is null for the first stretch of a stay */
  readonly tier: (from: string | null, until: string) => string
  /** `per` is `perStep` of the step's length */
  readonly steps: (count: number, unit: string, per: string) => string
  readonly dayMaximum: (days: number, amount: string) => string
  readonly periodMaximum: (hours: number, amount: string) => string
  readonly validationMinutes: (time: string) => string
  readonly validationPercent: (percent: string) => string
  readonly validationAmount: string
  readonly alreadyPaid: string
  /** before the words of a line: the version it is priced by came into force on this day */
  readonly since: (day: string) => string
  /** after a maximum: what earlier stays, or the earlier version, have used up of it */
  readonly before: (amount: string) => string
  readonly debt: (day: string) => string
  readonly vehicle: Readonly<Record<VehicleClass, string>>
  /** "each started hour", "each started 20 min" */
  readonly perStep: (minutes: number) => string
}
