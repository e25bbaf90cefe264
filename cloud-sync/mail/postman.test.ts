import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../store/open-store.ts'
import { troublesOf } from '../store/report-needs.ts'
import { insertPayment, insertQuote, insertRow, insertSession, insertSite } from '../store/test-books.ts'
import { testStore } from '../store/test-postgres.ts'
import { mailKeyOf } from './mail-key.ts'
import { type Letter, MailError } from './post.ts'
import { makePostman, waitMs } from './postman.ts'
import { makeSmtp } from './smtp.ts'
import { smtpAt, startMailServer } from './test-mail-server.ts'

const T0 = Date.UTC(2026, 10, 22, 10, 53)
const DAY = 86_400_000
const key = mailKeyOf(new Uint8Array(32).fill(7))
const german = { language: 'de', locale: 'de-DE' }

let store: Store
let now = T0
let serial = 0
/** what the mail server does with the next letters: takes them, or throws */
let trouble: MailError | null
let posted: Letter[]
beforeAll(async () => {
  store = await testStore()
  await insertSite(store)
})
afterAll(() => store.close())
beforeEach(async () => {
  await store.query('delete from mail')
  await store.query('delete from mail_refusal')
  now = T0
  trouble = null
  posted = []
})

const ticket = (nonce = (++serial).toString(16).padStart(14, '0')) => ({ site: 'garage', nonce })
function postman(over: Partial<Parameters<typeof makePostman>[0]> = {}) {
  return makePostman({
    ...{ store, key, now: () => now, newId: () => `letter-${++serial}`, random: () => 0.5, publicUrl: 'https://pay.example' },
    log: { warn: () => {}, error: () => {} },
    post: {
      send: async (letter) => {
        if (trouble) throw trouble
        posted.push(letter)
      },
    },
    write: async (letter) => ({ fromName: 'Garage', subject: letter.nonce, text: letter.language, html: letter.locale }),
    ...over,
  })
}
const rows = () =>
  store.query<{ state: string; address: string | null; tries: number; next_try_at: number; last_error: string | null }>(
    'select state, address, tries, next_try_at, last_error from mail order by requested_at, id',
  )

describe('the outbox of receipts', () => {
  it('[E2][E5] sends what was asked for, in its language, and then knows the address no more', async () => {
    const office = postman()
    const at = ticket()
    expect(await office.ask(at, ' Anna@Example.org ', german)).toBe('asked')
    expect(await rows()).toMatchObject([{ state: 'due', address: 'Anna@example.org' }])
    expect(await office.deliver()).toEqual({ sent: 1, failed: 0 })
    expect(posted).toMatchObject([{ to: 'Anna@example.org', subject: at.nonce, text: 'de', html: 'de-DE' }])
    expect(await rows()).toMatchObject([{ state: 'sent', address: null, tries: 1 }])
    expect(JSON.stringify(await store.query('select * from mail'))).not.toMatch(/anna/i)
    expect(await office.deliver()).toEqual({ sent: 0, failed: 0 })
  })

  it('[E2] two processes with one outbox send a letter once', async () => {
    await postman().ask(ticket(), 'anna@example.org', german)
    await Promise.all([postman().deliver(), postman().deliver(), postman().deliver()])
    expect(posted).toHaveLength(1)
  })

  it('[E2] a process that died over a letter leaves it to the next one', async () => {
    await postman().ask(ticket(), 'anna@example.org', german)
    await store.query('update mail set next_try_at = $1', [T0 + 300_000])
    expect((await postman().deliver()).sent).toBe(0)
    now = T0 + 300_000
    expect((await postman().deliver()).sent).toBe(1)
  })

  it('[E3] what fails now is tried again, ever later, until it goes', async () => {
    const office = postman()
    await office.ask(ticket(), 'anna@example.org', german)
    trouble = new MailError('later', 'busy')
    const waits: number[] = []
    for (let i = 0; i < 4; i++) {
      await office.deliver()
      const [row] = await rows()
      waits.push((row?.next_try_at ?? 0) - now)
      now = row?.next_try_at ?? 0
    }
    expect(waits).toEqual([15_000, 30_000, 60_000, 120_000])
    expect(await rows()).toMatchObject([{ state: 'due', tries: 4, last_error: 'busy' }])
    trouble = null
    expect((await office.deliver()).sent).toBe(1)
  })

  it('[E3] jitter is full, between a floor and two hours', () => {
    expect([waitMs(0, 0), waitMs(0, 0.999), waitMs(50, 0.999), waitMs(50, 0)]).toEqual([5_000, 29_970, 7_192_800, 5_000])
  })

  it('[E3][E5] a letter that will never be taken is dead, its address erased, and the others go on', async () => {
    const office = postman({
      post: { send: async ({ to }) => (to.startsWith('nobody') ? Promise.reject(new MailError('refused', 'no such mailbox')) : undefined) },
    })
    await office.ask(ticket(), 'nobody@example.org', german)
    await office.ask(ticket(), 'anna@example.org', german)
    expect(await office.deliver()).toEqual({ sent: 1, failed: 1 })
    expect((await rows()).map((r) => r.state).sort()).toEqual(['dead', 'sent'])
    expect((await rows()).every((r) => r.address === null)).toBe(true)
  })

  it.each(['unreachable', 'setup'] as const)('[E3] with the server %s no letter is dead, and one try is enough for now', async (kind) => {
    let tries = 0
    const office = postman({
      post: {
        send: async () => {
          tries++
          throw new MailError(kind, 'no')
        },
      },
    })
    for (let i = 0; i < 3; i++) await office.ask(ticket(), `anna${i}@example.org`, german)
    await office.deliver()
    expect(tries).toBe(1)
    expect((await rows()).every((r) => r.state === 'due')).toBe(true)
    const stuck = async () => (await troublesOf(store, 'garage', { since: 0, now })).mailStuck
    expect(await stuck()).toEqual([])
    now = T0 + 3_600_001
    expect(await stuck()).toMatchObject([{ detail: 'no', at: T0 }])
  })

  it('[E5] three days are the end of every address, sent or not', async () => {
    const office = postman()
    await office.ask(ticket(), 'anna@example.org', german)
    trouble = new MailError('unreachable', 'no')
    await office.deliver()
    now = T0 + 3 * DAY - 1
    expect((await office.tidy()).erased).toBe(0)
    now = T0 + 3 * DAY
    expect((await office.tidy()).erased).toBe(1)
    expect(await rows()).toMatchObject([{ state: 'dead', address: null }])
    now = T0 + 60 * DAY + 1
    await office.tidy()
    expect(await rows()).toEqual([])
  })

  it('[E10] waits for the lines of the price, at most a day', async () => {
    const patience: boolean[] = []
    const office = postman({
      write: async (_letter, _links, patient) => {
        patience.push(patient)
        return patient ? null : { fromName: 'Garage', subject: 's', text: 't', html: 'h' }
      },
    })
    await office.ask(ticket(), 'anna@example.org', german)
    expect(await office.deliver()).toEqual({ sent: 0, failed: 0 })
    expect(await rows()).toMatchObject([{ state: 'due', tries: 0 }])
    now = T0 + DAY
    expect((await office.deliver()).sent).toBe(1)
    expect(patience).toEqual([true, false])
  })
})

describe('[E4] nobody is bothered through this page', () => {
  it('a ticket has three letters, a mailbox five a day, whatever its spelling', async () => {
    const office = postman()
    const at = ticket()
    for (let i = 0; i < 3; i++) expect(await office.ask(at, `a${i}@example.org`, german)).toBe('asked')
    expect(await office.ask(at, 'a9@example.org', german)).toBe('enough')
    for (let i = 0; i < 5; i++) expect(await office.ask(ticket(), `Victim+${i}@Example.org`, german)).toBe('asked')
    expect(await office.ask(ticket(), 'victim@example.org', german)).toBe('enough')
    expect(await office.ask(ticket(), 'other@example.org', german)).toBe('asked')
    now = T0 + DAY
    expect(await office.ask(ticket(), 'victim@example.org', german)).toBe('asked')
  })

  it('forty taps at once are one letter', async () => {
    const office = postman()
    const at = ticket()
    const answers = await Promise.all(Array.from({ length: 40 }, () => office.ask(at, 'anna@example.org', german)))
    expect(new Set(answers)).toEqual(new Set(['asked']))
    expect(await rows()).toHaveLength(1)
  })

  it('forty tickets at once are five letters to one mailbox', async () => {
    const office = postman()
    const answers = await Promise.all(Array.from({ length: 40 }, () => office.ask(ticket(), 'anna@example.org', german)))
    expect(answers.filter((a) => a === 'asked')).toHaveLength(5)
    expect(await rows()).toHaveLength(5)
  })

  it('what is no address is not written down', async () => {
    expect(await postman().ask(ticket(), 'anna@example.org\r\nBcc: eve@example.net', german)).toBe('badAddress')
    expect(await rows()).toEqual([])
  })
})

describe('[E6] no more mail', () => {
  it('stops what is on its way and all that comes, by the link of any letter, and takes back a holder’s agreement', async () => {
    await insertRow(store, 'right_holder', {
      ...{ site_id: 'garage', id: 'h-stop', name: 'Anna', phone: null, email: 'anna@example.org', consent_at: T0 - 1, created_at: T0 - 1 },
    })
    const office = postman()
    await office.ask(ticket(), 'anna@example.org', german)
    await office.deliver()
    await office.ask(ticket(), 'anna+2@example.org', german)
    const link = posted[0]?.stopUrl?.split('/mail/')[1] ?? ''
    expect(office.isOurs(link)).toBe(true)
    expect(await office.stop(link)).toBe(true)
    expect(await office.stop(link)).toBe(true)
    expect((await rows()).map((r) => r.state)).toEqual(['sent', 'stopped'])
    expect(await office.deliver()).toEqual({ sent: 0, failed: 0 })
    expect(await office.ask(ticket(), 'Anna@example.org', german)).toBe('enough')
    const [holder] = await store.query<{ consent_at: number | null }>(`select consent_at from right_holder where id = 'h-stop'`)
    expect(holder?.consent_at).toBeNull()
  })

  it('is not done by a link that nobody made', async () => {
    const office = postman()
    await office.ask(ticket(), 'anna@example.org', german)
    const [{ id } = { id: '' }] = await store.query<{ id: string }>('select id from mail')
    const genuine = key.linkOf(id)
    const others = [
      '',
      id,
      `${id}.`,
      genuine.slice(0, -1),
      `${genuine}A`,
      genuine.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')),
      `x${genuine}`,
      '../..',
    ]
    for (const link of others) {
      expect(office.isOurs(link), link).toBe(false)
      expect(await office.stop(link)).toBe(false)
    }
    expect(await rows()).toMatchObject([{ state: 'due' }])
  })
})

describe('[E11] holders of permits', () => {
  it('get each receipt once by themselves, of what they paid after they agreed', async () => {
    const holder = { site_id: 'garage', name: 'Anna', phone: null, created_at: T0 - DAY }
    await insertRow(store, 'right_holder', { ...holder, id: 'h-yes', email: 'anna@example.org', consent_at: T0 })
    await insertRow(store, 'right_holder', { ...holder, id: 'h-no', email: 'bob@example.org', consent_at: null })
    for (const id of ['yes', 'no']) {
      await insertRow(store, 'permit', {
        ...{
          site_id: 'garage',
          id: `p-${id}`,
          holder_id: `h-${id}`,
          product: 'Office',
          charging: 'tariff',
          pool_size: 1,
          plates: ['AB123'],
        },
        ...{ valid_from: 1, created_by: 'owner', created_at: 1 },
      })
      await insertSession(store, { id: `s-${id}`, right_id: `p-${id}` })
      for (const [when, at] of [
        ['before', T0 - 1],
        ['after', T0 + 1],
      ] as const) {
        const quote = `q-${id}-${when}`
        await insertQuote(store, { id: quote, nonce: `nonce-${id}-${when}`, session_id: `s-${id}` })
        await insertPayment(store, { id: `m-${quote}`, quote_id: quote, session_id: `s-${id}`, amount_minor: 500, settled_at: at })
      }
    }
    const office = postman()
    expect((await office.tidy()).queued).toBe(1)
    expect((await office.tidy()).queued).toBe(0)
    await office.deliver()
    expect(posted).toMatchObject([{ to: 'anna@example.org', subject: 'nonce-yes-after', text: 'de', html: 'de-DE' }])
  })
})

it.each([
  ['pl', 'pl', 'pl-DE'],
  ['ar', 'ar', 'ar-DE-u-nu-latn'],
  [null, 'de', 'de-DE'],
  ['xx', 'de', 'de-DE'],
] as const)('[E12] a holder of whom the owner says %j gets letters in %s', async (language, text, html) => {
  const [id, email] = [`h-${language}`, 'piotr@example.org']
  const holder = { site_id: 'garage', id, name: 'Piotr', phone: null, email, language, consent_at: T0, created_at: T0 }
  await store.query('delete from right_holder')
  await insertRow(store, 'right_holder', holder)
  const permit = {
    site_id: 'garage',
    id: `p-${language}`,
    holder_id: id,
    product: 'Office',
    charging: 'tariff',
    pool_size: 1,
    plates: ['AB123'],
  }
  await insertRow(store, 'permit', { ...permit, valid_from: 1, created_by: 'owner', created_at: 1 })
  const stay = { session_id: `s-${language}`, quote_id: `q-${language}` }
  await insertSession(store, { id: stay.session_id, right_id: permit.id })
  await insertQuote(store, { id: stay.quote_id, nonce: `nonce-${language}`, session_id: stay.session_id })
  await insertPayment(store, { ...stay, id: `m-${language}`, amount_minor: 500, settled_at: T0 + 1 })
  const office = postman()
  await office.tidy()
  await office.deliver()
  expect(posted).toMatchObject([{ to: email, subject: `nonce-${language}`, text, html }])
})

it('[E2] a whole letter over a real mail server', async () => {
  const server = await startMailServer()
  const office = postman({ post: makeSmtp(smtpAt(server.port)) })
  await office.ask(ticket(), 'anna@example.org', german)
  expect(await office.deliver()).toEqual({ sent: 1, failed: 0 })
  expect(server.letters).toMatchObject([{ to: ['anna@example.org'], mail: { from: { name: 'Garage' } } }])
  await server.close()
})
