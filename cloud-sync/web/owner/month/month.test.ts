import { languageCodes } from '@gatehouse/domain/language.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../../store/open-store.ts'
import { insertDevice, insertSite } from '../../../store/test-books.ts'
import { testStore } from '../../../store/test-postgres.ts'
import { drive } from '../../../test-garage.ts'
import { ownerPages } from '../../../test-owner-pages.ts'

const now = Date.parse('2026-11-14T12:00:00+01:00')
const at = (day: string, time = '12:00') => Date.parse(`${day}T${time}:00+01:00`)
let store: Store
const ask = (path: string, headers: Record<string, string> = {}) =>
  ownerPages({ store, now: () => now }).request(`http://localhost:8090${path}`, { headers })
const page = async (path: string, language = 'en') => (await ask(path, { 'accept-language': language })).text()
/** The sentence at the top, without the marks that keep an amount's direction. */
const headline = (html: string) => /<h1 class="sentence">(.*?)<\/h1>/s.exec(html)?.[1]?.replaceAll(/[\u2066-\u2069]/g, '')

beforeAll(async () => {
  store = await testStore()
  await insertSite(store)
  await insertDevice(store, { last_seen: now - 5_000, backlog: 0, clock_quality: 'trusted' })
  await drive(store, [
    { id: 'O', in: at('2026-10-05'), out: at('2026-10-05', '13:00'), paid: [{ minor: 800, at: at('2026-10-05', '12:59') }] },
    { id: 'A', in: at('2026-11-02'), out: at('2026-11-02', '13:00'), paid: [{ minor: 500, at: at('2026-11-02', '12:59') }] },
    {
      id: 'B',
      in: at('2026-11-09'),
      out: at('2026-11-09', '14:00'),
      paid: [{ minor: 500, at: at('2026-11-09', '13:59'), method: 'cash' }],
    },
    { id: 'C', in: at('2026-11-10'), out: at('2026-11-10', '12:05'), outcome: 'free' },
  ])
})
afterAll(() => store.close())

describe('a month of the owner’s', () => {
  it('says in a sentence what was taken so far, against the same part of the month before', async () => {
    const html = await page('/month')
    expect(headline(html)).toBe('November 2026 so far: €10.00 (+25%). 3 cars came in.')
    expect(headline(await page('/month?month=2026-10'))).toBe('October 2026: €8.00. 1 car came in.')
    expect(headline(await page('/month?day=2026-10-05'))).toBe('October 2026: €8.00. 1 car came in.')
  })

  it('shows the VAT of what was taken: 0.80 of each 5.00', async () => {
    const html = (await page('/month')).replaceAll(/<[^>]+>|\s+/g, ' ')
    expect(html).toMatch(/19% +€8\.40 +€1\.60 +€10\.00/)
    expect(html).toContain('Half of them stayed 1 h at most.')
  })

  it.each(languageCodes)('is written in %s', async (language) => {
    const html = await page('/month', language)
    expect(headline(html)).toMatch(/10[.,]00/)
    if (language === 'en') return
    // names of payment services are the same everywhere; no sentence of the English page is left in what is this page's own
    const english = await page('/month')
    const own = (text: string) => [...text.matchAll(/<h2>(.*?)<\/h2>/g)].map((m) => m[1])
    expect(own(html)).toHaveLength(own(english).length)
    const words = /By the day|What was taken|Compared|How full|How long|How stays|Half of|each rounded|on average/
    expect(html.replace(/<header.*<\/header>/s, '')).not.toMatch(words)
  })

  it('is one line for each day, way of paying and rate as CSV, and the same as JSON', async () => {
    const file = await ask('/export/month.csv?month=2026-11')
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="garage-2026-11.csv"')
    expect((await file.text()).trim().split('\r\n').slice(1)).toEqual([
      '2026-11-02,terminal,simulated,1,5.00,19,4.20,0.80,EUR',
      '2026-11-09,cash,simulated,1,5.00,19,4.20,0.80,EUR',
    ])
    expect(await (await ask('/api/owner/month')).json()).toMatchObject({ v: 1, month: '2026-11', revenue: { amountMinor: 1000 } })
  })

  it.each(['2026-13', 'november', '2026-11-01'])('refuses %s as a month', async (name) => {
    for (const path of ['/month', '/api/owner/month', '/export/month.csv']) {
      const answer = await ask(`${path}?month=${name}`)
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('A month is written as 2026-11.')])
    }
  })

  it('adds up all car parks of whoever asks', async () => {
    await insertSite(store, { id: 'north', name: 'Nordhof' })
    const html = (await page('/month')).replaceAll(/<[^>]+>|\s+/g, ' ')
    expect(html).toMatch(/All car parks .*Garage Mitte +2 +€10\.00 .*Nordhof +not complete +0 +€0\.00 .*Together +2 +€10\.00/)
  })
})
