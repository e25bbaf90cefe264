import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCloudKey } from '../../devices/cloud-key.ts'
import { type Enrolment, openEnrolment } from '../../devices/enrolment.ts'
import type { Store } from '../../store/open-store.ts'
import { pictureFolder } from '../../store/picture-folder.ts'
import { erasePictures, putPicture } from '../../store/pictures.ts'
import { insertDevice, insertRow, insertSite } from '../../store/test-books.ts'
import { testStore } from '../../store/test-postgres.ts'
import { book, drive } from '../../test-garage.ts'
import { ownerPages } from '../../test-owner-pages.ts'
import { insertWeeks } from '../../test-week.ts'
import { axeFindings, hasChromium, openChromium, serveOnLoopback, shot, withoutChromium } from '../test-browser.ts'
import type { mountOwner } from './mount-owner.ts'

const now = Date.parse('2026-11-22T17:42:00+01:00')
const shots = process.env.GATEHOUSE_SHOTS !== undefined
let store: Store

let enrolment: Enrolment

function pages(over: { readonly token?: string; readonly peer?: string | null; readonly publicUrl?: string } = {}) {
  const { boxes: list, claim, revoke } = enrolment
  return ownerPages({ store, now: () => now, bytes, boxes: { list, claim, revoke }, ...over })
}

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-owner-'))
const bytes = pictureFolder(folder)
async function keepPicture(ref: string, jpeg: Buffer): Promise<void> {
  const sha256 = createHash('sha256').update(jpeg).digest('hex')
  const part = { site: 'garage', device: 'box-1', sha256 }
  await bytes.append(part, jpeg)
  await bytes.finish(part)
  await putPicture(store, { ...part, ref, bytes: jpeg.length, takenAt: now - 300_000 }, now)
}

beforeAll(async () => {
  store = await testStore()
  const cloudKey = openCloudKey(join(folder, 'agreement-key.pem'))
  enrolment = openEnrolment({ store, now: () => now, cloudKey, publicUrl: null, fromFile: [] })
  await insertSite(store)
  await insertDevice(store, { last_seen: now - 5_000, backlog: 0, clock_quality: 'trusted', version: '0.1.0' })
  await insertDevice(store, { id: 'box-2', label: 'South box', last_seen: now - 3 * 3_600_000, backlog: 0, clock_quality: 'trusted' })
  // the pictures show a full fortnight; the checks need less
  await insertWeeks(store, now, shots ? 1 : 0.1)
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const base = 'http://localhost:8090'
const form = { 'content-type': 'application/x-www-form-urlencoded', origin: base }
const get = (app: ReturnType<typeof mountOwner>, path: string, headers: Record<string, string> = {}) =>
  app.request(`${base}${path}`, { headers })
const post = (app: ReturnType<typeof mountOwner>, path: string, body: string, headers: Record<string, string> = form) =>
  app.request(`${base}${path}`, { method: 'POST', body, headers })

describe('who is let in', () => {
  it('without a token: this machine only', async () => {
    expect((await get(pages(), '/')).status).toBe(200)
    expect((await get(pages({ peer: null }), '/')).status).toBe(403)
    expect((await get(pages({ peer: '10.0.0.8' }), '/api/owner/summary')).status).toBe(403)
    expect((await pages().request('http://evil.example/')).status).toBe(403)
  })

  it('with a token: login, a cookie no script can read, logout; machines by bearer', async () => {
    const app = pages({ token: 'an owner token of length', peer: null })
    expect((await get(app, '/')).headers.get('location')).toBe('/login')
    for (const path of ['/api/owner/summary', '/export/cars.csv']) expect((await get(app, path)).status).toBe(401)
    expect((await post(app, '/prices', 'do=publish')).status).toBe(401)
    const wrong = await post(app, '/login', 'token=guess')
    expect([wrong.status, await wrong.text()]).toEqual([403, expect.stringContaining('That is not the owner token.')])
    const right = await post(app, '/login', new URLSearchParams({ token: 'an owner token of length' }).toString())
    const cookie = right.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    expect(cookie).not.toContain('owner token')
    expect((await get(app, '/', { cookie: cookie.split(';')[0] ?? '' })).status).toBe(200)
    expect((await get(app, '/api/owner/summary', { authorization: 'Bearer an' })).status).toBe(401)
    expect((await post(app, '/logout', '')).status).toBe(401)
    const link = await get(app, `/?token=${encodeURIComponent('an owner token of length')}`)
    expect([link.headers.get('location'), link.headers.get('set-cookie')]).toEqual(['/', expect.stringContaining('gatehouse_owner=v1.')])
    expect((await get(app, '/?token=guess')).headers.get('location')).toBe('/login')
  })

  it('no form from another site, no frame, no foreign script', async () => {
    const app = pages()
    expect((await post(app, '/prices', 'do=check', { ...form, origin: 'https://evil.example' })).status).toBe(403)
    expect((await post(app, '/prices', `name=${'x'.repeat(70_000)}`)).status).toBe(413)
    const { headers } = await get(app, '/')
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
})

async function picture(app: ReturnType<typeof mountOwner>, name: string): Promise<void> {
  const [at, browser] = [await serveOnLoopback(app), await openChromium()]
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await (await browser.newContext({ colorScheme, viewport: { width: 1280, height: 800 } })).newPage()
    await page.goto(at.url)
    await shot(page, `${name}-${colorScheme}`)
  }
  await browser.close()
  await at.close()
}

describe('the figures', () => {
  it('are the same on the page, in JSON and in CSV', async () => {
    const app = pages()
    const summary = await (await get(app, '/api/owner/summary')).json()
    const payments: { amountMinor: number; state: string }[] = await (await get(app, '/api/owner/payments')).json()
    const csv = await (await get(app, '/export/payments.csv')).text()
    const total = payments.filter((p) => p.state !== 'duplicate').reduce((sum, p) => sum + p.amountMinor, 0)
    expect(summary.revenue.amountMinor).toBe(total)
    expect(csv.trim().split('\r\n')).toHaveLength(1 + payments.length)
    const page = await (await get(app, '/')).text()
    expect(page).toContain(`>€${(total / 100).toFixed(2)}</a>`)
    expect(page).toContain('Complete to 14:42. South box is 3 h behind.')
  })

  it('every list has its JSON; what is not there is 404, what is not a day is 400', async () => {
    const app = pages()
    for (const path of ['sites', 'cars?which=inside', 'help', 'boxes', 'rates', 'cars/owed-1']) {
      expect((await get(app, `/api/owner/${path}`)).status, path).toBe(200)
    }
    expect((await get(app, '/api/owner/cars/nobody')).status).toBe(404)
    expect((await get(app, '/cars/nobody')).status).toBe(404)
    expect((await get(app, '/api/owner/summary?site=elsewhere')).status).toBe(404)
    expect((await get(app, '/?day=2026-02-30')).status).toBe(400)
  })

  it('[S50][S83][S84] tell of each box what waits on it, its clock, its money, and what is odd about it', async () => {
    await insertDevice(store, {
      ...{ id: 'box-3', label: 'West box', last_seen: now - 4_000, backlog: 14, backlog_by_stream: { money: 2, event: 12, media: 0 } },
      ...{ oldest_unsent: now - 600_000, clock_quality: 'untrusted', clock_offset_ms: 9_000, complete_until: now - 600_001 },
      money_compared: {
        ...{ at: now - 40_000, since: now - 3_600_000, differs: null },
        equal: [{ currency: 'EUR', count: 412, sumMinor: 312_050 }],
      },
      turned_away: { since: now - 3 * 3_600_000, byReason: { malformed: 3, known: 9, aReasonToCome: 1 } },
    })
    const alarm = { id: 'alarm-3', site_id: 'garage', device_id: 'box-3', code: 'clone', raised_at: now - 1_200_000 }
    await insertRow(store, 'alert', { ...alarm, detail: 'two boxes run from one card' })
    const page = await (await get(pages(), '/')).text()
    for (const words of [
      'Waits on it: money: 2, events: 12; the oldest from 17:32.',
      'Alarm since 17:22: Two boxes may run from one card. <bdi lang="en">two boxes run from one card</bdi>',
      'Nobody vouches for its clock.',
      'Its clock is 9 s behind ours.',
      'Its money since 16:42 is what is booked here: €3,120.50 in 412 payments; compared 40 s ago.',
      'On the network of the house it turned away in 3 h: unreadable: 3, aReasonToCome: 1.',
      'Nothing waits on it. Clock set. Version 0.1.0.',
    ])
      expect(page).toContain(words)
    const { boxes } = await (await get(pages(), '/api/owner/boxes')).json()
    expect(boxes[2]).toMatchObject({ waiting: { money: 2, event: 12 }, oldestUnsent: now - 591_000, alarms: [{ code: 'clone' }] })
    if (shots) await picture(pages(), 'owner-boxes')
    await store.query(`delete from alert where id = 'alarm-3'`)
    await store.query(`delete from device where id = 'box-3'`)
  })

  it('a lane that has not moved yet is at rest: no cross, no alarm, in plain words; a fault keeps both', async () => {
    const lanes = [{ id: 'new-1', name: 'North exit', direction: 'exit' as const }]
    await book(store, [
      { kind: 'box.started', payload: { bootId: 'b', version: '0.1.0', clockQuality: 'trusted', at: now - 1_000, lanes } },
    ])
    const strip = async () => /<li id="lane-new-1">.*?<\/li>/s.exec(await (await get(pages(), '/')).text())?.[0] ?? ''
    expect(await strip()).toMatch(/nobody yet.*class="boom still".*not moved yet/s)
    expect(await strip()).not.toMatch(/cross|bad|unknown/)
    if (shots) await picture(pages(), 'owner-still')
    await store.query(`update lane set arm = 'fault', fault = 'motor' where id = 'new-1'`)
    expect(await strip()).toMatch(/class="bad">motor.*class="cross".*arm fault/s)
    await store.query(`delete from lane where id = 'new-1'`)
  })

  it('[S76] tell who brought the events of a box that is silent, and that it is silent all the same', async () => {
    const gone = { last_seen: now - 7_200_000, backlog: 0, clock_quality: 'trusted', relayed_by: 'box-2', relayed_at: now - 60_000 }
    await insertDevice(store, { id: 'box-4', label: 'Entry box', ...gone })
    const page = async () => (await get(pages(), '/')).text()
    expect(await page()).toMatch(/Entry box<.*silent.*South box brought its events at 17:41\./s)
    // it speaks for itself again
    await store.query(`update device set last_seen = $1 where id = 'box-4'`, [now - 1_000])
    expect(await page()).not.toContain('South box brought')
    await store.query(`delete from device where id = 'box-4'`)
  })

  it('say what rests on a driver’s word, in words, and list those cars', async () => {
    await drive(store, [
      { id: 'said', plate: 'BSW12', in: now - 7_200_000, out: now - 60_000, paid: [{ minor: 1_234, at: now - 120_000 }] },
    ])
    const word = { code: 'honesty', laneId: 'exit-1', sessionId: 'said', detail: 'came in at 2026-11-22T14:42:00.000Z', at: now - 130_000 }
    await book(store, [{ kind: 'anomaly.noted', payload: word }])
    const page = await (await get(pages(), '/')).text()
    expect(page).toMatch(/One of these cars<\/a> had no entry on record: the driver said when it came in, and €12.34 rests on that word/)
    const [, href = ''] = /href="([^"]+)">One of these cars/.exec(page) ?? []
    const list = await (await get(pages(), href.replaceAll('&amp;', '&'))).text()
    expect(list).toContain('One car, by the driver’s word, €12.34 paid.')
    expect(list).toContain('/cars/said')
    const car = await (await get(pages(), '/cars/said')).text()
    expect(car).toContain('The time it came in is the driver’s own word')
    expect(car).not.toContain('honesty')
    if (shots) await picture(pages(), 'owner-stated')
  })

  it('[S55] show the pictures of a stay, to nobody else and for no other stay, and none that was erased', async () => {
    const [jpeg, gone] = [Buffer.from([0xff, 0xd8, 0xff, 1]), Buffer.from([0xff, 0xd8, 0xff, 2])]
    await drive(store, [{ id: 'seen', plate: 'BPX77', in: now - 300_000 }])
    await store.query(`update session set image_ref = 'img-seen' where id = 'seen'`)
    await keepPicture('img-seen', jpeg)
    await keepPicture('img-other', gone)
    const app = pages()
    expect(await (await get(app, '/cars/seen')).text()).toContain('/cars/seen/pictures/img-seen')
    const shown = await get(app, '/cars/seen/pictures/img-seen')
    expect([shown.status, shown.headers.get('content-type'), shown.headers.get('cache-control')]).toEqual([
      200,
      'image/jpeg',
      'private, max-age=600',
    ])
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(jpeg)
    for (const path of ['/cars/seen/pictures/img-other', '/cars/owed-1/pictures/img-seen', '/cars/seen/pictures/..%2f..%2fetc'])
      expect([path, (await get(app, path)).status]).toEqual([path, 404])
    const stranger = pages({ token: 'an owner token of length', peer: null })
    expect((await get(stranger, '/cars/seen/pictures/img-seen')).status).toBe(303)
    await erasePictures(store, 'garage', ['img-seen'], now)
    expect((await get(app, '/cars/seen/pictures/img-seen')).status).toBe(404)
    expect(await (await get(app, '/cars/seen')).text()).not.toContain('/pictures/')
    await store.query(`delete from session where id = 'seen'`)
  })

  it('show plates as text, never as markup', async () => {
    await insertRow(store, 'plate', {
      site_id: 'garage',
      ref: 'plate-x',
      text: '<img src=x onerror=alert(1)>',
      country: 'DE',
      received_at: 0,
    })
    await drive(store, [{ id: 'x', in: now - 120_000 }])
    await store.query(`update session set plate_ref = 'plate-x' where id = 'x'`)
    const page = await (await get(pages(), '/cars?which=inside')).text()
    expect(page).toContain('&lt;img')
    expect(page).not.toContain('<img')
    await store.query(`delete from session where id = 'x'`)
  })
})

describe('prices', () => {
  const typed = (over: Record<string, string> = {}) =>
    new URLSearchParams({
      ...{
        name: 'Winter',
        when: '',
        freeMinutes: '15',
        freeIsGrace: 'yes',
        cap: 'calendarDay',
        capAmount: '20',
        exitGraceMinutes: '15',
        vatPercent: '19',
      },
      ...{
        'lines.0.from': '0:00',
        'lines.0.until': '',
        'lines.0.kind': 'incrementingRate',
        'lines.0.stepMinutes': '60',
        'lines.0.amount': '3',
      },
      ...over,
    }).toString()

  it('nothing wrong is ever published', async () => {
    const app = pages()
    const before = await (await get(app, '/api/owner/rates')).json()
    const page = await (await post(app, '/prices', typed({ do: 'publish', 'lines.0.amount': 'three' }))).text()
    expect(page).toContain('value="three"')
    expect(page).toContain('must be put right')
    const german = { ...form, 'accept-language': 'de' }
    const refused = await (await post(app, '/prices', typed({ do: 'publish', 'lines.0.amount': 'drei' }), german)).text()
    expect(refused).toContain('Zeile 1: Schreiben Sie einen Betrag wie 2,50.')
    const gap = await (await post(app, '/prices', typed({ do: 'check', 'lines.0.from': '1:30' }), german)).text()
    expect(gap).toContain('Zeile 1: Von 0:00 bis 1:30 der Parkdauer wird nichts berechnet.')
    expect(await (await get(app, '/api/owner/rates')).json()).toEqual(before)
  })

  it('a ready tariff fills the form; windows, packages and their lines come and go without script', async () => {
    const app = pages()
    const page = await (await get(app, '/prices?from=ready.city-garage')).text()
    expect(page).toContain('Begin with a ready tariff')
    expect(page).toContain('name="windows.0.lines.0.amount" value="1.00"')
    const window = { 'windows.0.name': 'Night', 'windows.0.from': '20:00', 'windows.0.until': '07:00', 'windows.0.day.1': 'yes' }
    const again = async (over: Record<string, string>) => (await post(app, '/prices', typed(over))).text()
    const added = await again({ do: 'addWindow' })
    expect(added).toContain('name="windows.0.from" value="20:00"')
    // its name is for drivers: in the language of the car park
    expect(added).toContain('name="windows.0.name" value="Nacht"')
    expect(await again({ do: 'addLine.windows.0', ...window })).toContain('name="windows.0.lines.0.from"')
    expect(await again({ do: 'removeWindow.0', ...window })).not.toContain('name="windows.0.from"')
    expect(await again({ do: 'addSpecial' })).toContain('name="specials.0.leaveBy" value="19:00"')
  })

  it('check changes nothing; lines can be added and taken away without script', async () => {
    const app = pages()
    const page = await (await post(app, '/prices', typed({ do: 'addLine', 'lines.0.until': '2:00' }))).text()
    expect(page).toContain('name="lines.1.from" value="2:00"')
    expect(await (await post(app, '/prices', typed({ do: 'removeLine.0' }))).text()).not.toContain('lines.0.from')
    expect(await (await get(app, '/api/owner/rates')).json()).toHaveLength(1)
  })

  it('a scheduled version waits; the boxes get it as one row', async () => {
    const app = pages()
    const answer = await post(app, '/prices', typed({ do: 'publish', when: '2026-12-01T06:00' }))
    expect(answer.headers.get('location')).toBe('/prices?published=2')
    const [coming, current] = await (await get(app, '/api/owner/rates')).json()
    expect([coming.state, current.state]).toEqual(['coming', 'inForce'])
    const [row] = await store.query<{ effective_from: number; body: { lines: unknown[] } }>('select * from edge_v1_rates where version = 2')
    expect(new Date(row?.effective_from ?? 0).toISOString()).toBe('2026-12-01T05:00:00.000Z')
    expect(row?.body.lines).toEqual([{ kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: 3_600_000, amountMinor: 300 }])
  })
})

describe.skipIf(!hasChromium)(`the owner's pages in Chromium${withoutChromium}`, () => {
  let browser: Browser
  let server: Awaited<ReturnType<typeof serveOnLoopback>>
  beforeAll(async () => {
    browser = await openChromium()
    server = await serveOnLoopback(pages())
  })
  afterAll(async () => {
    await browser.close()
    await server.close()
  })
  const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } }
  const every = {
    today: '/',
    before: '/?day=2026-11-20',
    cars: '/cars',
    car: '/cars/owed-1',
    money: '/money',
    given: '/given',
    month: '/month',
    prices: '/prices',
    permits: '/permits',
    merchants: '/merchants',
    blocked: '/blocked',
    help: '/help',
    boxes: '/boxes',
  }
  const { today, prices, boxes, cars } = every
  const looks: readonly (readonly [keyof typeof sizes, 'light' | 'dark', Readonly<Record<string, string>>])[] = shots
    ? [...(['phone', 'desktop'] as const).flatMap((size) => [[size, 'light', every] as const, [size, 'dark', every] as const])]
    : [
        ['phone', 'dark', process.env.GATEHOUSE_LONG ? { today, prices, boxes } : { today, prices }],
        // all of them with the long tests: axe takes seconds a page
        ['desktop', 'light', process.env.GATEHOUSE_LONG ? every : { cars, boxes }],
      ]
  const open = async (size: keyof typeof sizes, colorScheme: 'light' | 'dark', more: object = {}): Promise<Page> => {
    const context = await browser.newContext({ viewport: sizes[size], colorScheme, locale: 'en-GB', ...more })
    return context.newPage()
  }

  it.each(looks)(
    'axe finds nothing and nothing is wider than the screen: %s, %s',
    { timeout: 90_000 },
    async (size, colorScheme, paths) => {
      const page = await open(size, colorScheme, { bypassCSP: true })
      for (const [name, path] of Object.entries(paths)) {
        await page.goto(`${server.url}${path}`)
        await shot(page, `owner-${name}-${size}-${colorScheme}`, false)
        await shot(page, `owner-${name}-${size}-${colorScheme}-full`)
        if (!shots) expect(await axeFindings(page), path).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true)
      }
      await page.context().close()
    },
  )

  it('a figure can be tapped down to the cars it is made of', { timeout: 90_000 }, async () => {
    const page = await open('phone', 'light')
    await page.goto(server.url)
    await page.locator('.sentence a').first().click()
    await page.waitForURL('**/money?day=*')
    await page.locator('.list a').first().click()
    await page.waitForURL('**/cars/*')
    expect(await page.locator('.moments').textContent()).toContain('Paid')
    await page.context().close()
  })

  it('a payment appears by itself', { timeout: 90_000 }, async () => {
    const page = await open('phone', 'light')
    await page.goto(server.url)
    const before = (await page.locator('.sentence').textContent()) ?? ''
    await drive(store, [{ id: 'live', plate: 'LIVE1', in: now - 7_200_000, out: now - 1_000, paid: [{ minor: 12_345, at: now - 60_000 }] }])
    await store.query('insert into watermark values ($1, $2, $3, 1, $4, $5)', ['box-1', 'e', 'money', 'h', now])
    await page.waitForFunction((text) => document.querySelector('.sentence')?.textContent?.trim() !== text.trim(), before, {
      timeout: 10_000,
    })
    expect(await page.locator('.lanes').textContent()).toContain('LIVE1')
    await page.context().close()
  })

  it('prices by keyboard alone: change, watch the simulator, publish', { timeout: 90_000 }, async () => {
    const page = await open('desktop', 'light')
    await page.goto(`${server.url}/prices`)
    const focused = () => page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name ?? '')
    for (let i = 0; i < 40 && (await focused()) !== 'lines.0.amount'; i++) await page.keyboard.press('Tab')
    expect(await focused()).toBe('lines.0.amount')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('oops')
    await page.locator('#preview .error').waitFor()
    await page.keyboard.press('Control+A')
    await page.keyboard.type('4')
    await page.locator('#preview tr.changed', { hasText: '1 h' }).waitFor()
    expect(await page.locator('#preview tr', { hasText: '3 h' }).textContent()).toMatch(/€7\.50\s*€12\.00/)
    await shot(page, 'owner-prices-changed-desktop-light', false)
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(() => (document.activeElement as HTMLButtonElement | null)?.value === 'publish')) break
    }
    await page.keyboard.press('Enter')
    await page.waitForURL('**/prices?published=*')
    expect(await page.locator('.news').textContent()).toContain('published and on its way to every box')
    expect(await page.locator('input[name="lines.0.amount"]').inputValue()).toBe('4.00')
    await page.context().close()
  })

  it('works with no script at all', { timeout: 90_000 }, async () => {
    const page = await open('phone', 'light', { javaScriptEnabled: false })
    await page.goto(`${server.url}/prices`)
    await page.locator('input[name="capAmount"]').fill('0.50')
    await page.getByRole('button', { name: 'Check' }).click()
    expect(await page.locator('.verdict').textContent()).toContain('must be put right')
    expect(await page.locator('input[name="capAmount"]').inputValue()).toBe('0.50')
    await page.context().close()
  })
})
