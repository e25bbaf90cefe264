import { generateKeyPairSync } from 'node:crypto'
import { sealRow } from '@gatehouse/appliance/identity/seal.ts'
import { keyThumbprint } from '@gatehouse/domain/proof/key-names.ts'
import type { HelloReply, IngestReply, IngestRequest, SyncRefusal } from '@gatehouse/domain/wire/sync.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDevices } from '../devices/register.ts'
import { putSite, revokeDevice } from '../store/fleet.ts'
import type { Store } from '../store/open-store.ts'
import { boxesOf } from '../store/report-fleet.ts'
import { testStore } from '../store/test-postgres.ts'
import { ingestRoutes } from './routes.ts'
import { at, paid, started, testLog } from './test-log.ts'

let store: Store
let app: ReturnType<typeof ingestRoutes>
let time = at
const tokens = new Map<string, string>()

const newSigner = () => {
  const pair = generateKeyPairSync('ed25519')
  const signKey = pair.publicKey.export({ format: 'jwk' }).x ?? ''
  return { keyId: keyThumbprint(signKey), key: pair.privateKey, signKey }
}
const author = newSigner()
const before = newSigner()
const sibling = newSigner()

const putKey = (device: string, { keyId, signKey }: typeof author, kid: number, replacedAt: number | null = null) =>
  store.query(
    `insert into device_key (device_id, kid, key_id, sign_key, agree_key, cloud_key, enrolled_at, replaced_at)
     values ($1, $2, $3, $4, '', '', $5, $6)`,
    [device, kid, keyId, signKey, at, replacedAt],
  )

beforeAll(async () => {
  store = await testStore()
  const place = { name: 'Garage', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 }
  for (const id of ['site-1', 'site-2']) await putSite(store, { id, ...place }, at)
  const devices = openDevices(store, () => time)
  for (const [id, site] of [
    ['box-1', 'site-1'],
    ['box-2', 'site-1'],
    ['box-3', 'site-1'],
    ['elsewhere', 'site-2'],
  ] as const)
    tokens.set(id, await devices.register({ id, site }))
  await putKey('box-1', before, 0, at)
  await putKey('box-1', author, 1)
  await putKey('box-3', sibling, 0)
  let ids = 0
  app = ingestRoutes({
    store,
    clock: { now: () => time, newId: () => `id-${ids++}` },
    random: () => 0.5,
    authenticate: devices.authenticate,
  })
})
afterAll(() => store.close())
beforeEach(async () => {
  time += 1000
  for (const table of ['inbox', 'watermark', 'epoch', 'dead_letter', 'payment', 'session', 'alert'])
    await store.query(`delete from ${table}`)
  await store.query('update device set revoked_at = null, relayed_by = null, relayed_at = null')
})

async function post(by: string, path: string, body: unknown) {
  const response = await app.request(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.get(by)}` },
    body: JSON.stringify(body),
  })
  return { status: response.status, json: (await response.json()) as IngestReply & HelloReply & SyncRefusal }
}
const sealed = (batch: IngestRequest, by = author): IngestRequest => {
  const { site, device, epoch, parentEpoch, stream, hash, rows } = batch
  return { ...batch, seal: sealRow(by, { site, device, epoch, parentEpoch, stream, hash, seq: rows.at(-1)?.seq ?? 0 }) }
}
const bring = (batch: IngestRequest, by = 'box-2') => post(by, '/v1/ingest', batch)
const inboxRows = async () => (await store.query<{ n: number }>('select count(*)::int as n from inbox'))[0]?.n
const log = () => {
  const made = testLog()
  for (let i = 1; i <= 4; i++) made.write('money', 'payment.settled', paid(`p-${i}`, 100 * i))
  return made
}

describe('a batch that a sibling brings', () => {
  it('[S73][S75] is taken as if its author had sent it, once, whoever comes with it and when', async () => {
    const made = log()
    const batch = sealed(made.batch('money', 1, 3))
    const answers = await Promise.all([bring(batch), bring(batch), bring(sealed(made.batch('money', 2, 3)))])
    for (const { status, json } of answers) expect([200, 409]).toContain(status === 409 ? (json.error === 'gap' ? 409 : 0) : status)
    expect(await bring(batch)).toMatchObject({ status: 200, json: { acked: 3, rejected: [] } })
    expect(await inboxRows()).toBe(3)
    expect(await store.query('select id, device_id, amount_minor from payment order by id')).toMatchObject([
      { id: 'p-1', device_id: 'box-1', amount_minor: 100 },
      { id: 'p-2', amount_minor: 200 },
      { id: 'p-3', amount_minor: 300 },
    ])
    const [box] = await boxesOf(store, 'site-1')
    expect(box).toMatchObject({ id: 'box-1', relayed: { by: 'box-2', at: time } })
  })

  it('[S73] needs the seal of its author under its last row: a carrier can lose a log, not write it', async () => {
    const made = log()
    const batch = made.batch('money', 1, 3)
    const forged = { ...batch, rows: batch.rows.map((row) => ({ ...row, payload: { ...(row.payload as object), amountMinor: 1 } })) }
    const refused: [string, IngestRequest, number][] = [
      ['no seal', batch, 403],
      ['by a sibling’s key', sealed(batch, sibling), 401],
      ['by nobody’s key', sealed(batch, newSigner()), 401],
      ['under another row', { ...batch, seal: sealed(made.batch('money', 1, 2)).seal }, 401],
      ['under another parent', { ...sealed(batch), parentEpoch: 'another' }, 401],
      ['in another stream', { ...sealed(batch), stream: 'session' }, 401],
      ['rows changed under a good seal', { ...sealed(batch), rows: forged.rows, money: { count: 3, sumMinor: 3 } }, 422],
    ]
    for (const [what, request, status] of refused) expect({ what, status: (await bring(request)).status }).toEqual({ what, status })
    expect(await inboxRows()).toBe(0)
    expect(await store.query('select * from watermark where seq > 0')).toEqual([])
    // a key that was replaced since: the rows of a card that broke
    expect(await bring(sealed(batch, before))).toMatchObject({ status: 200, json: { acked: 3 } })
  })

  it('[S73] one row that does not verify is refused, not put aside: its author may have written another', async () => {
    const made = log()
    const one = sealed(made.batch('money', 1, 1))
    const spoiled = { ...one, rows: one.rows.map((row) => ({ ...row, payload: {} })), money: { count: 1, sumMinor: 0 } }
    expect(await bring(spoiled)).toMatchObject({ status: 422, json: { error: 'broken' } })
    const unreadable = { ...one, rows: [{ seq: 1 }] }
    expect((await bring(unreadable as never)).status).toBe(422)
    expect(await store.query('select * from dead_letter')).toEqual([])
    expect(await bring(one)).toMatchObject({ status: 200, json: { acked: 1, rejected: [] } })
  })

  it('[S73] comes from a box of the same site only, and neither may be shut out', async () => {
    const batch = sealed(log().batch('money', 1, 3))
    expect(await bring(batch, 'elsewhere')).toMatchObject({ status: 403, json: { error: 'wrongSite' } })
    expect(await bring({ ...batch, site: 'site-2' }, 'elsewhere')).toMatchObject({ status: 403, json: { error: 'wrongSite' } })
    expect(await bring({ ...batch, device: 'nobody' })).toMatchObject({ status: 403, json: { error: 'wrongSite' } })
    await revokeDevice(store, { id: 'box-1', site: 'site-1' }, time)
    expect(await bring(batch)).toMatchObject({ status: 403, json: { error: 'revoked', message: expect.stringContaining('box-1') } })
    await store.query('update device set revoked_at = null')
    await revokeDevice(store, { id: 'box-2', site: 'site-1' }, time)
    expect((await bring(batch)).status).toBe(401)
    expect(await inboxRows()).toBe(0)
  })

  it('[S74] a carrier may ask where another box’s epoch stands, and learns nothing more, and changes nothing', async () => {
    const made = log()
    made.write('session', 'session.started', started('s-1'))
    await bring(sealed(made.batch('money', 1, 2)))
    const hello = {
      ...{ v: 1, device: 'box-1', site: 'site-1', epoch: made.epoch, parentEpoch: null, version: 'test', now: time },
      ...{ clockQuality: 'trusted', heads: [], oldestUnsent: null, past: true },
    }
    const { status, json } = await post('box-2', '/v1/hello', hello)
    expect({ status, json }).toMatchObject({
      status: 200,
      json: { watermarks: [{ stream: 'money', seq: 2, hash: made.rows('money')[1]?.hash }] },
    })
    expect(json.standing).toBeUndefined()
    expect(await store.query(`select last_seen, complete_until, current_epoch from device where id = 'box-1'`)).toEqual([
      { last_seen: null, complete_until: null, current_epoch: null },
    ])
    for (const [by, request] of [
      ['box-2', { ...hello, past: false }],
      ['elsewhere', hello],
      ['elsewhere', { ...hello, site: 'site-2' }],
    ] as const)
      expect((await post(by, '/v1/hello', request)).status).toBe(403)
  })
})
