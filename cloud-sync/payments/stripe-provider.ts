import { MINUTE_MS } from '@gatehouse/domain/time.ts'
import Stripe from 'stripe'
import * as v from 'valibot'
import type { CheckoutRequest, CheckoutStatus, PaymentProvider, RefundResult } from './provider.ts'
import { ProviderError } from './provider.ts'

export interface StripeSettings {
  readonly secretKey: string
  readonly webhookSecret: string
  /** Connect direct charges: the site owner's account, so the owner is merchant of record */
  readonly account?: string
  /** methods that settle while the driver waits; a bank debit would leave the barrier waiting for days */
  readonly methods?: readonly string[]
  /** where the API is, for tests and proxies; Stripe's own when absent */
  readonly api?: { readonly host: string; readonly port: number; readonly protocol: 'http' | 'https' }
  readonly timeoutMs?: number
}

/** Stripe refuses sessions that would expire within 30 minutes; the lock is shorter, so the reconciler expires them itself. */
const STRIPE_LEAST_LIFE_MS = 31 * MINUTE_MS

/** Only what is used, checked: a proxy that answers 200 with something else must not become a checkout. */
const sessionShape = v.object({
  id: v.pipe(v.string(), v.startsWith('cs_')),
  status: v.nullable(v.string()),
  payment_status: v.string(),
  amount_total: v.nullable(v.pipe(v.number(), v.integer())),
  currency: v.nullable(v.string()),
})
const newSessionShape = v.object({ ...sessionShape.entries, url: v.pipe(v.string(), v.url()), expires_at: v.number() })
const refundShape = v.object({ id: v.string(), status: v.nullable(v.string()) })

const checkoutEvents = new Set([
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
])

/** Stripe Checkout: a hosted page per attempt, direct charges, keys only in the cloud. */
export function makeStripeProvider(settings: StripeSettings): PaymentProvider {
  const stripe = new Stripe(settings.secretKey, {
    telemetry: false,
    maxNetworkRetries: 1,
    timeout: settings.timeoutMs ?? 10_000,
    ...(settings.account ? { stripeAccount: settings.account } : {}),
    ...settings.api,
  })

  return {
    id: 'stripe',
    createCheckout: (request) =>
      asking(async () => {
        const session = await stripe.checkout.sessions.create(sessionParams(request, settings.methods ?? ['card', 'link']), {
          idempotencyKey: `cs:${request.quoteKey}:${request.attempt}`,
        })
        const { id, url, expires_at } = understood(newSessionShape, session)
        return { ref: id, redirectUrl: url, expiresAt: expires_at * 1000 }
      }),
    settle: (ref) => asking(async () => statusOf(await stripe.checkout.sessions.retrieve(ref))),
    cancel: (ref) =>
      asking(async () => {
        try {
          return statusOf(await stripe.checkout.sessions.expire(ref))
        } catch (error) {
          // a session that is no longer open cannot be expired: it was paid, or has expired by itself
          if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
          return statusOf(await stripe.checkout.sessions.retrieve(ref))
        }
      }),
    refund: ({ ref, refundId, amountMinor, reason }) =>
      asking(async () => {
        const session = await stripe.checkout.sessions.retrieve(ref)
        const intent = typeof session.payment_intent === 'string' ? session.payment_intent : session.payment_intent?.id
        if (!intent) throw new ProviderError('stripe', 'refused', `Checkout ${ref} has no payment to refund.`)
        // an idempotency key is forgotten after a day, a refund on record is not
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
      }),
    async readWebhook(raw, headers) {
      const event = await genuineEvent(stripe, raw, headers, settings.webhookSecret)
      if (settings.account && event.account && event.account !== settings.account) return null
      if (!checkoutEvents.has(event.type)) return null
      const ref = v.safeParse(v.object({ id: v.string() }), event.data.object)
      return ref.success ? { eventId: event.id, ref: ref.output.id } : null
    },
  }
}

/** Nothing here may depend on who asks or when: the same idempotency key with other parameters is an error at Stripe. */
function sessionParams(request: CheckoutRequest, methods: readonly string[]): Stripe.Checkout.SessionCreateParams {
  const marks = { quoteKey: request.quoteKey, attempt: String(request.attempt) }
  return {
    mode: 'payment',
    client_reference_id: request.quoteKey,
    metadata: marks,
    payment_intent_data: { description: request.label, metadata: marks },
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: request.currency.toLowerCase(),
          unit_amount: request.amountMinor,
          product_data: { name: request.label },
        },
      },
    ],
    allowed_payment_method_types: [...methods],
    expires_at: Math.ceil((request.lockUntil + STRIPE_LEAST_LIFE_MS) / 1000),
    success_url: request.returnUrl,
    cancel_url: request.cancelUrl,
    locale: stripeLocale(request.locale),
  }
}

function stripeLocale(locale: string): 'de' | 'en' | 'es' | 'fr' | 'auto' {
  const language = locale.slice(0, 2)
  return language === 'de' || language === 'en' || language === 'es' || language === 'fr' ? language : 'auto'
}

function statusOf(session: unknown): CheckoutStatus {
  const { status, payment_status, amount_total, currency } = understood(sessionShape, session)
  if (payment_status === 'paid' && amount_total !== null && currency !== null)
    return { state: 'paid', amountMinor: amount_total, currency: currency.toUpperCase() }
  if (status === 'expired') return { state: 'closed', reason: 'expired' }
  if (status === 'complete') return { state: 'pending', reason: 'The bank has not confirmed the payment yet.' }
  return { state: 'open' }
}

function refundState(status: string | null): RefundResult['state'] {
  if (status === 'succeeded') return 'done'
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending'
}

async function genuineEvent(stripe: Stripe, raw: Uint8Array, headers: Headers, secret: string) {
  try {
    return await stripe.webhooks.constructEventAsync(Buffer.from(raw), headers.get('stripe-signature') ?? '', secret)
  } catch (error) {
    throw new ProviderError('stripe', 'forged', 'This webhook does not carry a valid Stripe signature.', { cause: error })
  }
}

function understood<T>(shape: v.GenericSchema<unknown, T>, reply: unknown): T {
  const parsed = v.safeParse(shape, reply)
  if (parsed.success) return parsed.output
  const where = v.flatten(parsed.issues).nested
  throw new ProviderError('stripe', 'unreachable', `Stripe answered something unexpected (${Object.keys(where ?? {}).join(', ')}).`)
}

/** Sorts Stripe's errors into: ask again, or a person must look. */
async function asking<T>(call: () => Promise<T>): Promise<T> {
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
