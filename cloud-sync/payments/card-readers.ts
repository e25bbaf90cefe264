import type { RefundRequest, RefundResult } from './provider.ts'

/** What a provider says about one charge at a reader. After `closed` nobody will ever be charged for it. */
export type ChargeStatus =
  | { readonly state: 'asking' }
  | { readonly state: 'paid'; readonly amountMinor: number; readonly currency: string }
  | { readonly state: 'closed'; readonly outcome: 'declined' | 'cancelled'; readonly reason: string }

export interface NewCharge {
  /** names it at the provider, which answers the same charge to the same name */
  readonly key: string
  readonly amountMinor: number
  /** ISO 4217, upper case */
  readonly currency: string
  /** what stands on the bank statement's long form and in the provider's list: site and lane, never a plate */
  readonly label: string
  readonly marks: Readonly<Record<string, string>>
}

/**
 * Card readers at the lanes, driven by a provider over the internet. Every method throws a ProviderError when the provider could not
 * be asked (`unreachable`: the outcome is unknown) or refused the request itself (`refused`).
 */
export interface CardReaders {
  /** Whether the reader could ask for a card now, else why not. */
  standing(reader: string): Promise<{ readonly ready: boolean; readonly reason: string | null }>
  /** Puts a charge on record at the provider; no card is asked for yet. Returns its reference. */
  open(charge: NewCharge): Promise<string>
  /** The reader shows the amount and asks for a card. Sent twice for one charge, it asks once. */
  ask(reader: string, ref: string): Promise<void>
  /** Reads how a charge stands; one that no reader asks for any more is closed for good. */
  settle(reader: string, ref: string): Promise<ChargeStatus>
  /** Takes it back from the reader and makes it unpayable. May answer `paid`: the tap was faster. */
  cancel(reader: string, ref: string): Promise<ChargeStatus>
  refund(request: RefundRequest): Promise<RefundResult>
}
