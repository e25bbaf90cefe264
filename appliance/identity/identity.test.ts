import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noEnrolment } from '@gatehouse/cloud-sync/config.ts'
import { openCloudKey } from '@gatehouse/cloud-sync/devices/cloud-key.ts'
import { type Cloud, startCloud } from '@gatehouse/cloud-sync/main.ts'
import { type TestDatabase, testDatabase } from '@gatehouse/cloud-sync/store/test-postgres.ts'
import { keyThumbprint } from '@gatehouse/domain/proof/key-names.ts'
import { DAY_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import { plainClaimCode, shownClaimCode } from '@gatehouse/domain/wire/identity.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBoxLedger, type TestBox, testBox, until } from '../sync/testing/box.ts'
import { type IdentityKeeper, openIdentity } from './identity.ts'
import { type Signer, signedFetch } from './signed-fetch.ts'

const SITE = { id: 'site-1', name: 'Garage', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 }
const OLD_TOKEN = 'a-token-of-at-least-32-characters-for-old-box'
const OLD_SECRET = new Uint8Array(32).fill(9)
let database: TestDatabase
let cloud: Cloud
let cloudFolder: string
/** added to the cloud's books' clock, never to the clock of signatures */
let later = 0

async function open(port: number): Promise<Cloud> {
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  return startCloud(
    {
      ...{ databaseUrl: database.databaseUrl, host: '127.0.0.1', port, ownerToken: null, dataDir: cloudFolder },
      ...{ publicUrl: 'https://pay.example', electric: null, providers: {}, testPayments: 'off', production: false },
      enrolment: {
        ...noEnrolment,
        sites: [SITE],
        devices: [{ id: 'old-box', site: SITE.id, token: OLD_TOKEN, number: 7, secret: OLD_SECRET }],
      },
    },
    { log, rooms: async () => [], now: () => Date.now() + later },
  )
}

beforeAll(async () => {
  database = await testDatabase()
  cloudFolder = mkdtempSync(join(tmpdir(), 'gatehouse-identity-cloud-'))
  cloud = await open(0)
})
afterAll(async () => {
  await cloud.stop()
  await database.drop()
  rmSync(cloudFolder, { recursive: true, force: true })
})

let folder: string
const boxes: TestBox[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-identity-'))
  later = 0
})
afterEach(() => {
  for (const box of boxes.splice(0)) box.close()
  rmSync(folder, { recursive: true, force: true })
})

type Fetch = typeof fetch
const keeper = (device: string, over: { fetch?: Fetch; now?: () => number; dataDir?: string; site?: string } = {}) =>
  openIdentity({ dataDir: folder, device, site: SITE.id, version: 'test', fetch, now: Date.now, wall: Date.now, ...over })
const claim = async (device: string, minutes?: number) => {
  const made = await cloud.enrolment.claim({ device, site: SITE.id, ...(minutes ? { minutes } : {}) })
  if ('problem' in made) throw new Error(made.problem)
  return made.code
}
const faceOf = async (device: string) => (await cloud.enrolment.boxes(SITE.id)).find((box) => box.id === device)
const order = (code: string) => ({ code, cloudUrl: cloud.url, legacy: null })
async function enrolled(device: string, over: Parameters<typeof keeper>[1] = {}): Promise<IdentityKeeper> {
  const identity = keeper(device, over)
  expect(await identity.enrol(order(await claim(device)))).toMatchObject({ kind: 'enrolled' })
  return identity
}
const signerOf = (identity: IdentityKeeper): Signer => {
  const signer = identity.current()?.signer
  if (!signer) throw new Error('not enrolled')
  return signer
}
function syncing(
  device: string,
  identity: IdentityKeeper,
  rest: Partial<Parameters<typeof testBox>[0]> & { now?: () => number } = {},
): TestBox {
  const { now = Date.now, ...more } = rest
  const wire = (inner: Fetch) => signedFetch({ fetch: inner, signer: () => identity.current()?.signer ?? null, now })
  const box = testBox({ url: cloud.url, token: null, device, site: SITE.id, wire, ...more })
  boxes.push(box)
  return box
}
const one = async <T extends object>(sql: string, values: unknown[] = []) => (await cloud.store.query<T>(sql, values))[0] as T
const arrived = (box: TestBox) => one<{ n: number }>('select count(*) as n from inbox where epoch = $1', [box.ledger.epoch])
const written = (box: TestBox) => box.ledger.heads().reduce((sum, head) => sum + head.seq, 0)
const allUp = (box: TestBox) =>
  until(async () => (await arrived(box)).n === written(box) && box.sync.status().backlog === 0, 'everything is at the cloud')
const hello = (box: TestBox, signer: Signer | null, over: { now?: () => number; fetch?: Fetch } = {}) =>
  signedFetch({ fetch: over.fetch ?? fetch, signer: () => signer, now: over.now ?? Date.now })(`${cloud.url}/v1/hello`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ v: 1, device: box.ledger.device, site: SITE.id, epoch: box.ledger.epoch, parentEpoch: box.ledger.parentEpoch, version: 'test' },
      ...{ now: Date.now(), clockQuality: 'trusted', heads: [], oldestUnsent: null },
    }),
  })
const refusalOf = async (response: Promise<Response>) => {
  const answer = await response
  return [answer.status, ((await answer.json()) as { error?: string }).error]
}

describe('enrolment', () => {
  it('[S66][S68] a code makes the box known: both sides show the same sixteen digits and share one secret', async () => {
    const code = await claim('box-1')
    expect(plainClaimCode(code)).toBe(code)
    expect(plainClaimCode(` ${shownClaimCode(code).toLowerCase().replaceAll('5', 's').replaceAll('b', '8')} `)).toBe(code)
    for (const other of ['', 'ABCD', 'ABCD-EF20', 'ILLO-OLLI', `${code}A`]) expect(plainClaimCode(other)).toBeNull()
    const identity = keeper('box-1')
    expect(identity.current()).toBeNull()
    const outcome = await identity.enrol(order(code))
    expect(outcome).toMatchObject({ kind: 'enrolled', identity: { publicUrl: 'https://pay.example', kid: 0, previous: null } })
    const face = await faceOf('box-1')
    expect(face?.fingerprint).toMatch(/^\d{4} \d{4} \d{4} \d{4}$/)
    expect(identity.current()?.fingerprint).toBe(face?.fingerprint)
    const { keys } = await cloud.enrolment.keyed()
    const { number, kid, secret } = identity.current() ?? {}
    expect(keys.find((key) => key.device === number)).toEqual({ device: number, kid, site: SITE.id, secret })
  })

  it('[S67] private halves stay in files of this user only, and no database or answer ever has them', async () => {
    const bodies: string[] = []
    const listening: Fetch = async (input, init) => {
      bodies.push(String(init?.body))
      return fetch(input, init)
    }
    await enrolled('box-2', { fetch: listening })
    expect(readdirSync(folder)).toEqual(['identity.json'])
    expect(statSync(join(folder, 'identity.json')).mode & 0o777).toBe(0o600)
    expect(statSync(join(cloudFolder, 'agreement-key.pem')).mode & 0o777).toBe(0o600)
    const stored = JSON.parse(readFileSync(join(folder, 'identity.json'), 'utf8'))
    const rows = JSON.stringify([
      await cloud.store.query('select * from device_key'),
      await cloud.store.query('select * from device_claim'),
    ])
    for (const secret of [stored.signKey.d, stored.agreeKey.d]) {
      expect(bodies.join()).not.toContain(secret)
      expect(rows).not.toContain(secret)
    }
    expect(rows).toContain(stored.signKey.x)
  })

  it('[S66] a code is kept as a hash, counts once, for its box and its site, for its time', async () => {
    const code = await claim('box-3')
    expect(JSON.stringify(await cloud.store.query('select * from device_claim'))).not.toContain(code)
    const refused = async (identity: IdentityKeeper, which = code) => {
      const outcome = await identity.enrol(order(which))
      return outcome.kind === 'refused' ? outcome.reason : outcome.kind
    }
    expect(await refused(keeper('box-4'))).toContain('does not let this box in')
    expect(await refused(keeper('box-3', { site: 'site-2' }))).toContain('does not let this box in')
    expect(await refused(keeper('box-3'))).toBe('enrolled')
    const other = mkdtempSync(join(tmpdir(), 'gatehouse-identity-'))
    expect(await refused(keeper('box-3', { dataDir: other }))).toContain('used already')
    rmSync(other, { recursive: true })

    rmSync(join(folder, 'identity.json'))
    const short = await claim('box-5', 1)
    later = MINUTE_MS
    expect(await refused(keeper('box-5'), short)).toContain('too old')
    later = 0
    const first = await claim('box-5')
    const second = await claim('box-5')
    expect(await refused(keeper('box-5'), first)).toContain('does not let this box in')
    expect(await refused(keeper('box-5'), second)).toBe('enrolled')
  })

  it('[S66] five wrong tries for a box void its code', async () => {
    const code = await claim('box-6')
    expect(await faceOf('box-6')).toMatchObject({ fingerprint: null, hasToken: false, codeUntil: expect.any(Number) })
    const wrong = code === 'AAAAAAAA' ? 'BBBBBBBB' : 'AAAAAAAA'
    for (let i = 0; i < 5; i++) expect(await keeper('box-6').enrol(order(wrong))).toMatchObject({ kind: 'refused' })
    expect(await keeper('box-6').enrol(order(code))).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('wrongly too often'),
    })
    expect(await faceOf('box-6')).toBeUndefined()
    // the owner makes another
    expect(await keeper('box-6').enrol(order(await claim('box-6')))).toMatchObject({ kind: 'enrolled' })
  })

  it('[S66] an answer lost on the way costs nothing: the same code from the same box gets the same answer', async () => {
    const code = await claim('box-7')
    const losing: Fetch = async (input, init) => {
      await fetch(input, init)
      throw new TypeError('fetch failed', { cause: new Error('the line went dead') })
    }
    const first = keeper('box-7', { fetch: losing })
    expect(await first.enrol(order(code))).toMatchObject({ kind: 'later', reason: expect.stringContaining('the line went dead') })
    expect(first.current()).toBeNull()
    // after a power cut, too
    const second = keeper('box-7')
    expect(await second.enrol(order(code))).toMatchObject({ kind: 'enrolled' })
    expect(await one('select count(*) as n from device_key where device_id = $1', ['box-7'])).toEqual({ n: 1 })
    expect((await faceOf('box-7'))?.fingerprint).toBe(second.current()?.fingerprint)
  })

  it('[S61][S66] the new key itself must have signed, and the body must be the one it signed', async () => {
    const code = await claim('box-8')
    const pair = generateKeyPairSync('ed25519')
    const signer = (key = pair.privateKey): Signer => ({
      keyId: keyThumbprint(createPublicKey(key).export({ format: 'jwk' }).x ?? ''),
      key,
    })
    const body = {
      ...{ v: 1, code, device: 'box-8', site: SITE.id, version: 'test' },
      ...{
        signKey: pair.publicKey.export({ format: 'jwk' }).x,
        agreeKey: generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }).x,
      },
    }
    const post = (by: Signer, text: string, tamper: (init: RequestInit) => RequestInit = (init) => init) =>
      refusalOf(
        signedFetch({ fetch: (input, init) => fetch(input, tamper(init ?? {})), signer: () => by, now: Date.now })(
          `${cloud.url}/v1/enrol`,
          {
            method: 'POST',
            body: text,
          },
        ),
      )
    expect(await post(signer(generateKeyPairSync('ed25519').privateKey), JSON.stringify(body))).toEqual([401, 'unauthorised'])
    const swapped = JSON.stringify({ ...body, agreeKey: generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }).x })
    expect(await post(signer(), JSON.stringify(body), (init) => ({ ...init, body: swapped }))).toEqual([401, 'unauthorised'])
    expect(await post(signer(), 'nonsense')).toEqual([422, 'malformed'])
    expect(await post(signer(), JSON.stringify({ ...body, agreeKey: 'A'.repeat(43) }))).toEqual([422, 'malformed'])
    expect(await post(signer(), JSON.stringify({ ...body, version: 'v'.repeat(5_000) }))).toEqual([413, 'tooLarge'])
    expect(await post(signer(), JSON.stringify(body))).toEqual([200, undefined])
  })

  it('a box that gets no cloud, a portal or another server stays as it was and may try again', async () => {
    const code = await claim('box-9')
    const portal: Fetch = async () => new Response('<html>Log in to the hotel</html>', { status: 200 })
    expect(await keeper('box-9', { fetch: portal }).enrol(order(code))).toMatchObject({
      kind: 'later',
      reason: expect.stringContaining('is not a Gatehouse cloud (200)'),
    })
    expect(await keeper('box-9').enrol({ ...order(code), cloudUrl: 'http://127.0.0.1:9' })).toMatchObject({ kind: 'later' })
    expect(await keeper('box-9').enrol(order(code))).toMatchObject({ kind: 'enrolled' })
  })

  it('refuses an identity that is another box’s, and one that cannot be read', async () => {
    await enrolled('box-10')
    expect(() => keeper('box-11')).toThrow(/this card was enrolled as box-10 at site-1/)
    writeFileSync(join(folder, 'identity.json'), '{"v":1,"signKey":"secret')
    expect(() => keeper('box-10')).toThrow(/identity\.json is not what enrolment wrote/)
    expect(() => keeper('box-10')).not.toThrow(/secret/)
  })
})

describe('signed sync', () => {
  it('[S60][S61] events go up and tables come down, every request signed and no token anywhere', async () => {
    const identity = await enrolled('box-20')
    const seen: Headers[] = []
    const wire = (inner: Fetch) =>
      signedFetch({
        fetch: (input, init) => {
          seen.push(new Headers(init?.headers))
          return inner(input, init)
        },
        signer: () => signerOf(identity),
        now: Date.now,
      })
    const box = syncing('box-20', identity, { wire })
    box.sync.start()
    for (let i = 0; i < 5; i++) box.drive()
    await allUp(box)
    await until(() => Object.values(box.sync.status().tables).every((table) => table.state === 'live'), 'tables live')
    expect(seen.length).toBeGreaterThan(6)
    for (const headers of seen) {
      expect(headers.get('signature-input')).toContain('("@method" "@path" "@query"')
      expect(headers.has('authorization')).toBe(false)
    }
  })

  it('[S61] a body swapped on the way is refused and nothing of it is kept', async () => {
    const identity = await enrolled('box-21')
    const box = syncing('box-21', identity)
    const swapping: Fetch = (input, init) => fetch(input, { ...init, body: String(init?.body).replace('"test"', '"evil"') })
    expect(await refusalOf(hello(box, signerOf(identity), { fetch: swapping }))).toEqual([401, 'unauthorised'])
    expect(await one('select version from device where id = $1', ['box-21'])).toEqual({ version: null })
    expect(await refusalOf(hello(box, signerOf(identity)))).toEqual([200, undefined])
    expect(await one('select version from device where id = $1', ['box-21'])).toEqual({ version: 'test' })
  })

  it('[S62] a request recorded on the way and sent again is refused', async () => {
    const identity = await enrolled('box-22')
    const box = syncing('box-22', identity)
    let taken: [RequestInfo | URL, RequestInit | undefined] | null = null
    const recording: Fetch = (input, init) => {
      taken = [input, init]
      return fetch(input, init)
    }
    expect(await refusalOf(hello(box, signerOf(identity), { fetch: recording }))).toEqual([200, undefined])
    if (!taken) throw new Error('nothing recorded')
    expect(await refusalOf(fetch(...(taken as [string, RequestInit])))).toEqual([401, 'unauthorised'])
  })

  it.each([
    ['1970', -Date.now()],
    ['a year behind', -365 * DAY_MS],
    ['ten minutes ahead', 10 * MINUTE_MS],
    ['in 2038', Date.UTC(2038, 0, 19) - Date.now()],
  ])('[S63] a box whose clock stands %s asks the time once and keeps to it', async (name, offset) => {
    const device = `clock-${name.replaceAll(' ', '-')}`
    const now = () => Date.now() + offset
    let requests = 0
    const counting: Fetch = (input, init) => {
      requests += 1
      return fetch(input, init)
    }
    const identity = await enrolled(device, { now })
    const send = signedFetch({ fetch: counting, signer: () => signerOf(identity), now })
    const get = () => send(`${cloud.url}/v1/shape?table=edge_v1_rates&offset=-1&where=${encodeURIComponent("site_id = 'site-1'")}`)
    expect((await get()).status).toBe(200)
    expect(requests).toBe(2)
    expect((await get()).status).toBe(200)
    expect(requests).toBe(3)
  })

  it('[S63] a cloud that keeps saying another time is believed once a request, not for ever', async () => {
    let requests = 0
    const confused: Fetch = async () => {
      requests += 1
      return Response.json({ error: 'clock', message: 'no', now: requests * DAY_MS }, { status: 401 })
    }
    const pair = generateKeyPairSync('ed25519')
    const send = signedFetch({ fetch: confused, signer: () => ({ keyId: 'x', key: pair.privateKey }), now: Date.now })
    const answer = await send('https://cloud.example/v1/hello', { method: 'POST', body: '{}' })
    expect([answer.status, requests]).toEqual([401, 2])
    expect(await answer.json()).toMatchObject({ error: 'clock' })
  })

  it('[S63] any other 401 comes through as it was', async () => {
    const pair = generateKeyPairSync('ed25519')
    const portal: Fetch = async () => new Response('<html>who are you</html>', { status: 401, headers: { 'x-portal': 'yes' } })
    const answer = await signedFetch({ fetch: portal, signer: () => ({ keyId: 'x', key: pair.privateKey }), now: Date.now })(
      'https://c.example/',
    )
    expect([answer.status, answer.headers.get('x-portal'), await answer.text()]).toEqual([401, 'yes', '<html>who are you</html>'])
  })

  it('[S20] a key speaks for its own box and site only', async () => {
    const identity = await enrolled('box-23')
    const stranger = syncing('old-box', identity)
    expect(await refusalOf(hello(stranger, signerOf(identity)))).toEqual([403, 'wrongSite'])
    const send = signedFetch({ fetch, signer: () => signerOf(identity), now: Date.now })
    const shape = (site: string) =>
      send(`${cloud.url}/v1/shape?table=edge_v1_rates&offset=-1&where=${encodeURIComponent(`site_id = '${site}'`)}`)
    expect((await shape('site-1')).status).toBe(200)
    expect((await shape('site-2')).status).toBe(403)
  })

  it('[S62][S21] after a restart of the cloud the first request is asked for again, and that is all: nobody reads of it as turned away', async () => {
    const identity = await enrolled('box-24')
    const box = syncing('box-24', identity)
    box.sync.start()
    box.drive()
    await allUp(box)
    const port = cloud.port
    await cloud.stop()
    cloud = await open(port)
    box.drive()
    await until(() => {
      if (!box.sync.online()) box.sync.retryNow()
      return box.sync.online()
    }, 'online again')
    await allUp(box)
    expect(cloud.refusals.counts().byReason).toEqual({})
  })
})

describe('moving from a token', () => {
  it('[S64][S69] an old box works with its token until it is enrolled; then the token counts no more, its old codes for seven days', async () => {
    const box = testBox({ url: cloud.url, token: OLD_TOKEN, device: 'old-box', site: SITE.id })
    boxes.push(box)
    box.sync.start()
    box.drive()
    await allUp(box)
    const before = await cloud.enrolment.keyed()
    expect(before.keys).toContainEqual({ device: 7, kid: 0, site: SITE.id, secret: OLD_SECRET })

    const identity = keeper('old-box')
    const outcome = await identity.enrol({ ...order(await claim('old-box')), legacy: { kid: 0, secret: OLD_SECRET } })
    expect(outcome).toMatchObject({ kind: 'enrolled', identity: { number: 7, kid: 1, previous: { kid: 0, secret: OLD_SECRET } } })
    const answer = await fetch(`${cloud.url}/v1/hello`, { method: 'POST', headers: { authorization: `Bearer ${OLD_TOKEN}` }, body: '{}' })
    expect(answer.status).toBe(401)
    expect(((await answer.json()) as { message: string }).message).toContain('its token no longer counts')
    // a restart reads the token from the devices file again
    const port = cloud.port
    await cloud.stop()
    cloud = await open(port)
    expect(
      (await fetch(`${cloud.url}/v1/hello`, { method: 'POST', headers: { authorization: `Bearer ${OLD_TOKEN}` }, body: '{}' })).status,
    ).toBe(401)

    const kids = async () => (await cloud.enrolment.keyed()).keys.filter((key) => key.device === 7).map((key) => key.kid)
    expect(await kids()).toEqual([0, 1])
    later = 7 * DAY_MS + MINUTE_MS
    expect(await kids()).toEqual([1])
    later = 0
    const next = syncing('old-box', identity, { ledger: openBoxLedger({ device: 'old-box', site: SITE.id }) })
    next.sync.start()
    next.drive()
    await allUp(next)
  })
})

describe('revoked, replaced, copied', () => {
  it('[S65] a revoked box is told so, keeps its books, and is let in again by a new code', async () => {
    const identity = await enrolled('box-30')
    const box = syncing('box-30', identity)
    box.sync.start()
    box.drive()
    await allUp(box)
    expect(await cloud.enrolment.revoke({ id: 'box-30', site: 'another' })).toBe(false)
    expect(await cloud.enrolment.revoke({ id: 'box-30', site: SITE.id })).toBe(true)
    box.drive()
    await until(() => box.sync.refusal(), 'refused')
    expect(box.sync.refusal()).toMatch(/^box-30 was shut out by its owner on \d{4}-\d\d-\d\d$/)
    expect(box.sync.status()).toMatchObject({ online: false, problem: expect.stringContaining('shut out') })
    expect(box.sync.status().backlog).toBeGreaterThan(0)
    expect((await cloud.enrolment.keyed()).keys.some((key) => key.device === identity.current()?.number)).toBe(false)
    // a request that is being held ends by itself within twenty seconds; the next one is refused
    const shape = signedFetch({ fetch, signer: () => signerOf(identity), now: Date.now })(
      `${cloud.url}/v1/shape?table=edge_v1_rates&offset=-1&where=${encodeURIComponent("site_id = 'site-1'")}`,
    )
    expect(await refusalOf(shape)).toEqual([403, 'revoked'])

    expect(await identity.enrol(order(await claim('box-30')))).toMatchObject({
      kind: 'enrolled',
      identity: { kid: 1, previous: { kid: 0 } },
    })
    box.sync.retryNow()
    await allUp(box)
    expect(box.sync.refusal()).toBeNull()
  })

  it('[S65] a revoked token box stays revoked when the cloud starts again with the same devices file', async () => {
    const { devices, store } = cloud
    const token = await devices.register({ id: 'file-box', site: SITE.id })
    const ask = async () =>
      (await devices.authenticate(new Request('http://c/v1/hello', { headers: { authorization: `Bearer ${token}` } }))).ok
    expect(await ask()).toBe(true)
    await cloud.enrolment.revoke({ id: 'file-box', site: SITE.id })
    await devices.register({ id: 'file-box', site: SITE.id, token })
    expect(await ask()).toBe(false)
    expect(await store.query('select revoked_at is not null as revoked from device where id = $1', ['file-box'])).toEqual([
      { revoked: true },
    ])
  })

  it('[S69] a box that stands in for another takes its name: the old keys are refused at once, their exit codes count for seven days', async () => {
    const first = await enrolled('box-31')
    const other = mkdtempSync(join(tmpdir(), 'gatehouse-identity-'))
    const second = await enrolled('box-31', { dataDir: other })
    rmSync(other, { recursive: true })
    const box = syncing('box-31', first)
    expect(await refusalOf(hello(box, signerOf(first)))).toEqual([403, 'replaced'])
    expect(await refusalOf(hello(box, signerOf(second)))).toEqual([200, undefined])
    expect(second.current()).toMatchObject({ number: first.current()?.number, kid: 1 })
    const kids = async () =>
      (await cloud.enrolment.keyed()).keys.filter((key) => key.device === first.current()?.number).map((key) => key.kid)
    expect(await kids()).toEqual([0, 1])
    later = 7 * DAY_MS + MINUTE_MS
    expect(await kids()).toEqual([1])
  })

  it('[S69] key numbers go round after sixteen enrolments', async () => {
    const identity = await enrolled('box-32')
    for (let i = 1; i <= 17; i++) await identity.enrol(order(await claim('box-32')))
    expect(identity.current()).toMatchObject({ kid: 1, previous: { kid: 0 } })
    const mine = (await cloud.enrolment.keyed()).keys.filter((key) => key.device === identity.current()?.number)
    expect(mine).toHaveLength(16)
    expect(mine.find((key) => key.kid === 1)?.secret).toEqual(identity.current()?.secret)
  })

  it('[S70] a restored card keeps its key; two boxes with one key are told to the owner; new keys end the alarm', async () => {
    const identity = await enrolled('box-33')
    const alarms = () =>
      cloud.store.query<{ detail: string }>(`select detail from alert where device_id = 'box-33' and code = 'clone' and cleared_at is null`)
    const path = join(folder, 'ledger.db')
    const card = openBoxLedger({ device: 'box-33', site: SITE.id, path })
    const [first, before] = [syncing('box-33', identity, { ledger: card }), card.epoch]
    expect((await hello(first, signerOf(identity))).status).toBe(200)
    first.close()
    boxes.length = 0
    // the same card in its box again, keys and all
    const again = openIdentity({ dataDir: folder, device: 'box-33', site: SITE.id, version: 'test', fetch, now: Date.now, wall: Date.now })
    const second = syncing('box-33', again, { ledger: openBoxLedger({ device: 'box-33', site: SITE.id, path }) })
    expect(second.ledger.parentEpoch).toBe(before)
    expect((await hello(second, signerOf(again))).status).toBe(200)
    expect(await alarms()).toEqual([])

    // a copy made of it speaks as well: the later one took over, and a minute on the earlier one is still there
    later = 2 * MINUTE_MS
    const copy = syncing('box-33', again, { ledger: openBoxLedger({ device: 'box-33', site: SITE.id }) })
    expect((await hello(copy, signerOf(again))).status).toBe(200)
    later = 5 * MINUTE_MS
    expect((await hello(second, signerOf(again))).status).toBe(200)
    expect((await alarms()).map((alarm) => alarm.detail).join()).toContain('two boxes run from one card')

    later = 0
    await again.enrol(order(await claim('box-33')))
    expect(await alarms()).toEqual([])
  })

  it('a cloud that lost its key says whose codes it can no longer make', async () => {
    await enrolled('box-34')
    const { openEnrolment } = await import('@gatehouse/cloud-sync/devices/enrolment.ts')
    const cloudKey = openCloudKey(join(folder, 'another-key.pem'))
    cloudKey.make()
    const bare = openEnrolment({ store: cloud.store, now: Date.now, cloudKey, publicUrl: null, fromFile: [] })
    const { keys, strangers } = await bare.keyed()
    expect(keys).toEqual([])
    expect(strangers).toContain('box-34')
  })
})

it('[S71] the code that was used is kept as a hash only, and is not tried again', async () => {
  const code = await claim('box-40')
  writeFileSync(join(folder, 'claim-code'), `${code}\n`)
  const identity = keeper('box-40')
  expect(identity.leftCode()).toBe(code)
  await identity.enrol(order(code))
  expect(identity.leftCode()).toBeNull()
  expect(identity.wasMadeWith(code)).toBe(true)
  const all = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  expect(all.join()).not.toContain(code)
  expect(all.join()).toContain(createHash('sha256').update(code).digest('hex'))
})
