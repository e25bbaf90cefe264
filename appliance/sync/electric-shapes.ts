import { ShapeStream } from '@electric-sql/client'
import { type EdgeTable, edgeTables } from '@gatehouse/domain/wire/edge.ts'
import type { OpenShape } from './pull.ts'

/** the client guards its live requests; this bounds the others, and a body that never ends */
const REQUEST_MS = 60_000

const asText = (value: string) => value
/** S35: the ledger's schemas read text; the client would make bigints and objects of these. */
const textParser = { int2: asText, int4: asText, int8: asText, bool: asText, float4: asText, float8: asText, json: asText, jsonb: asText }

/** Shapes of one cloud, read with the official client (decision 0001). */
export function electricShapes(options: {
  readonly site: string
  readonly url: string
  /** null: `fetch` signs */
  readonly token: string | null
  readonly fetch: typeof fetch
}): OpenShape {
  return (table, position, run, signal) => new ShapeStream(streamOptions(options, { table, position, run, signal }))
}

function streamOptions(
  options: Parameters<typeof electricShapes>[0],
  at: { readonly table: EdgeTable; readonly position: Parameters<OpenShape>[1]; readonly run: number; readonly signal: AbortSignal },
) {
  const { table, position, run, signal } = at
  return {
    url: new URL('/v1/shape', options.url).toString(),
    params: {
      table,
      where: `site_id = '${options.site.replaceAll("'", "''")}'`,
      columns: [...edgeTables[table].columns],
      replica: 'full' as const,
      // The client keeps notes per URL for the life of the process and, within a minute of an earlier stream, holds back the
      // first up-to-date. A number of its own gives each stream a clean sheet.
      run: String(run),
    },
    ...(options.token === null ? {} : { headers: { authorization: `Bearer ${options.token}` } }),
    ...(position ? { handle: position.handle, offset: position.offset as `${number}_${number}` } : {}),
    signal,
    parser: textParser,
    fetchClient: bounded(options.fetch),
    // one clock for all waiting, ours: it can be nudged when the link is back
    backoffOptions: { initialDelay: 0, maxDelay: 0, multiplier: 1, maxRetries: 0 },
    onError: () => {},
    warnOnHttp: false,
  }
}

function bounded(inner: typeof fetch): typeof fetch {
  return (input, init) => {
    const limit = AbortSignal.timeout(REQUEST_MS)
    return inner(input, { ...init, redirect: 'manual', signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit })
  }
}
