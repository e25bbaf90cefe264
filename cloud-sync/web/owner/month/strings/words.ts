/** Every sentence of the month's page. Amounts, names of months, rates and lengths of stay come written in the reader's language. */
export interface MonthWords {
  readonly month: string
  readonly monthBefore: string
  readonly monthAfter: string
  readonly show: string
  /** "November 2026 so far" */
  soFar(month: string): string
  /** `written`: the count with the reader's own separators */
  cars(count: number, written: string): string

  readonly compared: string
  /** under the comparison while the month runs */
  readonly upToNow: string
  readonly nothingThen: string

  readonly byDay: string
  readonly taken: string
  readonly how: string
  readonly number: string
  readonly amount: string
  readonly together: string
  readonly method: Readonly<Record<'terminal' | 'remote' | 'exitCode' | 'cash', string>>
  unbooked(amount: string): string
  refunded(amount: string): string

  readonly vat: string
  /** short, over a column */
  readonly vatColumn: string
  readonly rate: string
  readonly net: string
  readonly gross: string
  readonly vatRounded: string
  readonly vatUnknown: string
  readonly vatFollows: string

  readonly notAsked: string
  readonly notTaken: string
  readonly grants: string
  neverPriced(count: number): string
  readonly leftUnpaid: string
  readonly stillOwed: string
  readonly paidSince: string
  readonly letGo: string

  readonly fullness: string
  readonly fullnessNote: string
  peak(most: number, capacity: number | null): string
  readonly hour: string

  readonly stays: string
  half(length: string): string
  below(length: string): string
  from(length: string): string
  readonly paid: string
  readonly ended: string
  readonly outcome: Readonly<Record<'paid' | 'free' | 'permit' | 'attendant' | 'owed' | 'suspect' | 'unknown', string>>

  readonly everyPark: string
  readonly park: string
  completeTo(time: string): string
  readonly neverComplete: string
  readonly download: string
  readonly downloadNote: string
}
