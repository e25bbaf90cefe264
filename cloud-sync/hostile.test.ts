import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadCloudConfig, noEnrolment } from './config.ts'
import { paid, testLog } from './ingest/test-log.ts'
import { type Cloud, startCloud } from './main.ts'
import { type TestDatabase, testDatabase } from './store/test-postgres.ts'

const token = 'a-token-of-at-least-32-characters-for-box-1'
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-hostile-'))
const failures: unknown[] = []
let database: TestDatabase
let cloud: Cloud

beforeAll(async () => {
  database = await testDatabase()
  const place = { name: 'Garage', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 }
  const devices = [{ id: 'box-1', site: 'site-1', token, number: 1, secret: new Uint8Array(32) }]
  cloud = await startCloud(
    {
      ...{ ...loadCloudConfig({ PORT: '0' }), databaseUrl: database.databaseUrl, dataDir: folder },
      enrolment: { ...noEnrolment, sites: [{ id: 'site-1', ...place }], devices },
    },
    { log: { info: () => {}, warn: () => {}, error: (facts) => void failures.push(facts) } },
  )
})
afterAll(async () => {
  await cloud?.stop()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

interface Answer {
  /** 0: the connection was closed on us, as happens to whoever goes on sending what is too large */
  readonly status: number
  readonly refused: 'yes' | 'no' | 'unknown'
}

/** One request as it stands, with whatever headers. */
function send(method: string, path: string, headers: Record<string, string>, body: Uint8Array): Promise<Answer> {
  return new Promise((resolve) => {
    const sent = request({ host: '127.0.0.1', port: cloud.port, method, path, headers }, (response) => {
      const { statusCode = 0 } = response
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: statusCode, refused: isRefusal(statusCode, text) }))
      response.on('error', () => resolve({ status: statusCode, refused: 'unknown' }))
    })
    sent.on('error', () => resolve({ status: 0, refused: 'unknown' }))
    sent.end(body)
  })
}

/** A table to be fetched anew is no refusal, and what Node itself cannot read as HTTP never reaches the cloud. */
function isRefusal(status: number, text: string): Answer['refused'] {
  if (status < 400) return 'no'
  try {
    return Array.isArray(JSON.parse(text)) ? 'no' : 'yes'
  } catch {
    return 'unknown'
  }
}
const post = async (path: string, body: unknown) =>
  (await send('POST', path, { authorization: `Bearer ${token}` }, Buffer.from(JSON.stringify(body)))).status

const log = testLog()
for (let i = 1; i <= 200; i++) log.write('money', 'payment.settled', paid(`p-${i}`, i))
// what is spoilt is of another epoch, so that it never stands in the neighbour's way
const other = testLog()
other.write('money', 'payment.settled', paid('q-1', 1))
const batch = other.batch('money')
const hello = {
  ...{ v: 1, device: 'box-1', site: 'site-1', epoch: other.epoch, parentEpoch: null, version: 'test', now: 0, clockQuality: 'trusted' },
  ...{ heads: [], oldestUnsent: null },
}

/** A sound message with one thing in it made wrong, or no message at all. */
const spoilt = (sound: object) =>
  fc.oneof(
    fc.json({ maxDepth: 4 }),
    fc
      .record({ key: fc.constantFrom(...Object.keys(sound), 'seal', '__proto__', 'rows'), value: fc.jsonValue({ maxDepth: 3 }) })
      .map(({ key, value }) => JSON.stringify({ ...sound, [key]: value })),
    fc.constantFrom(99, 2 ** 53, -1).map((v) => JSON.stringify({ ...sound, v })),
    fc.constantFrom('site-2', '', '\u0000', 'x'.repeat(100)).map((site) => JSON.stringify({ ...sound, site })),
    fc.constantFrom('', '{', 'null', '[]', '"\ud800"', `[${'['.repeat(5_000)}`, '<html>sign in</html>'),
  )
const bodies = fc.oneof(
  spoilt(batch).map((text) => Buffer.from(text)),
  spoilt(hello).map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  // packed well: 40 MB of one letter in 40 KB
  fc.constant(gzipSync(Buffer.alloc(40_000_000, 0x61))),
  fc.constant(Buffer.alloc(5 * 1024 * 1024, 0x20)),
)
const paths = fc.oneof(
  fc.constantFrom(
    '/v1/ingest',
    '/v1/hello',
    '/v1/enrol',
    '/v1/siblings',
    `/v1/media/${'a'.repeat(64)}?ref=r&takenAt=1`,
    '/v1/media/%00',
    '/v1/shape',
  ),
  fc
    .record({
      table: fc.constantFrom('edge_v1_rates', 'payment', 'device_key', '"; drop table site; --'),
      offset: fc.constantFrom('-1', '0_0', '0_inf', 'x', '9'.repeat(40)),
      where: fc.constantFrom('', "site_id = 'site-1'", "site_id = 'site-2'", '1=1) or (1=1', "'"),
    })
    .map((query) => `/v1/shape?${new URLSearchParams(query)}`),
)
const printable = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 200 })
const headers = fc
  .record(
    {
      authorization: fc.oneof(fc.constant(`Bearer ${token}`), printable),
      'content-encoding': fc.constantFrom('gzip', 'br', 'identity', 'gzip, gzip', ''),
      'content-type': fc.constantFrom('application/json', 'image/jpeg', 'text/html', ''),
      'content-range': fc.constantFrom('bytes 0-9/10', 'bytes */0', 'bytes 9-0/-1', 'x'),
      'content-digest': printable,
      'signature-input': fc.oneof(printable, fc.constant('gatehouse=("@method" "@path" "@query");created=1;nonce="n";keyid="k"')),
      signature: printable,
    },
    { requiredKeys: [] },
  )
  // a header's value neither begins nor ends with a space on the wire
  .map((given) => Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value.trim()])))
const hostile = fc.record({ method: fc.constantFrom('POST', 'POST', 'PUT', 'GET', 'DELETE', 'PATCH'), path: paths, headers, body: bodies })

const RUNS = process.env.GATEHOUSE_LONG ? 2_000 : 60

it('[S21] whatever is sent to any of the boxes’ endpoints is refused by rule and counted, and a neighbour’s batch sent amid it is stored whole', {
  timeout: 600_000,
}, async () => {
  const seen = { yes: 0, no: 0, unknown: 0 }
  let seq = 0
  await fc.assert(
    fc.asyncProperty(hostile, async ({ method, path, headers: given, body }) => {
      const [{ status, refused }, neighbour] = await Promise.all([
        send(method, path, given, method === 'GET' ? Buffer.alloc(0) : body),
        seq < 200 ? post('/v1/ingest', log.batch('money', seq + 1, seq + 1)) : 200,
      ])
      if (seq < 200) seq += 1
      // a sound message may still come out of it; one the server closed the connection on was too large to read
      expect(status === 0 || status < 500, `${method} ${path} ${JSON.stringify(given)}: ${status}`).toBe(true)
      seen[refused] += 1
      expect(neighbour).toBe(200)
    }),
    { numRuns: RUNS },
  )
  expect(failures).toEqual([])
  const [kept] = await cloud.store.query<{ rows: number; sum: number }>(
    `select count(*)::int as rows, coalesce(sum(amount_minor), 0)::int as sum from payment where id like 'p-%'`,
  )
  expect(kept).toEqual({ rows: seq, sum: (seq * (seq + 1)) / 2 })
  const { refused: counted } = (await (await fetch(`${cloud.url}/healthz`)).json()) as { refused: { byReason: Record<string, number> } }
  const total = Object.values(counted.byReason).reduce((a, b) => a + b, 0)
  expect(total).toBeGreaterThanOrEqual(seen.yes)
  expect(total).toBeLessThanOrEqual(seen.yes + seen.unknown)
  expect(counted.byReason.failed).toBeUndefined()
})

it('[S21] refusals are counted by their reason', async () => {
  const counts = async () =>
    ((await (await fetch(`${cloud.url}/healthz`)).json()) as { refused: { byReason: Record<string, number> } }).refused.byReason
  const before = await counts()
  await send('POST', '/v1/ingest', {}, Buffer.from('{}'))
  await post('/v1/ingest', { ...batch, site: 'site-2' })
  await post('/v1/hello', { ...hello, v: 7 })
  await send('POST', '/v1/ingest', { authorization: `Bearer ${token}` }, Buffer.alloc(5 * 1024 * 1024, 0x20))
  const after = await counts()
  const more = (reason: string) => (after[reason] ?? 0) - (before[reason] ?? 0)
  expect(['unauthorised', 'wrongSite', 'malformed', 'tooLarge'].map(more)).toEqual([1, 1, 1, 1])
})
