import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../../store/open-store.ts'
import { insertDevice, insertSite } from '../../../store/test-books.ts'
import { testStore } from '../../../store/test-postgres.ts'
import { ownerPages } from '../../../test-owner-pages.ts'
import type { mountOwner } from '../mount-owner.ts'

const origin = 'http://127.0.0.1:8090'
const now = Date.parse('2026-11-22T17:40:00Z')
let store: Store
let app: ReturnType<typeof mountOwner>
beforeAll(async () => {
  store = await testStore()
  await insertSite(store)
  await insertDevice(store)
  app = ownerPages({ store, now: () => now })
})
afterAll(() => store.close())

const post = (path: string, form: Record<string, string>, language = 'en') =>
  app.request(`${origin}${path}`, {
    method: 'POST',
    body: new URLSearchParams(form).toString(),
    headers: { origin, 'content-type': 'application/x-www-form-urlencoded', 'accept-language': language },
  })
const page = async (path: string) => (await app.request(`${origin}${path}`)).text()

describe('the owner’s pages about rights', () => {
  it('give a permit, keep what was typed when it is wrong, withdraw it and forget the name', async () => {
    const typed = {
      name: 'Ana <b>Ruiz</b>',
      product: 'Tenants',
      plates: 'AB 123',
      places: '1',
      'day.1': 'yes',
      from: '7:00',
      until: '19:00',
      language: 'pl',
    }
    const wrong = await (await post('/permits', { ...typed, plates: '' })).text()
    expect(wrong).toContain('Write the plates')
    expect(wrong).toContain('Ana &lt;b&gt;Ruiz&lt;/b&gt;')
    const falsch = await (await post('/permits', { ...typed, plates: '' }, 'de')).text()
    expect(falsch).toContain('Schreiben Sie die Kennzeichen')
    expect(falsch).toContain('> Mo</label>')
    const given = await (await post('/permits', typed)).text()
    expect(given).toContain('has the permit; it is on its way to every box')
    expect(given).toContain('Mon 7:00–19:00')
    expect(given).toContain('<small lang="pl">Polski</small>')
    expect(wrong).toContain('<option value="pl" lang="pl" selected>')
    const [row] = await store.query<{ id: string; holder_id: string }>('select id, holder_id from permit')
    expect((await post(`/permits/${row?.id}`, { do: 'revoke' })).status).toBe(303)
    await post(`/permits/${row?.id}`, { do: 'forget', holder: row?.holder_id ?? '' })
    const after = await page('/permits')
    expect(after).toContain('withdrawn')
    expect(after).toContain('forgotten')
    expect(after).not.toContain('Ruiz')
  })

  it('open a merchant’s book, print its codes once each, close it', async () => {
    const terms = { merchant: 'Café Central', kind: 'percent', value: '50', uses: '1', perStay: '1', codes: '10', days: '' }
    expect(await (await post('/merchants', { ...terms, value: '500' })).text()).toContain('1 to 100 percent')
    const opened = await (await post('/merchants', terms)).text()
    expect(opened).toMatch(/http:\/\/127\.0\.0\.1:8090\/m\/[A-Za-z0-9_-]{32}/)
    expect(opened).toContain('50% off')
    const [row] = await store.query<{ id: string }>('select id from voucher_book')
    const codes = async (count: string) => {
      const text = await (await post(`/merchants/${row?.id}`, { do: 'print', count })).text()
      return { text, codes: text.match(/\d{3}-\d{3}-\d{3}-\d{3}/g) ?? [] }
    }
    const [first, second] = [await codes('6'), await codes('4')]
    expect(new Set([...first.codes, ...second.codes]).size).toBe(10)
    expect(first.text).toContain('<svg class="qr"')
    // a slip is read by drivers: it speaks as the car park does, whoever prints it
    expect(first.text).toContain('<ul lang="de" dir="ltr">')
    expect(first.text).toContain('Tippen Sie diese Ziffern')
    expect(first.text).toContain('50\u00a0% Rabatt')
    expect(first.text).toContain('Print this page')
    expect((await codes('1')).text).toContain('not as many codes left')
    expect((await codes('999')).text).toContain('at a time')
    expect((await post(`/merchants/${row?.id}`, { do: 'close' })).status).toBe(303)
    expect(await page('/merchants')).toContain('closed')
    expect((await post('/merchants/nobody', { do: 'print', count: '1' })).status).toBe(404)
  })

  it('block a plate with a reason and let it in again', async () => {
    expect(await (await post('/blocked', { do: 'block', plate: 'bad 1', reason: '' })).text()).toContain('Say why')
    expect(await (await post('/blocked', { do: 'block', plate: 'bad 1', reason: 'never paid' })).text()).toContain('BAD1')
    expect(await (await post('/blocked', { do: 'unblock', plate: 'BAD1' })).text()).toContain('No plate is blocked')
  })
})
