import Stripe from 'stripe'
import * as v from 'valibot'
import type { CardReaders, ChargeStatus, NewCharge } from './card-readers.ts'
import { aboutThis } from './provider.ts'
import { asking, openStripe, refundIntent, type StripeAccess, understood } from './stripe-client.ts'

const intentShape = v.object({
  id: v.pipe(v.string(), v.startsWith('pi_')),
  status: v.string(),
  amount_received: v.pipe(v.number(), v.integer()),
  currency: v.string(),
})
type Intent = v.InferOutput<typeof intentShape>

const readerShape = v.object({
  id: v.pipe(v.string(), v.startsWith('tmr_')),
  status: v.nullish(v.string()),
  action: v.nullish(
    v.object({
      status: v.string(),
      failure_message: v.nullish(v.string()),
      failure_code: v.nullish(v.string()),
      process_payment_intent: v.nullish(v.object({ payment_intent: v.string() })),
    }),
  ),
})

/**
 * Stripe Terminal, server-driven: one payment intent per charge, shown and confirmed by the reader itself. An intent can succeed once,
 * and a cancelled one never: that, and not our bookkeeping, is why no card is charged twice.
 */
export function makeStripeReaders(access: StripeAccess): CardReaders {
  const stripe = openStripe(access)
  const reading = async (ref: string) => aboutThis('stripe', ref, understood(intentShape, await stripe.paymentIntents.retrieve(ref)))
  const readerOf = async (reader: string) =>
    aboutThis('stripe', reader, understood(readerShape, await stripe.terminal.readers.retrieve(reader)))

  /** What the reader does about this charge; null when it is at something else. */
  async function actionOn(reader: string, ref: string) {
    const { action } = await readerOf(reader)
    return action?.process_payment_intent?.payment_intent === ref ? action : null
  }

  /** Nobody can pay it after this; if somebody just has, that is the answer. */
  async function kill(ref: string, outcome: 'declined' | 'cancelled', reason: string): Promise<ChargeStatus> {
    try {
      await stripe.paymentIntents.cancel(ref)
    } catch (error) {
      // it was paid, is being worked on, or is cancelled already
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
    }
    const intent = await reading(ref)
    return finalOf(intent, outcome, reason) ?? { state: 'asking' }
  }

  return {
    standing: (reader) =>
      asking(async () => {
        const { status } = await readerOf(reader)
        return status === 'online' ? { ready: true, reason: null } : { ready: false, reason: 'the card reader is not connected' }
      }),
    open: (charge) =>
      asking(async () => {
        const intent = await stripe.paymentIntents.create(intentParams(charge), { idempotencyKey: `card:${charge.key}` })
        return understood(intentShape, intent).id
      }),
    ask: (reader, ref) =>
      asking(async () => {
        const process_config = { skip_tipping: true, enable_customer_cancellation: true }
        const shown = await stripe.terminal.readers.processPaymentIntent(
          reader,
          { payment_intent: ref, process_config },
          { idempotencyKey: `ask:${ref}` },
        )
        understood(readerShape, shown)
      }),
    settle: (reader, ref) =>
      asking(async () => {
        const intent = await reading(ref)
        const final = finalOf(intent, 'cancelled', 'the charge was taken back')
        if (final || intent.status === 'processing') return final ?? { state: 'asking' }
        const action = await actionOn(reader, ref)
        if (action !== null && action.status !== 'failed') return { state: 'asking' }
        if (action === null) return kill(ref, 'cancelled', 'the reader had turned to something else')
        return kill(ref, outcomeOf(action.failure_code), action.failure_message ?? 'the card was declined')
      }),
    cancel: (reader, ref) =>
      asking(async () => {
        const action = await actionOn(reader, ref)
        try {
          if (action?.status === 'in_progress') await stripe.terminal.readers.cancelAction(reader)
        } catch (error) {
          // past stopping, or just over; the intent says which
          if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
        }
        return kill(ref, 'cancelled', 'the charge was taken back')
      }),
    refund: ({ ref, ...request }) => asking(() => refundIntent(stripe, ref, request)),
  }
}

function intentParams({ amountMinor, currency, label, marks }: NewCharge): Stripe.PaymentIntentCreateParams {
  return {
    amount: amountMinor,
    currency: currency.toLowerCase(),
    // Interac debit is a method of its own in Canada
    allowed_payment_method_types: currency === 'CAD' ? ['card_present', 'interac_present'] : ['card_present'],
    capture_method: 'automatic',
    description: label,
    metadata: marks,
  }
}

function finalOf(intent: Intent, outcome: 'declined' | 'cancelled', reason: string): ChargeStatus | null {
  if (intent.status === 'succeeded') return { state: 'paid', amountMinor: intent.amount_received, currency: intent.currency.toUpperCase() }
  return intent.status === 'canceled' ? { state: 'closed', outcome, reason } : null
}

/** The driver's own "cancel" on the reader is no bank's refusal. */
function outcomeOf(code: string | null | undefined): 'declined' | 'cancelled' {
  return code === 'customer_canceled' || code === 'customer_cancelled' ? 'cancelled' : 'declined'
}
