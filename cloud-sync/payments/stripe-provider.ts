import { MINUTE_MS } from '@gatehouse/domain/time.ts'
import Stripe from 'stripe'
import * as v from 'valibot'
import type { CheckoutRequest, CheckoutStatus, PaymentProvider, WebhookHint } from './provider.ts'
import { aboutThis, asAsked, ProviderError } from './provider.ts'
import { asking, openStripe, refundIntent, type StripeAccess, understood } from './stripe-client.ts'

export interface StripeSettings extends StripeAccess {
  readonly webhookSecret: string
  /** methods that settle while the driver waits; a bank debit would leave the barrier waiting for days */
  readonly methods?: readonly string[]
}

/** Stripe refuses sessions that would expire within 30 minutes; the lock is shorter, so the reconciler expires them itself. */
const STRIPE_LEAST_LIFE_MS = 31 * MINUTE_MS

const sessionShape = v.object({
  id: v.pipe(v.string(), v.startsWith('cs_')),
  status: v.nullable(v.string()),
  payment_status: v.string(),
  amount_total: v.nullable(v.pipe(v.number(), v.integer())),
  currency: v.nullable(v.string()),
})
const newSessionShape = v.object({
  ...sessionShape.entries,
  ...{ url: v.pipe(v.string(), v.url()), expires_at: v.number(), client_reference_id: v.nullable(v.string()) },
})
const checkoutEvents = new Set([
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
])
/** what a card reader at a lane has come to */
const readerEvents = new Set(['terminal.reader.action_succeeded', 'terminal.reader.action_failed'])
const readerShape = v.object({ action: v.object({ process_payment_intent: v.object({ payment_intent: v.string() }) }) })

/** Stripe Checkout: a hosted page per attempt, direct charges, keys only in the cloud. */
export function makeStripeProvider(settings: StripeSettings): PaymentProvider {
  const stripe = openStripe(settings)
  return {
    id: 'stripe',
    createCheckout: (request) =>
      asking(async () => {
        const session = await stripe.checkout.sessions.create(sessionParams(request, settings.methods ?? ['card', 'link']), {
          idempotencyKey: `cs:${request.quoteKey}:${request.attempt}`,
        })
        const made = understood(newSessionShape, session)
        const { id, url, expires_at, client_reference_id: quoteKey, amount_total: amountMinor, currency } = made
        asAsked('stripe', request, { quoteKey, amountMinor, currency: currency?.toUpperCase() ?? null })
        return { ref: id, redirectUrl: url, expiresAt: expires_at * 1000 }
      }),
    settle: (ref) => asking(async () => statusOf(ref, await stripe.checkout.sessions.retrieve(ref))),
    cancel: (ref) =>
      asking(async () => {
        try {
          return statusOf(ref, await stripe.checkout.sessions.expire(ref))
        } catch (error) {
          // a session that is no longer open cannot be expired: it was paid, or has expired by itself
          if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
          return statusOf(ref, await stripe.checkout.sessions.retrieve(ref))
        }
      }),
    refund: ({ ref, ...request }) =>
      asking(async () => {
        const session = await stripe.checkout.sessions.retrieve(ref)
        const intent = typeof session.payment_intent === 'string' ? session.payment_intent : session.payment_intent?.id
        if (!intent) throw new ProviderError('stripe', 'refused', `Checkout ${ref} has no payment to refund.`)
        return refundIntent(stripe, intent, request)
      }),
    async readWebhook(raw, headers) {
      const event = await genuineEvent(stripe, raw, headers, settings.webhookSecret)
      if (settings.account && event.account && event.account !== settings.account) return null
      return hintOf(event)
    },
  }
}

function hintOf(event: Stripe.Event): WebhookHint | null {
  if (readerEvents.has(event.type)) {
    const reader = v.safeParse(readerShape, event.data.object)
    return reader.success ? { eventId: event.id, charge: reader.output.action.process_payment_intent.payment_intent } : null
  }
  if (!checkoutEvents.has(event.type)) return null
  const ref = v.safeParse(v.object({ id: v.string() }), event.data.object)
  return ref.success ? { eventId: event.id, ref: ref.output.id } : null
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

/** Another session's answer, out of some proxy's cache, must never pay for this one. */
function statusOf(ref: string, session: unknown): CheckoutStatus {
  const { status, payment_status, amount_total, currency } = aboutThis('stripe', ref, understood(sessionShape, session))
  if (payment_status === 'paid' && amount_total !== null && currency !== null)
    return { state: 'paid', amountMinor: amount_total, currency: currency.toUpperCase() }
  if (status === 'expired') return { state: 'closed', reason: 'expired' }
  if (status === 'complete') return { state: 'pending', reason: 'The bank has not confirmed the payment yet.' }
  return { state: 'open' }
}

async function genuineEvent(stripe: Stripe, raw: Uint8Array, headers: Headers, secret: string) {
  try {
    return await stripe.webhooks.constructEventAsync(Buffer.from(raw), headers.get('stripe-signature') ?? '', secret)
  } catch (error) {
    throw new ProviderError('stripe', 'forged', 'This webhook does not carry a valid Stripe signature.', { cause: error })
  }
}
