import { isLanguage, localeOf } from '@gatehouse/domain/language.ts'
import { type Context, Hono } from 'hono'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFindings, hasChromium, openChromium, serveOnLoopback, shot, withoutChromium } from '../test-browser.ts'
import type { PayFacts } from './desk-port.ts'
import { mountMailStop } from './mount-mail-stop.ts'
import { paidPage } from './pages.ts'
import { receiptLetter } from './receipt-letter.ts'
import { wordsOf } from './strings/every-language.ts'

const T0 = Date.UTC(2026, 10, 22, 10, 53)
const enteredAt = T0 - 161 * 60_000
const line = { count: 1, unitMinor: 0, stepMs: 900_000, fromMs: enteredAt, untilMs: enteredAt + 900_000 }
const payment = { id: '0193b5a2-77aa-7c11-8f00-abcdef012345', amountMinor: 650, currency: 'EUR', settledAt: T0, method: 'remote' }
const facts: PayFacts & { payment: typeof payment } = {
  place: {
    ...{ name: 'Parkhaus am Markt', timeZone: 'Europe/Berlin', takesCodes: false },
    seller: { name: 'Garage Mitte Betriebs GmbH', address: ['Am Dom 3', '50667 Köln'], vatNumber: 'DE123456788' },
  },
  quote: {
    lines: [
      { ...line, code: 'free', amountMinor: 0 },
      { ...line, code: 'steps', amountMinor: 750, count: 3, unitMinor: 250, stepMs: 3_600_000, untilMs: T0 },
      { ...line, code: 'validation', amountMinor: -100, unitMinor: 100, validation: { kind: 'amount', value: 100 } },
    ],
    ...{ vatBasisPoints: 1900, stayMs: 161 * 60_000, enteredAt, leftAt: null, newer: null, paidBy: null },
  },
  payment,
  refunds: [],
}
const ticket = {
  ...{ site: 'garage', nonce: '0a1b2c3d4e5f60', tag: 'JYJ', amountMinor: 650, currency: 'EUR' },
  ...{ issuedAt: T0, lockUntil: T0 + 900_000, stayMinutes: 161 },
}

function pages(): Hono {
  const app = new Hono()
  const speechOf = (c: Context) => {
    const language = c.req.param('language') ?? ''
    return isLanguage(language) ? { language, locale: localeOf(language, 'DE') } : { language: 'en' as const, locale: 'en-GB' }
  }
  const about = (c: Context) => ({ facts, words: wordsOf[speechOf(c).language], speech: speechOf(c), receiptsAt: 'pay.example/receipt' })
  app.get('/receipt/:language/:outcome', async (c) => {
    const outcome = (['asked', 'badAddress', 'enough'] as const).find((o) => o === c.req.param('outcome')) ?? null
    const mail = { action: '/q/T/mail', outcome, typed: outcome === 'badAddress' ? 'anna@' : '', number: null }
    return c.html(await paidPage({ ...about(c), ticket, styleNonce: '', path: '/q/T', now: T0, exitCode: '123456786', mail }))
  })
  app.get('/letter/:language', async (c) =>
    c.html((await receiptLetter({ ...about(c), tag: 'JYJ', purpose: 'asked', stopUrl: 'https://pay.example/mail/x' })).html),
  )
  return app.route('/', mountMailStop({ isOurs: () => true, languageOf: async () => null, stop: async () => true }))
}

describe.skipIf(!hasChromium)(`receipts by e-mail in Chromium${withoutChromium}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openChromium()
  })
  afterAll(() => browser.close())

  it.each([
    ['en', 'light'],
    ['de', 'dark'],
    ['ar', 'light'],
    ['ar', 'dark'],
  ] as const)('[E1][E9] form, answer, letter and way out read well on a phone: %s, %s', async (language, colorScheme) => {
    const server = await serveOnLoopback(pages())
    const context = await browser.newContext({ locale: language, colorScheme, viewport: { width: 390, height: 844 } })
    const tab = await context.newPage()
    for (const path of ['receipt/X/none', 'receipt/X/asked', 'receipt/X/badAddress', 'letter/X', 'mail/x']) {
      await tab.goto(`${server.url}/${path.replace('X', language)}`)
      const name = `mail-${path.replaceAll('/', '-')}-${language}-${colorScheme}`
      await shot(tab, name)
      expect(await tab.evaluate('document.documentElement.scrollWidth <= innerWidth'), name).toBe(true)
      expect(await axeFindings(tab), name).toEqual([])
    }
    await context.close()
    await server.close()
  })
})
