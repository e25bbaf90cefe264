import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { toPaypal } from '../paypal-amount.ts'
import { type PaypalSchemas, type PaypalShape, paypalSchemasFile } from './generate-paypal-schemas.ts'
import { type JsonReply, type JsonRequest, type JsonServer, startJsonServer } from './json-server.ts'

export interface PaypalServer extends JsonServer {
  /** the payer agrees on PayPal's page; nothing is paid yet */
  approve(orderId: string): void
  /** what the next capture of this order does instead of completing */
  captureAs(orderId: string, outcome: 'PENDING' | 'DECLINED' | 'INSTRUMENT_DECLINED'): void
  /** what the next capture of this order takes instead of what was asked */
  chargeInstead(orderId: string, amountMinor: number, currency: string): void
  /** another of our processes was faster: captured without this client knowing */
  captureBehind(orderId: string): void
  /** PayPal forgets an order that was never approved */
  forget(orderId: string): void
  /** every access token given out so far stops working */
  revokeTokens(): void
  /** the header PayPal would send with these bytes */
  sign(text: string): Record<string, string>
  readonly captures: () => number
}

interface Order {
  readonly id: string
  readonly unit: Record<string, unknown>
  status: string
  captures: Record<string, unknown>[]
  refunds: Record<string, unknown>[]
  charged: { readonly currency_code: string; readonly value: string } | null
  next: 'COMPLETED' | 'PENDING' | 'DECLINED' | 'INSTRUMENT_DECLINED'
}

export const paypalAccount = { clientId: 'client', clientSecret: 'secret', webhookId: 'WH1', environment: 'sandbox' } as const

/**
 * A loopback PayPal that accepts only bodies its published documents allow and checks its own answers against the same documents. It
 * keeps request ids as documented: the same id gives the same answer. It proves shapes, not behaviour.
 */
export async function startPaypalServer(): Promise<PaypalServer> {
  const schemas: PaypalSchemas = JSON.parse(readFileSync(paypalSchemasFile, 'utf8'))
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false })
  const shape = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]))
  const orders = new Map<string, Order>()
  const answered = new Map<string, JsonReply>()
  const tokens = new Set<string>()
  let serial = 0

  const fits = (name: PaypalShape, body: unknown): string | null => (shape[name]?.(body) ? null : ajv.errorsText(shape[name]?.errors))
  const honest = (name: PaypalShape, status: number, body: unknown): JsonReply => {
    const wrong = fits(name, body)
    if (wrong) throw new Error(`the contract server answers another shape than ${name}: ${wrong}`)
    return { status, body }
  }
  const problem = (status: number, issue: string): JsonReply => ({ status, body: { name: 'UNPROCESSABLE_ENTITY', details: [{ issue }] } })
  const shown = (order: Order, status = 200): JsonReply => {
    const payments = { captures: order.captures, ...(order.refunds.length > 0 ? { refunds: order.refunds } : {}) }
    const href = `https://www.sandbox.paypal.com/checkoutnow?token=${order.id}`
    return honest('order', status, {
      ...{ id: order.id, intent: 'CAPTURE', status: order.status },
      purchase_units: [{ reference_id: 'default', ...order.unit, ...(order.captures.length > 0 ? { payments } : {}) }],
      links: [{ rel: order.status === 'COMPLETED' ? 'self' : 'payer-action', href, method: 'GET' }],
    })
  }

  const capture = (order: Order): JsonReply => {
    if (order.status === 'COMPLETED') return problem(422, 'ORDER_ALREADY_CAPTURED')
    if (order.status !== 'APPROVED') return problem(422, 'ORDER_NOT_APPROVED')
    if (order.next === 'INSTRUMENT_DECLINED') {
      order.status = 'PAYER_ACTION_REQUIRED'
      return problem(422, 'INSTRUMENT_DECLINED')
    }
    order.status = 'COMPLETED'
    const details = order.next === 'PENDING' ? { status_details: { reason: 'PENDING_REVIEW' } } : {}
    order.captures = [
      { id: `CAP${++serial}`, status: order.next, amount: order.charged ?? order.unit.amount, final_capture: true, ...details },
    ]
    return shown(order, 201)
  }
  const refund = (order: Order, body: Record<string, unknown>): JsonReply => {
    const wrong = fits('refund_request', body)
    if (wrong) return { status: 400, body: { name: 'INVALID_REQUEST', details: [{ issue: wrong }] } }
    const made = {
      id: `REF${++serial}`,
      status: 'COMPLETED',
      amount: body.amount ?? order.charged ?? order.unit.amount,
      custom_id: body.custom_id,
    }
    order.refunds.push(made)
    return honest('refund', 201, made)
  }
  const create = (body: Record<string, unknown>): JsonReply => {
    const wrong = fits('order_request', body)
    if (wrong) return { status: 400, body: { name: 'INVALID_REQUEST', details: [{ issue: wrong }] } }
    const [unit = {}] = body.purchase_units as Record<string, unknown>[]
    const id = `ORDER${++serial}`
    const order: Order = { id, unit, status: 'PAYER_ACTION_REQUIRED', captures: [], refunds: [], charged: null, next: 'COMPLETED' }
    orders.set(id, order)
    return shown(order)
  }

  const route = (request: JsonRequest): JsonReply => {
    if (request.path === '/v1/oauth2/token') return giveToken(request)
    if (!tokens.has(String(request.headers.authorization).replace('Bearer ', '')))
      return { status: 401, body: { name: 'AUTHENTICATION_FAILURE' } }
    const requestId = request.headers['paypal-request-id']
    const key = requestId && `${request.path} ${requestId}`
    const before = key ? answered.get(key) : undefined
    const reply = before ?? act(request)
    // an error is not remembered: the payer may try again
    if (key && reply.status < 400) answered.set(key, reply)
    return reply
  }
  const giveToken = ({ headers, text }: JsonRequest): JsonReply => {
    const basic = `Basic ${Buffer.from(`${paypalAccount.clientId}:${paypalAccount.clientSecret}`).toString('base64')}`
    if (headers.authorization !== basic || text !== 'grant_type=client_credentials')
      return { status: 401, body: { error: 'invalid_client' } }
    const token = `A21${++serial}`
    tokens.add(token)
    return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: 32_400 } }
  }
  const act = ({ method, path, body, text }: JsonRequest): JsonReply => {
    const given = (body ?? {}) as Record<string, unknown>
    if (method === 'POST' && path === '/v2/checkout/orders') return create(given)
    if (path === '/v1/notifications/verify-webhook-signature') return verify(given, text)
    const [, captureId] = /^\/v2\/payments\/captures\/(\w+)\/refund$/.exec(path) ?? []
    if (captureId) {
      const order = [...orders.values()].find(({ captures }) => captures.some(({ id }) => id === captureId))
      return order ? refund(order, given) : { status: 404, body: { name: 'RESOURCE_NOT_FOUND' } }
    }
    const [, id = '', action] = /^\/v2\/checkout\/orders\/(\w+)(\/capture)?$/.exec(path) ?? []
    const order = orders.get(id)
    if (!order) return { status: 404, body: { name: 'RESOURCE_NOT_FOUND' } }
    return action ? capture(order) : shown(order)
  }
  const signatureOf = (text: string) => `S${createHash('sha256').update(text).digest('hex')}`
  const verify = (body: Record<string, unknown>, text: string): JsonReply => {
    const wrong = fits('verify_webhook_signature', { ...body, webhook_event: {} })
    if (wrong) return { status: 400, body: { name: 'INVALID_REQUEST', details: [{ issue: wrong }] } }
    const event = text.slice(text.indexOf('"webhook_event":') + '"webhook_event":'.length, -1)
    const genuine = body.webhook_id === paypalAccount.webhookId && body.transmission_sig === signatureOf(event)
    return honest('verify_webhook_signature_response', 200, { verification_status: genuine ? 'SUCCESS' : 'FAILURE' })
  }

  const known = (id: string): Order => {
    const order = orders.get(id)
    if (!order) throw new Error(`no order ${id}`)
    return order
  }
  const server = await startJsonServer(route)
  return Object.assign(server, {
    approve(id: string) {
      known(id).status = 'APPROVED'
    },
    captureAs(id: string, outcome: Order['next']) {
      known(id).next = outcome
    },
    chargeInstead(id: string, amountMinor: number, currency: string) {
      known(id).charged = toPaypal(amountMinor, currency)
    },
    captureBehind: (id: string) => void capture(known(id)),
    forget: (id: string) => void orders.delete(id),
    revokeTokens: () => tokens.clear(),
    sign: (text: string) => ({
      'paypal-auth-algo': 'SHA256withRSA',
      'paypal-cert-url': 'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1',
      'paypal-transmission-id': 'b2384410-f8d2-11e4-8bf3-77339302725b',
      'paypal-transmission-sig': signatureOf(text),
      'paypal-transmission-time': '2026-11-27T15:00:00Z',
    }),
    captures: () => server.seen.filter(({ path }) => path.endsWith('/capture')).length,
  })
}
