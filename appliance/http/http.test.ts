import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { request as rawRequest } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kioskCommand, type LaneView, type Screen } from '@gatehouse/domain/wire/kiosk.ts'
import fc from 'fast-check'
import { Hono } from 'hono'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHttp, type Http } from './create-http.ts'
import type { HttpOptions } from './http-options.ts'
import type { Listening } from './listen.ts'
import { type FakeConsole, fakeConsole } from './testing/fake-console.ts'

const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
const searchScreen: Screen = {
  kind: 'search',
  query: 'B12',
  nextKeys: '34',
  tooMany: false,
  results: [{ sessionId: 's1', plate: null, imageUrl: '/api/images/img-1', enteredAt: null }],
}
const json = { 'content-type': 'application/json' }
/** a request's other end, as the server tells it */
const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress, remotePort: 5, remoteFamily: 'IPv4' } } })
const here = from('127.0.0.1')
const far = from('192.168.1.20')

let dir: string
let entry: FakeConsole
let exit: FakeConsole
let logged: string[]
let running: Listening[]

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gh-http-'))
  writeFileSync(join(dir, 'index.html'), '<!doctype html><title>Kiosk</title>')
  mkdirSync(join(dir, 'assets'))
  writeFileSync(join(dir, 'assets', 'index-D4k2LmQ9.js'), 'let a')
  writeFileSync(join(dir, 'assets', 'plain.css'), 'a{}')
  entry = fakeConsole('in', { lane: { id: 'in', name: 'Entry', direction: 'entry' } })
  exit = fakeConsole('out', { lane: { id: 'out', name: 'Exit', direction: 'exit' } })
  logged = []
  running = []
})
afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()))
  rmSync(dir, { recursive: true, force: true })
})

function build(over: Partial<HttpOptions> = {}): Http {
  const write = (fields: object, message: string) =>
    logged.push(`${message} ${JSON.stringify(fields, (_k, x) => (x instanceof Error ? x.message : x))}`)
  return createHttp({
    lanes: () => [entry, exit],
    image: (ref) => (ref.startsWith('img-') ? jpeg : null),
    screensDir: dir,
    health: () => ({
      ok: true,
      version: '0.1.0',
      startedAt: 0,
      checks: [{ name: 'ledger', ok: true, detail: 'writes' }],
      gauges: { sync_backlog_events: 3 },
    }),
    log: { info: write, warn: write, error: write },
    ...over,
  })
}

async function start(over: Partial<HttpOptions> = {}): Promise<{ url: string; http: Http; server: Listening }> {
  const http = build(over)
  const server = await http.listen({ host: '127.0.0.1', port: 0 })
  running.push(server)
  return { url: server.url, http, server }
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', headers: { ...json, ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) })

/** Reads server-sent events from a live response until `enough` says so. */
async function readEvents(response: Response, enough: (text: string) => boolean): Promise<string> {
  const reader = response.body?.getReader()
  if (!reader) throw new Error('the answer has no body')
  const decoder = new TextDecoder()
  let text = ''
  while (!enough(text)) {
    const { done, value } = await reader.read()
    if (done) break
    text += decoder.decode(value, { stream: true })
  }
  await reader.cancel()
  return text
}
const views = (text: string): LaneView[] => [...text.matchAll(/^data: (.*)$/gm)].map((m) => JSON.parse(m[1] ?? ''))
const eventually = async (holds: () => boolean) => {
  for (let i = 0; i < 100 && !holds(); i++) await new Promise((r) => setTimeout(r, 10))
  expect(holds()).toBe(true)
}

describe('pages', () => {
  it('[H1] leads to the first exit lane and names the lanes there are', async () => {
    const { url } = await start()
    const first = await fetch(`${url}/kiosk`, { redirect: 'manual' })
    expect([first.status, first.headers.get('location')]).toEqual([302, '/kiosk/out'])
    expect(await (await fetch(`${url}/kiosk/out`)).text()).toContain('Kiosk')
    const wrong = await fetch(`${url}/kiosk/${encodeURIComponent('<script>x')}`)
    expect(wrong.status).toBe(404)
    const text = await wrong.text()
    expect(text).toContain('/kiosk/in')
    expect(text).not.toContain('<script>')
  })

  it('[H1] leads to the pay point, which is no lane, and says how to have one', async () => {
    const { url } = await start()
    const none = await fetch(`${url}/pay`)
    expect([none.status, await none.text()]).toMatchObject([404, expect.stringContaining('[[pay_point]]')])
    const point = fakeConsole('pay', { lane: { id: 'pay', name: 'Pay station', direction: 'exit', payPoint: true } })
    const { url: other } = await start({ lanes: () => [point, entry, exit] })
    const to = async (path: string) => (await fetch(other + path, { redirect: 'manual' })).headers.get('location')
    expect([await to('/pay'), await to('/kiosk')]).toEqual(['/kiosk/pay', '/kiosk/out'])
  })

  it('[H2] caches hashed files for ever, the page never, and serves nothing outside the folder', async () => {
    const { url } = await start()
    const cache = async (path: string) => (await fetch(url + path)).headers.get('cache-control')
    expect(await cache('/assets/index-D4k2LmQ9.js')).toContain('immutable')
    expect(await cache('/assets/plain.css')).toBe('no-cache')
    expect(await cache('/kiosk/out')).toBe('no-store')
    expect((await fetch(`${url}/paint/paint.js`)).status).toBe(404)
    for (const path of ['/assets/..%2f..%2f..%2fetc%2fpasswd', '/assets/%2e%2e/index.html', '/assets/', '/assets/none.js', '/assets/%00']) {
      expect((await fetch(url + path)).status, path).toBe(404)
    }
  })

  it('[H3] says what to do when the screens were not built, and recovers by itself', async () => {
    rmSync(dir, { recursive: true })
    const { url } = await start()
    const missing = await fetch(`${url}/kiosk/out`)
    expect(missing.status).toBe(503)
    expect(await missing.text()).toContain('npm run build')
    mkdirSync(dir)
    writeFileSync(join(dir, 'index.html'), 'built now')
    expect(await (await fetch(`${url}/kiosk/out`)).text()).toBe('built now')
  })

  it('[H19] the page comes with the view painted in it; a build that cannot paint it gives it as it was built', async () => {
    mkdirSync(join(dir, 'paint'))
    const program = (body: string) =>
      writeFileSync(join(dir, 'paint', 'paint.js'), `export const paintedPage = async (page, view, query) => ${body}`)
    program("page.replace('Kiosk', view.screen.kind + ' ' + query.get('lang'))")
    const { url } = await start()
    const page = async () => (await fetch(`${url}/kiosk/out?lang=pl`)).text()
    expect(await page()).toContain('<title>attract pl</title>')
    exit.show({ screen: searchScreen })
    expect(await page()).toContain('<title>search pl</title>')
    expect(logged).toEqual([])
    program("{ throw new Error('no picture for it') }")
    // another build is noticed by the page's time
    utimesSync(join(dir, 'index.html'), new Date(), new Date(Date.now() + 5_000))
    expect(await page()).toContain('<title>Kiosk</title>')
    expect(logged).toEqual([expect.stringContaining('no picture for it')])
  })

  it('[H19] the painter is made ready before anybody asks for a page', async () => {
    mkdirSync(join(dir, 'paint'))
    writeFileSync(
      join(dir, 'paint', 'paint.js'),
      'export const paintedPage = async (page, view) => (globalThis.paintedAhead = view.screen.kind)',
    )
    await start()
    await expect.poll(() => (globalThis as { paintedAhead?: string }).paintedAhead).toBe('attract')
  })

  it('[H19] what is inline in the page is admitted by its hash and nothing else is', async () => {
    writeFileSync(
      join(dir, 'index.html'),
      '<style>a>b{width:attr(x type(<number>))}</style><script>let a=1</script><script type="application/json">{}</script>',
    )
    const { url } = await start()
    const policy = (await fetch(`${url}/kiosk/out`)).headers.get('content-security-policy') ?? ''
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    expect(policy).toContain(`script-src 'self' ${hash('let a=1')};`)
    expect(policy).toContain(`style-src 'self' ${hash('a>b{width:attr(x type(<number>))}')};`)
  })

  it('[H12] every answer carries the strict policy; a mounted application keeps its own', async () => {
    const own = new Hono().get('/', (c) => c.html('cars', 200, { 'Content-Security-Policy': "default-src 'self'" }))
    const { url } = await start({ mounts: [{ path: '/simulator', app: own }] })
    for (const path of ['/kiosk/out', '/api/lanes', '/nothing', '/healthz']) {
      const policy = (await fetch(url + path)).headers.get('content-security-policy') ?? ''
      expect(policy, path).toContain("default-src 'none'")
      expect(policy, path).not.toContain('unsafe')
    }
    expect((await fetch(`${url}/simulator`)).headers.get('content-security-policy')).toBe("default-src 'self'")
  })
})

describe('views and events', () => {
  it('lists the lanes and shows one', async () => {
    const { url } = await start()
    const lanes = (await (await fetch(`${url}/api/lanes`)).json()) as { id: string; screen: string }[]
    expect(lanes.map((lane) => [lane.id, lane.screen])).toEqual([
      ['in', 'attract'],
      ['out', 'attract'],
    ])
    const view = (await (await fetch(`${url}/api/lanes/out/view`)).json()) as LaneView
    expect(view).toEqual(exit.view())
    expect((await fetch(`${url}/api/lanes/none/view`)).status).toBe(404)
  })

  it('[H4] sends the whole view at once, then each change', async () => {
    const { url } = await start()
    const response = await fetch(`${url}/api/lanes/out/events`)
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    setTimeout(() => exit.show({ arm: 'opening' }), 30)
    const text = await readEvents(response, (t) => views(t).length >= 2)
    expect(views(text).map((view) => [view.revision, view.arm])).toEqual([
      [1, 'closed'],
      [2, 'opening'],
    ])
    await eventually(() => exit.listeners.size <= 1)
  })

  it('[H4] newest wins: a burst of changes ends in the last one', async () => {
    const { url } = await start()
    const response = await fetch(`${url}/api/lanes/out/events`)
    setTimeout(() => {
      for (let i = 0; i < 200; i++) exit.show({ arm: i === 199 ? 'open' : 'opening' })
    }, 20)
    const text = await readEvents(response, (t) => t.includes('"arm":"open"'))
    const seen = views(text)
    expect(seen.at(-1)?.revision).toBe(201)
    expect(seen.length).toBeLessThan(20)
  })

  it('[H4] writes a comment while nothing happens, and forgets a reader that left', async () => {
    const { url } = await start({ limits: { keepAliveMs: 20 } })
    const text = await readEvents(await fetch(`${url}/api/lanes/out/events`), (t) => t.includes(': keep-alive'))
    expect(text).toContain(': keep-alive\n\n')
    await eventually(() => exit.listeners.size <= 1)
    const metrics = async () => (await (await fetch(`${url}/metrics`)).text()).includes('gatehouse_event_readers 0')
    let gone = false
    for (let i = 0; i < 50 && !gone; i++) gone = await metrics()
    expect(gone).toBe(true)
  })

  it('[H5] tells one reader too many to come back; HEAD holds no place', async () => {
    const { url } = await start({ limits: { eventReaders: 1 } })
    expect((await fetch(`${url}/api/lanes/out/events`, { method: 'HEAD' })).status).toBe(200)
    const stop = new AbortController()
    await fetch(`${url}/api/lanes/out/events`, { signal: stop.signal })
    const second = await fetch(`${url}/api/lanes/in/events`)
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '5'])
    stop.abort()
  })

  it('[H14] stopping ends open streams quickly', async () => {
    const { url, server } = await start()
    const response = await fetch(`${url}/api/lanes/out/events`)
    const began = performance.now()
    await server.stop()
    await readEvents(response, () => false)
    expect(performance.now() - began).toBeLessThan(1_000)
    expect(exit.listeners.size).toBe(0)
  })
})

describe('commands', () => {
  it('reach the lane, and the lane’s refusal comes back', async () => {
    const { url } = await start()
    expect(await (await post(`${url}/api/lanes/out/commands`, { kind: 'help' })).json()).toEqual({ ok: true })
    exit.answer = () => ({ ok: false, code: 'notNow', message: 'not now' })
    const refused = await post(`${url}/api/lanes/out/commands`, { kind: 'back' })
    expect([refused.status, await refused.json()]).toEqual([409, { ok: false, code: 'notNow', message: 'not now' }])
    expect(exit.commands).toEqual([{ kind: 'help' }, { kind: 'back' }])
    expect(entry.commands).toEqual([])
  })

  it('[H6] refuses hostile bodies before the lane sees them', async () => {
    const { url } = await start()
    const to = `${url}/api/lanes/out/commands`
    const bodies = [
      '',
      '{',
      'null',
      '[]',
      '{"kind":"open"}',
      '{"kind":"search"}',
      '{"kind":"search","query":7}',
      `{"kind":"search","query":"${'A'.repeat(13)}"}`,
      '{"__proto__":{"kind":"help"}}',
    ]
    for (const body of bodies) expect((await post(to, body)).status, body).toBe(400)
    expect((await fetch(to, { method: 'POST', body: '{"kind":"help"}', headers: { 'content-type': 'text/plain' } })).status).toBe(400)
    expect((await post(to, `{"kind":"help","pad":"${'x'.repeat(5_000)}"}`)).status).toBe(413)
    expect((await post(`${url}/api/lanes/nope/commands`, { kind: 'help' })).status).toBe(404)
    expect(exit.commands).toEqual([])
  })

  it('[H6] whatever is sent, the lane only ever gets commands of the agreed shape', async () => {
    const { app } = build({ limits: { searchBurst: 10_000 } })
    const kinds = fc.constantFrom('help', 'search', 'selectSession', 'payByCard', 'open', 'constructor')
    const anything = fc.oneof(
      fc.json(),
      fc.string(),
      fc.record({ kind: kinds, query: fc.anything(), sessionId: fc.anything() }).map((x) => JSON.stringify(x)),
    )
    await fc.assert(
      fc.asyncProperty(anything, async (body) => {
        const before = exit.commands.length
        const asked = { method: 'POST', headers: { ...json, host: 'localhost' }, body }
        const answer = await app.request('/api/lanes/out/commands', asked, here)
        expect([200, 400, 413]).toContain(answer.status)
        expect(exit.commands.length - before).toBe(answer.status === 200 ? 1 : 0)
        if (answer.status === 200) expect(v.is(kioskCommand, exit.commands.at(-1))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('[H7] other sites and other names are refused', async () => {
    const { url, server } = await start()
    const to = `${url}/api/lanes/out/commands`
    expect((await post(to, { kind: 'help' }, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await post(to, { kind: 'help' }, { origin: 'null' })).status).toBe(403)
    expect((await post(to, { kind: 'help' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post(to, { kind: 'help' }, { 'sec-fetch-site': 'same-site' })).status).toBe(403)
    expect((await post(to, { kind: 'help' }, { origin: url, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    const rebound = await new Promise<number>((resolve, reject) => {
      rawRequest({ port: server.port, host: '127.0.0.1', path: '/api/lanes', headers: { host: 'evil.example' } }, (r) =>
        resolve(r.statusCode ?? 0),
      )
        .on('error', reject)
        .end()
    })
    expect(rebound).toBe(403)
    expect(exit.commands).toHaveLength(1)
  })

  it('[H8] searching is slowed down per lane, and the allowance comes back', async () => {
    let now = 0
    const { app } = build({ limits: { searchBurst: 3, searchRefillMs: 1_000 }, mono: () => now })
    const search = async (lane: string) =>
      (
        await app.request(
          `/api/lanes/${lane}/commands`,
          { method: 'POST', headers: { ...json, host: 'localhost' }, body: '{"kind":"search","query":"AB"}' },
          here,
        )
      ).status
    expect([await search('out'), await search('out'), await search('out'), await search('out')]).toEqual([200, 200, 200, 429])
    expect(await search('in')).toBe(200)
    now += 1_000
    expect([await search('out'), await search('out')]).toEqual([200, 429])
  })

  it('[H9] a tap on a screen that is gone is stale; help never is', async () => {
    const { url } = await start()
    const to = `${url}/api/lanes/out/commands`
    await fetch(`${url}/api/lanes/out/view`)
    exit.show({ arm: 'opening' })
    expect((await post(to, { kind: 'startSearch', revision: 1 })).status).toBe(200)
    exit.show({ screen: searchScreen })
    const stale = await post(to, { kind: 'startSearch', revision: 2 })
    expect([stale.status, ((await stale.json()) as { code: string }).code]).toEqual([409, 'stale'])
    expect((await post(to, { kind: 'startSearch', revision: 99 })).status).toBe(409)
    expect((await post(to, { kind: 'help', revision: 1 })).status).toBe(200)
    expect((await post(to, { kind: 'back', revision: 3 })).status).toBe(200)
  })

  it('a lane that throws is an honest 500, logged once without the search text', async () => {
    exit.answer = () => Promise.reject(new Error('ledger is read-only'))
    const { url } = await start()
    const failed = await post(`${url}/api/lanes/out/commands`, { kind: 'search', query: 'SECRET1' })
    expect(failed.status).toBe(500)
    expect(logged).toHaveLength(1)
    expect(logged[0]).toContain('ledger is read-only')
    expect(logged[0]).not.toContain('SECRET1')
  })
})

describe('pictures', () => {
  it('[H10] are there only while a screen shows them', async () => {
    const { url } = await start()
    const get = () => fetch(`${url}/api/images/img-1`)
    expect((await get()).status).toBe(404)
    exit.show({ screen: searchScreen })
    const shown = await get()
    expect([shown.status, shown.headers.get('content-type'), shown.headers.get('cache-control')]).toEqual([200, 'image/jpeg', 'no-store'])
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(jpeg)
    expect((await fetch(`${url}/api/images/img-2`)).status).toBe(404)
    expect((await fetch(`${url}/api/images`)).status).toBe(404)
    exit.show({ screen: { kind: 'reading', imageUrl: null } })
    expect((await get()).status).toBe(404)
  })

  it('[H10] only pictures leave, whatever the store returns', async () => {
    const { url } = await start({ image: () => new TextEncoder().encode('<svg onload=alert(1)>') })
    exit.show({ screen: searchScreen })
    expect((await fetch(`${url}/api/images/img-1`)).status).toBe(404)
  })
})

describe('screens on other machines', () => {
  const keys = new Map<string, string>()
  const screens = { keyOf: (id: string) => keys.get(id) ?? `${id}-key-1`, renew: () => keys.set('out', 'out-key-2') }
  const ask = (http: Http, path: string, headers: Record<string, string> = {}, body?: object) =>
    http.app.request(
      path,
      { headers: { ...json, host: '192.168.1.5', ...headers }, ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}) },
      far,
    )
  const open = async (http: Http, path: string) => {
    const answer = await ask(http, path)
    return { status: answer.status, to: answer.headers.get('location'), cookie: answer.headers.get('set-cookie') }
  }

  it('[H16] nobody elsewhere sees a lane’s view or its pictures, presses anything or beats its heart', async () => {
    exit.show({ screen: searchScreen })
    for (const http of [build(), build({ screens })]) {
      for (const path of [
        '/kiosk/out',
        '/api/lanes/out/view',
        '/api/lanes/out/events',
        '/kiosk/out?key=out-key-0',
        '/kiosk/out?key=in-key-1',
      ])
        expect((await ask(http, path)).status, path).toBe(403)
      expect((await ask(http, '/api/images/img-1')).status).toBe(404)
      expect((await ask(http, '/api/lanes/out/commands', {}, { kind: 'help' })).status).toBe(403)
      expect((await ask(http, '/api/lanes/out/heartbeat', {}, { revision: 1 })).status).toBe(403)
      expect(http.screens()).toEqual([])
    }
    expect(exit.commands).toEqual([])
  })

  it('[H16] opened with its key a browser is that screen, and no other', async () => {
    const http = build({ screens })
    exit.show({ screen: searchScreen })
    const opened = await open(http, '/kiosk/out?key=out-key-1&lang=fr')
    expect([opened.status, opened.to]).toEqual([303, '/kiosk/out?lang=fr'])
    expect(opened.cookie).toMatch(/^gatehouse-screen-out=out-key-1; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/)
    const cookie = (opened.cookie ?? '').split(';')[0] ?? ''
    expect((await ask(http, '/kiosk/out', { cookie })).status).toBe(200)
    expect((await ask(http, '/api/lanes/out/view', { cookie })).status).toBe(200)
    expect((await ask(http, '/api/images/img-1', { cookie })).status).toBe(200)
    expect((await ask(http, '/api/lanes/out/commands', { cookie }, { kind: 'help' })).status).toBe(200)
    expect((await ask(http, '/api/lanes/in/view', { cookie })).status).toBe(403)
    expect((await ask(http, '/api/lanes/in/commands', { cookie: cookie.replace('-out=', '-in=') }, { kind: 'help' })).status).toBe(403)
    screens.renew()
    expect((await ask(http, '/api/lanes/out/view', { cookie })).status).toBe(403)
    expect([exit.commands, entry.commands]).toEqual([[{ kind: 'help' }], []])
  })

  it('[H16] the addresses are told on the box only, to whoever may read its token', async () => {
    const authorization = 'Bearer tok-1'
    const { url, http } = await start({ screens, attendant: { token: () => 'tok-1' } })
    keys.clear()
    expect((await fetch(`${url}/api/screens`)).status).toBe(401)
    expect((await ask(http, '/api/screens', { authorization })).status).toBe(403)
    const told = await fetch(`${url}/api/screens`, { headers: { authorization } })
    expect(((await told.json()) as { screens: unknown }).screens).toEqual([
      { id: 'in', name: 'Entry', path: '/kiosk/in?key=in-key-1' },
      { id: 'out', name: 'Exit', path: '/kiosk/out?key=out-key-1' },
    ])
    expect((await post(`${url}/api/screens/renew`, {}, { authorization, origin: 'https://evil.example' })).status).toBe(403)
    expect((await post(`${url}/api/screens/renew`, {}, { authorization })).status).toBe(200)
    expect(keys.get('out')).toBe('out-key-2')
  })
})

describe('opening by hand', () => {
  const request = { by: 'Mara', reason: 'terminal broken' }

  it('[H11] needs the token, a name and a reason', async () => {
    const { url } = await start({ attendant: { token: () => 'tok-1' } })
    const to = `${url}/api/lanes/out/open`
    expect((await post(to, request)).status).toBe(401)
    expect((await post(to, request, { authorization: 'Bearer tok-2' })).status).toBe(401)
    expect((await post(to, { by: ' ', reason: 'x' }, { authorization: 'Bearer tok-1' })).status).toBe(400)
    expect((await post(`${url}/api/lanes/nope/open`, request, { authorization: 'Bearer tok-1' })).status).toBe(404)
    expect((await post(to, request, { authorization: 'Bearer tok-1', origin: 'https://evil.example' })).status).toBe(403)
    expect(exit.openings).toEqual([])
    expect((await post(to, request, { authorization: 'Bearer tok-1' })).status).toBe(200)
    expect(exit.openings).toEqual([{ ...request, source: 'attendant' }])
  })

  it('[H11] is closed without a token, and to anyone who is not here', async () => {
    const { url } = await start()
    expect((await post(`${url}/api/lanes/out/open`, request, { authorization: 'Bearer ' })).status).toBe(403)
    const { app } = build({ attendant: { token: () => 'tok-1' } })
    const asked = await app.request(
      '/api/lanes/out/open',
      { method: 'POST', headers: { ...json, host: 'localhost', authorization: 'Bearer tok-1' }, body: JSON.stringify(request) },
      far,
    )
    expect(asked.status).toBe(403)
    expect(exit.openings).toEqual([])
  })
})

describe('health', () => {
  it('[H13] knows each screen’s last heartbeat', async () => {
    let now = 1_000
    const { url, http } = await start({ mono: () => now })
    expect((await post(`${url}/api/lanes/out/heartbeat`, { revision: 4 })).status).toBe(204)
    expect((await post(`${url}/api/lanes/out/heartbeat`, { revision: 'x' })).status).toBe(400)
    now += 60_000
    expect(http.screens()).toEqual([{ laneId: 'out', ageMs: 60_000, revision: 4 }])
    const health = (await (await fetch(`${url}/healthz`)).json()) as { ok: boolean; screens: { ok: boolean }[] }
    expect(health.ok).toBe(true)
    expect(health.screens[0]?.ok).toBe(false)
  })

  it('[H17] says whether the screen on its own glass still paints, whatever the others do', async () => {
    let now = 1_000
    const { url } = await start({ mono: () => now })
    const paints = async () => (await fetch(`${url}/screenz`)).status
    expect(await paints()).toBe(503)
    await post(`${url}/api/lanes/in/heartbeat`, { revision: 1 })
    expect(await paints()).toBe(503)
    await post(`${url}/api/lanes/out/heartbeat`, { revision: 1 })
    expect(await paints()).toBe(200)
    now += 46_000
    await post(`${url}/api/lanes/in/heartbeat`, { revision: 1 })
    expect(await paints()).toBe(503)
  })

  it('[H18] says what was turned away, on its own doors by status and on the site’s network by reason', async () => {
    const well = { ok: true, version: '1', startedAt: 0, checks: [], refusedOnLan: { malformed: 2, stranger: 1 } }
    const { url } = await start({ health: () => well })
    await fetch(`${url}/nowhere`)
    expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({ ok: true, refused: { http: { 404: 1 }, lan: well.refusedOnLan } })
    const metrics = await (await fetch(`${url}/metrics`)).text()
    for (const line of ['gatehouse_http_refused{status="404"} 1', 'gatehouse_lan_refused{reason="malformed"} 2'])
      expect(metrics).toContain(line)
  })

  it('a box that is not well answers 503', async () => {
    const { url } = await start({
      health: () => ({ ok: false, version: '1', startedAt: 0, checks: [{ name: 'camera', ok: false, detail: 'frozen' }] }),
    })
    expect((await fetch(`${url}/healthz`)).status).toBe(503)
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('gatehouse_check_ok{check="camera"} 0')
  })

  it('[H15] metrics are Prometheus text without plates', async () => {
    exit.show({ screen: { kind: 'denied', reason: 'blocked', plate: { text: 'BADCAR1', country: 'DE', certainty: [] } } })
    const { url } = await start()
    const text = await (await fetch(`${url}/metrics`)).text()
    for (const line of text.trim().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="[^"]*",?)+\})? -?[\d.]+)$/)
    expect(text).toContain('gatehouse_lane_screen{lane="out",screen="denied"} 1')
    expect(text).toContain('gatehouse_sync_backlog_events 3')
    expect(text).not.toContain('BADCAR1')
  })

  it('[H14] a port in use is one sentence with the port', async () => {
    const squatter = createServer().listen(0, '127.0.0.1')
    await new Promise((ready) => squatter.once('listening', ready))
    const address = squatter.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await expect(build().listen({ host: '127.0.0.1', port })).rejects.toThrow(`Port ${port} on 127.0.0.1 is already in use`)
    await expect(build().listen({ host: '192.0.2.7', port: 0 })).rejects.toThrow('192.0.2.7 is not an address of this machine')
    squatter.close()
  })
})
