import { coversSites, mayDo, type Who } from '@gatehouse/domain/wire/owner-people.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../store/open-store.ts'
import { sweepPeople } from '../store/people.ts'
import { testStore } from '../store/test-postgres.ts'
import { letterBox, testAccounts } from '../test-accounts.ts'
import { browserName } from './browser-name.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const BASE = 'https://cloud.example'
let store: Store
let now = Date.parse('2026-11-22T10:00:00Z')
let box = letterBox()
let made = testAccounts({ store: {} as Store, now: () => now })
const people = () => made.accounts.people
const signIn = () => made.accounts.signIn
const operator = (): Who => ({ name: 'owner', role: 'owner', sites: null, person: null, provedAt: now, language: null })

beforeAll(async () => {
  store = await testStore()
})
afterAll(() => store.close())
beforeEach(async () => {
  now += 40 * DAY
  box = letterBox()
  made = testAccounts({ store, now: () => now, token: 'a long owner token', letters: box })
  await store.query('delete from person')
})

const anna = { name: 'Anna Berg', email: 'Anna@Example.org', role: 'manager', sites: null, language: '' }
async function invited(over: Partial<Omit<typeof anna, 'sites'>> & { sites?: readonly string[] | null } = {}, by: Who = operator()) {
  const outcome = await people().invite(by, { ...anna, ...over }, BASE)
  if (!outcome.ok) throw new Error(outcome.problem)
  return outcome.done
}
const keyIn = (text: string | undefined) => /\/enter\?key=([A-Za-z0-9_-]+)/.exec(text ?? '')?.[1] ?? ''
/** Somebody who has come in by their invitation: their cookie, and who they are by it. */
async function comeIn(over: Parameters<typeof invited>[0] = {}) {
  const { key } = await invited(over)
  const entered = await signIn().useLink(key, 'Firefox/130.0 (Android)')
  if (!entered) throw new Error('not let in')
  const who = await signIn().personOf(entered.cookie)
  if (!who) throw new Error('nobody')
  return { cookie: entered.cookie, who }
}
const problem = (outcome: { ok: boolean; problem?: string }) => (outcome.ok ? null : outcome.problem)

describe('an invitation', () => {
  it('[O2][O3] goes out by e-mail, lets in once, and is not used up by being looked at', async () => {
    const { key, mailed, person, until } = await invited()
    expect([mailed, person.email, until - now]).toEqual([true, 'anna@example.org', 7 * DAY])
    expect(box.sent).toMatchObject([{ to: 'anna@example.org', subject: 'Your account at Gatehouse' }])
    expect(keyIn(box.sent[0]?.text)).toBe(key)
    for (let i = 0; i < 3; i++)
      expect(await signIn().lookAtLink(key)).toEqual({ name: 'Anna Berg', email: 'anna@example.org', first: true })
    const both = await Promise.all([signIn().useLink(key, ''), signIn().useLink(key, '')])
    expect(both.filter(Boolean)).toHaveLength(1)
    expect([await signIn().lookAtLink(key), await signIn().useLink(key, '')]).toEqual([null, null])
    expect(await people().all(operator())).toMatchObject([{ name: 'Anna Berg', invitedBy: 'owner', seenAt: now, linkUntil: null }])
  })

  it('[O3] runs out after a week, and a newer one makes it worthless', async () => {
    const first = await invited()
    const again = await people().linkAgain(operator(), first.person.id, BASE)
    expect(await signIn().useLink(first.key, '')).toBeNull()
    if (!again.ok) throw new Error(again.problem)
    now += 7 * DAY
    expect(await signIn().useLink(again.done.key, '')).toBeNull()
  })

  it('[O1] refuses what is no person, and says why', async () => {
    await invited()
    const said = async (over: object) => problem(await people().invite(operator(), { ...anna, email: 'new@example.org', ...over }, BASE))
    expect(await said({ email: 'anna@example.ORG' })).toBe('addressTaken')
    expect(await said({ email: 'anna@example.org, eve@example.org' })).toBe('badAddress')
    expect(await said({ name: ' \n ' })).toBe('badName')
    expect(await said({ name: 'Owner' })).toBe('operatorsName')
    expect(await said({ role: 'admin' })).toBe('noSuchRole')
    expect(await said({ sites: [] })).toBe('noSites')
    expect(box.sent).toHaveLength(1)
  })

  it('what an owner called a person becomes no markup of the letter', async () => {
    await invited({ name: '<img src=x>"&' })
    expect(box.sent[0]?.html).toContain('&lt;img src=x&gt;&quot;&amp;')
    expect(box.sent[0]?.html).not.toContain('<img')
  })
})

describe('a link to sign in', () => {
  it('[O2][O3] is mailed, works fifteen minutes, and lets in once', async () => {
    await comeIn()
    await signIn().askLink(' anna@example.org ', BASE).sent
    const first = keyIn(box.sent.at(-1)?.text)
    now += 15 * MINUTE
    expect(await signIn().useLink(first, '')).toBeNull()
    await signIn().askLink('anna@example.org', BASE).sent
    const entered = await signIn().useLink(keyIn(box.sent.at(-1)?.text), '')
    expect(entered?.first).toBe(false)
    expect(await signIn().personOf(entered?.cookie ?? '')).toMatchObject({ name: 'Anna Berg', role: 'manager', sites: null, provedAt: now })
  })

  it('[O9] tells nobody whether there is an account, and is limited for all addresses alike', async () => {
    await invited()
    const answers = (email: string) => Array.from({ length: 6 }, () => signIn().askLink(email, BASE))
    const [known, unknown] = [answers('anna@example.org'), answers('eve@example.org')]
    expect(known.map((one) => one.asked)).toEqual(unknown.map((one) => one.asked))
    expect(known.map((one) => one.asked)).toEqual([...Array(5).fill('asked'), 'enough'])
    await Promise.all([...known, ...unknown].map((one) => one.sent))
    expect(box.sent.filter(({ to }) => to === 'eve@example.org')).toEqual([])
    expect(box.sent).toHaveLength(1 + 5)
    for (let i = 0; i < 90; i++) await signIn().askLink(`nobody${i}@example.org`, BASE).sent
    expect(signIn().askLink('somebody@example.org', BASE).asked).toBe('enough')
    now += 61 * MINUTE
    expect(signIn().askLink('somebody@example.org', BASE).asked).toBe('asked')
    expect(signIn().askLink('no address', BASE).asked).toBe('badAddress')
  })

  it('[O3] that nobody made opens nothing, whatever it looks like', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9_-]{43}$/)), async (key) => {
        expect(await signIn().useLink(key, '')).toBeNull()
        expect(await signIn().personOf(`p1.${key}`)).toBeNull()
        expect(await signIn().personOf(key)).toBeNull()
      }),
      { numRuns: 60 },
    )
  })
})

describe('a browser that is signed in', () => {
  it('[O4] ends after a week without use and after a month anyway; only a hash of its cookie is kept', async () => {
    const { cookie } = await comeIn()
    const [kept] = await store.query<{ all: string }>('select string_agg(s::text, $1) as all from person_session s', [' '])
    expect(kept?.all).not.toContain(cookie.slice(3))
    for (let day = 0; day < 5; day++) {
      now += 6 * DAY - 1
      expect((await signIn().personOf(cookie)) !== null, `day ${(day + 1) * 6}`).toBe(true)
    }
    now += 5
    expect(await signIn().personOf(cookie)).toBeNull()
    const second = await comeIn({ email: 'bo@example.org' })
    now += 7 * DAY
    expect(await signIn().personOf(second.cookie)).toBeNull()
    now += 30 * DAY
    await sweepPeople(store, now)
    expect(await store.query('select 1 from person_session')).toEqual([])
  })

  it('[O4] is signed out here, or from another browser of the same person, and by nobody else', async () => {
    const first = await comeIn()
    await signIn().askLink('anna@example.org', BASE).sent
    const second = (await signIn().useLink(keyIn(box.sent.at(-1)?.text), 'Chrome/140 Windows'))?.cookie ?? ''
    const [id] = [first.who.person ?? '']
    expect((await signIn().browsers(id)).map((one) => one.browser).sort()).toEqual(['Chrome on Windows', 'Firefox on Android'])
    await signIn().signOut('somebody else', first.who.session)
    expect(await signIn().personOf(first.cookie)).not.toBeNull()
    await signIn().signOut(id, first.who.session)
    expect(await signIn().personOf(first.cookie)).toBeNull()
    await signIn().signOutHere(second)
    expect(await signIn().personOf(second)).toBeNull()
  })

  it('[O7] is fresh for ten minutes after its person has shown who they are', async () => {
    const { cookie, who } = await comeIn()
    const fresh = async () => made.door.fresh((await signIn().personOf(cookie)) ?? who)
    expect(await fresh()).toBe(true)
    now += 10 * MINUTE
    expect(await fresh()).toBe(false)
    expect(await signIn().provedAgain(cookie, 'somebody else')).toBe(false)
    expect(await fresh()).toBe(false)
    expect(await signIn().provedAgain(cookie, who.person ?? '')).toBe(true)
    expect(await fresh()).toBe(true)
  })

  it('[O6][O12] has the role and car parks of now, and goes with the account', async () => {
    const { cookie, who } = await comeIn()
    const id = who.person ?? ''
    await people().change(operator(), id, { name: 'Anna B.', role: 'viewer', sites: ['garage'] })
    expect(await signIn().personOf(cookie)).toMatchObject({ name: 'Anna B.', role: 'viewer', sites: ['garage'] })
    await people().remove(operator(), id)
    expect(await signIn().personOf(cookie)).toBeNull()
    for (const table of ['person_session', 'person_link', 'person_passkey'])
      expect(await store.query(`select 1 from ${table}`), table).toEqual([])
  })

  it('is known by two words of what it calls itself', () => {
    const chrome = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
    expect(browserName(chrome)).toBe('Chrome on a Mac')
    expect(browserName(`${chrome} Edg/140.0.0.0`)).toBe('Edge on a Mac')
    expect(browserName('<script>alert(1)</script>')).toBe('A browser on another system')
  })
})

describe('who may say who may', () => {
  it('[O10] an owner of some car parks knows and changes the people of those alone, and gives no more than they have', async () => {
    const { who: lea } = await comeIn({ name: 'Lea', email: 'lea@example.org', role: 'owner', sites: ['north', 'south'] })
    const all = (await invited({ email: 'all@example.org' })).person
    const both = (await invited({ email: 'both@example.org', sites: ['south', 'north'] })).person
    const other = (await invited({ email: 'other@example.org', sites: ['north', 'west'] })).person
    expect((await people().all(lea)).map(({ email }) => email).sort()).toEqual(['both@example.org', 'lea@example.org'])
    for (const stranger of [all, other]) {
      expect(problem(await people().remove(lea, stranger.id))).toBe('noSuchPerson')
      expect(problem(await people().linkAgain(lea, stranger.id, BASE))).toBe('noSuchPerson')
    }
    const viewer = { name: 'Both', role: 'viewer' }
    expect(problem(await people().change(lea, both.id, { ...viewer, sites: null }))).toBe('notYours')
    expect(problem(await people().change(lea, both.id, { ...viewer, sites: ['west'] }))).toBe('notYours')
    expect(await people().change(lea, both.id, { ...viewer, sites: ['south'] })).toEqual({ ok: true, done: 'Both' })
    expect(problem(await people().change(lea, lea.person ?? '', { ...viewer, sites: ['south'] }))).toBe('ownRights')
    expect(problem(await people().remove(lea, lea.person ?? ''))).toBe('oneself')
  })

  it('[O10] to cover somebody’s car parks is to have every one of them', () => {
    const sites = fc.option(fc.subarray(['a', 'b', 'c', 'd']), { nil: null })
    fc.assert(
      fc.property(sites, sites, (mine, theirs) => {
        const all = ['a', 'b', 'c', 'd', 'still to come']
        const expected = (theirs ?? all).every((site) => (mine ?? all).includes(site))
        expect(coversSites(mine, theirs)).toBe(expected)
      }),
    )
  })

  it('[O5] each role may do what those before it may', () => {
    expect(
      ['viewer', 'manager', 'owner'].map((role) => ['see', 'manage', 'own'].filter((right) => mayDo(role as 'owner', right as 'own'))),
    ).toEqual([['see'], ['see', 'manage'], ['see', 'manage', 'own']])
  })

  it('[O8] what was done stays with its name when the account goes; of other car parks nothing is told', async () => {
    const { who } = await comeIn({ role: 'owner' })
    await people().note(who, 'north', { did: 'publishedPrices', number: 7 })
    await people().remove(operator(), who.person ?? '')
    const acts = await people().acts(operator())
    expect(acts.slice(0, 3).map(({ by, what, site }) => [by, what, site])).toEqual([
      ['owner', { did: 'removedPerson', name: 'Anna Berg' }, null],
      ['Anna Berg', { did: 'publishedPrices', number: 7 }, 'north'],
      ['owner', { did: 'invited', name: 'Anna Berg', role: 'owner' }, null],
    ])
    expect((await people().acts({ ...operator(), sites: ['north'] })).every(({ site }) => site === 'north')).toBe(true)
    expect(await people().acts({ ...operator(), sites: ['nowhere'] })).toEqual([])
  })
})

describe('a passkey', () => {
  it('[O11] that is none, or answers another question, proves nobody', async () => {
    const { who } = await comeIn()
    const { passkeys } = made.accounts
    const place = { rpId: 'cloud.example', origin: BASE }
    const asked = await passkeys.enterOptions(place)
    const clientDataJSON = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge: asked?.challenge, origin: BASE })).toString(
      'base64url',
    )
    const shaped = {
      id: 'AAAA',
      rawId: 'AAAA',
      type: 'public-key',
      response: { clientDataJSON, authenticatorData: 'AAAA', signature: 'AAAA' },
    }
    for (const sent of [null, 7, {}, shaped, { ...shaped, id: 'x'.repeat(5_000) }, { ...shaped, response: {} }]) {
      expect(await passkeys.enter(place, sent)).toBeNull()
      expect(await passkeys.add(who.person ?? '', place, sent, '')).toBe(false)
    }
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (sent) => {
        expect(await passkeys.enter(place, sent)).toBeNull()
        expect(await passkeys.add('nobody', place, sent, '')).toBe(false)
      }),
      { numRuns: 40 },
    )
    expect(await passkeys.addOptions('nobody', place)).toBeNull()
  })

  it('[O11] is asked by nobody more than 120 times a minute', async () => {
    const { passkeys } = made.accounts
    const place = { rpId: 'cloud.example', origin: BASE }
    const asked = []
    for (let i = 0; i < 121; i++) asked.push((await passkeys.enterOptions(place)) !== null)
    expect([asked.indexOf(false), asked.length]).toEqual([120, 121])
    now += MINUTE
    expect(await passkeys.enterOptions(place)).not.toBeNull()
  })
})
