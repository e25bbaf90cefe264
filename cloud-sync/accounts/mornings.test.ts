import type { Who } from '@gatehouse/domain/wire/owner-people.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../store/open-store.ts'
import { insertDevice, insertSite } from '../store/test-books.ts'
import { testStore } from '../store/test-postgres.ts'
import { letterBox, testAccounts } from '../test-accounts.ts'
import { drive } from '../test-garage.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** midnight of a Monday in Berlin */
const monday = Date.parse('2026-11-23T00:00:00+01:00')
let store: Store
let now = monday
let box = letterBox()
let made = testAccounts({ store: {} as Store, now: () => now })

beforeAll(async () => {
  store = await testStore()
  await insertSite(store, { id: 'north', name: 'Parkhaus Nord' })
  await insertSite(store, { id: 'lisbon', name: 'Parque', country: 'PT', time_zone: 'Europe/Lisbon' })
  await insertDevice(store, { id: 'box-north', site_id: 'north', label: 'North exit', last_seen: monday, backlog: 0 })
  await insertDevice(store, { id: 'box-lisbon', site_id: 'lisbon', last_seen: monday + 2 * DAY, backlog: 0 })
  const paid = [{ minor: 750, at: monday - 3 * HOUR }]
  await drive(store, [{ id: 'stay-1', plate: 'SECRET1', in: monday - 8 * HOUR, out: monday - 2.9 * HOUR, paid }], 'north', 'box-north')
})
afterAll(() => store.close())
beforeEach(async () => {
  now = monday - DAY
  box = letterBox()
  made = testAccounts({ store, now: () => now, token: 'a long owner token', letters: box })
  await store.query('delete from person')
})

/** Somebody who has come in, and wants the letter from `now` on. */
async function reader(name: string, sites: readonly string[] | null = null, language = ''): Promise<string> {
  const operator: Who = { name: 'owner', role: 'owner', sites: null, person: null, provedAt: now, language: null }
  const values = { name, email: `${name.toLowerCase()}@example.org`, role: 'viewer', sites, language }
  const invited = await made.accounts.people.invite(operator, values, 'https://cloud.example')
  if (!invited.ok) throw new Error(invited.problem)
  await made.accounts.signIn.useLink(invited.done.key, '')
  await made.accounts.mornings.want(invited.done.person.id, true)
  return invited.done.person.id
}
/** Rounds once; what was sent in it beside invitations. */
async function round(at: number) {
  now = at
  const before = box.sent.length
  await made.accounts.mornings.round()
  return box.sent.slice(before)
}
const spaces = (text = '') => text.replaceAll(/[\u00a0\u202f]/g, ' ')

describe('the morning letter', () => {
  it('[O13] tells of the day before, once, from seven in the car park’s own morning on', async () => {
    await reader('Anna', ['north'])
    await round(monday - 1)
    expect(await round(monday + 7 * HOUR - 1)).toEqual([])
    const [letter, ...more] = await round(monday + 7 * HOUR)
    expect(more).toEqual([])
    expect(letter?.to).toBe('anna@example.org')
    expect(spaces(letter?.subject)).toBe('Parkhaus Nord: €7.50')
    expect(spaces(letter?.text)).toContain('Sunday, 22 November €7.50. 1 car in, 1 car out.')
    expect(letter?.text).toContain('https://cloud.example/?site=north&day=2026-11-22')
    expect(letter?.html).toContain('site=north&amp;day=2026-11-22')
    expect(letter?.text).not.toContain('SECRET1')
    expect(await round(monday + 8 * HOUR)).toEqual([])
    expect(await round(monday + DAY + 7 * HOUR)).toHaveLength(1)
  })

  it('[O13] says what is not here yet, and that it fills in by itself', async () => {
    await store.query('update device set last_seen = $1 where id = $2', [monday - 5 * HOUR, 'box-north'])
    await reader('Anna', ['north'])
    await round(monday - 1)
    const [letter] = await round(monday + 7 * HOUR)
    expect(letter?.text).toMatch(/Not all of it is here yet; more is to come from North exit\. The figures are complete to .*19:00/)
  })

  it.each([
    ['de', 'ltr', 'Guten Morgen Anna,', 'Karte am Automaten', '7,50 €'],
    ['ar', 'rtl', 'صباح الخير', 'بالبطاقة عند الجهاز', '7.50'],
  ])('[O14] is in the reader’s language: %s', async (language, direction, hello, method, amount) => {
    await reader('Anna', ['north'], language)
    await round(monday - 1)
    const [letter] = await round(monday + 7 * HOUR)
    expect(letter?.language).toBe(language)
    expect(letter?.html).toContain(`<html lang="${language}" dir="${direction}">`)
    for (const said of [hello, method, amount]) expect(spaces(letter?.text)).toContain(said)
    expect(letter?.text).toMatch(/\nhttps:\/\/cloud\.example\/me\n/)
  })

  it('[O6][O13] is about a person’s own car parks, all of them in one letter where it is morning in both', async () => {
    await reader('Anna', ['north'])
    await reader('Lea')
    const early = await round(monday + 7 * HOUR)
    expect(early.map(({ to }) => to).sort()).toEqual(['anna@example.org', 'lea@example.org'])
    expect(early.map(({ text }) => text.includes('Parque'))).toEqual([false, false])
    const [lisbon, ...more] = await round(monday + 8 * HOUR)
    expect([lisbon?.to, more.length, lisbon?.text.includes('Nord')]).toEqual(['lea@example.org', 0, false])
    const late = await round(monday + DAY + 12 * HOUR)
    expect(late.map(({ to, subject }) => [to, subject])).toContainEqual(['lea@example.org', '2 car parks, the day before'])
  })

  it('[O13] wanted after seven begins the next morning; ended, it ends', async () => {
    now = monday + 9 * HOUR
    const anna = await reader('Anna', ['north'])
    expect(await round(monday + 10 * HOUR)).toEqual([])
    expect(await made.accounts.mornings.wanted(anna)).toBe(true)
    expect(await round(monday + DAY + 7 * HOUR)).toHaveLength(1)
    await made.accounts.mornings.want(anna, false)
    expect(await round(monday + 2 * DAY + 7 * HOUR)).toEqual([])
  })

  it('[O13] not taken by the mail server, it is tried again; two clouds on one database send one', async () => {
    await reader('Anna', ['north'])
    now = monday + 7 * HOUR
    let down = true
    const letters = { send: async (letter: Parameters<typeof box.send>[0]) => (down ? false : box.send(letter)) }
    const clouds = [1, 2].map(() => testAccounts({ store, now: () => now, letters }).accounts.mornings)
    const sent = async () => (await Promise.all(clouds.map((cloud) => cloud.round()))).reduce((a, b) => a + b, 0)
    expect(await sent()).toBe(0)
    down = false
    expect(await sent()).toBe(1)
    expect(await sent()).toBe(0)
  })

  it('[O13] without a mail server is offered to nobody', async () => {
    const none = testAccounts({ store, now: () => now }).accounts.mornings
    expect([none.possible, await none.round()]).toEqual([false, 0])
  })
})
