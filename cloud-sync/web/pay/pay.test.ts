import { randomUUID } from 'node:crypto'
import { languageCodes } from '@gatehouse/domain/language.ts'
import { deriveKey, keyLabels } from '@gatehouse/domain/proof/device-keys.ts'
import { checkExitCode } from '@gatehouse/domain/proof/exit-code.ts'
import { encodeQuoteToken, type QuoteTokenFields, quoteBytes } from '@gatehouse/domain/proof/quote-token.ts'
import { Hono } from 'hono'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, makeDesk } from '../../payments/desk.ts'
import { makeKeyRing } from '../../payments/key-ring.ts'
import { type PaymentProvider, ProviderError } from '../../payments/provider.ts'
import { makeRazorpayProvider } from '../../payments/razorpay-provider.ts'
import { makeTestProvider, type TestProvider } from '../../payments/test-provider.ts'
import type { Store } from '../../store/open-store.ts'
import { insertDevice, insertPayment, insertQuote, insertSession, insertSite } from '../../store/test-books.ts'
import { testStore } from '../../store/test-postgres.ts'
import { axeFindings, hasChromium, openChromium, serveOnLoopback, shot, withoutChromium } from '../test-browser.ts'
import { mountPay } from './mount-pay.ts'
import { mountReceipts } from './mount-receipts.ts'

const secret = new Uint8Array(32).fill(9)
const T0 = Date.UTC(2026, 10, 22, 10, 53)
const origin = 'http://127.0.0.1:8090'
const form = { 'content-type': 'application/x-www-form-urlencoded', origin }

let store: Store
let now = T0
let serial = 0
let test: TestProvider
let asked = 0
beforeAll(async () => {
  store = await testStore()
  await insertSite(store)
  await insertDevice(store)
})
afterAll(() => store.close())
beforeEach(() => {
  now = T0
  asked = 0
  test = makeTestProvider({ now: () => now })
})

/** The pages on a real desk and a real database that counts how often it is asked. */
function pages(providers: readonly PaymentProvider[] = [test], publicUrl: string | null = null): { app: Hono; desk: Desk } {
  const counted: Store = {
    ...store,
    query: (text, values) => {
      asked++
      return store.query(text, values)
    },
  }
  const desk = makeDesk({
    ...{ store: counted, keys: makeKeyRing([{ device: 5, kid: 0, site: 'garage', secret }]), providers },
    ...{ now: () => now, newId: () => randomUUID(), log: { warn: () => {}, error: () => {} } },
  })
  return { app: mountPay({ desk, test, now: () => now, publicUrl }), desk }
}

const fields = (over: Partial<QuoteTokenFields> = {}): QuoteTokenFields => ({
  ...{ kid: 0, device: 5, nonce: (++serial).toString(16).padStart(14, '0'), amountMinor: 750, currency: 'EUR' },
  ...{ issuedAt: T0, ttlMinutes: 15, stayMinutes: 161, ...over },
})
const tokenOf = (f: QuoteTokenFields) => encodeQuoteToken(f, deriveKey(secret, 'garage', keyLabels.quote))
const english = { headers: { 'accept-language': 'en-GB' } }
const get = async (app: Hono, path: string, init: RequestInit = english) => app.request(`${origin}${path}`, init)
const tap = async (app: Hono, token: string, body = 'provider=test', headers: Record<string, string> = form) =>
  app.request(`${origin}/q/${token}/pay`, { method: 'POST', body, headers })

async function syncQuote(f: QuoteTokenFields): Promise<string> {
  const id = `quote-${f.nonce}`
  const enteredAt = T0 - 161 * 60_000
  await insertSession(store, { id: `s-${f.nonce}`, actual_start: enteredAt })
  await insertQuote(store, {
    ...{ id, nonce: f.nonce, session_id: `s-${f.nonce}`, issued_at: T0, lock_until: T0 + 900_000, amount_minor: 750 },
    lines: [
      { code: 'free', amountMinor: 0, count: 1, unitMinor: 0, stepMs: 900_000, fromMs: enteredAt, untilMs: enteredAt + 900_000 },
      { code: 'steps', amountMinor: 750, count: 3, unitMinor: 250, stepMs: 3_600_000, fromMs: enteredAt + 900_000, untilMs: T0 },
    ],
  })
  return id
}

describe('GET /q/:token', () => {
  it('shows site, amount, stay and tag from the token alone, and a button that works without script', async () => {
    const token = tokenOf(fields())
    const response = await get(pages().app, `/Q/${token}`)
    const page = await response.text()
    expect(response.status).toBe(200)
    for (const text of ['Garage Mitte', '€7.50', '2 h 41 min', '12:08', 'Pay €7.50']) expect(page).toContain(text)
    expect(page).toContain(`<form method="post" action="/q/${token}/pay">`)
    expect(page).toContain('follow as soon as the car park has sent them')
  })

  it('explains the fee line by line once the quote has synced', async () => {
    const f = fields()
    await syncQuote(f)
    const page = await (await get(pages().app, `/q/${tokenOf(f)}`)).text()
    for (const text of ['First 15 min free', '3 × €2.50 each started hour', 'of which VAT 19%', '€1.20', '€6.30'])
      expect(page).toContain(text)
  })

  it.each(languageCodes)('is one response of at most 15 KB in %s, running its own way', async (language) => {
    const f = fields()
    await syncQuote(f)
    const page = await (await get(pages().app, `/q/${tokenOf(f)}`, { headers: { 'accept-language': language } })).text()
    expect(Buffer.byteLength(page)).toBeLessThan(15 * 1024)
    expect(page).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`)
    expect(page).not.toMatch(/undefined|\[object/)
  })

  it('says as what a vehicle is priced, since when, what was used up before, and what is still owed', async () => {
    const f = fields({ amountMinor: 1250 })
    await syncQuote(f)
    const line = { count: 1, unitMinor: 250, stepMs: 3_600_000, fromMs: T0 - 3_600_000, untilMs: T0 }
    const lines = [
      { ...line, code: 'steps', amountMinor: 250, since: T0 - 3_600_000 },
      { ...line, code: 'cap', amountMinor: -250, unitMinor: 1000, stepMs: 0, earlierMinor: 750 },
      { ...line, code: 'debt', amountMinor: 500, fromMs: T0 - 30 * 86_400_000 },
    ]
    await store.query(`update quote set lines = $2, vehicle_class = 'truck' where nonce = $1`, [f.nonce, JSON.stringify(lines)])
    const page = await (await get(pages().app, `/q/${tokenOf(f)}`)).text()
    for (const text of [
      'Truck',
      'new price from 22 Nov: 1 × €2.50',
      'At most €10.00 a day (€7.50 charged before)',
      'Unpaid stay of 23 Oct',
    ])
      expect(page).toContain(text)
  })

  it('is one response of at most 15 KB that asks nobody else, runs no script and is not stored', async () => {
    const f = fields()
    await syncQuote(f)
    const response = await get(pages().app, `/q/${tokenOf(f)}`)
    const page = await response.text()
    expect(page.length).toBeLessThan(15 * 1024)
    expect(page).not.toMatch(/<script|src=|url\(|@import|https?:\/\//)
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*form-action 'self'$/)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
  })

  it.each([
    ['de-DE', 'Zu zahlen', '7,50 €'],
    ['es', 'A pagar', '7,50 €'],
    ['it-IT', 'Da pagare', '7,50 €'],
    ['fr-FR,fr;q=0.9,en;q=0.8', 'À payer', '7,50 €'],
    ['pl, ja;q=0.9', 'Do zapłaty', '7,50 €'],
    ['ar-EG', 'المبلغ المطلوب', '7.50 €'],
    ['ja;q=0.9', 'To pay', '€7.50'],
    ['*;q=0.5, xx"<script>', 'To pay', '€7.50'],
  ])('speaks to %s', async (language, word, amount) => {
    const page = await (await get(pages().app, `/q/${tokenOf(fields())}`, { headers: { 'accept-language': language } })).text()
    expect(page).toContain(word)
    expect(page.replaceAll(/[\u00a0\u202f]/g, ' ')).toContain(amount)
  })

  it('[Y1] answers hostile tokens with one clear page and never asks the database', async () => {
    const { app } = pages()
    const good = tokenOf(fields())
    const hostile = [
      ...[
        good.slice(0, -1),
        `${good}A`,
        `B${good.slice(1)}`,
        good.replace(/.$/, '='),
        'A'.repeat(63),
        'A'.repeat(5000),
        '%00',
        '..%2f..%2fetc',
        "'--",
        '%F0%9F%9A%97',
      ],
      ...[tokenOf(fields({ device: 6 })), tokenOf(fields({ kid: 3 }))],
    ]
    for (const token of hostile) {
      for (const [path, init] of [
        [`/q/${token}`, {}],
        [`/q/${token}/return`, {}],
        [`/q/${token}/pay`, { method: 'POST', body: 'provider=test', headers: form }],
      ] as const) {
        const response = await get(app, path, init)
        expect(response.status, path).toBe(400)
        expect(await response.text()).toContain('This is not a valid ticket')
      }
    }
    expect(asked).toBe(0)
  })

  it('asks for a new price after the lock, and for nothing where nothing is due', async () => {
    const { app } = pages()
    const token = tokenOf(fields())
    now = T0 + 16 * 60_000
    const page = await (await get(app, `/q/${token}`)).text()
    expect(page).toContain('This price has expired')
    expect(page).not.toContain('<form')
    now = T0
    expect(await (await get(app, `/q/${tokenOf(fields({ amountMinor: 0 }))}`)).text()).toContain('Nothing to pay')
  })

  it.each([
    ['INR', ['razorpay: with UPI or card', 'test: as a test, no money moves']],
    ['EUR', ['test: as a test, no money moves', 'razorpay: by card']],
  ])('[Y31] offers UPI first where the price is %s, and names it nowhere else', async (currency, buttons) => {
    const razorpay = makeRazorpayProvider({ keyId: 'rzp_test', keySecret: 'x', webhookSecret: 'x' })
    const page = await (await get(pages([test, razorpay]).app, `/q/${tokenOf(fields({ currency }))}`)).text()
    const shown = [...page.matchAll(/name="provider" value="(\w+)"[^>]*>[^<]*<small>([^<]+)</g)]
    expect(shown.map(([, id, how]) => `${id}: ${how}`)).toEqual(buttons)
  })

  it('says where to pay when no provider is enabled', async () => {
    expect(await (await get(pages([]).app, `/q/${tokenOf(fields())}`)).text()).toContain('Please pay at the machine')
  })

  it('[Y4] changes nothing, however often a link preview fetches it', async () => {
    const token = tokenOf(fields())
    const { app } = pages()
    for (let i = 0; i < 3; i++) await get(app, `/q/${token}`)
    expect(await store.query('select 1 from checkout where nonce = $1', [serial.toString(16).padStart(14, '0')])).toEqual([])
  })
})

describe('paying', () => {
  it('goes tap → provider → return → receipt', async () => {
    const f = fields()
    await syncQuote(f)
    const token = tokenOf(f)
    const { app } = pages()
    const tapped = await tap(app, token)
    expect(tapped.status).toBe(303)
    const till = new URL(tapped.headers.get('location') ?? '')
    expect(till.origin).toBe(origin)
    expect(await (await get(app, till.pathname)).text()).toContain('No money moves')
    const clicked = await app.request(till.href, { method: 'POST', body: 'do=pay', headers: form })
    expect(clicked.headers.get('location')).toBe(`${origin}/q/${token}/return`)
    const back = await get(app, `/q/${token}/return`)
    expect(back.headers.get('location')).toBe(`/q/${token}`)
    const receipt = await (await get(app, `/q/${token}`)).text()
    for (const text of ['Paid €7.50', 'Drive to the exit', 'Receipt no.', 'By phone', 'VAT 19%', '€1.20']) expect(receipt).toContain(text)
  })

  it('pays before the quote has synced; the receipt says that its VAT follows', async () => {
    const f = fields()
    const token = tokenOf(f)
    const { app } = pages()
    const till = (await tap(app, token)).headers.get('location') ?? ''
    test.pay(till.split('/').at(-1) ?? '')
    await get(app, `/q/${token}/return`)
    const early = await (await get(app, `/q/${token}`)).text()
    expect(early).toContain('Paid €7.50')
    expect(early).toContain('The VAT follows here')
    await syncQuote(f)
    expect(await (await get(app, `/q/${token}`)).text()).toContain('VAT 19%')
  })

  it('shows a second phone what the first one paid, and what was paid at the machine', async () => {
    const { app } = pages()
    const f = fields()
    const token = tokenOf(f)
    const first = (await tap(app, token)).headers.get('location') ?? ''
    expect((await tap(app, token)).headers.get('location')).toBe(first)
    test.pay(first.split('/').at(-1) ?? '')
    expect((await tap(app, token)).headers.get('location')).toBe(`/q/${token}`)
    expect(await (await get(app, `/q/${token}`)).text()).toContain('Paid €7.50')

    const g = fields()
    await insertPayment(store, { id: `card-${g.nonce}`, quote_id: await syncQuote(g), session_id: 's', amount_minor: 750, settled_at: T0 })
    expect(await (await get(app, `/q/${tokenOf(g)}`)).text()).toContain('At the machine')
  })

  it('[Y19] the machine’s receipt code shows the receipt, and never asks for money', async () => {
    const { app } = pages()
    const f = fields()
    const token = tokenOf(f)
    for (const path of [`/R/${token}`, `/r/${token}`]) {
      const early = await get(app, path)
      const page = await early.text()
      expect(page).toContain('Your receipt is not here yet')
      expect(page).toContain('http-equiv="refresh" content="20"')
      expect(page).not.toMatch(/<form|<button/)
    }
    await insertPayment(store, { id: `card-${f.nonce}`, quote_id: await syncQuote(f), session_id: 's', amount_minor: 750, settled_at: T0 })
    now = T0 + 3_600_000
    const receipt = await (await get(app, `/R/${token}`)).text()
    for (const text of ['Paid €7.50', 'At the machine', 'Receipt no.', 'VAT 19%']) expect(receipt).toContain(text)
    expect((await get(app, `/R/${'A'.repeat(63)}`)).status).toBe(400)
  })

  it('tells who paid twice that the second payment is going back', async () => {
    const { app } = pages()
    const f = fields()
    const token = tokenOf(f)
    const quote = await syncQuote(f)
    const till = (await tap(app, token)).headers.get('location') ?? ''
    await insertPayment(store, { id: `card-${f.nonce}`, quote_id: quote, session_id: 's', amount_minor: 750, settled_at: T0 })
    test.pay(till.split('/').at(-1) ?? '')
    await get(app, `/q/${token}/return`)
    expect(await (await get(app, `/q/${token}`)).text()).toContain('You paid twice: €7.50 is going back')
  })

  it.each([
    ['down', new ProviderError('test', 'unreachable', 'ECONNREFUSED'), 'does not answer'],
    ['refusing', new ProviderError('test', 'refused', 'no such account'), 'refuses this car park'],
  ])('[Y15] keeps the ticket on the screen when the provider is %s', async (_name, error, text) => {
    const broken: PaymentProvider = { ...test, createCheckout: () => Promise.reject(error) }
    const response = await tap(pages([broken]).app, tokenOf(fields()))
    const page = await response.text()
    expect(response.status).toBe(503)
    for (const part of ['Nothing was charged', text, '€7.50', '<form']) expect(page).toContain(part)
    expect(page).not.toContain('no such account')
  })

  it('[Y9] waits with the driver while the bank works, and offers no second payment', async () => {
    const slow: PaymentProvider = { ...test, settle: async () => ({ state: 'pending', reason: 'bank' }) }
    const { app } = pages([slow])
    const token = tokenOf(fields())
    await tap(app, token)
    expect((await tap(app, token)).headers.get('location')).toBe(`/q/${token}/return`)
    const page = await (await get(app, `/q/${token}/return`)).text()
    expect(page).toContain('do not pay a second time')
    expect(page).toMatch(/http-equiv="refresh" content="4;url=\/q\//)
    expect(page).not.toContain('<form')
  })

  it('refuses a tap from another site, an unknown provider and a huge form', async () => {
    const { app } = pages()
    const token = tokenOf(fields())
    expect((await tap(app, token, 'provider=test', { ...form, origin: 'https://evil.example' })).status).toBe(403)
    expect((await tap(app, token, 'provider=paypal')).headers.get('location')).toBe(`/q/${token}`)
    expect((await tap(app, token, `provider=${'x'.repeat(9000)}`)).status).toBe(413)
    expect(await store.query('select 1 from checkout where nonce = $1', [serial.toString(16).padStart(14, '0')])).toEqual([])
  })

  it('sends providers back to the public address, not to whatever host was asked for', async () => {
    const { app } = pages([test], 'https://pay.example')
    const token = tokenOf(fields())
    const answer = await tap(app, token, 'provider=test', { ...form, origin: 'https://pay.example' })
    expect(answer.headers.get('location')).toMatch(/^https:\/\/pay\.example\/pay\/test\//)
  })
})

describe.skipIf(!hasChromium)(`the driver's page in Chromium${withoutChromium}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openChromium()
  })
  afterAll(() => browser.close())

  // the other scheme with the long tests: axe takes seconds a page
  it.each(process.env.GATEHOUSE_LONG ? (['light', 'dark'] as const) : (['dark'] as const))(
    'pays with scripts off, %s, and axe finds nothing',
    { timeout: 90_000 },
    async (colorScheme) => {
      now = Date.UTC(2026, 10, 22, 10, 53)
      const f = fields()
      await syncQuote(f)
      const { app, desk } = pages()
      const server = await serveOnLoopback(new Hono().route('/', app).route('/', mountReceipts({ desk, now: () => now, publicUrl: null })))
      const context = await browser.newContext({
        viewport: { width: 390, height: 844 },
        colorScheme,
        locale: 'de-DE',
        javaScriptEnabled: false,
      })
      const page = await context.newPage()
      const foreign: string[] = []
      page.on('request', (r) => !r.url().startsWith(server.url) && !r.url().startsWith('data:') && foreign.push(r.url()))
      const audit = async () => {
        const eyes = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme, bypassCSP: true })
        const look = await eyes.newPage()
        await look.goto(page.url())
        const findings = await axeFindings(look)
        await eyes.close()
        return findings
      }
      await page.goto(`${server.url}/Q/${tokenOf(f)}`)
      await shot(page, `pay-due-${colorScheme}`)
      expect(await audit()).toEqual([])
      // the price and the button are on the first screen
      expect((await page.locator('button').boundingBox())!.y).toBeLessThan(844 - 64)
      await page.getByRole('button').click()
      await shot(page, `pay-till-${colorScheme}`)
      await page.getByRole('button', { name: 'zahlen' }).click()
      await page.getByText('Bezahlt 7,50').waitFor()
      await shot(page, `pay-paid-${colorScheme}`)
      expect(await audit()).toEqual([])
      await page.emulateMedia({ media: 'print' })
      await shot(page, `pay-receipt-print-${colorScheme}`)
      await page.emulateMedia({ media: 'screen' })
      const number = await page.locator('td', { hasText: /^[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}$/ }).textContent()
      await page.goto(`${server.url}/receipt`)
      await shot(page, `receipt-ask-${colorScheme}`)
      expect(await audit()).toEqual([])
      await page.getByLabel('Beleg-Nr.').fill(number?.toLowerCase() ?? '')
      await page.getByRole('button', { name: 'Anzeigen' }).click()
      await page.getByText('Bezahlt 7,50').waitFor()
      await page.goto(`${server.url}/receipt?no=0000-0000-0000`)
      await page.getByText('keinen Beleg').waitFor()
      await shot(page, `receipt-none-${colorScheme}`)
      expect(await audit()).toEqual([])
      await page.goto(`${server.url}/q/${'A'.repeat(63)}`)
      await shot(page, `pay-bad-${colorScheme}`)
      expect(foreign).toEqual([])
      now += 20 * 60_000
      await page.goto(`${server.url}/q/${tokenOf(fields({ issuedAt: now - 16 * 60_000 }))}`)
      await shot(page, `pay-expired-${colorScheme}`)
      await context.close()
      await server.close()
    },
  )
})

describe('a price that another has replaced', () => {
  /** the machine gives the same stay another price `laterMs` after the first */
  async function newPrice(f: QuoteTokenFields, amountMinor: number, laterMs: number): Promise<QuoteTokenFields> {
    const next = fields({ amountMinor, issuedAt: T0 + laterMs })
    await insertQuote(store, {
      ...{ id: `quote-${next.nonce}`, nonce: next.nonce, session_id: `s-${f.nonce}`, amount_minor: amountMinor },
      ...{ issued_at: T0 + laterMs, lock_until: T0 + laterMs + 900_000, stay_ms: 161 * 60_000 },
    })
    return next
  }

  it('[Y29] a discount typed at the machine: the phone’s page, open since before, leads to the lower price, as the machine signs it', async () => {
    const f = fields()
    await syncQuote(f)
    const lower = await newPrice(f, 450, 60_000)
    now = T0 + 61_000
    const { app } = pages()
    for (const answer of [await get(app, `/q/${tokenOf(f)}`), await tap(app, tokenOf(f))]) {
      expect(answer.status).toBe(303)
      expect(answer.headers.get('location')).toBe(`/q/${tokenOf(lower)}`)
    }
    expect(await store.query('select 1 from checkout where nonce = $1', [f.nonce])).toEqual([])
    expect(await (await get(app, `/q/${tokenOf(lower)}`)).text()).toContain('Pay €4.50')
  })

  it('[Y29] a higher price waits until the lower one has run out; one that ran out too leads nowhere', async () => {
    const f = fields()
    await syncQuote(f)
    const higher = await newPrice(f, 950, 600_000)
    const { app } = pages()
    now = T0 + 601_000
    expect((await get(app, `/q/${tokenOf(f)}`)).status).toBe(200)
    now = T0 + 901_000
    expect((await get(app, `/q/${tokenOf(f)}`)).headers.get('location')).toBe(`/q/${tokenOf(higher)}`)
    now = T0 + 1_501_000
    expect(await (await get(app, `/q/${tokenOf(f)}`)).text()).toContain('Ask for a new price at the exit')
  })

  it('[Y29] what was paid stays paid, whatever price came after', async () => {
    const f = fields()
    const quote = await syncQuote(f)
    await insertPayment(store, { id: `card-${f.nonce}`, quote_id: quote, session_id: `s-${f.nonce}`, amount_minor: 750, settled_at: T0 })
    await newPrice(f, 450, 60_000)
    now = T0 + 61_000
    expect(await (await get(pages().app, `/q/${tokenOf(f)}`)).text()).toContain('Paid €7.50')
  })

  it('[Y30] once a stay is paid at one price, every other price of it leads to that receipt and asks for nothing', async () => {
    const f = fields()
    await syncQuote(f)
    const { app } = pages()
    const till = (await tap(app, tokenOf(f))).headers.get('location') ?? ''
    const lower = await newPrice(f, 450, 60_000)
    now = T0 + 61_000
    test.pay(till.split('/').at(-1) ?? '')
    // the tap on the lower price finds that the higher one is paid already
    const tapped = await tap(app, tokenOf(lower))
    expect(tapped.headers.get('location')).toBe(`/q/${tokenOf(lower)}`)
    const led = await get(app, `/q/${tokenOf(lower)}`)
    expect(led.headers.get('location')).toBe(`/q/${tokenOf(f)}`)
    expect(await (await get(app, `/q/${tokenOf(f)}`)).text()).toContain('Paid €7.50')
    expect((await tap(app, tokenOf(lower))).headers.get('location')).toBe(`/q/${tokenOf(f)}`)
    expect(await store.query('select 1 from checkout where nonce = $1', [lower.nonce])).toEqual([])
  })

  it('[Y30] paid at another box, whose ticket cannot be shown here: nothing to pay', async () => {
    const f = fields()
    await syncQuote(f)
    const elsewhere = fields()
    await insertQuote(store, {
      id: `quote-${elsewhere.nonce}`,
      nonce: elsewhere.nonce,
      session_id: `s-${f.nonce}`,
      device_id: 'box-2',
      issued_at: T0 + 1,
    })
    await insertPayment(store, {
      id: `card-${f.nonce}`,
      quote_id: `quote-${elsewhere.nonce}`,
      session_id: `s-${f.nonce}`,
      amount_minor: 750,
      settled_at: T0,
    })
    const page = await (await get(pages().app, `/q/${tokenOf(f)}`)).text()
    expect(page).toContain('Nothing to pay')
    expect(page).not.toContain('<form')
    expect((await tap(pages().app, tokenOf(f))).headers.get('location')).toBe(`/q/${tokenOf(f)}`)
    expect(await store.query('select 1 from checkout where nonce = $1', [f.nonce])).toEqual([])
  })

  it('[Y29] says where to type a merchant’s code, where merchants give any', async () => {
    const token = tokenOf(fields())
    const page = async () => (await get(pages().app, `/q/${token}`)).text()
    expect(await page()).not.toContain('discount code')
    await store.query(
      `insert into voucher_book (site_id, id, number, merchant, kind, value, uses, codes, per_stay, valid_from, key, page_hash, created_by, created_at)
       values ('garage', 'b', 0, 'Café', 'minutes', 60, 1, 10, 1, 0, 'k', 'h', 'o', 0)`,
    )
    expect(await page()).toContain('Type it at the machine before you pay')
    expect(Buffer.byteLength(await page())).toBeLessThan(15 * 1024)
    await store.query(`delete from voucher_book where site_id = 'garage'`)
  })
})

describe('the exit code', () => {
  const codeIn = (page: string): string | null => /class="code" dir="ltr">(\d{3}-\d{3}-\d{3})</.exec(page)?.[1] ?? null
  async function payTicket(app: Hono, token: string) {
    const tapped = await tap(app, token)
    test.pay(new URL(tapped.headers.get('location') ?? '').pathname.split('/').at(-1) ?? '')
    const cookie = (tapped.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    await get(app, `/q/${token}/return`, { headers: { cookie } })
    return { cookie, attributes: tapped.headers.get('set-cookie') ?? '' }
  }
  const read = async (app: Hono, token: string, cookie = '') =>
    (await get(app, `/q/${token}`, { headers: { 'accept-language': 'en-GB', cookie } })).text()

  it('[Y17] is shown once paid, to the browser that paid and to no other, and is the machine’s own', async () => {
    const f = fields()
    const token = tokenOf(f)
    const { app } = pages()
    expect((await get(app, `/Q/${token}`)).headers.get('set-cookie')).toBeNull()
    const { cookie, attributes } = await payTicket(app, token)
    expect(attributes).toMatch(/HttpOnly/)
    expect(attributes).toMatch(/SameSite=Lax/)
    const page = await read(app, token, cookie)
    expect(page.length).toBeLessThan(15 * 1024)
    const code = codeIn(page)
    expect(checkExitCode(code ?? '', quoteBytes(f), f.amountMinor, deriveKey(secret, 'garage', keyLabels.exitCode))).toBe('ok')
    for (const other of ['', `${cookie}x`, `paid-${f.nonce}=guess`]) expect(codeIn(await read(app, token, other))).toBeNull()
    const another = tokenOf(fields())
    expect(codeIn(await read(app, another, cookie))).toBeNull()
  })

  it('[Y17] is not shown before the money is there, nor after the car has left', async () => {
    const f = fields()
    const token = tokenOf(f)
    const { app } = pages()
    const cookie = ((await tap(app, token)).headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    expect(codeIn(await read(app, token, cookie))).toBeNull()
    await payTicket(app, token)
    expect(codeIn(await read(app, token, cookie))).not.toBeNull()
    await syncQuote(f)
    await store.query('update session set actual_end = $2 where id = $1', [`s-${f.nonce}`, T0])
    expect(codeIn(await read(app, token, cookie))).toBeNull()
  })

  it('[Y17] the cookie is for https alone where the pages are', async () => {
    const { app } = pages([test], 'https://pay.example')
    const response = await tap(app, tokenOf(fields()), 'provider=test', { ...form, origin: 'https://pay.example' })
    expect(response.headers.get('set-cookie')).toMatch(/Secure/)
  })
})
