import { request } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Field, openField } from './field/field-site.ts'

let field: Field
const failures: string[] = []

beforeAll(async () => {
  field = await openField({ rate: 1, onLog: (line) => void (/"level":"?(50|error)/.test(line) && failures.push(line)) })
})
afterAll(() => field?.stop())

interface Answer {
  /** 0: the connection was closed on us */
  readonly status: number
  readonly text: string
}

/** One request as it stands; an endless answer is read for a moment. */
function send(method: string, path: string, headers: Record<string, string>, body: Uint8Array | string): Promise<Answer> {
  const { port } = new URL(field.box().url)
  return new Promise((resolve) => {
    // a connection of its own: one that the box has closed on a hostile request must not be taken for the next sound one
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const { statusCode = 0 } = response
      let text = ''
      const done = () => resolve({ status: statusCode, text })
      if (String(response.headers['content-type']).startsWith('text/event-stream')) {
        response.destroy()
        return done()
      }
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', done)
      response.on('error', done)
    })
    sent.on('error', () => resolve({ status: 0, text: '' }))
    sent.end(body)
  })
}
const json = { 'content-type': 'application/json' }

const commands = fc.oneof(
  fc.record({
    revision: fc.oneof(fc.nat(20), fc.constantFrom(-1, 2 ** 53, Number.NaN)),
    kind: fc.constantFrom(
      'help',
      'search',
      'selectSession',
      'stateArrival',
      'enterCode',
      'payByCard',
      'startCode',
      'back',
      'open',
      '__proto__',
    ),
    query: fc.string({ maxLength: 40 }),
    sessionId: fc.string({ maxLength: 80 }),
    at: fc.oneof(fc.integer(), fc.double(), fc.constantFrom(8.64e15 + 1, -8.64e15, 1e308)),
    // a pay code, as a driver might type it, and as nobody would
    code: fc.oneof(
      fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFHJKMNPQRTUVWXY -'), maxLength: 24 }),
      fc.string({ unit: 'binary', maxLength: 30 }),
    ),
    language: fc.constantFrom('de', 'xx', '', '../../etc'),
  }),
  fc.jsonValue({ maxDepth: 3 }),
)
const bodies = fc.oneof(
  commands.map((one) => Buffer.from(JSON.stringify(one) ?? 'null')),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom('', '{', '[]', '"\\ud800"', `[${'['.repeat(3_000)}`, 'name=a&pin=1&reason=%00', 'x'.repeat(10_000))
    .map((text) => Buffer.from(text)),
)
const paths = fc.oneof(
  fc.constantFrom(
    '/api/lanes/exit/commands',
    '/api/lanes/exit/commands',
    '/api/lanes/exit/heartbeat',
    '/api/lanes/exit/open',
    '/api/lanes/exit/events',
  ),
  fc.constantFrom(
    '/api/lanes/%00/view',
    '/api/lanes/..%2f..%2fexit/view',
    '/api/lanes/__proto__/view',
    '/kiosk/exit?lane=%F0',
    '/assets/..%2f..%2fpackage.json',
  ),
  fc.constantFrom('/attendant/enter', '/attendant/language', '/attendant/people', '/attendant/lanes/exit/open', '/attendant/cars/x/plate'),
  fc.constantFrom(
    '/attendant/debts/x/waive',
    '/attendant/cars/x/voucher',
    '/attendant/lanes/exit/live.jpg',
    '/attendant/lanes/exit/cash',
    '/attendant/changes',
  ),
  fc.constantFrom('/api/identity', '/api/sync', '/api/screens', '/api/screens/renew', '/api/images/%2e%2e', '/healthz', '/metrics', '/%'),
)
const printable = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 60,
})
const headers = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
    ),
    authorization: fc.oneof(
      printable,
      printable.map((text) => `Bearer ${text}`),
    ),
    cookie: fc.oneof(printable, fc.constantFrom('gatehouse_attendant=x', 'gatehouse_screen=;;;', '=;=')),
    origin: fc.constantFrom('http://127.0.0.1', 'https://evil.example', 'null', '%%'),
    host: fc.constantFrom('127.0.0.1', 'evil.example', 'box.local', '[::1', ''),
    'accept-language': fc.constantFrom('de', '*;q=x', '-'.repeat(200)),
    'sec-fetch-site': fc.constantFrom('cross-site', 'same-origin', 'x'),
  },
  { requiredKeys: [] },
)
const hostile = fc.record({
  method: fc.constantFrom('POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE', 'PATCH'),
  path: paths,
  headers,
  body: bodies,
})

const RUNS = process.env.GATEHOUSE_LONG ? 3_000 : 120

it('[H18] whatever is sent to any of a box’s endpoints is refused by rule and counted: no arm moves, no money is booked, and the lane’s screen is answered amid it', {
  timeout: 600_000,
}, async () => {
  let refused = 0
  await fc.assert(
    fc.asyncProperty(hostile, async ({ method, path, headers: given, body }) => {
      const [{ status }, screen] = await Promise.all([
        send(method, path, given, method === 'GET' ? '' : body),
        send('GET', '/api/lanes/exit/view', {}, ''),
      ])
      expect(status < 500 || /^.(health|screen)z$/.test(path), `${method} ${path} ${JSON.stringify(given)}: ${status}`).toBe(true)
      if (status >= 400) refused += 1
      expect(screen.status).toBe(200)
      expect(JSON.parse(screen.text)).toMatchObject({ screen: { kind: expect.any(String) } })
    }),
    { numRuns: RUNS },
  )
  expect(failures).toEqual([])
  expect(refused).toBeGreaterThan(RUNS / 3)
  const { text } = await send('GET', '/metrics', {}, '')
  const counted = [...text.matchAll(/^gatehouse_http_refused\{status="\d+"\} (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0)
  // what Node could not read as HTTP never came as far
  expect(counted).toBeLessThanOrEqual(refused)
  expect(counted).toBeGreaterThan(0)
  const { ledger } = field.box()
  expect(ledger.takings(0, Date.UTC(2100, 0)).reduce((sum, { count }) => sum + count, 0)).toBe(0)
  expect(ledger.occupancy()).toMatchObject({ entries: 0, exits: 0 })
  expect(ledger.verifyChain()).toMatchObject({ ok: true })
  expect(field.view('exit').arm).toBe('closed')
  // and the lane still takes what is sound
  const { revision } = JSON.parse((await send('GET', '/api/lanes/exit/view', {}, '')).text) as { revision: number }
  expect((await send('POST', '/api/lanes/exit/commands', json, JSON.stringify({ kind: 'help', revision }))).status).toBeLessThan(500)
})
