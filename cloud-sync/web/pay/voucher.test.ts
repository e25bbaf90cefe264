import { randomBytes } from 'node:crypto'
import { languageCodes } from '@gatehouse/domain/language.ts'
import { formatVoucherCode } from '@gatehouse/domain/proof/voucher-code.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeOwnerMerchants } from '../../owners/merchants.ts'
import { siteById } from '../../store/fleet.ts'
import type { Store } from '../../store/open-store.ts'
import { insertSite } from '../../store/test-books.ts'
import { testStore } from '../../store/test-postgres.ts'
import { axeFindings, hasChromium, openChromium, serveOnLoopback, shot, withoutChromium } from '../test-browser.ts'
import { mountVoucher } from './mount-voucher.ts'
import { wordsOf } from './strings/every-language.ts'

const origin = 'http://127.0.0.1:8090'
const site = { id: 'garage', name: 'Garage Mitte', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 60 }
const now = Date.UTC(2026, 10, 22, 9)
let store: Store
let ids = 0
const merchants = () => makeOwnerMerchants({ store, now: () => now, newId: () => `book-${++ids}`, random: (n) => randomBytes(n) })
const app = () =>
  mountVoucher({
    ...{ merchants: merchants(), now: () => now, publicUrl: null, words: ({ language }) => wordsOf[language] },
    place: (id) => siteById(store, id),
  })
beforeAll(async () => {
  store = await testStore()
  await insertSite(store)
})
afterAll(() => store.close())

async function opened(codes = '5') {
  const terms = { merchant: 'Café Central', kind: 'minutes', value: '60', uses: '1', perStay: '1', codes, days: '' }
  const answer = await merchants().open(site, terms, 'owner')
  if (!answer.ok) throw new Error(answer.problem)
  return answer
}
const get = async (path: string, language = 'en') => app().request(`${origin}${path}`, { headers: { 'accept-language': language } })
const post = async (path: string, from = origin) =>
  app().request(`${origin}${path}`, {
    method: 'POST',
    body: '',
    headers: { origin: from, 'content-type': 'application/x-www-form-urlencoded' },
  })

describe('a merchant’s own page', () => {
  it('hands out one code a tap, and the same one when the page is loaded again', async () => {
    const { page, book } = await opened()
    expect(await (await get(`/m/${page}`)).text()).toContain('0 of 5 codes given out')
    const answer = await post(`/m/${page}`)
    expect(answer.headers.get('location')).toBe(`/m/${page}?no=0`)
    const [slip] = merchants().again({ ...book, issued: 1 }, 0, 1)
    for (let i = 0; i < 2; i++) {
      const text = await (await get(`/m/${page}?no=0`)).text()
      expect(text).toContain(formatVoucherCode(slip?.code ?? ''))
      expect(text).toContain('1 of 5 codes given out')
    }
  })

  it('shows no code that was not handed out, and none to a stranger', async () => {
    const { page } = await opened()
    expect(await (await get(`/m/${page}?no=3`)).text()).not.toMatch(/\d{3}-\d{3}-\d{3}-\d{3}/)
    expect((await get('/m/somebody')).status).toBe(404)
    expect((await post(`/m/${page}`, 'https://elsewhere.example')).status).toBe(403)
  })

  it('says when the book has no codes left, and when it is closed', async () => {
    const { page, book } = await opened('1')
    await post(`/m/${page}`)
    expect(await (await post(`/m/${page}`)).text()).toContain('no codes left')
    await merchants().close(site, book.id)
    const closed = await (await get(`/m/${page}`)).text()
    expect(closed).toContain('This book is closed')
    expect(closed).not.toContain('Next code')
  })
})

describe('what a phone is shown that reads a code', () => {
  it.each(languageCodes)('says what it is worth and where to type it: %s', async (language) => {
    const { book } = await opened()
    const [slip] = (await merchants().next(book, 1)) ?? []
    const response = await get(`/v/${book.id}/${slip?.code}`, language)
    const text = await response.text()
    expect(response.status).toBe(200)
    expect(text).toContain(formatVoucherCode(slip?.code ?? ''))
    expect(text).toContain(wordsOf[language].voucherNext)
    expect(Buffer.byteLength(text)).toBeLessThan(15 * 1024)
    expect(text).not.toMatch(/<script|undefined|\[object/)
  })

  it('is nothing for a code that was never handed out, or is none', async () => {
    const { book } = await opened()
    const [slip] = (await merchants().next(book, 1)) ?? []
    const later = merchants().again({ ...book, issued: 5 }, 3, 1)[0]?.code
    for (const path of [`/v/${book.id}/${later}`, `/v/${book.id}/123456789012`, `/v/nobody/${slip?.code}`])
      expect((await get(path)).status, path).toBe(404)
  })
})

describe.skipIf(!hasChromium)(`the pages in Chromium${withoutChromium}`, () => {
  let browser: Browser
  let server: Awaited<ReturnType<typeof serveOnLoopback>>
  beforeAll(async () => {
    browser = await openChromium()
    server = await serveOnLoopback(app())
  })
  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  it.each(['light', 'dark'] as const)('axe finds nothing, nothing is wider than a phone: %s', { timeout: 90_000 }, async (colorScheme) => {
    const { page: address } = await opened()
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme, bypassCSP: true })
    const page = await context.newPage()
    await page.goto(`${server.url}/m/${address}`)
    await page.getByRole('button', { name: 'Next code' }).click()
    await page.waitForURL('**no=0')
    await shot(page, `merchant-${colorScheme}`)
    expect(await axeFindings(page)).toEqual([])
    const link = await page.locator('.code').textContent()
    const { book } = { book: await merchants().byPage(address) }
    await page.goto(`${server.url}/v/${book?.id}/${link?.replaceAll('-', '')}`)
    await shot(page, `voucher-${colorScheme}`)
    expect(await axeFindings(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await context.close()
  })
})
