/**
 * Money is an integer count of minor units (cents, yen, fils) plus an ISO 4217 code; it is never a float.
 * Rules M1… in SPEC.md.
 */
export type CurrencyCode = string & { readonly __currency?: never }

export interface Money {
  readonly amountMinor: number
  readonly currency: CurrencyCode
}
