import { mayDo } from '@gatehouse/domain/wire/owner-people.ts'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { secureHeaders } from 'hono/secure-headers'
import { type Asked, askedFor } from './asked.ts'
import { openAssets } from './assets.ts'
import { mountBoxes } from './boxes/mount-boxes.ts'
import { carPage } from './car.ts'
import type { Frame, PageMaker } from './frame.ts'
import { givenPage } from './given.ts'
import { carsPage, helpPage, type ListQuestion, moneyPage } from './lists.ts'
import { liveStream, makePulse } from './live.ts'
import { mountMonth } from './month/mount-month.ts'
import { carsQuestion, mountOwnerApi } from './mount-api.ts'
import { mountSites } from './mount-sites.ts'
import { overviewPage } from './overview.ts'
import type { OwnerDeps } from './owner-deps.ts'
import type { OwnerCaller } from './owner-port.ts'
import type { Paper } from './paper.ts'
import { COOKIE } from './people/browser-cookie.ts'
import { emptyPage, enterPage, loginPage } from './people/login.ts'
import { mountPeople } from './people/mount-people.ts'
import { enterByLink, mountSignIn, openPaths } from './people/mount-sign-in.ts'
import { rightNeeded } from './people/right-needed.ts'
import { theirs, whoAsks } from './people/who-asks.ts'
import { mountPrices } from './prices/mount-prices.ts'
import { mountRights } from './rights/mount-rights.ts'
import { hereOf, mountLanguage, speechOf, wordsFor } from './spoken.ts'
import type { OwnerWords } from './strings/en/all.ts'
import { wordsOf } from './strings/every-language.ts'

const LIST_LIMIT = 500
const open = /^\/(icon\.svg|manifest\.webmanifest|assets\/[^/]+)$/

/** The owner's pages on `/`, their JSON and CSV, behind one door. */
export function mountOwner(deps: OwnerDeps): Hono {
  const { reports, rates, door } = deps
  const app = new Hono()
  const { assets, routes } = openAssets()
  const pulse = makePulse(async (id) => {
    const site = (await reports.sites()).find((s) => s.id === id)
    return site ? reports.mark(site) : ''
  })
  const paperOf = (c: Context): Paper => ({ speech: speechOf(c), words: wordsFor(c), assets, here: hereOf(c) })

  for (const guard of guards(deps, async (c, title, text, status) => {
    const paper = paperOf(c)
    return c.html(await emptyPage(paper, title(paper.words), text(paper.words)), status)
  })) {
    for (const path of ownPaths) app.use(path, guard)
  }
  app.route('/', routes)
  app.route('/', mountOwnerApi(reports, rates))
  app.route('/', mountLanguage(deps.accounts.signIn))
  app.route(
    '/',
    mountSignIn(
      { door, ...deps.accounts, publicUrl: deps.publicUrl },
      {
        login: (c, view) => loginPage(paperOf(c), view),
        enter: (c, link) => enterPage(paperOf(c), link),
      },
    ),
  )

  /** Answers with a page about what was asked, or says why not. */
  const page: PageMaker = (tab, title, render) => async (c) => {
    const question = await askedFor(c, reports)
    const paper = paperOf(c)
    const { nothingHere, problem } = paper.words.frame
    const missing = async (what: keyof typeof problem, status: 404 | 400) =>
      c.html(await emptyPage(paper, nothingHere, problem[what]), status)
    if (!question.ok) return missing(question.problem, question.status)
    const { site, sites, day } = question.asked
    // before the figures are read: what changes meanwhile is then told by the stream
    const mark = await reports.mark(site)
    const helpOpen = (await reports.help(site, day)).filter((call) => call.answeredAt === null).length
    const who = whoAsks(c)
    const frame: Frame = {
      ...{ ...paper, title: title(paper.words), active: tab, site, sites, mark, helpOpen },
      ...{ who, fresh: door.fresh(who), guarded: door.guarded },
    }
    const body = await render(frame, question.asked, c)
    return body === null ? missing('noSuchStay', 404) : c.html(await body)
  }
  const list = async (a: Asked): Promise<ListQuestion> => ({
    ...{ day: a.day, hour: a.hour, now: deps.now(), completeness: await reports.completeness(a.site), limit: LIST_LIMIT },
  })

  app.get(
    '/',
    page(
      'today',
      ({ frame }) => frame.tab.today,
      async (frame, { site, day }) => {
        const summary = await reports.summary(site, day)
        const after = summary.now < day.until ? null : reports.shift(site, day, 1).day
        return overviewPage(frame, summary, { before: reports.shift(site, day, -1).day, after })
      },
    ),
  )
  app.get(
    '/cars',
    page(
      'cars',
      ({ frame }) => frame.tab.cars,
      async (frame, a) => {
        const cars = await reports.cars(a.site, carsQuestion(a, LIST_LIMIT))
        return carsPage(frame, { ...(await list(a)), which: a.which, outcome: a.outcome, plate: a.plate }, cars)
      },
    ),
  )
  app.get(
    '/cars/:session',
    page(
      'cars',
      ({ frame }) => frame.tab.cars,
      async (frame, a, c) => {
        const car = await reports.car(a.site, c.req.param('session') ?? '')
        return car && carPage(frame, car, deps.now())
      },
    ),
  )
  app.get('/cars/:session/pictures/:ref', async (c) => {
    const question = await askedFor(c, reports)
    if (!question.ok) return c.json({ message: question.message }, question.status)
    const jpeg = await reports.picture(question.asked.site, c.req.param('session'), c.req.param('ref'))
    if (!jpeg) return c.json({ message: 'There is no such picture.' }, 404)
    // short: an erased picture must not live on in a browser for days
    return c.body(Uint8Array.from(jpeg), 200, { 'content-type': 'image/jpeg', 'cache-control': 'private, max-age=600' })
  })
  app.get(
    '/money',
    page(
      'money',
      ({ frame }) => frame.tab.money,
      async (frame, a) => {
        const payments = await reports.payments(a.site, a.span, { ...(a.method ? { method: a.method } : {}), limit: LIST_LIMIT })
        return moneyPage(frame, { ...(await list(a)), method: a.method }, payments)
      },
    ),
  )
  app.get(
    '/given',
    page(
      'money',
      ({ month }) => month.notAsked,
      async (frame, a) => givenPage(frame, await list(a), await reports.given(a.site, a.day)),
    ),
  )
  app.get(
    '/help',
    page(
      'help',
      ({ frame }) => frame.tab.help,
      async (frame, a) => helpPage(frame, await list(a), await reports.help(a.site, a.day)),
    ),
  )
  app.get('/live', async (c) => {
    const question = await askedFor(c, reports)
    if (!question.ok) return c.json({ message: question.message }, question.status)
    const { site } = question.asked
    const mayStay = async () => {
      const who = await deps.door.admits(callerOf(deps, c))
      return typeof who === 'object' && theirs(who, [site]).length > 0
    }
    return liveStream(c, { pulse, site: site.id, mayStay, stopping: deps.stopping })
  })
  mountMonth(app, deps, page)
  mountPrices(app, deps, page)
  mountSites(app, deps)
  mountPeople(app, deps, page)
  mountBoxes(app, deps, page)
  mountRights(app, deps, page)
  return app
}

const ownPaths = [
  '/',
  '/cars/*',
  '/money',
  '/month',
  '/given',
  '/help',
  '/prices/*',
  '/boxes/*',
  '/permits/*',
  '/merchants/*',
  '/blocked',
  '/live',
  '/people/*',
  '/me/*',
  '/again',
  '/language',
  '/enter',
  '/passkey/*',
  '/login/*',
  '/logout',
  '/assets/*',
  '/api/owner/*',
  '/export/*',
  '/icon.svg',
  '/manifest.webmanifest',
]

const callerOf = (deps: OwnerDeps, c: Context): OwnerCaller => ({
  ...{ authorization: c.req.header('authorization'), cookie: getCookie(c, COOKIE) },
  ...{ hostname: new URL(c.req.url).hostname, peer: deps.peerOf(c) },
})

type Said = (words: OwnerWords) => string
type Refuse = (c: Context, title: Said, text: Said, status: 403) => Response | Promise<Response>

function guards(deps: OwnerDeps, refuse: Refuse): readonly MiddlewareHandler[] {
  const mine = (origin: string, c: Context) => [deps.publicUrl ?? c.req.url, c.req.url].some((url) => new URL(url).origin === origin)
  const headers = secureHeaders({
    contentSecurityPolicy: {
      ...{ defaultSrc: ["'none'"], styleSrc: ["'self'"], scriptSrc: ["'self'"], fontSrc: ["'self'"], imgSrc: ["'self'", 'data:'] },
      ...{ connectSrc: ["'self'"], manifestSrc: ["'self'"], formAction: ["'self'"], baseUri: ["'none'"], frameAncestors: ["'none'"] },
    },
    referrerPolicy: 'same-origin',
  })
  const fresh: MiddlewareHandler = async (c, next) => {
    await next()
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  }
  const door: MiddlewareHandler = async (c, next) => {
    if (open.test(c.req.path) || openPaths.test(c.req.path)) return next()
    const verdict = await deps.door.admits(callerOf(deps, c))
    const forMachines = c.req.path.startsWith('/api/') || c.req.path.startsWith('/export/') || c.req.method !== 'GET'
    if (typeof verdict === 'object') {
      c.set('who', verdict)
      const right = rightNeeded(c.req.method, c.req.path)
      if (mayDo(verdict.role, right)) return next()
      const text = ({ frame }: OwnerWords) => frame[right === 'own' ? 'forOwners' : 'forManagers'](frame.role[verdict.role])
      return forMachines ? c.json({ message: text(wordsOf.en) }, 403) : refuse(c, ({ frame }) => frame.notForYou, text, 403)
    }
    const link = verdict === 'login' && c.req.method === 'GET' ? c.req.query('token') : undefined
    if (link !== undefined) return enterByLink(c, deps.door, link)
    if (verdict === 'login') {
      return forMachines
        ? c.json({ message: 'Log in first, or send Authorization: Bearer <owner token>.' }, 401)
        : c.redirect('/login', 303)
    }
    if (forMachines) return c.json({ message: wordsOf.en.frame.noToken }, 403)
    return refuse(
      c,
      ({ frame }) => frame.notFromHere,
      ({ frame }) => frame.noToken,
      403,
    )
  }
  return [headers, csrf({ origin: mine }), bodyLimit({ maxSize: 64 * 1024 }), fresh, door]
}
