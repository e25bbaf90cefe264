import { type Asked, answer, headersOf, invalid, json, mustRefetch, type ServeContext, schemaOf, toResponse } from './answer.ts'
import { define, formatOffset, isAfter, type Offset, parseOffset, type ShapeQuery } from './definition.ts'
import { type Held, HeldRequest } from './held.ts'
import { splitQuestion, wordsOf } from './question.ts'
import { upToDateMessage } from './reply.ts'
import { eventStream } from './sse.ts'
import { asksForSubset, parseSubset } from './subset.ts'

interface Request {
  readonly search: URLSearchParams
  /** the query of the address as it came; null: the question was in the body */
  readonly spelled: string | null
  readonly ifNoneMatch: string | null
  readonly signal: () => AbortSignal
}

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
