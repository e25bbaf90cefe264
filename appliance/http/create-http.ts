import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { attendantRoutes } from './attendant-routes.ts'
import { healthRoutes } from './health-routes.ts'
import { type HttpContext, type HttpOptions, usualLimits } from './http-options.ts'
import { imageRoutes } from './image-routes.ts'
import { followLanes } from './lane-eras.ts'
import { eventReaders } from './lane-events.ts'
import { laneRoutes } from './lane-routes.ts'
import { type Listening, listen } from './listen.ts'
import { pageRoutes } from './page-routes.ts'
import { countRefusals } from './refusals.ts'
import { ownHostOnly } from './same-origin.ts'
import { type ScreenBeat, screenBeats } from './screen-beats.ts'
import { screenRoutes } from './screen-routes.ts'
import { secureAnswers } from './secure-answers.ts'

/** The lanes come first when a box starts; its browser takes longer than this. */
const PREPARE_MS = 300

export interface Http {
  readonly app: Hono
  /** rejects with one sentence a person understands when the port cannot be had */
  listen(at: { readonly host: string; readonly port: number }): Promise<Listening>
  /** each lane's last heartbeat from its rendered page, for the watchdog; a lane without a screen is absent */
  screens(): readonly ScreenBeat[]
}

/** The box's web server: screens, lane API, pictures, health, and whatever is mounted beside them. Rules in SPEC.md. */
export function createHttp(options: HttpOptions): Http {
  const http: HttpContext = {
    ...options,
    limits: { ...usualLimits, ...options.limits },
    mono: options.mono ?? (() => performance.now()),
    lane: (laneId) => options.lanes().find((lane) => lane.laneId === laneId),
  }
  const readers = eventReaders(http)
  const eras = followLanes()
  const beats = screenBeats(http.mono)

  const refusals = countRefusals()

  const app = new Hono()
  app.use(refusals.watch)
  app.use(secureAnswers)
  app.use(ownHostOnly(options.hosts ?? []))
  for (const mount of options.mounts ?? []) app.route(mount.path, mount.app)
  app.route('/api/lanes', laneRoutes(http, { readers, eras, beats }))
  app.route('/api/lanes', attendantRoutes(http))
  app.route('/api/screens', screenRoutes(http))
  app.route('/api/images', imageRoutes(http))
  app.route('/', healthRoutes(http, readers, beats, refusals))
  const pages = pageRoutes(http, eras)
  app.route('/', pages.app)
  app.notFound((c) => c.json({ ok: false, code: 'notFound', message: 'There is nothing here.' }, 404))
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status < 500)
      return c.json({ ok: false, code: 'refused', message: 'The box does not take this request.' }, error.status)
    // The path may hold a picture's reference: only the route that matched is written down.
    http.log.error({ route: c.req.method, err: error }, 'a request failed')
    return c.json({ ok: false, code: 'failed', message: 'The box could not answer. Try again.' }, 500)
  })

  return {
    app,
    async listen(at) {
      let preparing: ReturnType<typeof setTimeout> | undefined
      const listening = await listen(app, at, () => {
        clearTimeout(preparing)
        readers.stop()
        eras.stop()
      })
      preparing = setTimeout(() => {
        pages
          .prepare()
          .catch((error) => http.log.warn({ err: error }, 'no page could be painted ahead; each is painted when it is asked for'))
      }, PREPARE_MS).unref()
      return listening
    },
    screens: beats.all,
  }
}
