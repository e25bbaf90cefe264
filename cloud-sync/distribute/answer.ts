import type { FieldErrors, Offset, ShapeDefinition } from './definition.ts'
import type { Registry } from './registry.ts'
import { type Relation, schemaHeader } from './relation.ts'
import { type Caching, cacheControl, mustRefetchBody, nextCursor, type ReplyKind, replyHeaders, upToDateMessage } from './reply.ts'
import type { Shape } from './shape.ts'
import type { Subset } from './subset.ts'

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

/** An answer in plain values. For what goes out ten thousand times at once, a Response costs as much as all the rest. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** What is being asked, checked: a shape and a position in it. Kept while a request is held: nothing in here may hold on to the request. */
export interface Asked {
  readonly shape: Shape
  readonly offset: Offset | null
  readonly offsetText: string
  readonly cursor: string | null
  readonly ifNoneMatch: string | null
  readonly now: boolean
  readonly live: boolean
  readonly sse: boolean
}

export const toResponse = ({ status, headers, body }: Answer): Response => new Response(body, { status, headers })

export const invalid = ({ errors }: { readonly errors: FieldErrors }) => json(400, { message: 'Invalid request', errors })

export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response =>
  toResponse(plainJson(status, body, headers))

/** The same in plain values. */
export const plainJson = (status: number, body: unknown, headers: Readonly<Record<string, string>>): Answer => ({
  status,
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'surrogate-control': 'no-store',
    ...headers,
  },
  body: JSON.stringify(body),
})

export function mustRefetch(context: ServeContext, shape: Shape): Answer {
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

export const schemaOf = ({ definition }: Shape): string => schemaHeader(definition.relation, definition.columns)

const kindOf = (asked: Asked): ReplyKind => (asked.live ? 'live' : asked.offset === null && !asked.now ? 'initial' : 'catchUp')

export function headersOf(context: ServeContext, asked: Asked, kind: ReplyKind, end: Offset, upToDate: boolean, hasData: boolean) {
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

export function answer(
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
