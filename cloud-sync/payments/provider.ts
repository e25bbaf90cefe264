import type { EpochMs } from '@gatehouse/domain/time.ts'

export type ProviderId = 'stripe' | 'paypal' | 'razorpay' | 'test'

/**
 * What a provider says about one checkout.
 * `open`: may still be paid. `pending`: the money is on its way, or the provider could not be asked; ask again, never ask
 * the driver to pay twice meanwhile. `closed`: can no longer be paid. `paid`: the money is the site's.
 */
export type CheckoutStatus =
  | { readonly state: 'open' }
  | { readonly state: 'pending'; readonly reason: string }
  | { readonly state: 'closed'; readonly reason: 'expired' | 'cancelled' | 'failed' | 'unknown' }
  | { readonly state: 'paid'; readonly amountMinor: number; readonly currency: string }

export interface CheckoutRequest {
  /** names the quote at the provider: the quote's nonce, which the QR carries and the box's quote row holds */
  readonly quoteKey: string
  /** 1, 2, …: a new one only after the attempt before it can no longer be paid */
  readonly attempt: number
  readonly amountMinor: number
  /** ISO 4217, upper case */
  readonly currency: string
  readonly lockUntil: EpochMs
  readonly returnUrl: string
  readonly cancelUrl: string
  /** what the driver reads on the provider's page and on the bank statement: site and ticket tag, never a plate */
  readonly label: string
  /** BCP 47 language of the page the driver came from */
  readonly locale: string
}

export interface Checkout {
  /** the provider's name for it */
  readonly ref: string
  readonly redirectUrl: string
  readonly expiresAt: EpochMs
}

export interface RefundRequest {
  readonly ref: string
  /** our row; the provider's idempotency key is made of it */
  readonly refundId: string
  /** absent: all of it */
  readonly amountMinor?: number
  readonly reason: 'duplicate' | 'mismatch' | 'requested'
}

export interface RefundResult {
  readonly refundRef: string
  readonly state: 'done' | 'pending' | 'failed'
}

export interface WebhookHint {
  readonly eventId: string
  readonly ref?: string
  /** a card reader's charge at a lane, instead of a checkout */
  readonly charge?: string
}

/**
 * One payment provider, behind the site's own pages. A webhook is a hint, the provider's API is the truth.
 * Every method throws {@link ProviderError} when the provider could not be asked or refused the request itself.
 */
export interface PaymentProvider {
  readonly id: ProviderId
  /** Idempotent on quoteKey + attempt: asked twice, the same checkout comes back. */
  createCheckout(request: CheckoutRequest): Promise<Checkout>
  /** Captures where the provider needs it, else reads. Idempotent. The only source of 'paid'. */
  settle(ref: string): Promise<CheckoutStatus>
  /** Makes it unpayable. May answer 'paid': the caller must honour that. */
  cancel(ref: string): Promise<CheckoutStatus>
  refund(request: RefundRequest): Promise<RefundResult>
  /** Verifies the signature over the raw bytes; null when the event is genuine but about nothing of ours. */
  readWebhook(raw: Uint8Array, headers: Headers): Promise<WebhookHint | null>
}

/**
 * `unreachable`: down, slow or talking nonsense; the outcome is unknown, ask again. `refused`: the request was wrong or
 * the account may not do it; asking again changes nothing, the operator must look. `forged`: a webhook nobody signed.
 */
export class ProviderError extends Error {
  readonly provider: ProviderId
  readonly kind: 'unreachable' | 'refused' | 'forged'

  constructor(provider: ProviderId, kind: 'unreachable' | 'refused' | 'forged', message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ProviderError'
    this.provider = provider
    this.kind = kind
  }
}

/** What a provider says a new checkout is: its own words for amount and quote, null where it does not say. */
export interface Opened {
  readonly quoteKey: string | null
  readonly amountMinor: number | null
  /** ISO 4217, upper case */
  readonly currency: string | null
}

/** A checkout for another quote or amount than asked is nobody's to be sent to: it is an outage, and no driver pays it. */
export function asAsked(provider: ProviderId, request: CheckoutRequest, opened: Opened): void {
  const names = ['quoteKey', 'amountMinor', 'currency'] as const
  const other = names.filter((name) => opened[name] !== null && opened[name] !== request[name])
  if (other.length > 0)
    throw new ProviderError(provider, 'unreachable', `${provider} opened another checkout than asked for (${other.join(', ')}).`)
}

/** Another checkout's or charge's answer, out of some proxy's cache, must never pay for this one: it is an outage. */
export function aboutThis<T extends { readonly id: string }>(provider: ProviderId, ref: string, answer: T): T {
  if (answer.id === ref) return answer
  throw new ProviderError(provider, 'unreachable', `${provider} answered about something else (asked for ${ref}, told of ${answer.id}).`)
}
