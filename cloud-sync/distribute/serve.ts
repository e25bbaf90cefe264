import {
  define,
  type FieldErrors,
  formatOffset,
  isAfter,
  type Offset,
  parseOffset,
  type ShapeDefinition,
  type ShapeQuery,
} from './definition.ts'
import { splitQuestion, wordsOf } from './question.ts'
import type { Registry } from './registry.ts'
import { type Relation, schemaHeader } from './relation.ts'
import { type Caching, cacheControl, mustRefetchBody, nextCursor, type ReplyKind, replyHeaders, upToDateMessage } from './reply.ts'
import type { Shape } from './shape.ts'
import { eventStream } from './sse.ts'
import { asksForSubset, parseSubset, type Subset } from './subset.ts'

export interface ServeContext {
  readonly registry: Registry
  findRelation(schema: string, table: string, columns: readonly string[] | null): Promise<Relation | null>
  /** some of a shape's rows now, as the JSON text of the answer */
  readSubset(shape: ShapeDefinition, subset: Subset): Promise<string>
  /** true while stopping: held requests are let go without telling anybody to refetch */
  closing(): boolean
  /** how far the replication has been read, as an integer */
  globalLsn(): number
  readonly longPollMs: number
  readonly sseMs: number
  readonly keepAliveMs: number
  readonly caching: Caching
  readonly now: () => number
  readonly random: () => number
  readonly onError: (error: Error) => void
}

interface Request {
  readonly search: URLSearchParams
  /** the query of the address as it came; null: the question was in the body */
  readonly spelled: string | null
  readonly ifNoneMatch: string | null
  readonly signal: () => AbortSignal
}

/** An answer in plain values. For what goes out ten thousand times at once, a Response costs as much as all the rest. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** A live request for which there is nothing yet. While it is held, no more of it is in memory than its position. */
export interface Held {
  /** Calls back once, when there is something or the time is up. The result is to be called when nobody waits any more. */
  onAnswer(to: (answer: Answer) => void): () => void
}

/** What is being asked, checked: a shape and a position in it. Kept while a request is held: nothing in here may hold on to the request. */
interface Asked {
  readonly shape: Shape
  readonly offset: Offset | null
  readonly offsetText: string
  readonly cursor: string | null
  readonly ifNoneMatch: string | null
  readonly now: boolean
  readonly live: boolean
  readonly sse: boolean
}

export const invalid = ({ errors }: { readonly errors: FieldErrors }) => json(400, { message: 'Invalid request', errors })

export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response =>
  toResponse(plainJson(status, body, headers))

const plainJson = (status: number, body: unknown, headers: Readonly<Record<string, string>>): Answer => ({
  status,
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'surrogate-control': 'no-store',
    ...headers,
  },
  body: JSON.stringify(body),
})

/** `GET /v1/shape`, after the query has been parsed and allowed. */
export async function serveShape(context: ServeContext, query: ShapeQuery, request: Request): Promise<Response | Held> {
  const asked = await resolve(context, query, request)
  if (asked instanceof Response) return asked
  if (asksForSubset(request.search)) return answerSubset(context, asked, request.search)
  return serveAsked(context, asked, request.signal)
}

/** A reader that goes on where it was: its question needs no reading. */
export interface Returning {
  /** what is read */
  readonly query: ShapeQuery
  /** null: the table is another one by now, so the question has to be read after all */
  serve(request: Pick<Request, 'ifNoneMatch' | 'signal'>): Promise<Response | Held | null>
}

/**
 * The same for a reader that names the handle it was given, and asks in the words that were used then: nearly every request there is.
 * Null: the question has to be read.
 */
export function findReturning(context: ServeContext, spelled: string): Returning | null {
  const question = splitQuestion(spelled)
  const shape = question ? context.registry.byHandle(question.handle) : undefined
  const offset = question ? parseOffset(question.offset) : null
  if (!question || !shape || shape.isOver() || shape.spelled !== question.what) return null
  if (!offset?.ok || offset.value.kind !== 'at') return null
  const { offset: offsetText, cursor, live } = question
  const at = { shape, offset: offset.value.offset, offsetText, cursor, live, now: false, sse: false }
  const { query, relation } = shape.definition
  return {
    query,
    async serve({ ifNoneMatch, signal }) {
      const known = await context.findRelation(query.schema, query.table, query.columns)
      if (known?.signature !== relation.signature || shape.isOver()) return null
      return serveAsked(context, { ...at, ifNoneMatch }, signal)
    },
  }
}

async function serveAsked(context: ServeContext, asked: Asked, signal: () => AbortSignal): Promise<Response | Held> {
  const { shape, offset } = asked
  if (asked.now) return toResponse(answer(context, asked, { messages: [], end: shape.log().last(), upToDate: true }, false))
  if (offset && isAfter(offset, shape.log().last()) && offset[0] > 0) {
    const outcome = await waitUntilThere(context, asked, offset, signal())
    if (outcome) return outcome
  }
  if (asked.sse) return serveSse(context, asked, signal())
  const slice = shape.log().read(offset)
  if (asked.live && slice.messages.length === 0) return new HeldRequest(context, asked)
  return toResponse(answer(context, asked, slice, true))
}

/** A class, where functions would do: most of the time thousands of these are all that the cloud has to do. */
class HeldRequest implements Held {
  private readonly context: ServeContext
  private readonly asked: Asked
  private timer: NodeJS.Timeout | undefined
  private takeBack: (() => void) | undefined
  private to: ((answer: Answer) => void) | undefined

  constructor(context: ServeContext, asked: Asked) {
    this.context = context
    this.asked = asked
  }

  onAnswer(to: (answer: Answer) => void): () => void {
    const { shape, offset } = this.asked
    if (shape.isOver() || shape.log().read(offset).messages.length > 0) {
      to(this.answerNow())
      return NOTHING_TO_LEAVE
    }
    this.to = to
    const finish = () => {
      this.leave()
      this.to?.(this.answerNow())
    }
    this.timer = setTimeout(finish, this.context.longPollMs)
    this.takeBack = shape.next(finish)
    return () => this.leave()
  }

  private leave(): void {
    clearTimeout(this.timer)
    this.takeBack?.()
  }

  private answerNow(): Answer {
    const { context, asked } = this
    if (asked.shape.isOver()) return mustRefetch(context, asked.shape)
    const slice = asked.shape.log().read(asked.offset)
    return answer(context, asked, slice, slice.messages.length > 0)
  }
}
const NOTHING_TO_LEAVE = (): void => {}

/** What is held as a Response, for a caller that has no connection to write to. */
export function whenAnswered(held: Held, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve) => {
    const leave = held.onAnswer((answer) => {
      signal.removeEventListener('abort', gone)
      resolve(toResponse(answer))
    })
    const gone = () => {
      leave()
      resolve(new Response(null, { status: CALLER_GONE }))
    }
    signal.addEventListener('abort', gone, { once: true })
    if (signal.aborted) gone()
  })
}
/** nobody reads it; nginx has a number for that */
const CALLER_GONE = 499

const toResponse = ({ status, headers, body }: Answer): Response => new Response(body, { status, headers })

async function resolve(context: ServeContext, query: ShapeQuery, { search, spelled, ifNoneMatch }: Request): Promise<Asked | Response> {
  const defined = define(query, await context.findRelation(query.schema, query.table, query.columns))
  if (!defined.ok) return invalid(defined)
  const offset = parseOffset(search.get('offset'))
  if (!offset.ok) return invalid(offset)
  const at = offset.value.kind === 'at' ? offset.value.offset : null
  const live = search.get('live') === 'true'
  const sse = search.get('live_sse') === 'true' || search.get('experimental_live_sse') === 'true'
  const handle = search.get('handle')
  const problem = combination(offset.value.kind, handle, live, sse)
  if (problem) return invalid(problem)
  const shape = context.registry.open(defined.value)
  try {
    await shape.ready
  } catch (error) {
    context.onError(error instanceof Error ? error : new Error(String(error)))
    return json(503, { message: 'the snapshot could not be taken, try again' }, { 'retry-after': '1' })
  }
  // a piece cut from the address would keep all of it in memory
  shape.spelled ??= spelled === null ? null : ownCopy(wordsOf(spelled))
  const offsetText = search.get('offset') ?? ''
  // a reader of changes only may ask for a subset under the handle it was given with `now`
  if ((at || (asksForSubset(search) && handle)) && handle !== shape.handle) return toResponse(mustRefetch(context, shape))
  return { shape, offset: at, offsetText, cursor: search.get('cursor'), ifNoneMatch, now: offset.value.kind === 'now', live, sse }
}

const ownCopy = (text: string): string => Buffer.from(text).toString()

function combination(kind: 'start' | 'now' | 'at', handle: string | null, live: boolean, sse: boolean) {
  const fail = (field: string, text: string) => ({ errors: { [field]: [text] } })
  if (kind === 'at' && !handle) return fail('handle', "can't be blank when offset != -1")
  if (kind !== 'at' && live) return fail('live', `can't be true when offset == ${kind === 'start' ? '-1' : 'now'}`)
  if (sse && !live) return fail('live_sse', "can't be true unless live is also true")
  return null
}

async function answerSubset(context: ServeContext, { shape }: Asked, search: URLSearchParams): Promise<Response> {
  const subset = parseSubset(search, shape.definition)
  if (!subset.ok) return invalid(subset)
  // where the reader goes on from: what was committed after this and before the rows were read is told apart by their mark
  const position = shape.log().last()
  return new Response(await context.readSubset(shape.definition, subset.value), {
    status: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-cache',
      'electric-handle': shape.handle,
      'electric-offset': formatOffset(position),
      'electric-schema': schemaOf(shape),
      'electric-snapshot': 'true',
    },
  })
}

/** A client may be ahead of us for a moment (it heard of a write elsewhere): wait a little before calling it wrong. */
async function waitUntilThere(context: ServeContext, asked: Asked, offset: Offset, signal: AbortSignal): Promise<Response | null> {
  const deadline = context.now() + context.longPollMs / 2
  while (isAfter(offset, asked.shape.log().last())) {
    const left = deadline - context.now()
    const outcome = left > 0 ? await asked.shape.wait(left, signal) : 'timeout'
    if (outcome === 'over') return toResponse(mustRefetch(context, asked.shape))
    if (outcome === 'timeout') return invalid({ errors: { offset: ['out of bounds for this shape'] } })
  }
  return null
}

function mustRefetch(context: ServeContext, shape: Shape): Answer {
  if (context.closing()) return plainJson(503, { message: 'this service is stopping' }, { 'retry-after': '1' })
  // an ended shape has no successor until somebody asks: `open` makes it, so the client learns its handle at once
  const handle = context.registry.open(shape.definition).handle
  return {
    status: 409,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': cacheControl('refetch', context.caching, 0),
      'electric-handle': handle,
      etag: `"${handle}::"`,
    },
    body: mustRefetchBody,
  }
}

const schemaOf = ({ definition }: Shape): string => schemaHeader(definition.relation, definition.columns)

const kindOf = (asked: Asked): ReplyKind => (asked.live ? 'live' : asked.offset === null && !asked.now ? 'initial' : 'catchUp')

function headersOf(context: ServeContext, asked: Asked, kind: ReplyKind, end: Offset, upToDate: boolean, hasData: boolean) {
  const interval = Math.max(1, Math.floor(context.longPollMs / 1000))
  return replyHeaders({
    kind,
    handle: asked.shape.handle,
    asked: asked.offsetText,
    end,
    upToDate,
    hasData,
    // a live reply carries none, and there are very many of those
    schema: asked.live ? '' : schemaOf(asked.shape),
    cursor: asked.live ? nextCursor(asked.cursor, context.now(), interval, context.random) : null,
    cacheControl: cacheControl(kind, context.caching, Math.round(context.sseMs / 1000)),
    unique: `${context.now()}${Math.floor(context.random() * 1e6)}`,
  })
}

function answer(
  context: ServeContext,
  asked: Asked,
  slice: { readonly messages: readonly string[]; readonly end: Offset; readonly upToDate: boolean },
  hasData: boolean,
): Answer {
  const headers = headersOf(context, asked, kindOf(asked), slice.end, slice.upToDate, hasData)
  const seen = asked.ifNoneMatch?.split(',').map((tag) => tag.trim())
  if (seen?.includes(headers.etag ?? '')) {
    const { 'electric-schema': _, ...kept } = headers
    return { status: 304, headers: kept, body: null }
  }
  const lsn = asked.live && slice.messages.length > 0 ? slice.end[0] : Math.max(context.globalLsn(), slice.end[0])
  const messages = slice.upToDate ? [...slice.messages, upToDateMessage(lsn)] : slice.messages
  return { status: 200, headers, body: `[${messages.join(',\n')}]` }
}

function serveSse(context: ServeContext, asked: Asked, signal: AbortSignal): Response {
  const first = asked.shape.log().read(asked.offset)
  const headers = headersOf(context, asked, 'sse', first.end, first.upToDate, true)
  const body = eventStream(asked.shape, asked.offset, {
    forMs: context.sseMs,
    keepAliveMs: context.keepAliveMs,
    upToDate: (end) => upToDateMessage(end[0] || context.globalLsn()),
    now: context.now,
    signal,
  })
  return new Response(body, { status: 200, headers: { ...headers, connection: 'keep-alive' } })
}
