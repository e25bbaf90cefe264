import { invalid, json } from './answer.ts'
import type { ShapeQuery } from './definition.ts'
import type { Distributor } from './distributor.ts'

export type ElectricProxy = Distributor

/** Parameters a box may pass on; what it may read has been checked and is written anew. */
const PROTOCOL = [
  'offset',
  'handle',
  'live',
  'cursor',
  'live_sse',
  'experimental_live_sse',
  'expired_handle',
  'cache-buster',
  'log',
  'replica',
]

/** Hop-by-hop headers, and those fetch has undone. */
const DROPPED = ['connection', 'keep-alive', 'transfer-encoding', 'content-encoding', 'content-length', 'set-cookie']

/**
 * With `ELECTRIC_URL` set, the real Electric service (and a CDN) answers; this only decides who may ask for what. `secret`
 * is the service's own; boxes never see it.
 */
export function electricProxy(options: {
  readonly url: string
  readonly secret: string | null
  readonly fetch: typeof fetch
  readonly onError: (error: Error) => void
}): ElectricProxy {
  return {
    async serve(query, request) {
      if (query.equals === null) return invalid({ errors: { where: ['must be terms like column = constant joined by AND'] } })
      const headers: Record<string, string> = request.ifNoneMatch ? { 'if-none-match': request.ifNoneMatch } : {}
      try {
        const answer = await options.fetch(upstreamUrl(options, query, request.search), { headers, signal: request.signal() })
        const kept = [...answer.headers].filter(([name]) => !DROPPED.includes(name))
        return new Response(answer.body, { status: answer.status, headers: kept })
      } catch (error) {
        options.onError(error instanceof Error ? error : new Error(String(error)))
        return json(502, { message: 'the shape service does not answer' }, { 'retry-after': '5' })
      }
    },
    remove: async () => new Response(null, { status: 405 }),
    stop: async () => {},
  }
}

function upstreamUrl(
  options: { readonly url: string; readonly secret: string | null },
  query: ShapeQuery,
  search: URLSearchParams,
): string {
  const url = new URL('/v1/shape', options.url)
  const quote = (name: string) => `"${name.replaceAll('"', '""')}"`
  url.searchParams.set('table', `${quote(query.schema)}.${quote(query.table)}`)
  const terms = query.equals ?? []
  if (terms.length > 0) {
    url.searchParams.set('where', terms.map((term, i) => `${quote(term.column)} = $${i + 1}`).join(' AND '))
    for (const [i, term] of terms.entries()) url.searchParams.set(`params[${i + 1}]`, term.value)
  }
  if (query.columns) url.searchParams.set('columns', query.columns.map(quote).join(','))
  for (const name of PROTOCOL) {
    const value = search.get(name)
    if (value !== null) url.searchParams.set(name, value)
  }
  if (options.secret) url.searchParams.set('secret', options.secret)
  url.searchParams.sort()
  return url.toString()
}
