import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { watchSite } from '../../alerts/watch.ts'
import { makeDoor } from '../../owners/door.ts'
import { makeOwnerRates } from '../../owners/rates.ts'
import { makeReports, type Reports } from '../../reports/reports.ts'
import type { Store } from '../../store/open-store.ts'
import { insertDevice, insertSite } from '../../store/test-books.ts'
import { testStore } from '../../store/test-postgres.ts'
import { insertWeeks } from '../../test-week.ts'
import { axeFindings, hasChromium, openChromium, serveOnLoopback, shot, withoutChromium } from '../test-browser.ts'
import { mountOwner } from './mount-owner.ts'

const now = Date.parse('2026-11-22T17:42:00+01:00')
let store: Store
let app: ReturnType<typeof mountOwner>

function pages(token: string | null = null, peer: string | null = '127.0.0.1') {
  const reports: Reports = makeReports({
    ...{ store, now: () => now },
    needsYou: async (site) => watchSite(store, site, await reports.completeness(site), now),
  })
  return mountOwner({
    ...{ reports, rates: makeOwnerRates({ store, now: () => now }), door: makeDoor({ token, now: () => now }) },
    ...{ now: () => now, peerOf: () => peer, publicUrl: null },
  })
}

beforeAll(async () => {
  store = await testStore()
  await insertSite(store)
  await insertDevice(store, { last_seen: now - 5_000, backlog: 0, clock_quality: 'trusted', version: '0.1.0' })
  await insertDevice(store, { id: 'box-2', label: 'South box', last_seen: now - 3 * 3_600_000, backlog: 0, clock_quality: 'trusted' })
  // the pictures show a full fortnight; the checks need less
  await insertWeeks(store, now, process.env.GATEHOUSE_SHOTS ? 1 : 0.25)
  app = pages()
})
afterAll(() => store.close())

describe.skipIf(!hasChromium)(`the owner's pages in Chromium${withoutChromium}`, () => {
  let browser: Browser
  let server: Awaited<ReturnType<typeof serveOnLoopback>>
  beforeAll(async () => {
    browser = await openChromium()
    server = await serveOnLoopback(app)
  })
  afterAll(async () => {
    await browser.close()
    await server.close()
  })
  const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } }

  it.each([
    ['phone', 'light'],
    ['phone', 'dark'],
    ['desktop', 'light'],
    ['desktop', 'dark'],
  ] as const)('%s, %s', async (size, colorScheme) => {
    const context = await browser.newContext({ viewport: sizes[size], colorScheme, locale: 'en-GB', bypassCSP: true })
    const page: Page = await context.newPage()
    for (const [name, path] of [
      ['today', '/'],
      ['cars', '/cars'],
      ['car', '/cars/car-0-3'],
      ['money', '/money'],
      ['prices', '/prices'],
      ['help', '/help'],
    ] as const) {
      await page.goto(`${server.url}${path}`)
      await shot(page, `owner-${name}-${size}-${colorScheme}`)
      if (!process.env.GATEHOUSE_SHOTS) expect(await axeFindings(page), path).toEqual([])
    }
    await context.close()
  })
})
