import type { LogRow } from '@gatehouse/domain/wire/event.ts'
import { helloRequest, type IngestRequest, ingestRequest, type SyncRefusal } from '@gatehouse/domain/wire/sync.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { KnownDevice } from '../store/fleet.ts'
import type { Store } from '../store/open-store.ts'
import { acceptBatch, type IngestClock } from './accept.ts'
import { arrivals } from './arrivals.ts'
import { answerHello } from './hello.ts'
import { readBody } from './read-body.ts'
import { refusesAsking, refusesBringing } from './relayed.ts'

/** Who asks, or why nobody we know. `digest`: SHA-256 of the body that was signed, base64; null where none was. */
export type Caller =
  | { readonly ok: true; readonly device: KnownDevice; readonly digest: string | null }
  | { readonly ok: false; readonly refusal: SyncRefusal }

export interface IngestOptions {
  readonly store: Store
  readonly clock: IngestClock
  /** 0 ≤ x < 1 */
  readonly random: () => number
  /** the box behind a request; its body is left unread */
  readonly authenticate: (request: Request) => Promise<Caller>
  readonly onBatch?: (batch: {
    readonly device: string
    readonly stream: string
    readonly fresh: number
    readonly rejected: number
    /** prices among the rows: a payment may be waiting for one */
    readonly quotes: boolean
  }) => void
}

const MEGABYTE = 1024 * 1024
const LIMITS = { limit: 4 * MEGABYTE, inflated: 24 * MEGABYTE }
/** requests let through to the database at once; the rest are told to come back */
const MAX_IN_FLIGHT = 64

const statusOf: Record<SyncRefusal['error'], 401 | 403 | 409 | 413 | 422 | 503> = {
  gap: 409,
  fork: 409,
  broken: 422,
  malformed: 422,
  tooLarge: 413,
  unauthorised: 401,
  wrongSite: 403,
  busy: 503,
  clock: 401,
  revoked: 403,
  replaced: 403,
}

class Refused extends Error {
  readonly body: SyncRefusal
  constructor(body: SyncRefusal) {
    super(body.message)
    this.body = body
  }
}

const refuse = (error: SyncRefusal['error'], message: string): never => {
  throw new Refused({ error, message })
}

/** `POST /v1/hello` and `POST /v1/ingest` (domain/wire/sync.ts). */
export function ingestRoutes(options: IngestOptions): Hono {
  const app = new Hono()
  const here = arrivals()
  let inFlight = 0

  app.onError((error, c) => {
    if (!(error instanceof Refused)) throw error
    // spread over 1–5 s: ten thousand boxes must not come back in the same second
    if (error.body.error === 'busy') c.header('retry-after', String(1 + Math.floor(options.random() * 5)))
    return c.json(error.body, statusOf[error.body.error])
  })

  // these two paths only: a held shape request is not work for the database
  app.on('POST', ['/v1/hello', '/v1/ingest'], async (_c, next) => {
    if (inFlight >= MAX_IN_FLIGHT) refuse('busy', 'too many boxes at once, try again shortly')
    inFlight += 1
    try {
      await next()
    } finally {
      inFlight -= 1
    }
  })

  app.post('/v1/hello', async (c) => {
    const { device, digest } = await identify(options, c.req.raw)
    const parsed = v.safeParse(helloRequest, await jsonOf(c.req.raw, digest))
    if (!parsed.success) return refuse('malformed', problemsOf(parsed.issues))
    if (!isItself(device, parsed.output)) allow(await refusesAsking(options.store, device, parsed.output))
    return c.json(await answerHello(options.store, parsed.output, options.clock))
  })

  app.post('/v1/ingest', async (c) => {
    const { device, digest } = await identify(options, c.req.raw)
    const { request, outcome } = await here.answer(device.id, async (earlier) => {
      const request = batchOf(await jsonOf(c.req.raw, digest))
      const carrier = isItself(device, request) ? null : device.id
      if (carrier !== null) allow(await refusesBringing(options.store, device, request))
      const take = () => acceptBatch(options.store, request, options.clock, carrier)
      const first = await take()
      const tooEarly = !first.ok && first.refusal === 'gap' && (await earlier())
      return { request, outcome: tooEarly ? await take() : first }
    })
    if (!outcome.ok && outcome.refusal === 'broken') return refuse('broken', outcome.message)
    if (!outcome.ok) return c.json({ error: outcome.refusal, message: outcome.message, acked: outcome.acked } satisfies SyncRefusal, 409)
    const quotes = request.rows.some(({ kind }) => kind === 'quote.issued')
    options.onBatch?.({ device: device.id, stream: request.stream, fresh: outcome.fresh, rejected: outcome.reply.rejected.length, quotes })
    return c.json(outcome.reply)
  })
  return app
}

async function identify(options: IngestOptions, request: Request): Promise<Extract<Caller, { ok: true }>> {
  const caller = await options.authenticate(request)
  if (!caller.ok) throw new Refused(caller.refusal)
  return caller
}

function batchOf(json: unknown): IngestRequest {
  const parsed = v.safeParse(ingestRequest, json)
  const request = parsed.success ? parsed.output : loneRow(json)
  return request ?? refuse('malformed', parsed.issues ? problemsOf(parsed.issues) : 'unreadable')
}

const isItself = (device: KnownDevice, claimed: { readonly device: string; readonly site: string }): boolean =>
  device.id === claimed.device && device.site === claimed.site

function allow(refusal: SyncRefusal | null): void {
  if (refusal) throw new Refused(refusal)
}

async function jsonOf(request: Request, digest: string | null): Promise<unknown> {
  const body = await readBody(request, { ...LIMITS, digest })
  if (body.ok) return body.json
  if (body.refusal === 'otherDigest') return refuse('unauthorised', 'the body is not the one that was signed')
  return body.refusal === 'tooLarge' ? refuse('tooLarge', 'send fewer rows') : refuse('malformed', 'the body is not JSON')
}

const problemsOf = (issues: readonly v.BaseIssue<unknown>[]) =>
  issues
    .slice(0, 5)
    .map((issue) => `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`)
    .join('; ')
    .slice(0, 500)

const lone = v.object({
  ...ingestRequest.entries,
  rows: v.strictTuple([v.looseObject({ seq: v.pipe(v.number(), v.integer(), v.minValue(1)) })]),
  plates: v.fallback(ingestRequest.entries.plates, []),
  money: v.fallback(ingestRequest.entries.money, { count: -1, sumMinor: 0 }),
})

/**
 * A batch of one row that does not fit the envelope, but says where it stands: made to fit, so that it can be put into the
 * dead letters. Its chain cannot be recomputed, which is what marks it (checkBatch).
 */
function loneRow(json: unknown): IngestRequest | null {
  const parsed = v.safeParse(lone, json)
  if (!parsed.success) return null
  const { stream, epoch } = parsed.output
  const [row] = parsed.output.rows
  const text = (value: unknown, otherwise: string) => (typeof value === 'string' && value ? value.slice(0, 64) : otherwise)
  const fitted: Omit<LogRow, 'prevHash' | 'hash'> = {
    stream,
    epoch,
    seq: row.seq,
    eventId: text(row.eventId, `unreadable-${row.seq}`),
    kind: text(row.kind, 'unreadable'),
    v: 1,
    wall: 0,
    bootId: 'unreadable',
    mono: 0,
    clockQuality: 'untrusted',
    payload: row,
  }
  return { ...parsed.output, rows: [fitted] }
}
