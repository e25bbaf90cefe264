import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import sharp from 'sharp'
import * as v from 'valibot'
import type { CarPark } from '../car-park.ts'
import { emptyLane } from '../photos.ts'
import { pageMarkup } from './markup.ts'
import type { PageOptions } from './page-options.ts'
import { pageState } from './state.ts'

const action = v.variant('action', [
  v.object({ action: v.literal('driveUp') }),
  v.object({ action: v.literal('dirtyPlate') }),
  v.object({ action: v.literal('tailgate') }),
  v.object({ action: v.literal('reverseOut') }),
  v.object({ action: v.literal('leave'), carId: v.optional(v.pipe(v.string(), v.maxLength(300))) }),
  v.object({ action: v.literal('internet'), on: v.boolean() }),
  v.object({ action: v.literal('cutPower') }),
  v.object({ action: v.literal('payMyself'), on: v.boolean() }),
  v.object({ action: v.literal('card'), accepted: v.boolean() }),
  v.object({ action: v.literal('speed'), speed: v.picklist([1, 60, 600, -1]) }),
  v.object({ action: v.literal('breakArm'), lane: v.string(), broken: v.boolean() }),
])
export type Action = v.InferOutput<typeof action>

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
const MOST_WATCHERS = 16
const BEAT_MS = 250

/** The simulator's page, mounted under `/simulator` of the box's own web server. */
export function createSimulatorApp(options: PageOptions): Hono {
  const { park } = options
  const spots = new Map<string, number>()
  const state = (): string => JSON.stringify(pageState(park, spots, options.timeZone))
  const thumbs = new Map<string, Promise<Buffer>>()
  const thumb = (path: string): Promise<Buffer> => {
    const known = thumbs.get(path) ?? sharp(path).rotate().resize(480, 270, { fit: 'cover' }).jpeg({ quality: 72 }).toBuffer()
    thumbs.set(path, known)
    return known
  }
  let watchers = 0
  const app = new Hono()

  app.use(async (c, next) => {
    await next()
    c.header('content-security-policy', policy)
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  })
  app.get('/', (c) => c.html(pageMarkup(options, state())))
  app.get('/page.css', async (c) =>
    c.body(await readFile(join(import.meta.dirname, 'page.css')), 200, { 'content-type': 'text/css; charset=utf-8' }),
  )
  app.get('/page.js', async (c) =>
    c.body(await readFile(join(import.meta.dirname, 'page.js')), 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  )
  app.get('/font.woff2', async (c) => {
    const font = await readFile(
      fileURLToPath(import.meta.resolve('@fontsource-variable/overpass/files/overpass-latin-wght-normal.woff2')),
    ).catch(() => null)
    // the page reads well without: the font belongs to the kiosk and need not be installed beside us
    return font ? c.body(new Uint8Array(font), 200, { 'content-type': 'font/woff2', 'cache-control': 'max-age=86400' }) : c.text('', 404)
  })
  app.get('/empty/:direction', async (c) =>
    c.body(new Uint8Array(await thumb(emptyLane(c.req.param('direction') === 'entry' ? 'entry' : 'exit'))), 200, {
      'content-type': 'image/jpeg',
    }),
  )
  app.get('/photos/:id', async (c) => {
    const photo = park.photo(c.req.param('id'))
    if (!photo) return c.text('There is no such car.', 404)
    return c.body(new Uint8Array(await thumb(photo.path)), 200, { 'content-type': 'image/jpeg' })
  })
  app.get('/events', (c) => {
    if (watchers >= MOST_WATCHERS) return c.text('Too many pages watch the car park. Close one.', 503)
    watchers++
    return streamSSE(c, async (stream) => {
      try {
        await watch(
          park,
          state,
          (text) => stream.writeSSE({ event: 'state', data: text }),
          () => stream.aborted || stream.closed,
        )
      } finally {
        watchers--
      }
    })
  })
  app.post('/actions', async (c) => {
    const site = c.req.header('sec-fetch-site')
    if (site !== undefined && site !== 'same-origin') return c.json({ ok: false, message: 'Only this page may move cars.' }, 403)
    const parsed = v.safeParse(action, await c.req.json().catch(() => null))
    if (!parsed.success) return c.json({ ok: false, message: 'The car park does not know that action.' }, 400)
    return c.json(apply(park, parsed.output))
  })
  return app
}

/** Sends the state when it changed, at most four times a second, and at least every ten seconds. */
async function watch(park: CarPark, state: () => string, send: (text: string) => Promise<unknown>, ended: () => boolean): Promise<void> {
  let sent = ''
  let silent = 0
  while (!ended() && park.powered()) {
    const now = state()
    const clockless = now.replace(/"now":\d+/, '')
    if (clockless !== sent || silent >= 2_000) {
      await send(now)
      sent = clockless
      silent = 0
    }
    await new Promise((resolve) => setTimeout(resolve, BEAT_MS))
    silent += BEAT_MS
  }
}

/** Does what a button says; the message is for the person who pressed it. */
export function apply(park: CarPark, wanted: Action): { readonly ok: boolean; readonly message: string } {
  const drive = (done: boolean): { ok: boolean; message: string } =>
    done ? { ok: true, message: 'On its way.' } : { ok: false, message: 'No car is left out there: let one leave first.' }
  switch (wanted.action) {
    case 'driveUp':
      return drive(park.driveUp('entry'))
    case 'dirtyPlate':
      return drive(park.driveUp('entry', { dirty: true }))
    case 'tailgate':
      return drive(park.driveUp('entry', { tailgate: true }))
    case 'reverseOut':
      return drive(park.driveUp('entry', { reverse: true }))
    case 'leave':
      return park.driveUp('exit', wanted.carId === undefined ? {} : { carId: wanted.carId })
        ? { ok: true, message: 'It comes to the exit.' }
        : { ok: false, message: 'No car is inside.' }
    case 'internet':
      if (wanted.on) park.options.network.restore()
      else park.options.network.cut()
      return { ok: true, message: wanted.on ? 'The line is back.' : 'The box is offline.' }
    case 'cutPower':
      park.cutPower().catch(() => {})
      return { ok: true, message: 'Lights out. The box starts again by itself.' }
    case 'payMyself':
      park.setByHand(wanted.on)
      return { ok: true, message: wanted.on ? 'Your turn: pay at the kiosk.' : 'Drivers pay by themselves.' }
    case 'card':
      park.options.terminal.presentCard(wanted.accepted)
      return { ok: true, message: wanted.accepted ? 'Card accepted.' : 'Card refused.' }
    case 'speed':
      park.setSpeed(wanted.speed === -1 ? Number.POSITIVE_INFINITY : wanted.speed)
      return { ok: true, message: 'Time passes differently now.' }
    case 'breakArm': {
      const machine = park.options.barriers.get(wanted.lane)?.machine
      if (!machine) return { ok: false, message: 'There is no such lane.' }
      if (wanted.broken) machine.breakArm()
      else machine.mendArm()
      return { ok: true, message: wanted.broken ? 'The arm hangs loose.' : 'The arm works again.' }
    }
  }
}
