import { Hono } from 'hono'
import { type CloudConfig, isLoopback } from './config.ts'
import type { signatureChecker } from './devices/check-signature.ts'
import { enrolRoutes } from './devices/enrol-routes.ts'
import type { Enrolment } from './devices/enrolment.ts'
import type { Refusals } from './devices/refusals.ts'
import type { Devices } from './devices/register.ts'
import type { Siblings } from './devices/siblings.ts'
import { siblingsRoutes } from './devices/siblings-routes.ts'
import type { Distributor } from './distribute/distributor.ts'
import { shapeRoutes } from './distribute/routes.ts'
import { readBody } from './ingest/read-body.ts'
import { ingestRoutes } from './ingest/routes.ts'
import type { Store } from './store/open-store.ts'
import { deliverPaid } from './store/settlement.ts'

export interface CloudLog {
  info(facts: object, sentence: string): void
  warn(facts: object, sentence: string): void
  error(facts: object, sentence: string): void
}

/** What a room of the cloud is built with. */
export interface CloudContext {
  readonly config: CloudConfig
  readonly store: Store
  readonly devices: Devices
  readonly enrolment: Enrolment
  readonly siblings: Siblings
  readonly checkSignature: ReturnType<typeof signatureChecker>
  readonly refusals: Refusals
  /** what endangers the tables that boxes follow, a sentence; null: nothing does */
  readonly shapeAlarm: () => string | null
  readonly now: () => number
  readonly newId: () => string
  /** 0 ≤ x < 1 */
  readonly random: () => number
  readonly log: CloudLog
}

/** A part of the cloud with routes of its own. */
export interface Room {
  readonly app: Hono
  stop?(): Promise<void>
}

/** Puts the routes together. The boxes' come first; rooms follow in the order given. */
export function createApp(context: CloudContext, engine: Distributor, rooms: readonly Room[]): Hono {
  const { config, store, devices, log } = context
  const app = new Hono()
  app.onError((error, c) => {
    log.error({ method: c.req.method, path: c.req.path, err: error.stack ?? error.message }, 'a request failed')
    return c.json({ message: 'Something went wrong here; try again. It is in the log.' }, 500)
  })
  app.notFound((c) => c.json({ message: 'There is nothing here.' }, 404))
  if (isLoopback(config.host) && config.ownerToken === null) app.use(refuseForeignHost(config))

  app.use('/v1/*', context.refusals.watch)
  app.get('/healthz', (c) => c.json({ status: 'ok', refused: context.refusals.counts(), alarm: context.shapeAlarm() }))
  app.get('/v1/health', async (c) => {
    await store.query('select 1')
    return c.json({ status: 'active' })
  })
  app.route('/', enrolRoutes(context.enrolment, context.checkSignature))
  app.route('/', siblingsRoutes({ siblings: context.siblings, authenticate: devices.authenticate, readBody }))
  app.route('/', shapeRoutes({ engine, authenticate: devices.authenticate }))
  app.route(
    '/',
    ingestRoutes({
      store,
      clock: { now: context.now, newId: context.newId },
      random: context.random,
      authenticate: devices.authenticate,
      onBatch: ({ rejected, quotes, ...batch }) => {
        if (rejected > 0) log.warn({ ...batch, rejected }, 'events were put into the dead letters')
        if (quotes) deliver()
      },
    }),
  )
  /** A phone may pay before its quote has come up: the box hears of it with the quote, not at the reconciler's next round. */
  function deliver(): void {
    deliverPaid(store, context.now()).catch((error: Error) =>
      log.warn({ err: error.message }, 'payments that waited for their quote were not delivered; the next round does it'),
    )
  }
  for (const room of rooms) app.route('/', room.app)
  return app
}

/**
 * On a laptop there is no password, so any web page could try to reach us under a name of its own that it points at
 * 127.0.0.1 (DNS rebinding). Only our own names are answered.
 */
function refuseForeignHost(config: CloudConfig) {
  const mine = config.publicUrl ? new URL(config.publicUrl).hostname : null
  return async (c: { req: { url: string } }, next: () => Promise<void>): Promise<Response | undefined> => {
    const { hostname } = new URL(c.req.url)
    if (isLoopback(hostname.replace(/^\[|\]$/g, '')) || hostname === mine) {
      await next()
      return undefined
    }
    return new Response(JSON.stringify({ message: `this cloud does not go by the name ${hostname}` }), {
      status: 421,
      headers: { 'content-type': 'application/json' },
    })
  }
}
