import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { edgeTables } from '@gatehouse/domain/wire/edge.ts'
import { Hono } from 'hono'
import { parseQuery, type ShapeQuery } from './definition.ts'
import type { Distributor } from './distributor.ts'
import type { ElectricProxy } from './proxy.ts'
import { invalid, json } from './serve.ts'

/** Whose rows a caller may read; null: nobody we know. */
export type Authenticate = (authorization: string | undefined) => Promise<{ readonly site: string } | null>

export interface ShapeRouteOptions {
  /** our own engine, or the real Electric service behind us */
  readonly engine: Distributor | ElectricProxy
  /** null: anybody reads anything (a conformance run on loopback) */
  readonly authenticate: Authenticate | null
}

/** `GET /v1/shape`, and `DELETE` where the engine allows it. */
export function shapeRoutes({ engine, authenticate }: ShapeRouteOptions): Hono {
  const app = new Hono()
  app.all('/v1/shape', async (c) => {
    const search = new URL(c.req.url).searchParams
    const caller = authenticate ? await authenticate(c.req.header('authorization')) : null
    if (authenticate && !caller) return json(401, { message: 'this device token is not known here' })
    const query = parseQuery(search)
    if (!query.ok) return invalid(query)
    if (caller && !mayRead(query.value, caller.site)) {
      return json(403, { message: `a box of site ${caller.site} may read that site's rows of the edge tables only` })
    }
    if (c.req.method === 'DELETE' && !authenticate) return engine.remove(query.value, search)
    if (c.req.method !== 'GET') return json(405, { message: 'Method not allowed' })
    const response = await engine.serve(query.value, {
      search,
      ifNoneMatch: c.req.header('if-none-match') ?? null,
      signal: c.req.raw.signal,
    })
    // the answer depends on who asks, so a cache in front must keep them apart
    response.headers.set('vary', authenticate ? 'authorization, accept-encoding' : 'accept-encoding')
    const large = search.get('live') !== 'true' && response.status === 200
    return large && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '') ? packed(response) : response
  })
  return app
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
