import { readFileSync } from 'node:fs'
import { attendantApp } from '@gatehouse/appliance/attendant/app.ts'
import { fakeConsole } from '@gatehouse/appliance/http/testing/fake-console.ts'
import { openLedger } from '@gatehouse/appliance/ledger/open.ts'
import { started } from '@gatehouse/appliance/ledger/testing/car.ts'
import { optionsIn, setClock } from '@gatehouse/appliance/ledger/testing/fixture.ts'
import { renderedPhotos } from '@gatehouse/appliance/simulator/photos.ts'
import { axeFindings, hasChromium, openChromium, serveOnLoopback, shot, withoutChromium } from '@gatehouse/cloud-sync/web/test-browser.ts'
import { type Language, languageCodes } from '@gatehouse/domain/language.ts'
import type { QuoteView } from '@gatehouse/domain/wire/kiosk.ts'
import { Hono } from 'hono'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const PIN = '271828'
const TOKEN = 'the-box-token'

/** The real page over a real ledger, read by a person with a phone; only the lanes are puppets. */
describe.skipIf(!hasChromium)(`an attendant with a phone${withoutChromium}`, () => {
  const clock = setClock()
  const ledger = openLedger({ ...optionsIn('', { clock }), path: ':memory:' })
  const exit = fakeConsole('out', { lane: { id: 'out', name: 'Ausfahrt', direction: 'exit' }, language: 'tr' })
  const entry = fakeConsole('in', { lane: { id: 'in', name: 'Einfahrt', direction: 'entry' } })
  let picture = new Uint8Array()
  let site: { readonly url: string; close(): Promise<void> }
  let browser: Browser

  beforeAll(async () => {
    const [photo] = await renderedPhotos()
    picture = new Uint8Array(readFileSync(photo?.path ?? ''))
    ledger.record([started('s1', null, 'pl1', clock.at - 3_600_000)], { plates: [{ ref: 'pl1', text: 'B0B123', country: 'DE' }] })
    ledger.record([started('s2', null, null, clock.at - 600_000)])
    ledger.record([{ kind: 'help.requested', payload: { helpId: 'h1', laneId: 'out', presentationId: null, at: clock.at - 180_000 } }])
    const line = { code: 'steps', amountMinor: 750, count: 3, unitMinor: 250, stepMs: 3_600_000, fromMs: 0, untilMs: 1 } as const
    const quote: QuoteView = {
      id: 'q1',
      tag: 'K7M',
      amountMinor: 750,
      currency: 'EUR',
      stayMs: 1,
      lockUntil: 1,
      lines: [line],
      vatBasisPoints: 0,
    }
    const plate = { text: 'B0B123', country: 'DE', certainty: [1, 0.4, 1, 1, 1, 1] }
    const car = { sessionId: 's1', plate, imageUrl: '/attendant/lanes/in/live.jpg', enteredAt: clock.at - 9_660_000 }
    exit.show({ helpOpen: true, screen: { kind: 'yourCar', car, quote, pay: { qrUrl: null, card: false, code: true } } })
    const app = new Hono().route(
      '/attendant',
      attendantApp({
        place: { name: 'Parkhaus am Markt', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR' },
        ...{ lanes: () => [entry, exit], books: ledger, people: ledger.people, token: () => TOKEN, chargeThreshold: 0.8 },
        ticketOf: (id) => id.toUpperCase().padEnd(3, 'X'),
        live: async () => ({ jpeg: picture, capturedAt: clock.at }),
        ...{ now: () => clock.at, newId: () => crypto.randomUUID() },
        connection: () => ({
          headline: { mood: 'good', text: 'box-1 is connected, and all it wrote is at the cloud.' },
          notes: [],
          facts: [{ name: 'last contact', value: '3 s ago' }],
          streams: [{ name: 'money', waits: 0, state: 'all sent', mood: 'good' }],
          peers: [],
        }),
      }),
    )
    site = await serveOnLoopback(app)
    const headers = { authorization: `Bearer ${TOKEN}` }
    await fetch(`${site.url}/attendant/people`, { method: 'POST', headers, body: JSON.stringify({ name: 'Ada', pin: PIN }) })
    browser = await openChromium()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await site?.close()
    ledger.close()
  })

  async function logIn(width: number, height: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: 'en-GB', bypassCSP: true })
    const page = await context.newPage()
    await page.goto(`${site.url}/attendant`)
    await page.getByLabel('Name').fill('Ada')
    await page.getByLabel('PIN').fill(PIN)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL(/lanes$/)
    return page
  }
  const speak = async (page: Page, language: Language) => {
    await page.locator('select[name=language]').selectOption(language)
    await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language)
  }
  const tooWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

  it('[A17] every language fits a phone, nothing pushed out', async () => {
    const page = await logIn(360, 740, 'light')
    for (const language of languageCodes) {
      await speak(page, language)
      expect({ language, over: await tooWide(page) }).toEqual({ language, over: 0 })
      await shot(page, `attendant-lanes-${language}-phone`)
    }
    await page.context().close()
  }, 240_000)

  // a quarter of a minute of axe on a quiet machine
  it.skipIf(!process.env.GATEHOUSE_LONG).each([
    ['en', 390, 844, 'light', ['lanes', 'cars', 'connection']],
    ['ar', 1024, 768, 'dark', ['lanes', 'events', 'till']],
  ] as const)(
    '[A17] axe finds nothing: %s at %i×%i, %s',
    async (language, width, height, scheme, tabs) => {
      const page = await logIn(width, height, scheme)
      await speak(page, language)
      for (const tab of tabs) {
        await page.goto(`${site.url}/attendant/${tab}`)
        await page.locator('details').evaluateAll((all) => {
          for (const one of all) one.setAttribute('open', '')
        })
        expect({ tab, findings: await axeFindings(page) }).toEqual({ tab, findings: [] })
        await shot(page, `attendant-${tab}-${language}-${scheme}`)
      }
      await page.context().close()
    },
    240_000,
  )

  it('[A18][A19] takes a call with its context, and closes it; what is being typed stays when the lane changes', async () => {
    const page = await logIn(1024, 768, 'light')
    const card = page.locator('[data-lane=out]')
    expect(await page.locator('.lane').first().getAttribute('data-lane')).toBe('out')
    await expect.poll(() => card.locator('figcaption').first().textContent()).toBe('now')
    for (const words of ['for 3 min', '3 × €2.50', 'reads Türkçe', 'Ticket K7M']) expect(await card.textContent()).toContain(words)
    await card.getByRole('button', { name: 'Emergency' }).click()
    expect(await card.getByLabel('Open, because').inputValue()).toBe('Emergency')
    await card.getByLabel('Open, because').fill('reader bro')
    await card.getByLabel('it still owes').check()
    await page.keyboard.press('Tab')
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)))
    expect(await card.getByLabel('Open, because').inputValue()).toBe('reader bro')
    await card.getByRole('button', { name: 'Open Ausfahrt' }).click()
    await page.waitForURL(/said=/)
    expect(exit.openings).toEqual([{ by: 'Ada', reason: 'reader bro', source: 'attendant', owes: true }])
    await card.getByLabel('What the call was about').fill('asked for the way')
    await card.getByRole('button', { name: 'Call dealt with' }).click()
    await page.getByText('The call is closed.').waitFor()
    expect(exit.answers).toEqual([{ by: 'Ada', reason: 'asked for the way' }])
    await page.context().close()
  }, 120_000)
})
