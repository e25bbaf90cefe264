import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import {
  type HelloReply,
  type HelloRequest,
  helloReply,
  type IngestReply,
  type IngestRequest,
  ingestReply,
  type SyncRefusal,
  syncRefusal,
} from '@gatehouse/domain/wire/sync.ts'
import * as v from 'valibot'
import { retryAfterMs } from './backoff.ts'

/** What became of a request. Only `offline` says that the cloud was not reached. */
export type Answer<T, R = SyncRefusal> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: R }
  | { readonly kind: 'later'; readonly reason: string; readonly waitMs: number | null }
  | { readonly kind: 'unauthorised'; readonly reason: string }
  | { readonly kind: 'offline'; readonly reason: string }

/** The cloud gave no answer to the point. */
export type Failure = Exclude<Answer<unknown>, { readonly kind: 'ok' } | { readonly kind: 'refused' }>

export interface CloudClient {
  hello(request: HelloRequest, signal: AbortSignal): Promise<Answer<HelloReply>>
  ingest(request: IngestRequest, signal: AbortSignal): Promise<Answer<IngestReply>>
}

const gzipAsync = promisify(gzip)
type Packed = Awaited<ReturnType<typeof gzipAsync>>
/** below this, packing costs more time than it saves */
const WORTH_PACKING = 1024
/** a week's events pack to 63 bytes each, to 69 with level 3 and 60 with level 9, for 21, 16 and 40 µs each: the line is the narrow place */
const PACKING_LEVEL = 6

/** Speaks domain/wire/sync.ts to one cloud. Never throws and never waits longer than `timeoutMs`. */
export function cloudClient(options: {
  readonly url: string
  /** null: `fetch` signs */
  readonly token: string | null
  readonly fetch: typeof fetch
  readonly now: () => number
  readonly timeoutMs: number
}): CloudClient {
  const pack = packer()
  async function post<T>(path: string, body: unknown, schema: v.GenericSchema<unknown, T>, signal: AbortSignal): Promise<Answer<T>> {
    try {
      const json = Buffer.from(JSON.stringify(body))
      const packed = await pack(json)
      const response = await options.fetch(new URL(path, options.url).toString(), {
        method: 'POST',
        headers: {
          ...(options.token === null ? {} : { authorization: `Bearer ${options.token}` }),
          'content-type': 'application/json',
          ...(packed ? { 'content-encoding': 'gzip' } : {}),
        },
        body: packed ?? json,
        // a portal's favourite answer; our cloud never redirects
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]),
      })
      const text = await response.text()
      return understand(response, text, { reply: schema, refusal: syncRefusal }, options.now())
    } catch (error) {
      return { kind: 'offline', reason: reasonOf(error) }
    }
  }
  return {
    hello: (request, signal) => post('/v1/hello', request, helloReply, signal),
    ingest: (request, signal) => post('/v1/ingest', request, ingestReply, signal),
  }
}

/** Packs one at a time, so that a short batch does not overtake the long one it follows. */
function packer(): (json: Buffer) => Promise<Packed | null> {
  let before: Promise<unknown> = Promise.resolve()
  return (json) => {
    const mine = before.then(() => (json.length > WORTH_PACKING ? gzipAsync(json, { level: PACKING_LEVEL }) : null))
    before = mine.catch(() => {})
    return mine
  }
}

/** What a response means; only an answer of our cloud, by its shape, counts as one. */
export function understand<T, R extends { readonly error: string; readonly message: string }>(
  response: Response,
  text: string,
  schemas: { readonly reply: v.GenericSchema<unknown, T>; readonly refusal: v.GenericSchema<unknown, R> },
  now: number,
): Answer<T, R | { readonly error: 'tooLarge'; readonly message: string }> {
  const { status } = response
  const json = parse(text)
  if (status === 200) {
    const reply = v.safeParse(schemas.reply, json)
    if (reply.success) return { kind: 'ok', value: reply.output }
    return { kind: 'offline', reason: 'something else answered in place of the cloud (a login page of the network?)' }
  }
  if (status === 429 || status >= 500) {
    return { kind: 'later', reason: `the cloud answered ${status}`, waitMs: retryAfterMs(response.headers.get('retry-after'), now) }
  }
  const refusal = refusalOf(json, schemas.refusal, status)
  // a reverse proxy in front of the cloud may refuse the size in its own words
  if (!refusal && status === 413) return { kind: 'refused', refusal: { error: 'tooLarge', message: 'too large for a proxy on the way' } }
  if (!refusal) return { kind: 'offline', reason: `not our cloud: it answered ${status}` }
  if (status === 401 || status === 403) return { kind: 'unauthorised', reason: refusal.message }
  return { kind: 'refused', refusal }
}

/** A newer cloud may refuse for reasons this box has no name for: the status then says what to do, and less is sent (rule S58). */
function refusalOf<R>(json: unknown, schema: v.GenericSchema<unknown, R>, status: number) {
  const known = v.safeParse(schema, json)
  if (known.success) return known.output
  const unnamed = v.safeParse(anyRefusal, json)
  return unnamed.success && REFUSING.has(status) ? { error: 'tooLarge' as const, message: unnamed.output.message } : null
}

const REFUSING = new Set([401, 403, 409, 413, 415, 422])
/** named as ours are: other servers say "Forbidden" */
const anyRefusal = v.object({ error: v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]{1,31}$/)), message: v.string() })

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** fetch says "fetch failed"; the cause says why. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? error.cause.message || error.cause.name : ''
  return cause || error.message || error.name
}
