import type { ValidationKind } from '../tariff/fee-line.ts'

/** What an owner types to open a merchant's book of discounts; every field as text, read and judged by owners/merchants.ts. */
export interface BookValues {
  readonly merchant: string
  readonly kind: string
  readonly value: string
  readonly uses: string
  readonly perStay: string
  readonly codes: string
  readonly days: string
}

/** What is wrong with what was typed for a book. */
export type BookProblem = 'merchant' | 'kind' | ValidationKind | 'uses' | 'perStay' | 'codes' | 'days' | 'tooManyBooks'

/** What an owner types to give a permit; read and judged by owners/permits.ts. */
export interface PermitValues {
  readonly name: string
  readonly phone: string
  readonly email: string
  readonly consent: boolean
  /** a language of ours; empty: what is spoken at the car park */
  readonly language: string
  readonly product: string
  readonly charging: string
  readonly plates: string
  readonly places: string
  readonly group: string
  readonly days: string
  /** ISO weekdays as digits */
  readonly weekdays: string
  readonly from: string
  readonly until: string
}

/** What is wrong with what was typed for a permit. */
export type PermitProblem =
  | 'name'
  | 'email'
  | 'consentNeedsEmail'
  | 'plates'
  | 'tooManyPlates'
  | 'places'
  | 'group'
  | 'days'
  | 'weekdays'
  | 'times'

/** What is wrong with a plate to block. */
export type BlockProblem = 'plate' | 'reason'
