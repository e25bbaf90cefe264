import Stripe from 'stripe'
import * as v from 'valibot'
import type { RefundRequest, RefundResult } from './provider.ts'
import { ProviderError } from './provider.ts'

export interface StripeAccess {
  readonly secretKey: string
  /** Connect direct charges: the site owner's account, so the owner is merchant of record */
  readonly account?: string
  /** where the API is, for tests and proxies; Stripe's own when absent */
  readonly api?: { readonly host: string; readonly port: number; readonly protocol: 'http' | 'https' }
  readonly timeoutMs?: number
}

export function openStripe(access: StripeAccess): Stripe {
  return new Stripe(access.secretKey, {
    telemetry: false,
    maxNetworkRetries: 1,
    timeout: access.timeoutMs ?? 10_000,
    ...(access.account ? { stripeAccount: access.account } : {}),
    ...access.api,
  })
}

/** Only what is used, checked: a proxy that answers 200 with something else is an outage, never an answer. */
export function understood<T>(shape: v.GenericSchema<unknown, T>, reply: unknown): T {
  const parsed = v.safeParse(shape, reply)
  if (parsed.success) return parsed.output
  const where = v.flatten(parsed.issues).nested
  throw new ProviderError('stripe', 'unreachable', `Stripe answered something unexpected (${Object.keys(where ?? {}).join(', ')}).`)
}

/** Sorts Stripe's errors into: ask again, or a person must look. */
export async function asking<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof ProviderError) throw error
    const { StripeInvalidRequestError, StripeAuthenticationError, StripePermissionError, StripeIdempotencyError } = Stripe.errors
    const refused =
      error instanceof StripeInvalidRequestError ||
      error instanceof StripeAuthenticationError ||
      error instanceof StripePermissionError ||
      error instanceof StripeIdempotencyError
    const detail = error instanceof Error ? error.message : String(error)
    throw refused
      ? new ProviderError('stripe', 'refused', `Stripe refused the request: ${detail}`, { cause: error })
      : new ProviderError('stripe', 'unreachable', `Stripe could not be asked: ${detail}`, { cause: error })
  }
}

const refundShape = v.object({ id: v.string(), status: v.nullable(v.string()) })

/** Gives the money of one payment intent back, once per refund id: Stripe forgets an idempotency key after a day, a refund on record not. */
export async function refundIntent(stripe: Stripe, intent: string, request: Omit<RefundRequest, 'ref'>): Promise<RefundResult> {
  const { refundId, amountMinor, reason } = request
  const known = await stripe.refunds.list({ payment_intent: intent, limit: 100 })
  const refund =
    known.data.find((r) => r.metadata?.refundId === refundId) ??
    (await stripe.refunds.create(
      {
        payment_intent: intent,
        reason: reason === 'duplicate' ? 'duplicate' : 'requested_by_customer',
        metadata: { refundId, reason },
        ...(amountMinor === undefined ? {} : { amount: amountMinor }),
      },
      { idempotencyKey: `rf:${refundId}` },
    ))
  const { id, status } = understood(refundShape, refund)
  return { refundRef: id, state: refundState(status) }
}

function refundState(status: string | null): RefundResult['state'] {
  if (status === 'succeeded') return 'done'
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending'
}
