import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import type { Deed } from '@gatehouse/domain/wire/owner-deeds.ts'
import type { Who } from '@gatehouse/domain/wire/owner-people.ts'
import type { Context, Hono } from 'hono'
import { jsonOf } from '../../asked-at.ts'
import { askedFor } from '../asked.ts'
import type { PageMaker } from '../frame.ts'
import type { MadeCode, OwnerBoxes, OwnerDoor, OwnerReports } from '../owner-port.ts'
import type { OwnerAccounts } from '../people/people-port.ts'
import { whoAsks } from '../people/who-asks.ts'
import { wordsFor } from '../spoken.ts'
import type { OwnerWords } from '../strings/en/all.ts'
import { wordsOf } from '../strings/every-language.ts'
import { type BoxKeysView, boxKeysPage } from './box-keys.ts'

export interface BoxRoutesDeps {
  readonly reports: OwnerReports
  readonly boxes: OwnerBoxes
  readonly door: OwnerDoor
  readonly accounts: OwnerAccounts
  readonly now: () => number
}

type Act = (site: OwnerSite, fields: Fields, who: Who) => Promise<Outcome>

/** A sentence for the reader of a page, and in English for programs. */
type Say = (words: OwnerWords) => string

type Outcome =
  | { readonly ok: true; readonly news: Say; readonly did: Deed; readonly made: MadeCode | null }
  | { readonly ok: false; readonly problem: Say; readonly status: 400 | 403 | 404 }

const noSuchBox: Outcome = { ok: false, problem: (words) => words.boxes.problem.noSuchBox, status: 404 }

/** `/boxes` and its forms, and the same as JSON for `device claim`, `device list` and `device revoke`. */
export function mountBoxes(app: Hono, { reports, boxes, door, accounts, now }: BoxRoutesDeps, page: PageMaker): void {
  const show = (over: Partial<BoxKeysView>) =>
    page(
      'boxes',
      ({ boxes: words }) => words.title,
      async (frame, { site }) =>
        boxKeysPage(frame, {
          ...{
            boxes: await boxes.list(site.id),
            met: await boxes.met(site.id),
            door: boxes.boxDoor(),
            now: now(),
            made: null,
            news: null,
            problem: null,
            typed: { box: '', label: '' },
          },
          ...over,
        }),
    )

  async function makeCode(site: OwnerSite, fields: Fields): Promise<Outcome> {
    const minutes = fields.minutes === undefined ? undefined : Number(fields.minutes)
    const wanted = { device: fields.box ?? '', site: site.id, label: fields.label ?? '', ...(minutes === undefined ? {} : { minutes }) }
    const made = await boxes.claim(wanted)
    if ('problem' in made) return { ok: false, problem: (words) => words.boxes.problem[made.problem], status: 400 }
    return {
      ok: true,
      news: (words) => words.boxes.codeMade(wanted.device),
      did: { did: 'madeBoxCode', name: wanted.device },
      made: { box: wanted.device, ...made },
    }
  }

  /** What is hard to undo asks whoever it is to have shown so within minutes: a browser left open must not do it. */
  const stale = (who: Who): Extract<Outcome, { ok: false }> | null =>
    door.fresh(who) ? null : { ok: false, problem: (words) => words.frame.showFirstRefused, status: 403 }

  async function shutOut(site: OwnerSite, fields: Fields, who: Who): Promise<Outcome> {
    const denied = stale(who)
    if (denied) return denied
    const box = fields.box ?? ''
    const done = await boxes.revoke({ id: box, site: site.id })
    if (!done) return noSuchBox
    return { ok: true, news: (words) => words.boxes.isOut(box), did: { did: 'shutBoxOut', name: box }, made: null }
  }

  /** A box that its siblings met and nobody let in here: whether they go on hearing it. */
  async function hear(site: OwnerSite, fields: Fields, who: Who, refused: boolean): Promise<Outcome> {
    const denied = stale(who)
    if (denied) return denied
    const box = fields.box ?? ''
    if (!(await boxes.refuse({ site: site.id, device: box }, refused))) return noSuchBox
    const news: Say = (words) => (refused ? words.boxes.isRefused : words.boxes.isAllowed)(box)
    return { ok: true, news, did: { did: refused ? 'refusedBox' : 'allowedBox', name: box }, made: null }
  }
  const refuse: Act = (site, fields, who) => hear(site, fields, who, true)
  const allow: Act = (site, fields, who) => hear(site, fields, who, false)

  async function noted(c: Context, site: OwnerSite, outcome: Outcome): Promise<Outcome> {
    if (outcome.ok) await accounts.people.note(whoAsks(c), site.id, outcome.did)
    return outcome
  }

  const acts = { code: makeCode, revoke: shutOut, refuse, allow } as const
  app.get('/boxes', (c) => show({})(c))
  app.get('/api/owner/boxes/keys', async (c) => {
    const question = await askedFor(c, reports)
    return question.ok ? c.json(await boxes.list(question.asked.site.id)) : c.json({ message: question.message }, question.status)
  })
  for (const [name, act] of Object.entries(acts)) {
    app.post(`/boxes/${name}`, async (c) => {
      const question = await askedFor(c, reports)
      if (!question.ok) return show({})(c)
      const fields = await formOf(c)
      const outcome = await noted(c, question.asked.site, await act(question.asked.site, fields, whoAsks(c)))
      const typed = { box: fields.box ?? '', label: fields.label ?? '' }
      if (outcome.ok) return show({ made: outcome.made, news: outcome.made ? null : outcome.news(wordsFor(c)) })(c)
      const answer = await show({ problem: outcome.problem(wordsFor(c)), ...(name === 'code' ? { typed } : {}) })(c)
      return new Response(answer.body, { status: outcome.status, headers: answer.headers })
    })
    app.post(`/api/owner/boxes/${name}`, async (c) => {
      const question = await askedFor(c, reports)
      if (!question.ok) return c.json({ message: question.message }, question.status)
      const outcome = await noted(c, question.asked.site, await act(question.asked.site, await jsonFields(c), whoAsks(c)))
      return outcome.ok
        ? c.json({ message: outcome.news(wordsOf.en), ...outcome.made })
        : c.json({ message: outcome.problem(wordsOf.en) }, outcome.status)
    })
  }
}

type Fields = Readonly<Partial<Record<'box' | 'label' | 'minutes', string>>>

async function formOf(c: Context): Promise<Fields> {
  return texts(await c.req.parseBody())
}

async function jsonFields(c: Context): Promise<Fields> {
  const body = await jsonOf(c)
  return texts(typeof body === 'object' && body !== null ? body : {})
}

/** Short texts and numbers; whatever else came is no field. */
function texts(given: object): Fields {
  const kept = Object.entries(given).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, String(value).trim().slice(0, 500)]] : [],
  )
  return Object.fromEntries(kept)
}
