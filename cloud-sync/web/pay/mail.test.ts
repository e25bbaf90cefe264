import { randomUUID } from 'node:crypto'
import { languageCodes, localeOf } from '@gatehouse/domain/language.ts'
import { deriveKey, keyLabels } from '@gatehouse/domain/proof/device-keys.ts'
import { encodeQuoteToken } from '@gatehouse/domain/proof/quote-token.ts'
import { ticketTag } from '@gatehouse/domain/proof/ticket.ts'
import type { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mailKeyOf } from '../../mail/mail-key.ts'
import { makePostman } from '../../mail/postman.ts'
import { makeSmtp } from '../../mail/smtp.ts'
import { type ReceivedLetter, smtpAt, startMailServer, type TestMailServer } from '../../mail/test-mail-server.ts'
import { makeDesk } from '../../payments/desk.ts'
import { makeKeyRing } from '../../payments/key-ring.ts'
import { putSite } from '../../store/fleet.ts'
import type { Store } from '../../store/open-store.ts'
import { insertDevice, insertPayment, insertQuote, insertSession } from '../../store/test-books.ts'
import { testStore } from '../../store/test-postgres.ts'
import { ticketFacts } from '../../store/ticket.ts'
import { mountMailStop } from './mount-mail-stop.ts'
import { mountPay } from './mount-pay.ts'
import { mountReceipts } from './mount-receipts.ts'
import { receiptLetter } from './receipt-letter.ts'
import { wordsOf } from './strings/every-language.ts'

const T0 = Date.UTC(2026, 10, 22, 10, 53)
const secret = new Uint8Array(32).fill(9)
const origin = 'https://pay.example'
const seller = { name: 'Garage Mitte Betriebs GmbH', address: ['Am Dom 3', '50667 Köln'], vatNumber: 'DE123456788' }
const site = { id: 'garage', name: 'Garage Mitte', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 60, seller }
const nonce = '0a1b2c3d4e5f60'
const fields = { kid: 0, device: 5, nonce, amountMinor: 750, currency: 'EUR', issuedAt: T0, ttlMinutes: 15, stayMinutes: 161 }
const token = encodeQuoteToken(fields, deriveKey(secret, 'garage', keyLabels.quote))
const PAYMENT = 'card:0193b5a2-77aa-7c11-8f00-abcdef012345'

let store: Store
let server: TestMailServer
let app: Hono
let office: ReturnType<typeof makePostman>
beforeAll(async () => {
  store = await testStore()
  server = await startMailServer()
  await putSite(store, site, T0)
  await insertDevice(store)
  const enteredAt = T0 - 161 * 60_000
  await insertSession(store, { id: 's1', actual_start: enteredAt, plate_ref: 'plate-1' })
  const lines = [
    { code: 'free', amountMinor: 0, count: 1, unitMinor: 0, stepMs: 900_000, fromMs: enteredAt, untilMs: enteredAt + 900_000 },
    { code: 'steps', amountMinor: 750, count: 3, unitMinor: 250, stepMs: 3_600_000, fromMs: enteredAt + 900_000, untilMs: T0 },
  ]
  await insertQuote(store, { id: 'q1', nonce, issued_at: T0, lock_until: T0 + 900_000, lines })
  await insertPayment(store, { id: PAYMENT, quote_id: 'q1', session_id: 's1', amount_minor: 750, settled_at: T0 })
  const common = { store, now: () => T0, newId: () => randomUUID(), log: { warn: () => {}, error: () => {} } }
  const desk = makeDesk({ ...common, keys: makeKeyRing([{ device: 5, kid: 0, site: 'garage', secret }]), providers: [] })
  office = makePostman({
    ...{ ...common, random: () => 0.5, publicUrl: origin, post: makeSmtp(smtpAt(server.port)), key: mailKeyOf(secret) },
    write: async (letter, { stopUrl }) => letterIn(letter.language, letter.locale, letter.purpose, stopUrl),
  })
  app = mountPay({ desk, mail: office, test: null, now: () => T0, publicUrl: origin })
  app.route('/', mountReceipts({ desk, mail: office, now: () => T0, publicUrl: origin }))
  app.route('/', mountMailStop(office))
})
afterAll(async () => {
  await server.close()
  await store.close()
})
beforeEach(async () => {
  await store.query('delete from mail')
  await store.query('delete from mail_refusal')
})

async function letterIn(language: string, locale: string, purpose: 'asked' | 'holder' = 'asked', stopUrl = `${origin}/mail/x`) {
  const facts = await ticketFacts(store, { site: 'garage', nonce })
  const payment = facts?.payment
  const code = languageCodes.find((known) => known === language) ?? 'en'
  if (!facts || !payment) throw new Error('nothing is paid')
  const words = wordsOf[code]
  const about = { facts: { ...facts, payment }, tag: ticketTag(nonce), words, speech: { language: code, locale } }
  return receiptLetter({ ...about, purpose, stopUrl, receiptsAt: 'pay.example/receipt' })
}

const ask = async (path: string, body: Record<string, string>, language = 'de', headers: Record<string, string> = { origin }) =>
  app.request(`${origin}${path}`, {
    method: 'POST',
    body: new URLSearchParams(body).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': language, ...headers },
  })
const page = async (path: string, language = 'de') =>
  (await app.request(`${origin}${path}`, { headers: { 'accept-language': language } })).text()
const letterTo = (address: string): ReceivedLetter | undefined => server.letters.findLast(({ to }) => to.includes(address))
const squeezed = (text: string | undefined) => text?.replaceAll(/[\u00a0\u202f\s]+/g, ' ') ?? ''

describe('a receipt by e-mail', () => {
  it('[E1][E9] is asked for on the ticket’s page, the receipt’s and by its number, says what happens to the address, and comes', async () => {
    const forms = [
      [`/q/${token}`, `/q/${token}/mail`, {}],
      [`/r/${token}`, `/r/${token}/mail`, {}],
      ['/receipt?no=ABCDEF012345', '/receipt', { no: 'ABCDEF012345' }],
    ] as const
    for (const [i, [shown, action, more]] of forms.entries()) {
      const before = await page(shown)
      expect(before).toContain(`action="${action}"`)
      expect(before).toContain(wordsOf.de.mailConsent)
      const answer = await ask(action, { ...more, address: `anna${i}@example.org` })
      expect(answer.status).toBe(303)
      const back = answer.headers.get('location') ?? ''
      expect(back).not.toContain('anna')
      expect(await page(back)).toContain(wordsOf.de.mailAsked)
    }
    expect(await office.deliver()).toEqual({ sent: 3, failed: 0 })
    const got = letterTo('anna0@example.org')
    expect(squeezed(got?.mail.subject)).toBe('Beleg 7,50 € · Garage Mitte')
    const text = squeezed(got?.mail.text)
    for (const words of [
      ...['Garage Mitte Betriebs GmbH Am Dom 3 50667 Köln USt-IdNr. DE123456788', 'ABCD-EF01-2345', ticketTag(nonce)],
      ...[
        'MwSt. 19 %: 1,20 €',
        '19 % MwSt.: 1,20 €',
        '6,30 €',
        '7,50 €',
        'pay.example/receipt',
        wordsOf.de.mailWhyAsked,
        `${origin}/mail/`,
      ],
    ])
      expect(text).toContain(words)
    expect(`${text}${got?.mail.html}`).not.toMatch(/plate-1|<img|<script|src=/)
  })

  it.each(languageCodes)('[E9] says the same in text and in HTML, and nothing undefined: %s', async (language) => {
    for (const purpose of ['asked', 'holder'] as const) {
      const { text, html, subject } = await letterIn(language, localeOf(language, 'DE'), purpose)
      const shown = squeezed(
        html
          .replace(/[\s\S]*<body/, '<body')
          .replaceAll(/<[^>]*>/g, ' ')
          .replaceAll('&#39;', "'")
          .replaceAll('&quot;', '"'),
      )
      for (const line of text.split('\n').filter((l) => l !== '' && l !== '--')) {
        for (const part of line.split(/: | \(|\)$/)) if (!part.startsWith('https:')) expect(shown).toContain(squeezed(part).trim())
      }
      expect(`${subject}${text}${html}`).not.toMatch(/undefined|\[object|null/)
      expect(html).toContain(`lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"`)
      expect(text).toContain(purpose === 'asked' ? wordsOf[language].mailWhyAsked : wordsOf[language].mailWhyHolder)
    }
  })

  it('[E8] what is no address is said so, beside what was typed, and nothing is sent', async () => {
    for (const address of ['', 'anna', 'anna@example.org\r\nBcc: eve@example.net', 'a@b.co,c@d.ee', '"><script>alert(1)</script>@x.yz']) {
      const answer = await ask(`/q/${token}/mail`, { address })
      expect(answer.status, address).toBe(400)
      const shown = await answer.text()
      expect(shown).toContain(wordsOf.de.mailBad)
      expect(shown).not.toContain('<script')
    }
    expect(await store.query('select 1 from mail')).toEqual([])
  })

  it('[E4] the fourth of a ticket is refused with a sentence', async () => {
    for (let i = 0; i < 3; i++) await ask(`/q/${token}/mail`, { address: `b${i}@example.org` })
    const answer = await ask(`/q/${token}/mail`, { address: 'b3@example.org' })
    expect(answer.status).toBe(429)
    expect(await answer.text()).toContain(wordsOf.de.mailEnough)
  })

  it('[E1] is not to be had with a forged ticket, from another site, of an unpaid ticket, or where there is no mail server', async () => {
    const forged = `${token.slice(0, -2)}AA`
    expect((await ask(`/q/${forged}/mail`, { address: 'a@example.org' })).status).toBe(400)
    expect((await ask(`/q/${token}/mail`, { address: 'a@example.org' }, 'de', { origin: 'https://evil.example' })).status).toBe(403)
    expect((await ask('/receipt', { no: 'ABCDEF012345', address: 'a@example.org' }, 'de', { origin: 'https://evil.example' })).status).toBe(
      403,
    )
    expect((await ask('/receipt', { no: 'ABCDEF012346', address: 'a@example.org' })).status).toBe(404)
    const unpaid = encodeQuoteToken({ ...fields, nonce: '0a1b2c3d4e5f61' }, deriveKey(secret, 'garage', keyLabels.quote))
    expect((await ask(`/q/${unpaid}/mail`, { address: 'a@example.org' })).status).toBe(303)
    expect(await store.query('select 1 from mail')).toEqual([])
    const common = { store, now: () => T0, newId: () => 'x', log: { warn: () => {}, error: () => {} } }
    const desk = makeDesk({ ...common, keys: makeKeyRing([{ device: 5, kid: 0, site: 'garage', secret }]), providers: [] })
    const without = mountPay({ desk, test: null, now: () => T0, publicUrl: origin })
    expect(await (await without.request(`${origin}/q/${token}`)).text()).not.toContain('type="email"')
  })

  it.each(languageCodes)('keeps the receipt’s page within 15 KB: %s', async (language) => {
    const shown = await page(`/q/${token}`, language)
    expect(Buffer.byteLength(shown)).toBeLessThan(15 * 1024)
    expect(shown).toContain(wordsOf[language].mailConsent)
  })
})

describe('[E6] the way out', () => {
  it('a look at the link changes nothing, a tap or a mail program’s own post ends all mail', async () => {
    await ask(`/q/${token}/mail`, { address: 'carl@example.org' })
    await office.deliver()
    const link = /https:\/\/pay\.example(\/mail\/\S+)/.exec(letterTo('carl@example.org')?.mail.text ?? '')?.[1] ?? ''
    for (let i = 0; i < 3; i++) expect(await page(link)).toContain(wordsOf.de.mailStopText)
    expect((await ask(`/q/${token}/mail`, { address: 'carl@example.org' })).status).toBe(303)
    // RFC 8058: no cookie, no origin, this body
    const answer = await ask(link, { 'List-Unsubscribe': 'One-Click' }, 'de', {})
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain(wordsOf.de.mailStopped)
    expect((await ask(`/q/${token}/mail`, { address: 'carl+again@example.org' })).status).toBe(429)
  })

  it('[E12] speaks as its letter does, whatever the browser is set to', async () => {
    await ask(`/q/${token}/mail`, { address: 'piotr@example.org' }, 'pl')
    await office.deliver()
    const link = /https:\/\/pay\.example(\/mail\/\S+)/.exec(letterTo('piotr@example.org')?.mail.text ?? '')?.[1] ?? ''
    const shown = await page(link, 'en-GB')
    expect(shown).toContain('<html lang="pl"')
    expect(shown).toContain(wordsOf.pl.mailStopText)
    expect(await (await ask(link, {}, 'en-GB')).text()).toContain(wordsOf.pl.mailStopped)
  })

  it('another’s link is nobody’s', async () => {
    for (const link of ['/mail/x', '/mail/..', `/mail/${'a'.repeat(5000)}`, '/mail/%00'])
      for (const answer of [await app.request(origin + link), await ask(link, {})]) expect([400, 404], link).toContain(answer.status)
  })
})
