import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isLanguage } from '@gatehouse/domain/language.ts'
import { parseAmount } from '@gatehouse/domain/money.ts'
import { normalisePlate } from '@gatehouse/domain/plate.ts'
import { DAY_MS, type EpochMs, MINUTE_MS } from '@gatehouse/domain/time.ts'
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
import { laneRoutes } from './lane-routes.ts'
import { type CarRow, carsPage } from './pages/cars-page.ts'
import { connectionPage } from './pages/connection-page.ts'
import { type EventRow, eventsPage } from './pages/events-page.ts'
import { type Frame, framed, loginPage, type Markup, type Tab } from './pages/frame.ts'
import { type LaneCard, lanesPage } from './pages/lanes-page.ts'
import { tillPage } from './pages/till-page.ts'
import { peopleRoutes } from './people-routes.ts'
import type { Activity, AttendantBooks, Connection, LivePicture, People } from './ports.ts'
import { back, type Known } from './request.ts'
import { languageFor, type Speech, type SpokenPlace, speeches } from './speech.ts'
import { type ShownKind, tabs } from './strings/words.ts'
import { detailWords, kindWords } from './words.ts'

export interface AttendantDeps {
  readonly place: SpokenPlace & { readonly name: string; readonly currency: string }
  readonly lanes: () => readonly LaneConsole[]
  readonly books: AttendantBooks
  readonly people: People
  /** the box's own token: whoever holds it adds and removes people */
  readonly token: () => string | null
  /** three characters that name a session without a plate */
  readonly ticketOf: (sessionId: string) => string
  /** what a lane's camera sees; null: nothing */
  readonly live: (laneId: string) => Promise<LivePicture | null>
  /** how sure a read must be to be billed, 0..1 */
  readonly chargeThreshold: number
  readonly now: () => EpochMs
  readonly newId: NewId
  readonly connection: () => Connection
  /** why the cloud does not know this box, for whoever can call somebody; null when all is well */
  readonly cloudProblem?: () => string | null
}

const COOKIE = 'gatehouse-attendant'
const LANGUAGE_COOKIE = 'gatehouse-attendant-language'
const LANGUAGE_MS = 400 * DAY_MS
const SHOWN = 60
const RECENT = 4
/** what stands on a lane's card: what a driver who calls may be talking about */
const telling: readonly string[] = [
  ...(['presentation.opened', 'decision.made', 'payment.settled', 'passage.completed', 'presentation.backedOut'] as const),
  ...(['help.requested', 'help.answered', 'hold.changed', 'lane.faulted', 'anomaly.noted'] as const),
] satisfies readonly ShownKind[]
/** newest rows of the log that are looked through for what people are told */
const LOOKED_THROUGH = 200
/** digits before the point that a count of the till may have */
const TILL_DIGITS = 7
const ownFiles = [
  { path: '/page.css', file: 'attendant.css', type: 'text/css; charset=utf-8' },
  { path: '/page.js', file: 'attendant.js', type: 'text/javascript; charset=utf-8' },
] as const

/** The attendant's page, to be mounted at `/attendant`. Rules A1–A19 of SPEC.md. */
export function attendantApp(deps: AttendantDeps): Hono {
  const { place, books, people, now, newId } = deps
  const door = openDoor(people, now)
  const lane = (id: string) => deps.lanes().find(({ laneId }) => laneId === id)
  const speechIn = speeches(place)
  const speechOf = (c: Context) => speechIn(languageFor(getCookie(c, LANGUAGE_COOKIE), c.req.header('accept-language'), place))

  const app = new Hono<Known>()
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        ...{ defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'", 'blob:'], connectSrc: ["'self'"] },
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
    c.html(loginPage(speechOf(c), place.name, problem, people.all().length === 0), status)
  app.post('/enter', async (c) => {
    const { name, pin } = await fields(c)
    const { words } = speechOf(c)
    const entry = await door.enter(name ?? '', pin ?? '')
    if (entry.kind === 'wrong') return login(c, words.wrong, 401)
    if (entry.kind === 'wait') return login(c, words.wait(Math.ceil(entry.ms / 1000)), 429)
    setCookie(c, COOKIE, entry.cookie, { path: '/attendant', httpOnly: true, sameSite: 'Strict', maxAge: LOGIN_MS / 1000 })
    return c.redirect('/attendant/lanes', 303)
  })
  app.post('/leave', (c) => {
    door.leave(getCookie(c, COOKIE))
    deleteCookie(c, COOKIE, { path: '/attendant' })
    return c.redirect('/attendant', 303)
  })
  app.post('/language', async (c) => {
    const { language, to = '' } = await fields(c)
    if (isLanguage(language))
      setCookie(c, LANGUAGE_COOKIE, language, { path: '/attendant', httpOnly: true, sameSite: 'Strict', maxAge: LANGUAGE_MS / 1000 })
    return c.redirect(tabs.some((tab) => tab === to) ? `/attendant/${to}` : '/attendant', 303)
  })
  app.use(async (c, next) => {
    const who = door.who(getCookie(c, COOKIE))
    c.header('cache-control', 'no-store')
    if (who === null) return c.req.method === 'GET' ? login(c, null, 401) : c.redirect('/attendant', 303)
    c.set('who', who)
    c.set('speech', speechOf(c))
    return next()
  })

  const show = (c: Context<Known>, tab: Tab, body: (speech: Speech) => Markup) => {
    const text = c.req.query('said')
    const speech = c.get('speech')
    const frame: Frame = {
      ...{ speech, place: place.name, who: c.get('who'), tab, calls: books.openHelpCalls().length },
      problem: deps.cloudProblem?.() ?? null,
      said: text ? { ok: c.req.query('ok') === '1', text: text.slice(0, 200) } : null,
    }
    return c.html(framed(frame, body(speech)))
  }

  app.get('/', (c) => c.redirect('/attendant/lanes', 303))
  app.get('/lanes', (c) => show(c, 'lanes', (speech) => lanesPage(laneCards(speech), books.occupancy().inside, speech)))
  app.get('/calls', (c) => c.json({ calls: books.openHelpCalls().length }))
  app.route('/', laneRoutes({ lanes: deps.lanes, lane, books, now, ticketOf: deps.ticketOf, live: deps.live }))

  app.get('/cars', (c) => {
    const query = c.req.query('q') ?? ''
    const at = lane(c.req.query('lane') ?? '')
    const beside = at ? { id: at.laneId, name: at.view().lane.name } : null
    return show(c, 'cars', (speech) => carsPage(carRows(query, speech), query, beside, speech))
  })
  app.route('/', carRoutes({ books, now, newId }))
  app.get('/picture/:ref', (c) => {
    const ref = c.req.param('ref')
    // the vehicle that is being read is on no record yet
    const jpeg =
      books.image(ref) ??
      deps
        .lanes()
        .map((one) => one.picture?.(ref) ?? null)
        .find((live) => live !== null)
    return jpeg ? c.body(Uint8Array.from(jpeg), 200, { 'content-type': 'image/jpeg' }) : c.text('There is no such picture.', 404)
  })

  app.get('/events', (c) => show(c, 'events', (speech) => eventsPage(eventRows(speech), speech)))
  app.get('/connection', (c) => show(c, 'connection', (speech) => connectionPage(deps.connection(), speech)))
  app.get('/till', (c) => {
    const last = books.lastTillCount()
    const takings = books.tillTakings(last?.at ?? 0, now())
    return show(c, 'till', (speech) => tillPage(takings, place.currency, last, speech))
  })
  app.post('/till/count', async (c) => {
    const { counted, note } = await fields(c)
    const { words } = c.get('speech')
    const countedMinor = counted ? parseAmount(counted, place.currency, TILL_DIGITS) : null
    if (counted && countedMinor === null) return back(c, 'till', false, words.said.noAmount(counted, place.currency))
    const [from, at] = [books.lastTillCount()?.at ?? 0, now()]
    const takings = books.tillTakings(from, at).map(({ method, count, amountMinor }) => ({ method, count, amountMinor }))
    const what = { tillId: newId(), by: c.get('who'), from, at, currency: place.currency, takings, countedMinor, note: note || null }
    books.record([{ kind: 'till.counted', payload: what }])
    return back(c, 'till', true, words.said.counted)
  })

  function laneCards(speech: Speech): readonly LaneCard[] {
    const calls = new Map(books.openHelpCalls().map(({ laneId, at }) => [laneId, at]))
    const views = deps.lanes().map((one) => one.view())
    const lately = books.activity(LOOKED_THROUGH).filter(({ kind }) => telling.includes(kind))
    const names = namesOf(views)
    return views.map((view) => {
      const since = calls.get(view.lane.id)
      const calling = since === undefined ? null : Math.max(0, Math.floor((now() - since) / MINUTE_MS))
      const here = lately.filter(({ laneId }) => laneId === view.lane.id)
      return { view, calling, recent: told(here, names, RECENT, speech) }
    })
  }

  function eventRows(speech: Speech): readonly EventRow[] {
    const names = namesOf(deps.lanes().map((one) => one.view()))
    return told(books.activity(LOOKED_THROUGH), names, SHOWN, speech)
  }

  function carRows(query: string, { money, when }: Speech): readonly CarRow[] {
    const typed = normalisePlate(query)
    return [...books.sessionsInside()]
      .sort((a, b) => b.session.actualStart - a.session.actualStart)
      .map((inside) => ({ ...inside, ticket: deps.ticketOf(inside.session.id) }))
      .filter(({ plate, ticket }) => typed === '' || (plate && normalisePlate(plate.text).includes(typed)) || ticket.startsWith(typed))
      .slice(0, SHOWN)
      .map(({ session, plate, paidMinor, ticket }) => ({
        ...{ sessionId: session.id, plate: plate?.text ?? null, ticket, imageRef: session.imageRef },
        since: when(session.actualStart),
        vehicle: session.vehicleClass ?? ('car' as const),
        debts: books.debtsOf(session.id, deps.chargeThreshold).map((debt) => ({
          ...{ sessionId: debt.sessionId, amount: money(debt), when: when(debt.entryAt) },
        })),
        paid: paidMinor > 0 ? money({ amountMinor: paidMinor, currency: place.currency }) : null,
      }))
  }
  return app as unknown as Hono
}

const namesOf = (views: readonly LaneView[]): ReadonlyMap<string, string> => new Map(views.map(({ lane }) => [lane.id, lane.name]))

/** What of the log people are told, newest first. */
function told(lines: readonly Activity[], names: ReadonlyMap<string, string>, most: number, speech: Speech): readonly EventRow[] {
  return lines.flatMap((line) => toldOf(line, names, speech)).slice(0, most)
}

function toldOf(line: Activity, names: ReadonlyMap<string, string>, speech: Speech): readonly EventRow[] {
  const { at, kind, laneId, plate, amountMinor, currency, detail } = line
  const what = kindWords(kind, speech)
  if (what === null) return []
  const amount = amountMinor !== null && currency !== null ? speech.money({ amountMinor, currency }) : null
  const name = laneId === null ? null : (names.get(laneId) ?? laneId)
  return [{ when: speech.when(at), what, lane: name, plate, amount, detail: detail === null ? null : detailWords(detail, speech) }]
}
