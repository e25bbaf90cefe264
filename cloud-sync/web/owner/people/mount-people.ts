import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import type { OwnerAct } from '@gatehouse/domain/wire/owner-deeds.ts'
import type { Invited, PeopleOutcome, PersonValues } from '@gatehouse/domain/wire/owner-people.ts'
import type { Context, Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { addressOf, jsonOf } from '../../asked-at.ts'
import type { PageMaker } from '../frame.ts'
import type { OwnerDoor, OwnerReports } from '../owner-port.ts'
import { speechOf, wordsFor } from '../spoken.ts'
import type { OwnerWords } from '../strings/en/all.ts'
import { wordsOf } from '../strings/every-language.ts'
import { COOKIE } from './browser-cookie.ts'
import { mePage } from './me.ts'
import { agentOf, placeOf } from './mount-sign-in.ts'
import { type PeopleView, peoplePage } from './people.ts'
import type { OwnerAccounts } from './people-port.ts'
import { sayDeed } from './say-deed.ts'
import { theirs, whoAsks } from './who-asks.ts'

export interface PeopleRoutesDeps {
  readonly reports: OwnerReports
  readonly accounts: OwnerAccounts
  readonly publicUrl: string | null
  readonly door: OwnerDoor
}

const nobody: PersonValues = { name: '', email: '', role: 'viewer', sites: null, language: '' }
/** for programs */
const english = wordsOf.en.people
/** in English, for programs */
const STALE = wordsOf.en.frame.showFirstRefused

/** `/people`, `/me` and their forms, and the same as JSON for `person invite`, `person list` and `person remove`. */
export function mountPeople(app: Hono, deps: PeopleRoutesDeps, page: PageMaker): void {
  const { reports, accounts, publicUrl, door } = deps
  const { people, signIn, passkeys, mornings } = accounts
  const base = (c: Context) => addressOf(c, publicUrl)
  const fresh = (c: Context) => door.fresh(whoAsks(c))

  const show = (over: Partial<PeopleView>) =>
    page(
      'people',
      (words) => words.frame.people,
      async (frame, _asked, c) => {
        const who = whoAsks(c)
        return peoplePage(frame, {
          ...{ people: await people.all(who), acts: await people.acts(who) },
          ...{ made: null, news: null, problem: null, typed: nobody, ...over },
        })
      },
    )
  const refuse = async (c: Context, status: 400 | 403, over: Partial<PeopleView>) => {
    const answer = await show(over)(c)
    return new Response(answer.body, { status, headers: answer.headers })
  }
  const withLink = (c: Context, made: Invited) => ({ ...made, link: `${base(c)}/enter?key=${made.key}` })

  const acts = {
    link: async (c: Context, id: string) => invited(c, await people.linkAgain(whoAsks(c), id, base(c), speechOf(c).language)),
    change: async (c: Context, id: string) => {
      const outcome = await people.change(whoAsks(c), id, valuesOf(await c.req.parseBody(), theirs(whoAsks(c), await reports.sites())))
      return said(outcome, wordsFor(c), 'isChanged')
    },
    remove: async (c: Context, id: string) => said(await people.remove(whoAsks(c), id), wordsFor(c), 'isRemoved'),
  } as const
  const invited = (c: Context, outcome: PeopleOutcome<Invited>): Partial<PeopleView> =>
    outcome.ok ? { made: withLink(c, outcome.done) } : { problem: wordsFor(c).people.problem[outcome.problem] }

  app.get('/people', (c) => show({})(c))
  app.post('/people', async (c) => {
    if (!fresh(c)) return refuse(c, 403, { problem: wordsFor(c).frame.showFirstRefused })
    const typed = valuesOf(await c.req.parseBody(), theirs(whoAsks(c), await reports.sites()))
    const view = invited(c, await people.invite(whoAsks(c), typed, base(c), speechOf(c).language))
    return view.problem ? refuse(c, 400, { ...view, typed }) : show(view)(c)
  })
  for (const [name, act] of Object.entries(acts)) {
    app.post(`/people/:id/${name}`, async (c) => {
      if (!fresh(c)) return refuse(c, 403, { problem: wordsFor(c).frame.showFirstRefused })
      const view = await act(c, c.req.param('id'))
      return view.problem ? refuse(c, 400, view) : show(view)(c)
    })
  }

  app.get('/api/owner/people', async (c) => c.json(await people.all(whoAsks(c))))
  app.get('/api/owner/acts', async (c) => c.json((await people.acts(whoAsks(c))).map(forPrograms)))
  app.post('/api/owner/people', async (c) => {
    if (!fresh(c)) return c.json({ message: STALE }, 403)
    const values = valuesOfJson(await jsonOf(c))
    const sites = await reports.sites()
    const unknown = values.sites?.find((id) => !sites.some((site) => site.id === id))
    if (unknown !== undefined) return c.json({ message: `There is no car park ${unknown}.` }, 400)
    const outcome = await people.invite(whoAsks(c), values, base(c), speechOf(c).language)
    return outcome.ok ? c.json(withLink(c, outcome.done)) : c.json({ message: english.problem[outcome.problem] }, 400)
  })
  app.delete('/api/owner/people/:id', async (c) => {
    if (!fresh(c)) return c.json({ message: STALE }, 403)
    const outcome = await people.remove(whoAsks(c), c.req.param('id'))
    return outcome.ok ? c.json({ message: english.isRemoved(outcome.done) }) : c.json({ message: english.problem[outcome.problem] }, 400)
  })

  app.get(
    '/me',
    page(
      'me',
      (words) => words.frame.you,
      async (frame, _asked, c) => {
        const here = await signIn.personOf(getCookie(c, COOKIE) ?? '')
        if (!here?.person) return null
        return mePage(frame, {
          ...{ passkeys: await passkeys.of(here.person), browsers: await signIn.browsers(here.person), session: here.session },
          morning: mornings.possible ? await mornings.wanted(here.person) : null,
          ...{ welcome: c.req.query('welcome') !== undefined, place: placeOf(c, publicUrl) !== null },
        })
      },
    ),
  )
  app.post('/me/passkeys/remove', async (c) => {
    const { person } = whoAsks(c)
    const { id } = await c.req.parseBody()
    if (person !== null && fresh(c) && typeof id === 'string') await passkeys.remove(person, id)
    return c.redirect('/me', 303)
  })
  app.post('/me/morning', async (c) => {
    const { person } = whoAsks(c)
    const { wanted } = await c.req.parseBody()
    if (person !== null && mornings.possible) await mornings.want(person, wanted === 'yes')
    return c.redirect('/me', 303)
  })
  app.post('/me/browsers/sign-out', async (c) => {
    const { person } = whoAsks(c)
    const { id } = await c.req.parseBody()
    if (person !== null && typeof id === 'string') await signIn.signOut(person, id)
    return c.redirect('/me', 303)
  })
  app.post('/passkey/add-options', async (c) => {
    const place = placeOf(c, publicUrl)
    if (place === null) return c.json({ message: wordsFor(c).signIn.passkeyPlace }, 400)
    if (!fresh(c)) return c.json({ message: wordsFor(c).frame.showFirstRefused }, 403)
    const { person } = whoAsks(c)
    const options = person && (await passkeys.addOptions(person, place))
    return options ? c.json(options) : c.json({ message: wordsFor(c).signIn.passkeyForPeople }, 400)
  })
  app.post('/passkey/add', async (c) => {
    const place = placeOf(c, publicUrl)
    const { person } = whoAsks(c)
    const added = place !== null && person !== null && fresh(c) && (await passkeys.add(person, place, await jsonOf(c), agentOf(c)))
    return added ? c.json({ to: '/me' }) : c.json({ message: wordsFor(c).signIn.passkeyNotTaken }, 400)
  })
}

const said = (outcome: PeopleOutcome<string>, { people }: OwnerWords, news: 'isChanged' | 'isRemoved'): Partial<PeopleView> =>
  outcome.ok ? { news: people[news](outcome.done) } : { problem: people.problem[outcome.problem] }

/** `what` is an English sentence; where it is known by its parts, `deed` has them. */
function forPrograms({ what, ...act }: OwnerAct) {
  if (typeof what === 'string') return { ...act, what, deed: null }
  return { ...act, what: sayDeed(wordsOf.en, what, (sites) => sites?.join(', ') ?? english.allSites), deed: what }
}

const textOf = (value: unknown, most = 300): string => (typeof value === 'string' ? value.slice(0, most) : '')

function valuesOf(form: Readonly<Record<string, unknown>>, sites: readonly OwnerSite[]): PersonValues {
  const chosen = sites.filter(({ id }) => form[`site.${id}`] === 'yes').map(({ id }) => id)
  return {
    ...{ name: textOf(form.name), email: textOf(form.email), role: textOf(form.role), language: textOf(form.language) },
    sites: form.all === 'yes' ? null : chosen,
  }
}

function valuesOfJson(body: unknown): PersonValues {
  const given: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {}
  const sites = Array.isArray(given.sites) ? given.sites.filter((id): id is string => typeof id === 'string') : null
  return { name: textOf(given.name), email: textOf(given.email), role: textOf(given.role), sites, language: textOf(given.language) }
}
