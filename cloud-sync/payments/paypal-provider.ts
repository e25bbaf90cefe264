import * as v from 'valibot'
import type { JsonAnswer } from './ask-json.ts'
import { fromPaypal, toPaypal } from './paypal-amount.ts'
import { makePaypalClient, type PaypalSettings } from './paypal-client.ts'
import { readPaypalWebhook } from './paypal-webhook.ts'
import {
  aboutThis,
  asAsked,
  type CheckoutRequest,
  type CheckoutStatus,
  type PaymentProvider,
  ProviderError,
  type RefundResult,
} from './provider.ts'

const amount = v.object({ currency_code: v.string(), value: v.string() })
const capture = v.object({
  id: v.string(),
  status: v.string(),
  amount,
  status_details: v.optional(v.object({ reason: v.optional(v.string()) })),
})
const refund = v.object({ id: v.string(), status: v.string(), custom_id: v.optional(v.string()) })
/** Only what is used, checked: a proxy that answers 200 with something else must not become money. */
const orderShape = v.object({
  id: v.pipe(v.string(), v.regex(/^[A-Z0-9]{1,36}$/)),
  status: v.string(),
  links: v.optional(v.array(v.object({ rel: v.string(), href: v.string() })), []),
  purchase_units: v.optional(
    v.array(
      v.object({
        ...{ custom_id: v.optional(v.string()), amount: v.optional(amount) },
        payments: v.optional(v.object({ captures: v.optional(v.array(capture)), refunds: v.optional(v.array(refund)) })),
      }),
    ),
    [],
  ),
})
type Order = v.InferOutput<typeof orderShape>
const problemShape = v.object({ name: v.optional(v.string()), details: v.optional(v.array(v.object({ issue: v.string() })), []) })

/** An order that was never approved is gone after some hours; a day is far beyond any lock. */
const ORDER_LIFE_MS = 3 * 3_600_000
const LABEL_MAX = 127
/** the driver may choose another card or account on PayPal's page and try again */
const MAY_TRY_AGAIN = new Set(['INSTRUMENT_DECLINED', 'PAYER_ACTION_REQUIRED', 'ORDER_NOT_APPROVED', 'PAYER_CANNOT_PAY'])

/**
 * PayPal Orders v2 and Payments v2. Nothing is paid until captured, and only `settle` captures: an order whose checkout was taken
 * away is read, never captured (Y16).
 */
export function makePaypalProvider(settings: PaypalSettings): PaymentProvider {
  const client = makePaypalClient(settings)
  const path = (ref: string, action = '') => `/v2/checkout/orders/${encodeURIComponent(ref)}${action}`
  const read = async (ref: string): Promise<Order | null> => {
    const answer = await client.get(path(ref))
    return answer.status === 404 ? null : aboutThis('paypal', ref, understood(answer))
  }

  async function captureOrder(order: Order): Promise<CheckoutStatus> {
    const answer = await client.post(path(order.id, '/capture'), '{}', `cap:${order.id}`)
    if (answer.status < 400) return statusOf(aboutThis('paypal', order.id, understood(answer)))
    const issues = issuesOf(answer)
    if (issues.includes('ORDER_ALREADY_CAPTURED')) return statusOf(await read(order.id))
    if (issues.some((issue) => MAY_TRY_AGAIN.has(issue))) return { state: 'open' }
    throw refused(answer)
  }

  return {
    id: 'paypal',
    async createCheckout(request) {
      const body = JSON.stringify(orderRequest(request))
      const order = understood(await client.post('/v2/checkout/orders', body, `cs:${request.quoteKey}:${request.attempt}`))
      const [unit] = order.purchase_units
      const asked = unit?.amount ? fromPaypal(unit.amount) : null
      asAsked('paypal', request, {
        quoteKey: unit?.custom_id ?? null,
        amountMinor: asked?.amountMinor ?? null,
        currency: asked?.currency ?? null,
      })
      const redirectUrl = order.links.find(({ rel }) => rel === 'payer-action' || rel === 'approve')?.href
      if (redirectUrl === undefined || !URL.canParse(redirectUrl)) throw nonsense('an order without a page for the payer')
      return { ref: order.id, redirectUrl, expiresAt: request.lockUntil + ORDER_LIFE_MS }
    },
    async settle(ref) {
      const order = await read(ref)
      return order?.status === 'APPROVED' ? captureOrder(order) : statusOf(order)
    },
    async cancel(ref) {
      const status = statusOf(await read(ref))
      return status.state === 'open' ? { state: 'closed', reason: 'cancelled' } : status
    },
    async refund({ ref, refundId, amountMinor }) {
      const order = await read(ref)
      const payments = order?.purchase_units[0]?.payments
      const paid = payments?.captures?.find(({ status }) => status !== 'DECLINED' && status !== 'FAILED')
      if (!paid) throw new ProviderError('paypal', 'refused', `PayPal order ${ref} has no payment to refund.`)
      // PayPal forgets a request id in the end, a refund on record not
      const known = payments?.refunds?.find(({ custom_id }) => custom_id === refundId)
      if (known) return { refundRef: known.id, state: refundState(known.status) }
      const part = amountMinor === undefined ? {} : { amount: toPaypal(amountMinor, paid.amount.currency_code) }
      const body = JSON.stringify({ custom_id: refundId, ...part })
      const answer = await client.post(`/v2/payments/captures/${encodeURIComponent(paid.id)}/refund`, body, `rf:${refundId}`)
      if (answer.status >= 400) throw refused(answer)
      const made = v.safeParse(refund, answer.body)
      if (!made.success) throw nonsense('a refund in another shape')
      return { refundRef: made.output.id, state: refundState(made.output.status) }
    },
    readWebhook: (raw, headers) => readPaypalWebhook(raw, headers, settings.webhookId, client),
  }
}

/** Nothing here may depend on who asks or when: the same request id must mean the same order. */
function orderRequest({ quoteKey, amountMinor, currency, label, locale, returnUrl, cancelUrl }: CheckoutRequest): object {
  return {
    intent: 'CAPTURE',
    purchase_units: [{ custom_id: quoteKey, description: label.slice(0, LABEL_MAX), amount: toPaypal(amountMinor, currency) }],
    payment_source: {
      paypal: {
        experience_context: {
          shipping_preference: 'NO_SHIPPING',
          user_action: 'PAY_NOW',
          // a bank transfer that clears in days would leave the barrier waiting
          payment_method_preference: 'IMMEDIATE_PAYMENT_REQUIRED',
          return_url: returnUrl,
          cancel_url: cancelUrl,
          ...(/^[a-z]{2}(-[A-Z]{2})?$/.test(locale) ? { locale } : {}),
        },
      },
    },
  }
}

function statusOf(order: Order | null): CheckoutStatus {
  if (order === null) return { state: 'closed', reason: 'unknown' }
  const captures = order.purchase_units.flatMap((unit) => unit.payments?.captures ?? [])
  const taken = captures.find(({ status }) => status === 'COMPLETED' || status === 'REFUNDED' || status === 'PARTIALLY_REFUNDED')
  if (taken) {
    const paid = fromPaypal(taken.amount)
    if (paid === null) throw nonsense(`an amount of ${taken.amount.value} ${taken.amount.currency_code}`)
    return { state: 'paid', ...paid }
  }
  const waiting = captures.find(({ status }) => status === 'PENDING')
  if (waiting) return { state: 'pending', reason: `PayPal holds the payment (${waiting.status_details?.reason ?? 'no reason given'}).` }
  if (captures.length > 0) return { state: 'closed', reason: 'failed' }
  return order.status === 'VOIDED' ? { state: 'closed', reason: 'cancelled' } : { state: 'open' }
}

function refundState(status: string): RefundResult['state'] {
  if (status === 'COMPLETED') return 'done'
  return status === 'PENDING' ? 'pending' : 'failed'
}

function understood(answer: JsonAnswer): Order {
  if (answer.status >= 400) throw refused(answer)
  const parsed = v.safeParse(orderShape, answer.body)
  if (parsed.success) return parsed.output
  throw nonsense(`an order in another shape (${Object.keys(v.flatten(parsed.issues).nested ?? {}).join(', ')})`)
}

const nonsense = (what: string) => new ProviderError('paypal', 'unreachable', `PayPal answered something unexpected: ${what}.`)

function issuesOf({ body }: JsonAnswer): readonly string[] {
  const parsed = v.safeParse(problemShape, body)
  return parsed.success ? parsed.output.details.map(({ issue }) => issue) : []
}

function refused(answer: JsonAnswer): ProviderError {
  const issues = issuesOf(answer)
  return new ProviderError('paypal', 'refused', `PayPal refused the request: ${issues.join(', ') || `status ${answer.status}`}.`)
}
