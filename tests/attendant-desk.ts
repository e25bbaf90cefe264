import { readFileSync } from 'node:fs'
import { attendantApp } from '@gatehouse/appliance/attendant/app.ts'
import { fakeConsole } from '@gatehouse/appliance/http/testing/fake-console.ts'
import { openLedger } from '@gatehouse/appliance/ledger/open.ts'
import { started } from '@gatehouse/appliance/ledger/testing/car.ts'
import { optionsIn, setClock } from '@gatehouse/appliance/ledger/testing/fixture.ts'
import { renderedPhotos } from '@gatehouse/appliance/simulator/photos.ts'
import { openChromium, serveOnLoopback } from '@gatehouse/cloud-sync/web/test-browser.ts'
import type { Language } from '@gatehouse/domain/language.ts'
import type { QuoteView } from '@gatehouse/domain/wire/kiosk.ts'
import { Hono } from 'hono'
import type { Page } from 'playwright-core'

const PIN = '271828'
const TOKEN = 'the-box-token'

export type AttendantDesk = Awaited<ReturnType<typeof openAttendantDesk>>

/** The real attendant page over a real ledger, read by a person with a phone; only the lanes are puppets. For tests. */
export async function openAttendantDesk() {
  const clock = setClock()
  const ledger = openLedger({ ...optionsIn('', { clock }), path: ':memory:' })
  const exit = fakeConsole('out', { lane: { id: 'out', name: 'Ausfahrt', direction: 'exit' }, language: 'tr' })
  const entry = fakeConsole('in', { lane: { id: 'in', name: 'Einfahrt', direction: 'entry' } })
  const [photo] = await renderedPhotos()
  const picture = new Uint8Array(readFileSync(photo?.path ?? ''))
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
  const site = await serveOnLoopback(app)
  const headers = { authorization: `Bearer ${TOKEN}` }
  await fetch(`${site.url}/attendant/people`, { method: 'POST', headers, body: JSON.stringify({ name: 'Ada', pin: PIN }) })
  const browser = await openChromium()

  const logIn = async (width: number, height: number, colorScheme: 'light' | 'dark'): Promise<Page> => {
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

  return {
    url: site.url,
    exit,
    logIn,
    speak,
    async close() {
      await browser.close()
      await site.close()
      ledger.close()
    },
  }
}
