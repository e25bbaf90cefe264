#!/usr/bin/env node
// `npm run shapes -- --help`: our `/v1/shape` alone over any Postgres, for conformance work on loopback.
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { type Distributor, startDistributor } from './distribute/distributor.ts'
import { shapeRoutes } from './distribute/routes.ts'

const HELP = `Serves every table of a Postgres database as Electric shapes, on loopback, to anybody who asks.

  npm run shapes -- --database-url URL --insecure [--port 3000] [--chunk-bytes 10000] [--max-age 60] [--stale-age 300]

  --database-url  a superuser's postgresql:// URL; wal_level must be logical. Asked-for tables get REPLICA IDENTITY FULL
  --insecure      required: nobody is asked for a token, and DELETE /v1/shape is allowed
  --port          where to listen on 127.0.0.1; 0 takes a free one
  --chunk-bytes   size of a snapshot's and a log's pieces (default 10 MB)
  --max-age       seconds a catch-up answer may be reused (default 60)
  --stale-age     seconds it may be reused while it is refreshed (default 300)
  --long-poll-ms  how long a live request is held (default 20000)

  GET /v1/health is {"status":"active"} once the database is followed.`

export interface StandaloneOptions {
  readonly databaseUrl: string
  readonly port: number
  readonly chunkBytes?: number
  readonly maxAgeSeconds?: number
  readonly staleSeconds?: number
  readonly longPollMs?: number
}

/** The endpoint alone, any table, no tokens. Listens before the database is followed and says `starting` until then. */
export async function startShapes(options: StandaloneOptions): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { databaseUrl, chunkBytes, maxAgeSeconds = 60, staleSeconds = 300, longPollMs } = options
  const engine = await startDistributor({
    databaseUrl,
    tables: null,
    now: Date.now,
    random: Math.random,
    onError: (error) => console.error(error.message),
    caching: { maxAgeSeconds, staleSeconds },
    ...(chunkBytes === undefined ? {} : { chunkBytes }),
    ...(longPollMs === undefined ? {} : { longPollMs }),
  })
  const server = createServer(getRequestListener(openApp(engine).fetch))
  server.keepAliveTimeout = 75_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  }).catch(async (error: unknown) => {
    await engine.stop()
    throw error
  })
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : options.port}`,
    stop: async () => {
      await engine.stop()
      server.close()
      server.closeAllConnections()
    },
  }
}

const FOR_ANY_PAGE = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': '*',
  'access-control-allow-methods': 'GET, POST, HEAD, DELETE, OPTIONS',
}

/** Browsers may read it from any page, headers included, as they may read the real service. */
function openApp(engine: Distributor): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use((c, next) => {
    // for a held request, too, which is answered past this app
    for (const [name, value] of Object.entries(FOR_ANY_PAGE)) c.env.outgoing.setHeader(name, value)
    return next()
  })
  app.options('*', (c) => c.body(null, 204, { 'access-control-allow-headers': c.req.header('access-control-request-headers') ?? '*' }))
  app.get('/', (c) => c.text(''))
  app.get('/v1/health', (c) => c.json({ status: 'active' }))
  app.route('/', shapeRoutes({ engine, authenticate: null }))
  return app
}

async function program(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'database-url': { type: 'string' },
      ...{ insecure: { type: 'boolean' }, help: { type: 'boolean' }, port: { type: 'string', default: '3000' } },
      ...{ 'chunk-bytes': { type: 'string' }, 'max-age': { type: 'string' }, 'stale-age': { type: 'string' } },
      'long-poll-ms': { type: 'string' },
    },
  })
  if (values.help) return console.log(HELP)
  const databaseUrl = values['database-url'] ?? process.env.DATABASE_URL
  if (!databaseUrl) throw new Error('--database-url is missing; --help says more')
  if (!values.insecure) throw new Error('this serves every table to anybody on this machine: say --insecure when that is meant')
  const whole = (name: 'port' | 'chunk-bytes' | 'max-age' | 'stale-age' | 'long-poll-ms') => {
    const text = values[name]
    if (text === undefined) return undefined
    if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name}: found ${text}; allowed: a whole number`)
    return Number(text)
  }
  const [chunkBytes, maxAgeSeconds, staleSeconds, longPollMs] = [
    whole('chunk-bytes'),
    whole('max-age'),
    whole('stale-age'),
    whole('long-poll-ms'),
  ]
  const shapes = await startShapes({
    databaseUrl,
    port: whole('port') ?? 3000,
    ...(chunkBytes === undefined ? {} : { chunkBytes }),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
    ...(staleSeconds === undefined ? {} : { staleSeconds }),
    ...(longPollMs === undefined ? {} : { longPollMs }),
  })
  console.log(`shapes of every table: ${shapes.url}/v1/shape`)
  const end = () => void shapes.stop().then(() => process.exit(0))
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
}

if (import.meta.main) {
  program().catch((error: Error) => {
    console.error(error.message)
    process.exit(1)
  })
}
