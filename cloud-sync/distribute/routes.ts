import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { edgeTables } from '@gatehouse/domain/wire/edge.ts'
import type { SyncRefusal } from '@gatehouse/domain/wire/sync.ts'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Context, Hono } from 'hono'
import { invalid, json } from './answer.ts'
import { parseQuery, type ShapeQuery } from './definition.ts'
import type { Distributor, ShapeRequest } from './distributor.ts'
import { type Held, whenAnswered } from './held.ts'
import type { ElectricProxy } from './proxy.ts'
import { queryOf } from './question.ts'

interface AllowedCaller {
  readonly ok: true
  readonly device: { readonly site: string }
  /** SHA-256 of a signed body, base64 */
  readonly digest: string | null
}

/** Whose rows a caller may read, or why none. */
export type Authenticate = (request: Request) => Promise<AllowedCaller | { readonly ok: false; readonly refusal: SyncRefusal }>

export interface ShapeRouteOptions {
  /** our own engine, or the real Electric service behind us */
  readonly engine: Distributor | ElectricProxy
  /** null: anybody reads anything (a conformance run on loopback) */
  readonly authenticate: Authenticate | null
}

/** `GET /v1/shape`, and `DELETE` where the engine allows it. */
export function shapeRoutes({ engine, authenticate }: ShapeRouteOptions): Hono {
  const app = new Hono()
  // the answer depends on who asks, so a cache in front must keep them apart
  const vary = authenticate ? 'authorization, signature-input, accept-encoding' : 'accept-encoding'

  /** A question that has to be read. */
  async function serveRead(c: Context, caller: AllowedCaller | null, asked: Omit<ShapeRequest, 'search'>): Promise<Response | Held> {
    const search = new URL(c.req.url).searchParams
    const body = c.req.method === 'POST' ? await readBytes(c.req.raw) : null
    if (body && caller?.digest && sha256(body) !== caller.digest)
      return json(401, { error: 'unauthorised', message: 'the body is not the one that was signed' } satisfies SyncRefusal)
    const posted = c.req.method === 'POST' ? subsetOf(body?.toString() ?? null) : null
    if (posted === 'unreadable')
      return json(400, { message: 'Invalid request', errors: { subset: ['must be a JSON object of at most 1 MB'] } })
    for (const [name, value] of posted ?? []) search.set(name, value)
    const query = parseQuery(search)
    if (!query.ok) return invalid(query)
    if (caller && !mayRead(query.value, caller.device.site)) {
      return json(403, { message: `a box of site ${caller.device.site} may read that site's rows of the edge tables only` })
    }
    if (c.req.method === 'DELETE' && !authenticate) return engine.remove(query.value, search)
    if (c.req.method !== 'GET' && !posted) return json(405, { message: 'Method not allowed' })
    return engine.serve(query.value, { search, ...asked })
  }

  app.all('/v1/shape', async (c) => {
    const caller = authenticate ? await authenticate(c.req.raw) : null
    if (caller && !caller.ok)
      return json(caller.refusal.error === 'unauthorised' || caller.refusal.error === 'clock' ? 401 : 403, caller.refusal)
    const spelled = c.req.method === 'GET' ? queryOf(c.req.url) : null
    const request = { spelled, ifNoneMatch: c.req.header('if-none-match') ?? null, signal: () => goneSignal(c) }
    const known = spelled === null ? null : (engine.returning?.(spelled) ?? null)
    const goesOn = known && (!caller || mayRead(known.query, caller.device.site)) ? await known.serve(request) : null
    const served = goesOn ?? (await serveRead(c, caller, request))
    const { incoming, outgoing } = (c.env ?? {}) as Partial<HttpBindings>
    if ('onAnswer' in served && incoming && outgoing) return answerLater(served, { incoming, outgoing }, vary)
    const response = 'onAnswer' in served ? await whenAnswered(served, c.req.raw.signal) : served
    response.headers.set('vary', vary)
    const large = !response.headers.has('electric-cursor') && response.status === 200
    return large && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '') ? packed(response) : response
  })
  return app
}

/**
 * Written straight to the connection when the time has come. Until then nothing of the request is left in memory but the connection
 * itself: most of the time, ten thousand boxes are waiting, with six requests each.
 */
function answerLater(held: Held, { incoming, outgoing }: HttpBindings, vary: string): Response {
  Object.assign(incoming, FORGOTTEN)
  // node-server waits here for the caller to go, with the whole request in its hands; nobody but us needs to know any more
  outgoing.removeAllListeners('close')
  const leave = held.onAnswer(({ status, headers, body }) => {
    // one connection that broke must not keep the change from the others
    if (outgoing.destroyed || outgoing.headersSent) return
    outgoing.writeHead(status, { ...headers, vary, ...(body === null ? {} : { 'content-length': Buffer.byteLength(body) }) })
    outgoing.end(body)
  })
  if (outgoing.destroyed) leave()
  else outgoing.once('close', leave)
  return RESPONSE_ALREADY_SENT
}

// Where a server ran before this file was read, Response is the quick kind of node-server, and that kind of "already sent" would itself be
// sent, at once. Looked into, it becomes a plain one.
void RESPONSE_ALREADY_SENT.body

/** What a request said: it has been judged and understood, and is as large as the connection. */
const FORGOTTEN = { url: '', headers: {}, rawHeaders: [] }

/** Aborts when the caller has gone. The request's own signal would do, but brings a whole second request with it into memory. */
function goneSignal(c: { readonly req: { readonly raw: Request }; readonly env: unknown }): AbortSignal {
  const { outgoing } = (c.env ?? {}) as Partial<HttpBindings>
  if (!outgoing) return c.req.raw.signal
  const gone = new AbortController()
  outgoing.once('close', () => gone.abort(GONE))
  return gone.signal
}
/** what abort() would make anew, with a stack, at the end of every request */
const GONE = new DOMException('the caller has gone', 'AbortError')

const MAX_BODY = 1_000_000

async function readBytes(request: Request): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.length
    if (length > MAX_BODY) return null
    chunks.push(Buffer.from(chunk))
  }
  return Buffer.concat(chunks)
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64')

/** A subset may be asked for in a body, where it has room: the same fields as in the address, without their prefix. */
function subsetOf(body: string | null): readonly (readonly [string, string])[] | 'unreadable' {
  try {
    const fields: unknown = body === null ? null : JSON.parse(body)
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return 'unreadable'
    const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)
    const texts = given.map(
      ([name, value]) => [`subset__${name}`, typeof value === 'object' ? JSON.stringify(value) : String(value)] as const,
    )
    // an empty body asks for all of it
    return [['subset__where', ''], ...texts]
  } catch {
    return 'unreadable'
  }
}

const gzipAsync = promisify(gzip)
const WORTH_PACKING = 1400

/** Snapshots and long catch-ups travel packed: a box may hang on a metered mobile line. */
async function packed(response: Response): Promise<Response> {
  const plain = Buffer.from(await response.arrayBuffer())
  if (plain.length < WORTH_PACKING) return new Response(plain, response)
  const body = new Response(await gzipAsync(plain, { level: 4 }), response)
  body.headers.set('content-encoding', 'gzip')
  return body
}

/** One of the contract tables, and a where clause that cannot let another site's row through. */
export function mayRead(query: ShapeQuery, site: string): boolean {
  const contract = query.schema === 'public' && Object.hasOwn(edgeTables, query.table)
  return contract && (query.equals?.some((term) => term.column === 'site_id' && term.value === site) ?? false)
}
