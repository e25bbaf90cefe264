import { createHmac, timingSafeEqual } from 'node:crypto'
import { minorDigits } from '@gatehouse/domain/money.ts'
import { MINUTE_MS } from '@gatehouse/domain/time.ts'
import * as v from 'valibot'
import { askJson, type JsonAnswer } from './ask-json.ts'
import {
  aboutThis,
  asAsked,
  type CheckoutRequest,
  type CheckoutStatus,
  type PaymentProvider,
  ProviderError,
  type RefundResult,
  type WebhookHint,
} from './provider.ts'

export interface RazorpaySettings {
  readonly keyId: string
  readonly keySecret: string
  readonly webhookSecret: string
  /** where the API is, for tests; Razorpay's own when absent */
  readonly baseUrl?: string
  readonly fetch?: typeof fetch
  readonly timeoutMs?: number
}

/** A link must live for 15 minutes at least; the lock is shorter, so the reconciler cancels it itself. */
const LEAST_LIFE_MS = 16 * MINUTE_MS

const linkShape = v.object({
  id: v.pipe(v.string(), v.regex(/^plink_\w+$/)),
  status: v.picklist(['created', 'partially_paid', 'paid', 'expired', 'cancelled']),
  amount: v.pipe(v.number(), v.integer()),
  amount_paid: v.optional(v.pipe(v.number(), v.integer()), 0),
  currency: v.string(),
  reference_id: v.nullish(v.string()),
  expire_by: v.optional(v.number(), 0),
  short_url: v.optional(v.pipe(v.string(), v.url())),
  payments: v.nullish(v.array(v.object({ payment_id: v.string(), status: v.string() }))),
})
type Link = v.InferOutput<typeof linkShape>
const refundShape = v.object({ id: v.string(), status: v.string(), receipt: v.nullish(v.string()) })
const problemShape = v.object({ error: v.object({ description: v.optional(v.string(), '') }) })
const eventShape = v.object({
  event: v.string(),
  payload: v.object({ payment_link: v.optional(v.object({ entity: v.object({ id: v.string() }) })) }),
})

/**
 * Razorpay Payment Links, over fetch: their SDK drops the refund's idempotency header and hides an outage as a TypeError. A link's
 * `reference_id` is unique at Razorpay, so an attempt asked for twice is found again by it.
 */
export function makeRazorpayProvider(settings: RazorpaySettings): PaymentProvider {
  const base = settings.baseUrl ?? 'https://api.razorpay.com'
  const asking = { provider: 'razorpay', fetch: settings.fetch ?? fetch, timeoutMs: settings.timeoutMs ?? 10_000 } as const
  const authorization = `Basic ${Buffer.from(`${settings.keyId}:${settings.keySecret}`).toString('base64')}`
  const ask = (method: string, path: string, body?: object, extra: Record<string, string> = {}) =>
    askJson(asking, base + path, {
      method,
      headers: { authorization, 'content-type': 'application/json', accept: 'application/json', ...extra },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  const linkPath = (ref: string, action = '') => `/v1/payment_links/${encodeURIComponent(ref)}${action}`
  const read = async (ref: string) => aboutThis('razorpay', ref, linkOf(await ask('GET', linkPath(ref))))

  const named = async (reference: string): Promise<Link | null> => {
    const answer = accepted(await ask('GET', `/v1/payment_links/?reference_id=${encodeURIComponent(reference)}`))
    const found = v.safeParse(v.object({ payment_links: v.array(linkShape) }), answer)
    if (!found.success) throw nonsense('a list of links in another shape')
    // a search that was not understood answers with everybody's links
    return found.output.payment_links.find(({ reference_id }) => reference_id === reference) ?? null
  }

  return {
    id: 'razorpay',
    async createCheckout(request) {
      const reference = `${request.quoteKey}-${request.attempt}`
      const link = (await named(reference)) ?? (await create(request, reference))
      const quoteKey = link.reference_id === reference ? request.quoteKey : (link.reference_id ?? null)
      asAsked('razorpay', request, { quoteKey, amountMinor: link.amount, currency: link.currency })
      if (link.short_url === undefined) throw nonsense('a link without a page for the payer')
      return { ref: link.id, redirectUrl: link.short_url, expiresAt: link.expire_by * 1000 }
    },
    settle: async (ref) => statusOf(await read(ref)),
    async cancel(ref) {
      const answer = await ask('POST', linkPath(ref, '/cancel'))
      // one that was paid, or is over, cannot be cancelled
      return statusOf(answer.status === 400 ? await read(ref) : aboutThis('razorpay', ref, linkOf(answer)))
    },
    async refund({ ref, refundId, amountMinor, reason }) {
      const link = await read(ref)
      const paid = link.payments?.find(({ status }) => status === 'captured')
      if (!paid) throw new ProviderError('razorpay', 'refused', `Payment link ${ref} has no payment to refund.`)
      const path = `/v1/payments/${encodeURIComponent(paid.payment_id)}`
      const known = v.safeParse(v.object({ items: v.array(refundShape) }), accepted(await ask('GET', `${path}/refunds`)))
      if (!known.success) throw nonsense('a list of refunds in another shape')
      const earlier = known.output.items.find(({ receipt }) => receipt === refundId)
      if (earlier) return refundOf(earlier)
      const body = { amount: amountMinor ?? link.amount_paid, speed: 'normal', receipt: refundId, notes: { reason } }
      return refundOf(accepted(await ask('POST', `${path}/refund`, body, { 'x-refund-idempotency': `refund-${refundId}` })))
    },
    readWebhook: async (raw, headers) => readWebhook(raw, headers, settings.webhookSecret),
  }

  async function create(request: CheckoutRequest, reference: string): Promise<Link> {
    const answer = await ask('POST', '/v1/payment_links/', linkRequest(request, reference))
    // somebody else asked for the same attempt between our two requests
    const twin = answer.status === 400 ? await named(reference) : null
    return twin ?? linkOf(answer)
  }
}

function linkRequest(
  { amountMinor, currency, lockUntil, label, quoteKey, attempt, returnUrl }: CheckoutRequest,
  reference: string,
): object {
  if (minorDigits(currency) === 3 && amountMinor % 10 !== 0) {
    throw new ProviderError('razorpay', 'refused', `Razorpay wants the last digit of a ${currency} amount to be 0: round the tariff.`)
  }
  return {
    ...{ amount: amountMinor, currency, accept_partial: false, reference_id: reference, description: label },
    expire_by: Math.ceil((lockUntil + LEAST_LIFE_MS) / 1000),
    notify: { sms: false, email: false },
    reminder_enable: false,
    notes: { quoteKey, attempt: String(attempt) },
    ...{ callback_url: returnUrl, callback_method: 'get' },
  }
}

/** A link takes part payments only where it was made to; what came in part is reported as what it is, and given back (Y8). */
function statusOf({ status, amount_paid, currency }: Link): CheckoutStatus {
  if (status === 'paid' || status === 'partially_paid') {
    if (amount_paid <= 0) throw nonsense(`a link that is ${status} with nothing paid`)
    return { state: 'paid', amountMinor: amount_paid, currency }
  }
  return status === 'created' ? { state: 'open' } : { state: 'closed', reason: status }
}

function refundOf(body: unknown): RefundResult {
  const parsed = v.safeParse(refundShape, body)
  if (!parsed.success) throw nonsense('a refund in another shape')
  const { id, status } = parsed.output
  return { refundRef: id, state: status === 'processed' ? 'done' : status === 'failed' ? 'failed' : 'pending' }
}

function readWebhook(raw: Uint8Array, headers: Headers, secret: string): WebhookHint | null {
  const signature = Buffer.from(headers.get('x-razorpay-signature') ?? '', 'hex')
  const expected = createHmac('sha256', secret).update(raw).digest()
  const genuine = signature.length === expected.length && timingSafeEqual(signature, expected)
  const eventId = headers.get('x-razorpay-event-id')
  if (!genuine || !eventId)
    throw new ProviderError('razorpay', 'forged', 'This webhook does not carry a valid Razorpay signature and event id.')
  let body: unknown
  try {
    body = JSON.parse(Buffer.from(raw).toString('utf8'))
  } catch {
    return null
  }
  const event = v.safeParse(eventShape, body)
  const ref = event.success ? event.output.payload.payment_link?.entity.id : undefined
  return ref === undefined ? null : { eventId, ref }
}

function accepted(answer: JsonAnswer): unknown {
  if (answer.status < 400) return answer.body
  const said = v.safeParse(problemShape, answer.body)
  const why = (said.success && said.output.error.description) || `status ${answer.status}`
  throw new ProviderError('razorpay', 'refused', `Razorpay refused the request: ${why}`)
}

function linkOf(answer: JsonAnswer): Link {
  const parsed = v.safeParse(linkShape, accepted(answer))
  if (parsed.success) return parsed.output
  throw nonsense(`a link in another shape (${Object.keys(v.flatten(parsed.issues).nested ?? {}).join(', ')})`)
}

const nonsense = (what: string) => new ProviderError('razorpay', 'unreachable', `Razorpay answered something unexpected: ${what}.`)
