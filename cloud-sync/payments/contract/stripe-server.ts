import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Ajv } from 'ajv'
import { unfold } from './form.ts'
import { type StripeSchemas, schemasFile } from './generate-stripe-schemas.ts'
import { type ReaderBench, stripeTerminal } from './stripe-terminal.ts'

/** One request as the server saw it, for assertions. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly idempotencyKey: string | null
  readonly account: string | null
  readonly version: string | null
  readonly form: Readonly<Record<string, unknown>>
}

/** How the next requests go wrong; `null` is a healthy Stripe. `lostAnswer`: it is done, and the answer never arrives. */
export type Fault = null | 'error500' | 'html' | 'silence' | 'hangUp' | 'nonsense' | 'lostAnswer'

export interface StripeServer {
  readonly api: { readonly host: string; readonly port: number; readonly protocol: 'http' }
  readonly seen: SeenRequest[]
  fault: Fault
  /** only requests to paths that contain this go wrong; null: all */
  faultAt: string | null
  /** answers about something else than was asked: a path in place of the one that was meant */
  misroute: ((path: string) => string) | null
  /** the card readers at the lanes */
  readonly readers: ReaderBench
  /** the driver pays on Stripe's page (minor units, ISO 4217; the session's own when absent) */
  pay(sessionId: string, amountMinor?: number, currency?: string): void
  /** the bank has not confirmed: complete, but unpaid */
  completeUnpaid(sessionId: string): void
  close(): Promise<void>
}

interface Session {
  readonly id: string
  readonly form: Record<string, unknown>
  status: 'open' | 'complete' | 'expired'
  payment_status: 'paid' | 'unpaid'
  amount_total: number
  /** lower case, as Stripe writes it */
  currency: string
}

/**
 * A loopback Stripe that the real client is pointed at. It accepts exactly the requests that the installed client's own
 * types allow, keeps idempotency keys as Stripe documents them, and checks its own answers against the same types.
 * It proves shapes, not behaviour: what Stripe does with a request only Stripe's test mode can show.
 */
export async function startStripeServer(): Promise<StripeServer> {
  const { schemas }: StripeSchemas = JSON.parse(readFileSync(schemasFile, 'utf8'))
  const ajv = new Ajv({ coerceTypes: 'array', allErrors: true, strict: false })
  const allowed = { createSession: ajv.compile(schemas.CreateSession), createRefund: ajv.compile(schemas.CreateRefund) }
  const exact = new Ajv({ allErrors: true, strict: false })
  const reply = { session: exact.compile(schemas.SessionReply), refund: exact.compile(schemas.RefundReply) }
  const sessions = new Map<string, Session>()
  const answered = new Map<string, { readonly print: string; readonly status: number; readonly body: object }>()
  const refunds: { readonly intent: string; readonly refund: object }[] = []
  const terminal = stripeTerminal(schemas, ajv, exact)
  const seen: SeenRequest[] = []
  const server: StripeServer = {
    api: { host: '127.0.0.1', port: 0, protocol: 'http' },
    seen,
    fault: null,
    faultAt: null,
    misroute: null,
    readers: terminal.bench,
    pay(id, amountMinor, currency) {
      const session = sessions.get(id)
      if (!session) throw new Error(`no session ${id}`)
      Object.assign(session, {
        ...{ status: 'complete', payment_status: 'paid', amount_total: amountMinor ?? session.amount_total },
        currency: currency?.toLowerCase() ?? session.currency,
      })
    },
    completeUnpaid(id) {
      const session = sessions.get(id)
      if (session) session.status = 'complete'
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }

  const sessionReply = (s: Session) => {
    const body = {
      ...{ id: s.id, object: 'checkout.session', mode: 'payment', url: `https://checkout.stripe.com/c/pay/${s.id}`, status: s.status },
      ...{ payment_status: s.payment_status, amount_total: s.amount_total, currency: s.currency },
      ...{ expires_at: Number(s.form.expires_at), client_reference_id: String(s.form.client_reference_id) },
      metadata: s.form.metadata,
    }
    if (!reply.session(body)) throw new Error(`contract server answers another shape: ${exact.errorsText(reply.session.errors)}`)
    return { ...body, payment_intent: `pi_${s.id}` }
  }
  const refundReply = (form: Record<string, unknown>) => {
    const intent = String(form.payment_intent)
    const paid = sessions.get(intent.slice(3))?.amount_total ?? terminal.takenBy(intent) ?? 0
    const body = {
      ...{ id: `re_${randomUUID()}`, object: 'refund', amount: Number(form.amount ?? paid), currency: 'eur', status: 'succeeded' },
      ...{ reason: form.reason, metadata: form.metadata },
    }
    if (!reply.refund(body)) throw new Error(`contract server answers another shape: ${exact.errorsText(reply.refund.errors)}`)
    return body
  }

  const route = (method: string, path: string, form: Record<string, unknown>): { status: number; body: object } => {
    if (method === 'POST' && path === '/v1/checkout/sessions') {
      if (!allowed.createSession(form)) return refused(ajv.errorsText(allowed.createSession.errors))
      const session: Session = {
        ...{ id: `cs_test_${randomUUID()}`, form, status: 'open', payment_status: 'unpaid' },
        ...{ amount_total: totalOf(form), currency: currencyOf(form) },
      }
      sessions.set(session.id, session)
      return { status: 200, body: sessionReply(session) }
    }
    if (method === 'POST' && path === '/v1/refunds') {
      if (!allowed.createRefund(form)) return refused(ajv.errorsText(allowed.createRefund.errors))
      const refund = refundReply(form)
      refunds.push({ intent: String(form.payment_intent), refund })
      return { status: 200, body: refund }
    }
    if (method === 'GET' && path === '/v1/refunds') {
      const data = refunds.filter((r) => r.intent === form.payment_intent).map((r) => r.refund)
      return { status: 200, body: { object: 'list', url: '/v1/refunds', has_more: false, data } }
    }
    const atReader = terminal.route(method, path, form)
    if (atReader) return atReader
    const [, id = '', action] = /^\/v1\/checkout\/sessions\/([^/]+)(\/expire)?$/.exec(path) ?? []
    const session = sessions.get(id)
    if (!session) return { status: 404, body: problem(`No such checkout.session: '${id}'`, 'resource_missing') }
    if (method === 'POST' && action) {
      if (session.status !== 'open') return refused('Only Checkout Sessions with a status in ["open"] can be expired.')
      session.status = 'expired'
    }
    return { status: 200, body: sessionReply(session) }
  }

  const http = createServer((request, response) => {
    void readAll(request).then((body) => {
      const { method = 'GET', url = '/' } = request
      const asked = url.split('?')[0] ?? url
      const path = server.misroute?.(asked) ?? asked
      const form = unfold(method === 'GET' ? (url.split('?')[1] ?? '') : body)
      const header = (name: string) => (request.headers[name] as string | undefined) ?? null
      const key = header('idempotency-key')
      seen.push({ method, path, idempotencyKey: key, account: header('stripe-account'), version: header('stripe-version'), form })
      const fault = server.faultAt === null || path.includes(server.faultAt) ? server.fault : null
      if (fault && fault !== 'lostAnswer') return misbehave(fault, request, response)
      const print = createHash('sha256').update(`${method} ${path} ${body}`).digest('hex')
      const before = key ? answered.get(key) : undefined
      const answer =
        before === undefined
          ? route(method, path, form)
          : before.print === print
            ? before
            : {
                status: 400,
                body: problem('Keys for idempotent requests can only be used with the same parameters.', undefined, 'idempotency_error'),
              }
      if (key && before === undefined) answered.set(key, { print, ...answer })
      if (fault === 'lostAnswer') return void request.socket.destroy()
      response
        .writeHead(answer.status, { 'content-type': 'application/json', 'request-id': 'req_contract' })
        .end(JSON.stringify(answer.body))
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return Object.assign(server, { api: { ...server.api, port: (http.address() as AddressInfo).port } })
}

function problem(message: string, code?: string, type = 'invalid_request_error') {
  return { error: { type, message, ...(code ? { code } : {}) } }
}

function refused(message: string) {
  return { status: 400, body: problem(message) }
}

function misbehave(fault: Exclude<Fault, null | 'lostAnswer'>, request: IncomingMessage, response: ServerResponse): void {
  if (fault === 'hangUp') request.socket.destroy()
  if (fault === 'error500')
    response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify(problem('down', undefined, 'api_error')))
  if (fault === 'html') response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to Hotel WiFi</html>')
  if (fault === 'nonsense') response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"in_1","object":"invoice"}')
  // silence: nothing is ever answered; the client's timeout has to end it
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

function totalOf(form: Record<string, unknown>): number {
  const items = Array.isArray(form.line_items) ? form.line_items : []
  return items.reduce((sum: number, item) => sum + Number(item?.price_data?.unit_amount ?? 0) * Number(item?.quantity ?? 1), 0)
}

function currencyOf(form: Record<string, unknown>): string {
  const items = Array.isArray(form.line_items) ? form.line_items : []
  return String(items[0]?.price_data?.currency ?? '')
}
