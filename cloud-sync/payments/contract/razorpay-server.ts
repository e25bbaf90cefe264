import { createHmac } from 'node:crypto'
import * as v from 'valibot'
import { type JsonReply, type JsonRequest, type JsonServer, startJsonServer } from './json-server.ts'

export interface RazorpayServer extends JsonServer {
  /** the driver pays on the link's page (minor units, ISO 4217; the link's own when absent) */
  pay(linkId: string, amount?: number, currency?: string): void
  expire(linkId: string): void
  /** hides a link from the search by reference once: two requests for one attempt at the same instant */
  hideOnce(): void
  sign(text: string, eventId: string): Headers
}

export const razorpayAccount = { keyId: 'rzp_test_key', keySecret: 'key-secret', webhookSecret: 'hook-secret' } as const

/** What the documentation of Payment Links says a request may hold. Closed: an unknown field is refused. */
const linkRequest = v.strictObject({
  amount: v.pipe(v.number(), v.integer(), v.minValue(100)),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  accept_partial: v.boolean(),
  reference_id: v.pipe(v.string(), v.maxLength(40)),
  description: v.pipe(v.string(), v.maxLength(2048)),
  expire_by: v.pipe(v.number(), v.integer()),
  notify: v.strictObject({ sms: v.boolean(), email: v.boolean() }),
  reminder_enable: v.boolean(),
  notes: v.record(v.string(), v.pipe(v.string(), v.maxLength(256))),
  callback_url: v.pipe(v.string(), v.url()),
  callback_method: v.literal('get'),
})
const refundRequest = v.strictObject({
  amount: v.pipe(v.number(), v.integer(), v.minValue(100)),
  speed: v.picklist(['normal', 'optimum']),
  receipt: v.pipe(v.string(), v.maxLength(40)),
  notes: v.record(v.string(), v.string()),
})

type Body = Record<string, unknown>
interface Link extends Body {
  readonly id: string
  readonly reference_id: string
  status: string
  payments: { payment_id: string; status: string }[]
}

/** A loopback Razorpay that keeps what its documentation states. It proves shapes, not behaviour. */
export async function startRazorpayServer(): Promise<RazorpayServer> {
  const links = new Map<string, Link>()
  const refunds: { readonly payment: string; readonly body: Body }[] = []
  const repeated = new Map<string, JsonReply>()
  const hidden = { times: 0 }
  let serial = 0
  const bad = (description: string): JsonReply => ({ status: 400, body: { error: { code: 'BAD_REQUEST_ERROR', description } } })
  const ok = (body: unknown): JsonReply => ({ status: 200, body })

  const create = (body: unknown): JsonReply => {
    const asked = v.safeParse(linkRequest, body)
    if (!asked.success) return bad(v.summarize(asked.issues))
    const { reference_id } = asked.output
    if ([...links.values()].some((link) => link.reference_id === reference_id))
      return bad(`payment link exists with reference id ${reference_id}`)
    const id = `plink_T${++serial}`
    const link: Link = { ...asked.output, id, amount_paid: 0, status: 'created', short_url: `https://rzp.io/i/${id}`, payments: [] }
    links.set(id, link)
    return ok(link)
  }
  const refund = (payment: string, body: unknown, key: string | undefined): JsonReply => {
    if (!key || key.length < 10) return bad('the refund idempotency key is too short')
    const before = repeated.get(key)
    if (before) return before
    const asked = v.safeParse(refundRequest, body)
    if (!asked.success) return bad(v.summarize(asked.issues))
    const made = { id: `rfnd_T${++serial}`, status: 'processed', ...asked.output }
    refunds.push({ payment, body: made })
    repeated.set(key, ok(made))
    return ok(made)
  }

  const route = ({ method, path, headers, body }: JsonRequest): JsonReply => {
    const basic = `Basic ${Buffer.from(`${razorpayAccount.keyId}:${razorpayAccount.keySecret}`).toString('base64')}`
    if (headers.authorization !== basic) return { status: 401, body: { error: { description: 'Authentication failed' } } }
    const url = new URL(path, 'http://razorpay.invalid')
    if (url.pathname === '/v1/payment_links/' && method === 'POST') return create(body)
    if (url.pathname === '/v1/payment_links/') {
      const wanted = url.searchParams.get('reference_id')
      if (hidden.times-- > 0) return ok({ payment_links: [] })
      return ok({ payment_links: [...links.values()].filter((link) => link.reference_id === wanted) })
    }
    const [, payment = '', what] = /^\/v1\/payments\/(\w+)\/(refunds?)$/.exec(url.pathname) ?? []
    if (what === 'refund') return refund(payment, body, headers['x-refund-idempotency'] as string | undefined)
    if (what === 'refunds') {
      const items = refunds.filter((x) => x.payment === payment).map((x) => x.body)
      return ok({ entity: 'collection', count: items.length, items })
    }
    const [, id = '', action] = /^\/v1\/payment_links\/(\w+)(\/cancel)?$/.exec(url.pathname) ?? []
    const link = links.get(id)
    if (!link) return bad('The id provided does not exist')
    if (!action) return ok(link)
    if (link.status !== 'created') return bad(`Payment Link is ${link.status}: cancel is not applicable`)
    link.status = 'cancelled'
    return ok(link)
  }

  const server = await startJsonServer(route)
  return Object.assign(server, {
    pay(id: string, amount?: number, currency?: string) {
      const link = links.get(id)
      if (!link) throw new Error(`no link ${id}`)
      Object.assign(link, { status: 'paid', amount_paid: amount ?? link.amount, currency: currency ?? link.currency })
      link.payments = [{ payment_id: `pay_T${++serial}`, status: 'captured' }]
    },
    expire(id: string) {
      const link = links.get(id)
      if (link) link.status = 'expired'
    },
    hideOnce() {
      hidden.times = 1
    },
    sign: (text: string, eventId: string) =>
      new Headers({
        'x-razorpay-signature': createHmac('sha256', razorpayAccount.webhookSecret).update(text).digest('hex'),
        'x-razorpay-event-id': eventId,
      }),
  })
}
