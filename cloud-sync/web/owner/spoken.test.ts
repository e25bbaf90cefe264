import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Store } from '../../store/open-store.ts'
import { insertSite } from '../../store/test-books.ts'
import { testStore } from '../../store/test-postgres.ts'
import { letterBox } from '../../test-accounts.ts'
import { ownerPages } from '../../test-owner-pages.ts'

const TOKEN = 'an-owner-token-of-length'
const base = 'http://localhost:8090'
const now = Date.parse('2026-11-22T16:00:00Z')
const box = letterBox()
let store: Store
let app: Hono

beforeAll(async () => {
  store = await testStore()
  await insertSite(store, { id: 'north', name: 'Parkhaus Nord' })
  app = ownerPages({ store, now: () => now, token: TOKEN, peer: null, letters: box })
})
afterAll(() => store.close())

const get = async (path: string, headers: Record<string, string>) => (await app.request(`${base}${path}`, { headers })).text()
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  app.request(`${base}${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: base, ...headers },
  })
const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? ''

it('[O14] speaks as the browser asks until somebody chooses, and then as this browser was told', async () => {
  expect(await get('/login', {})).toContain('<html lang="en" dir="ltr">')
  expect(await get('/login', { 'accept-language': 'de-AT,en;q=0.5' })).toMatch(/<html lang="de" dir="ltr">[\s\S]*Ihre E-Mail-Adresse/)
  const chosen = await post('/language', { language: 'ar', to: '/login?to=/money' })
  expect([chosen.status, chosen.headers.get('location')]).toEqual([303, '/login?to=/money'])
  const page = await get('/login', { cookie: cookieOf(chosen), 'accept-language': 'de' })
  expect(page).toMatch(/<html lang="ar" dir="rtl">[\s\S]*عنوان بريدك الإلكتروني/)
  expect(page).toMatch(/<option value="ar" lang="ar" selected>العربية<\/option>/)
  // neither a language there is not nor an address elsewhere goes anywhere
  const odd = await post('/language', { language: 'xx', to: '//elsewhere.example' })
  expect([odd.headers.get('location'), odd.headers.get('set-cookie')]).toEqual(['/', null])
})

it('[O14] an account has the language it was invited in, or first came in by, until its person chooses another; letters go by it', async () => {
  const bearer = { authorization: `Bearer ${TOKEN}`, 'accept-language': 'fr' }
  const invite = async (name: string, language: string) => {
    await post('/people', { name, email: `${name}@example.org`, role: 'owner', all: 'yes', language }, bearer)
    const letter = box.sent.at(-1)
    return { letter, key: /key=(\S+)/.exec(letter?.text ?? '')?.[1] ?? '' }
  }
  const ewa = await invite('Ewa', 'pl')
  expect([ewa.letter?.language, ewa.letter?.subject]).toEqual(['pl', 'Konto w Gatehouse'])
  expect(ewa.letter?.html).toContain('<html lang="pl" dir="ltr">')
  const cookie = cookieOf(await post('/enter', { key: ewa.key }, { 'accept-language': 'de' }))
  expect(await get('/me', { cookie, 'accept-language': 'de' })).toMatch(/<html lang="pl"[\s\S]*Twoje klucze dostępu/)

  const told = await post('/language', { language: 'tr', to: '/me' }, { cookie })
  expect(await get('/me', { cookie, 'accept-language': 'de' })).toMatch(/<html lang="tr"[\s\S]*Geçiş anahtarlarınız/)
  // who signs out of it finds the door in the same language
  expect(await get('/login', { cookie: cookieOf(told) })).toContain('<html lang="tr"')
  await post('/login/mail', { email: 'ewa@example.org' }, { 'accept-language': 'de' })
  await expect.poll(() => box.sent.at(-1)?.subject).toBe('Giriş bağlantınız')

  // nobody chose: the letter is in the inviter's, the account in the one its person came in by
  const noah = await invite('Noah', '')
  expect(noah.letter?.language).toBe('fr')
  await post('/enter', { key: noah.key }, { 'accept-language': 'nl' })
  expect(await store.query('select name, language from person order by name')).toEqual([
    { name: 'Ewa', language: 'tr' },
    { name: 'Noah', language: 'nl' },
  ])
})

it('[O14][O15] refusals are in the reader’s language on pages, and in English for programs', async () => {
  const turkish = { 'accept-language': 'tr' }
  expect(await (await post('/login', { token: 'wrong' }, turkish)).text()).toContain('Bu, işletmeci belirteci değil.')
  expect(await get('/enter?key=nothing', turkish)).toContain('Bu bağlantı artık geçmiyor')
  const bearer = { authorization: `Bearer ${TOKEN}`, ...turkish }
  expect(await get('/?site=nowhere', bearer)).toContain('Böyle bir otopark yok.')
  expect(await get('/api/owner/summary?site=nowhere', bearer)).toBe('{"message":"There is no such car park."}')
})
