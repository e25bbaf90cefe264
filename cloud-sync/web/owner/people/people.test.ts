import type { Hono } from 'hono'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../store/open-store.ts'
import { insertDevice, insertSite } from '../../../store/test-books.ts'
import { testStore } from '../../../store/test-postgres.ts'
import { letterBox } from '../../../test-accounts.ts'
import { drive } from '../../../test-garage.ts'
import { ownerPages } from '../../../test-owner-pages.ts'
import { axeFindings, hasChromium, openChromium, serveOnLoopback, shot, withoutChromium } from '../../test-browser.ts'
import { openPaths } from './mount-sign-in.ts'
import { listed } from './right-needed.ts'

const TOKEN = 'an-owner-token-of-length'
const MINUTE = 60_000
let store: Store
let now = Date.parse('2026-11-22T16:00:00Z')
let box = letterBox()

/** With two car parks, a token at the door and a mail server that takes everything. */
const pages = (over: { readonly publicUrl?: string } = {}) =>
  ownerPages({ store, now: () => now, token: TOKEN, peer: null, letters: box, ...over })

beforeAll(async () => {
  store = await testStore()
  for (const [id, name] of [
    ['north', 'Parkhaus Nord'],
    ['south', 'Parkhaus Süd'],
  ] as const) {
    await insertSite(store, { id, name })
    await insertDevice(store, { id: `box-${id}`, site_id: id, last_seen: now - 5_000 })
  }
  await drive(store, [{ id: 'stay-1', plate: 'SECRET1', in: now - 7_200_000 }], 'south')
})
afterAll(() => store.close())
beforeEach(async () => {
  now += 120 * MINUTE
  box = letterBox()
  for (const table of ['person', 'person_challenge', 'owner_act']) await store.query(`delete from ${table}`)
})

const base = 'http://localhost:8090'
const form = { 'content-type': 'application/x-www-form-urlencoded', origin: base }
const json = { 'content-type': 'application/json' }
const bearer = { authorization: `Bearer ${TOKEN}` }
const post = (app: Hono, path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  app.request(`${base}${path}`, { method: 'POST', body: new URLSearchParams(fields).toString(), headers: { ...form, ...headers } })
const get = (app: Hono, path: string, headers: Record<string, string>) => app.request(`${base}${path}`, { headers })
const linkIn = (text: string | undefined) => /https?:\/\/\S+\/enter\?key=\S+/.exec(text ?? '')?.[0] ?? ''
const keyIn = (text: string | undefined) => new URL(linkIn(text)).searchParams.get('key') ?? ''

/** Invites somebody as the operator and lets them in: their cookie. */
async function comeIn(app: Hono, person: Record<string, string>): Promise<{ readonly cookie: string }> {
  const invited = await post(app, '/people', { name: 'Anna Berg', email: 'anna@example.org', ...person }, bearer)
  expect(invited.status).toBe(200)
  const entered = await post(app, '/enter', { key: keyIn(box.sent.at(-1)?.text) })
  expect([entered.status, entered.headers.get('location')]).toEqual([303, '/me?welcome=1'])
  const cookie = entered.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/HttpOnly.*SameSite=Strict/)
  return { cookie: cookie.split(';')[0] ?? '' }
}

describe('people and what they may do', () => {
  it('[O5] every address of these pages is listed with what it needs', () => {
    const addresses = pages().routes.filter(({ method }) => method !== 'ALL')
    const example = (path: string) => path.replaceAll(/:[a-z]+/g, 'x')
    const known = (method: string, path: string) =>
      listed(method, example(path)) !== null || openPaths.test(path) || /^\/(assets\/.*|icon\.svg|manifest\.webmanifest)$/.test(path)
    expect(addresses.length).toBeGreaterThan(40)
    expect(addresses.filter(({ method, path }) => !known(method, path)).map(({ method, path }) => `${method} ${path}`)).toEqual([])
  })

  it('[O5] a viewer reads, is offered nothing else, and changes nothing', async () => {
    const app = pages()
    const me = await comeIn(app, { role: 'viewer', all: 'yes' })
    const today = await (await get(app, '/', me)).text()
    expect(today).toContain('Anna Berg')
    expect(today).not.toContain('href="/permits')
    for (const path of ['/permits', '/people', '/blocked', '/api/owner/people']) expect((await get(app, path, me)).status, path).toBe(403)
    for (const path of ['/prices', '/boxes/code', '/boxes/revoke', '/permits', '/people', '/merchants'])
      expect((await post(app, path, { do: 'publish' }, me)).status, path).toBe(403)
    expect((await post(app, '/prices/preview', {}, me)).status).toBe(200)
    expect(await (await get(app, '/prices', me)).text()).not.toContain('value="publish"')
    expect(await store.query('select 1 from rate_table')).toEqual([])
  })

  it('[O6] a person sees the car parks they look after and no trace of others', async () => {
    const app = pages()
    const me = await comeIn(app, { role: 'manager', 'site.north': 'yes' })
    expect(await (await get(app, '/api/owner/sites', me)).json()).toMatchObject([{ id: 'north' }])
    const today = await (await get(app, '/', me)).text()
    expect(today).toContain('Parkhaus Nord')
    for (const path of [
      '/',
      '/cars',
      '/money',
      '/boxes',
      '/permits',
      '/prices',
      '/live',
      '/api/owner/summary',
      '/api/owner/cars',
      '/export/cars.csv',
    ]) {
      const answer = await get(app, `${path}?site=south`, me)
      expect([answer.status, await answer.text()], path).toEqual([404, expect.not.stringContaining('Süd')])
    }
    for (const path of ['/cars/stay-1', '/api/owner/cars/stay-1', '/cars/stay-1/pictures/p']) {
      const answer = await get(app, path, me)
      expect([answer.status, await answer.text()], path).toEqual([404, expect.not.stringContaining('SECRET1')])
    }
    expect((await post(app, '/permits?site=south', { name: 'x' }, me)).status).toBe(404)
    const patched = await app.request(`${base}/api/owner/sites/south`, { method: 'PATCH', body: '{}', headers: { ...json, ...me } })
    expect(patched.status).toBe(403)
    const owner = await comeIn(app, { email: 'lea@example.org', role: 'owner', 'site.north': 'yes' })
    expect(
      (await app.request(`${base}/api/owner/sites/south`, { method: 'PATCH', body: '{}', headers: { ...json, ...owner } })).status,
    ).toBe(404)
    expect((await app.request(`${base}/api/owner/sites`, { method: 'POST', body: '{}', headers: { ...json, ...owner } })).status).toBe(403)
  })

  it('[O6][O12] a page left open hears nothing more once the account is gone: its stream ends', async () => {
    const app = pages()
    const me = await comeIn(app, { role: 'viewer', 'site.north': 'yes' })
    const stream = await get(app, '/live?since=before', me)
    expect(stream.status).toBe(200)
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toContain('event: changed')
    await store.query('delete from person')
    await drive(store, [{ id: 'stay-2', plate: 'NEW1', in: now }], 'north')
    expect(await reader?.read()).toMatchObject({ done: true })
    expect((await get(app, '/live', me)).status).toBe(303)
  })

  it('[O8] what a person changes carries their name', async () => {
    const app = pages()
    const me = await comeIn(app, { role: 'manager', all: 'yes' })
    const page = await (await get(app, '/prices?site=north', me)).text()
    const fields = Object.fromEntries(
      [...page.matchAll(/<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    )
    expect((await post(app, '/blocked?site=north', { plate: 'BAD1', reason: 'left unpaid', do: 'block' }, me)).status).toBe(200)
    const acts = await (await get(app, '/api/owner/acts', bearer)).json()
    expect(acts).toMatchObject([
      { by: 'Anna Berg', site: 'north', what: 'blocked a plate' },
      { by: 'owner', person: null, site: null, what: 'invited Anna Berg as manager', deed: { did: 'invited', role: 'manager' } },
    ])
    expect(JSON.stringify(acts)).not.toContain('BAD1')
    // each reader is told in their language; what an earlier release wrote stands as it wrote it
    await store.query(`insert into owner_act (at, by, what) values (1, 'owner', 'painted the barrier')`)
    const german = await (await get(app, '/people', { ...bearer, 'accept-language': 'de' })).text()
    expect(german).toMatch(/painted the barrier[\s\S]*hat ein Kennzeichen gesperrt[\s\S]*hat Anna Berg eingeladen: Verwalter/)
    expect(Object.keys(fields).length).toBeGreaterThan(0)
  })

  it('[O7] an owner who was away from the screen shows first that it is them', async () => {
    const app = pages()
    const me = await comeIn(app, { role: 'owner', all: 'yes' })
    now += 11 * MINUTE
    const page = await (await get(app, '/people', me)).text()
    expect(page).toContain('/again?to=%2Fpeople')
    expect(page).not.toContain('>Invite<')
    const eve = { name: 'Eve', email: 'eve@example.org', role: 'owner', all: 'yes' }
    expect((await post(app, '/people', eve, me)).status).toBe(403)
    expect(
      (await app.request(`${base}/api/owner/people`, { method: 'POST', body: JSON.stringify(eve), headers: { ...json, ...me } })).status,
    ).toBe(403)
    expect(await (await get(app, '/again?to=%2Fpeople', me)).text()).toMatch(/Anna Berg, show once more[\s\S]*Send me a link/)
    const before = box.sent.length
    expect((await post(app, '/login/mail', { email: 'anna@example.org' })).status).toBe(200)
    // the letter is written after the answer, whoever asks
    await expect.poll(() => box.sent.length).toBe(before + 1)
    const entered = await post(app, '/enter', { key: keyIn(box.sent.at(-1)?.text) })
    const fresh = { cookie: entered.headers.get('set-cookie')?.split(';')[0] ?? '' }
    expect((await post(app, '/people', eve, fresh)).status).toBe(200)
  })

  it('[O3] a letter’s link opens a page that uses it only when tapped; used up, it says so', async () => {
    const app = pages({ publicUrl: 'https://cloud.example' })
    await post(app, '/people', { name: 'Anna', email: 'anna@example.org', role: 'viewer', all: 'yes' }, bearer)
    const link = linkIn(box.sent[0]?.text)
    expect(link).toMatch(/^https:\/\/cloud\.example\/enter\?key=/)
    const path = link.replace('https://cloud.example', '')
    for (let i = 0; i < 2; i++) expect(await (await get(app, path, {})).text()).toContain('Welcome, Anna')
    expect((await post(app, '/enter', { key: keyIn(link) })).status).toBe(303)
    expect((await get(app, path, {})).status).toBe(410)
    expect((await post(app, '/enter', { key: keyIn(link) }, { origin: 'https://evil.example' })).status).toBe(403)
  })

  it('what follows a login never leads away', async () => {
    const app = pages()
    for (const to of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', '/%0d%0aset-cookie:x']) {
      const answer = await post(app, `/login?to=${encodeURIComponent(to)}`, { token: TOKEN })
      expect(answer.headers.get('location'), to).toBe('/')
    }
  })
})

describe.skipIf(!hasChromium)(`accounts in Chromium${withoutChromium}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openChromium()
  })
  afterAll(() => browser.close())

  /** A device with a fingerprint reader that always says yes. */
  async function withPasskeys(page: Page): Promise<{ readonly cdp: CDPSession; readonly id: string }> {
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('WebAuthn.enable')
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    } as const
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options })
    return { cdp, id: authenticatorId }
  }

  it('[O2][O11] from the invitation to a passkey, out, and in again by it; a copied passkey is refused', { timeout: 120_000 }, async () => {
    const app = pages()
    const server = await serveOnLoopback(app)
    const url = server.url.replace('127.0.0.1', 'localhost')
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'light', bypassCSP: true })
    const page = await context.newPage()
    const { cdp, id } = await withPasskeys(page)
    await page.goto(`${url}/login`)
    expect(await axeFindings(page)).toEqual([])
    await shot(page, 'account-login', false)
    await page.getByText('With the owner token').click()
    await page.getByLabel('Owner token').fill(TOKEN)
    await page.getByRole('button', { name: 'Log in', exact: true }).click()
    await page.waitForURL(`${url}/`)
    await page.getByRole('link', { name: 'People' }).click()
    await page.getByLabel('Name').fill('Anna Berg')
    await page.getByLabel('E-mail').fill('anna@example.org')
    await page.getByLabel('May').selectOption('owner')
    await page.getByLabel('all car parks').check()
    await page.getByRole('button', { name: 'Invite' }).click()
    const link = (await page.locator('.claim code').textContent()) ?? ''
    await shot(page, 'account-people')
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Log out' }).click()

    await page.goto(link)
    await shot(page, 'account-enter', false)
    await page.getByRole('button', { name: 'Go in' }).click()
    await page.waitForURL('**/me?welcome=1')
    await page.getByRole('button', { name: 'Make a passkey on this device' }).click()
    await page.waitForURL('**/me')
    await page.getByText('Chrome on Linux', { exact: true }).first().waitFor()
    await shot(page, 'account-me')
    expect(await axeFindings(page)).toEqual([])

    await page.getByRole('button', { name: 'Log out' }).click()
    await page.waitForURL('**/login')
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId: id })
    const [copy] = credentials
    if (!copy) throw new Error('no passkey was made')
    await page.getByRole('button', { name: 'Log in with a passkey' }).click()
    await page.waitForURL(`${url}/`)
    expect(await page.locator('.account').textContent()).toContain('Anna Berg')

    // the same secret in another place, where it has counted less
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.waitForURL('**/login')
    await cdp.send('WebAuthn.removeCredential', { authenticatorId: id, credentialId: copy.credentialId })
    await cdp.send('WebAuthn.addCredential', { authenticatorId: id, credential: { ...copy, signCount: 0 } })
    await page.getByRole('button', { name: 'Log in with a passkey' }).click()
    await page.locator('form[data-passkey] [role=alert]').waitFor()
    expect(await page.locator('form[data-passkey] [role=alert]').textContent()).toContain('opens nothing here')
    expect(new URL(page.url()).pathname).toBe('/login')
    await context.close()
    await server.close()
  })

  it('[O7] an owner shows once more by passkey that it is them, and goes on where they were', { timeout: 120_000 }, async () => {
    const app = pages()
    const server = await serveOnLoopback(app)
    const url = server.url.replace('127.0.0.1', 'localhost')
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', bypassCSP: true })
    const page = await context.newPage()
    await withPasskeys(page)
    await post(app, '/people', { name: 'Anna Berg', email: 'anna@example.org', role: 'owner', all: 'yes' }, bearer)
    await page.goto(`${url}/enter?key=${keyIn(box.sent[0]?.text)}`)
    await page.getByRole('button', { name: 'Go in' }).click()
    await page.getByRole('button', { name: 'Make a passkey on this device' }).click()
    await page.waitForURL('**/me')
    await shot(page, 'account-me-phone')
    now += 11 * MINUTE
    await page.goto(`${url}/people`)
    expect(await page.getByRole('button', { name: 'Invite' }).count()).toBe(0)
    await page
      .getByRole('link', { name: /once more, that it is you/ })
      .first()
      .click()
    await shot(page, 'account-again-phone', false)
    await page.getByRole('button', { name: 'Log in with a passkey' }).click()
    await page.waitForURL('**/people')
    await page.getByRole('button', { name: 'Invite' }).waitFor()
    expect(await axeFindings(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await shot(page, 'account-people-phone')
    await page.getByRole('link', { name: 'You' }).click()
    await page.getByRole('button', { name: 'Write to me each morning' }).click()
    await page.getByRole('button', { name: 'No more letters' }).waitFor()
    await shot(page, 'account-me-phone')
    expect(await store.query('select morning_since from person')).toEqual([{ morning_since: now }])
    expect(await store.query('select 1 from person_session')).toHaveLength(1)
    await context.close()
    await server.close()
  })
})
