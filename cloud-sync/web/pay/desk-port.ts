import type { FeeLine } from '@gatehouse/domain/tariff/quote.ts'
import type { VehicleClass } from '@gatehouse/domain/tariff/rate-table.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'

/** What the driver's pages need from the cash desk; payments/desk.ts fits structurally, app.ts proves it. */
export interface PayTicket {
  readonly site: string
  readonly nonce: string
  readonly tag: string
  readonly amountMinor: number
  readonly currency: string
  readonly issuedAt: EpochMs
  readonly lockUntil: EpochMs
  readonly stayMinutes: number
}

/** Another price of the same stay, as its QR would say it. */
export interface OtherPrice {
  readonly nonce: string
  readonly amountMinor: number
  readonly currency: string
  readonly issuedAt: EpochMs
  readonly lockUntil: EpochMs
  readonly stayMs: number
}

export interface PayFacts {
  readonly place: {
    readonly name: string
    readonly timeZone: string
    /** a merchant's discount codes count here */
    readonly takesCodes: boolean
    readonly seller: { readonly name: string; readonly address: readonly string[]; readonly vatNumber?: string | undefined } | null
  }
  readonly quote: {
    readonly lines: readonly FeeLine[]
    readonly vatBasisPoints: number
    readonly vehicleClass?: VehicleClass
    readonly stayMs: number
    readonly enteredAt: EpochMs | null
    readonly leftAt: EpochMs | null
    readonly newer: OtherPrice | null
    /** another price of this stay has been paid, and this one does not know of it */
    readonly paidBy: (OtherPrice & { readonly sameBox: boolean }) | null
  } | null
  readonly payment: {
    readonly id: string
    readonly amountMinor: number
    readonly currency: string
    readonly settledAt: EpochMs
    readonly method: string
  } | null
  readonly refunds: readonly { readonly amountMinor: number; readonly currency: string }[]
}

export type PayProvider = 'stripe' | 'paypal' | 'razorpay' | 'test'

export interface PayDesk {
  /** no database is asked; null for anything but a genuine token */
  read(token: string): PayTicket | null
  /** nine digits that the machine takes as proof of this payment; the caller shows them to the browser that paid, and only once paid */
  exitCode(token: string): string | null
  /** what the browser that sets out to pay is given; it cannot be made from the token */
  payerMark(token: string): string | null
  /** the ticket behind a receipt number; `waiting`: paid, and its car park has not sent the rest yet */
  receipt(number: string): Promise<PayTicket | 'waiting' | null>
  facts(ticket: PayTicket): Promise<PayFacts | null>
  /** the token of the price that has taken this one's place, lower or still good where this one is over; null: none */
  replacedBy(token: string, facts: PayFacts): string | null
  pay(
    ticket: PayTicket,
    provider: string,
    words: { readonly returnUrl: string; readonly cancelUrl: string; readonly label: string; readonly locale: string },
  ): Promise<
    | { readonly kind: 'redirect'; readonly url: string }
    | { readonly kind: 'paid' | 'pending' | 'otherPending' | 'expired' | 'nothingDue' | 'unknownProvider' }
    | { readonly kind: 'unavailable'; readonly retry: boolean }
  >
  settle(ticket: PayTicket): Promise<'unpaid' | 'pending' | 'unknown' | 'paid'>
  readonly providers: readonly PayProvider[]
}

/** The click-to-pay page of the `test` provider; absent where real money is taken. */
export interface TestTill {
  checkout(ref: string): {
    readonly label: string
    readonly amountMinor: number
    readonly currency: string
    readonly returnUrl: string
    readonly cancelUrl: string
    readonly state: string
  } | null
  pay(ref: string): boolean
}

/** Receipts by e-mail; mail/postman.ts fits structurally. Absent where no mail server is configured. */
export interface ReceiptMail {
  ask(
    ticket: { readonly site: string; readonly nonce: string },
    typed: string,
    speech: { readonly language: string; readonly locale: string },
  ): Promise<'asked' | 'badAddress' | 'enough'>
}

/** The link at the end of a letter. */
export interface MailStop {
  /** genuine, whatever has become of its letter */
  isOurs(link: string): boolean
  /** what its letter was written in, one of domain/language.ts; null: nothing is known of it any more */
  languageOf(link: string): Promise<string | null>
  /** no more mail to the letter's address; false: nothing is known of it any more */
  stop(link: string): Promise<boolean>
}
