import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAmount } from '@gatehouse/domain/money.ts'
import { normalisePlate } from '@gatehouse/domain/plate.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { secureHeaders } from 'hono/secure-headers'
import type { LaneConsole, NewId } from '../lane/ports.ts'
import { carRoutes } from './car-routes.ts'
import { LOGIN_MS, openDoor } from './door.ts'
import { fields } from './fields.ts'
import { type CarRow, carsPage } from './pages/cars-page.ts'
import { connectionPage } from './pages/connection-page.ts'
import { eventsPage } from './pages/events-page.ts'
import { type Frame, framed, loginPage, type Markup, type Tab } from './pages/frame.ts'
import { lanesPage } from './pages/lanes-page.ts'
import { tillPage } from './pages/till-page.ts'
import { peopleRoutes } from './people-routes.ts'
import type { AttendantBooks, Connection, People } from './ports.ts'
import { kindWords, money } from './words.ts'

export interface AttendantDeps {
  readonly place: { readonly name: string; readonly timeZone: string; readonly currency: string }
  readonly lanes: () => readonly LaneConsole[]
  readonly books: AttendantBooks
  readonly people: People
  /** the box's own token: whoever holds it adds and removes people */
  readonly token: () => string | null
  /** three characters that name a session without a plate */
  readonly ticketOf: (sessionId: string) => string
  /** how sure a read must be to be billed, 0..1 */
  readonly chargeThreshold: number
  readonly now: () => EpochMs
  readonly newId: NewId
  readonly connection: () => Connection
  /** why the cloud does not know this box, for whoever can call somebody; null when all is well */
  readonly cloudProblem?: () => string | null
}

const COOKIE = 'gatehouse-attendant'
const SHOWN = 60
/** digits before the point that a count of the till may have */
const TILL_DIGITS = 7
const ownFiles = [
  { path: '/page.css', file: 'attendant.css', type: 'text/css; charset=utf-8' },
  { path: '/page.js', file: 'attendant.js', type: 'text/javascript; charset=utf-8' },
] as const

/** The attendant's page, to be mounted at `/attendant`. Rules A1–A14 of SPEC.md. */
export function attendantApp(deps: AttendantDeps): Hono {
  const { place, books, people, now, newId } = deps
  const door = openDoor(people, now)
  const lane = (id: string) => deps.lanes().find(({ laneId }) => laneId === id)
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: place.timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' })
  const when = (at: EpochMs) => clock.format(at)

  const app = new Hono<{ Variables: { who: string } }>()
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        ...{ defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'"], connectSrc: ["'self'"] },
        ...{ formAction: ["'self'"], baseUri: ["'none'"], frameAncestors: ["'none'"] },
      },
      strictTransportSecurity: false,
      referrerPolicy: 'same-origin',
    }),
  )
  for (const { path, file, type } of ownFiles)
    app.get(path, (c) => c.body(readFileSync(join(import.meta.dirname, file)), 200, { 'content-type': type, 'cache-control': 'no-cache' }))
  app.route('/people', peopleRoutes({ people, token: deps.token }))
  app.use(csrf(), bodyLimit({ maxSize: 4_096 }))

  const login = (c: Context, problem: string | null, status: 200 | 401 | 429) =>
    c.html(loginPage(place.name, problem, people.all().length === 0), status)
  app.post('/enter', async (c) => {
    const { name, pin } = await fields(c)
    const entry = await door.enter(name ?? '', pin ?? '')
    if (entry.kind === 'wrong') return login(c, 'Name or PIN is wrong.', 401)
    if (entry.kind === 'wait') return login(c, `Too many wrong tries: wait ${Math.ceil(entry.ms / 1000)} seconds.`, 429)
    setCookie(c, COOKIE, entry.cookie, { path: '/attendant', httpOnly: true, sameSite: 'Strict', maxAge: LOGIN_MS / 1000 })
    return c.redirect('/attendant/lanes', 303)
  })
  app.post('/leave', (c) => {
    door.leave(getCookie(c, COOKIE))
    deleteCookie(c, COOKIE, { path: '/attendant' })
    return c.redirect('/attendant', 303)
  })
  app.use(async (c, next) => {
    const who = door.who(getCookie(c, COOKIE))
    c.header('cache-control', 'no-store')
    if (who === null) return c.req.method === 'GET' ? login(c, null, 401) : c.redirect('/attendant', 303)
    c.set('who', who)
    return next()
  })

  const show = (c: Context<{ Variables: { who: string } }>, tab: Tab, body: Markup) => {
    const text = c.req.query('said')
    const frame: Frame = {
      ...{ place: place.name, who: c.get('who'), tab, calls: books.openHelpCalls().length },
      problem: deps.cloudProblem?.() ?? null,
      said: text ? { ok: c.req.query('ok') === '1', text: text.slice(0, 200) } : null,
    }
    return c.html(framed(frame, body))
  }
  const back = (c: Context, tab: Tab, ok: boolean, said: string) =>
    c.redirect(`/attendant/${tab}?ok=${ok ? 1 : 0}&said=${encodeURIComponent(said)}`, 303)

  app.get('/', (c) => c.redirect('/attendant/lanes', 303))
  app.get('/lanes', (c) => {
    const calls = books.openHelpCalls().map(({ laneId, at }) => ({ laneId, minutes: Math.max(0, Math.floor((now() - at) / 60_000)) }))
    return show(
      c,
      'lanes',
      lanesPage(
        deps.lanes().map((one) => one.view()),
        calls,
        books.occupancy().inside,
      ),
    )
  })
  app.post('/lanes/:lane/open', async (c) => {
    const { reason } = await fields(c)
    const at = lane(c.req.param('lane'))
    if (!at || !reason) return back(c, 'lanes', false, 'Say why it is opened: the reason stands in the report.')
    const reply = await at.attendantOpen({ by: c.get('who'), reason, source: 'attendant' })
    const { name, payPoint } = at.view().lane
    return back(
      c,
      'lanes',
      reply.ok,
      reply.ok ? (payPoint ? `The call of ${name} is answered.` : `${name} was told to open.`) : reply.message,
    )
  })
  app.post('/lanes/:lane/cash', async (c) => {
    const { quote } = await fields(c)
    const at = lane(c.req.param('lane'))
    const screen = at?.view().screen
    if (!at || !screen || !('quote' in screen) || screen.quote.id !== quote)
      return back(c, 'lanes', false, 'That price is no longer on the screen: look again before you take money.')
    const { id, amountMinor, currency } = screen.quote
    const paid = { paymentId: `cash:${id}`, quoteId: id, amountMinor, currency, method: 'cash' as const }
    at.paymentSettled({ ...paid, provider: 'cash', providerRef: c.get('who'), settledAt: now() })
    return back(c, 'lanes', true, `${money(screen.quote)} in cash is on record.`)
  })
  app.post('/lanes/:lane/assign', async (c) => {
    const { session } = await fields(c)
    const at = lane(c.req.param('lane'))
    const inside = books.sessionInside(session ?? '')
    if (!at || !inside) return back(c, 'lanes', false, 'That car is no longer inside.')
    const query = inside.plate ? normalisePlate(inside.plate.text) : deps.ticketOf(inside.session.id)
    for (const command of [
      { kind: 'startSearch' },
      { kind: 'search', query },
      { kind: 'selectSession', sessionId: inside.session.id },
    ] as const) {
      const reply = await at.command(command)
      if (!reply.ok && command.kind === 'selectSession') return back(c, 'lanes', false, `The lane did not take it: ${reply.message}`)
    }
    return back(c, 'lanes', true, `The car at ${at.view().lane.name} is that one now.`)
  })

  app.get('/cars', (c) => {
    const query = c.req.query('q') ?? ''
    const at = lane(c.req.query('lane') ?? '')
    return show(c, 'cars', carsPage(carRows(query), query, at ? { id: at.laneId, name: at.view().lane.name } : null))
  })
  app.post('/cars/:session/plate', async (c) => {
    const { plate, reason } = await fields(c)
    const text = normalisePlate(plate ?? '')
    const inside = books.sessionInside(c.req.param('session'))
    if (!inside) return back(c, 'cars', false, 'That car is no longer inside.')
    if (text.length < 2) return back(c, 'cars', false, 'A plate has at least two letters or digits.')
    const plateRef = newId()
    const country = inside.plate?.country ?? null
    const corrected = { sessionId: inside.session.id, plateRef, by: c.get('who'), reason: reason || null, at: now() }
    books.record([{ kind: 'plate.corrected', payload: corrected }], { plates: [{ ref: plateRef, text, country }] })
    return back(c, 'cars', true, `The plate is ${text} now.`)
  })
  app.route('/', carRoutes({ books, now, back }))
  app.get('/picture/:ref', (c) => {
    const jpeg = books.image(c.req.param('ref'))
    return jpeg ? c.body(Uint8Array.from(jpeg), 200, { 'content-type': 'image/jpeg' }) : c.text('There is no such picture.', 404)
  })

  app.get('/events', (c) => {
    const names = new Map(deps.lanes().map((one): [string, LaneView] => [one.laneId, one.view()]))
    const rows = books.activity(200).flatMap((line) => {
      const what = kindWords(line.kind)
      if (what === null) return []
      const amount =
        line.amountMinor !== null && line.currency !== null ? money({ amountMinor: line.amountMinor, currency: line.currency }) : null
      const at = line.laneId === null ? null : (names.get(line.laneId)?.lane.name ?? line.laneId)
      return [{ when: when(line.at), what, lane: at, plate: line.plate, amount, detail: line.detail }]
    })
    return show(c, 'events', eventsPage(rows.slice(0, SHOWN)))
  })
  app.get('/connection', (c) => show(c, 'connection', connectionPage(deps.connection())))
  app.get('/till', (c) => {
    const last = books.lastTillCount()
    const from = last?.at ?? 0
    const since = last ? when(last.at) : 'the beginning'
    return show(c, 'till', tillPage(books.tillTakings(from, now()), place.currency, since, last && { ...last, when: when(last.at) }))
  })
  app.post('/till/count', async (c) => {
    const { counted, note } = await fields(c)
    const countedMinor = counted ? parseAmount(counted, place.currency, TILL_DIGITS) : null
    if (counted && countedMinor === null) return back(c, 'till', false, `“${counted}” is no amount of ${place.currency}.`)
    const [from, at] = [books.lastTillCount()?.at ?? 0, now()]
    const takings = books.tillTakings(from, at).map(({ method, count, amountMinor }) => ({ method, count, amountMinor }))
    const what = { tillId: newId(), by: c.get('who'), from, at, currency: place.currency, takings, countedMinor, note: note || null }
    books.record([{ kind: 'till.counted', payload: what }])
    return back(c, 'till', true, 'This count is closed.')
  })

  function carRows(query: string): readonly CarRow[] {
    const typed = normalisePlate(query)
    return [...books.sessionsInside()]
      .sort((a, b) => b.session.actualStart - a.session.actualStart)
      .map(({ session, plate, paidMinor }) => ({
        ...{ sessionId: session.id, plate: plate?.text ?? null, ticket: deps.ticketOf(session.id), imageRef: session.imageRef },
        since: when(session.actualStart),
        vehicle: session.vehicleClass ?? ('car' as const),
        debts: books.debtsOf(session.id, deps.chargeThreshold).map((debt) => ({
          ...{ sessionId: debt.sessionId, amount: money(debt), when: when(debt.entryAt) },
        })),
        paid: paidMinor > 0 ? money({ amountMinor: paidMinor, currency: place.currency }) : null,
      }))
      .filter((car) => typed === '' || (car.plate && normalisePlate(car.plate).includes(typed)) || car.ticket === typed)
      .slice(0, SHOWN)
  }
  return app as unknown as Hono
}
