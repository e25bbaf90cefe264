import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBoxLedger, type TestBox, testBox, until } from '@gatehouse/appliance/sync/testing/box.ts'
import { noEnrolment } from '@gatehouse/cloud-sync/config.ts'
import { type Cloud, startCloud } from '@gatehouse/cloud-sync/main.ts'
import { type TestDatabase, testDatabase } from '@gatehouse/cloud-sync/store/test-postgres.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seeded } from '../sim/random.ts'
import { type FaultProxy, type Mishap, mishaps, startFaultProxy } from './fault-proxy.ts'

const token = 'a-token-of-at-least-32-characters-for-box-1'
let database: TestDatabase
let cloud: Cloud
let proxy: FaultProxy
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-faults-'))

beforeAll(async () => {
  database = await testDatabase()
  const site = { id: 'site-1', name: 'Garage', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 }
  const devices = ['box-1', 'box-2'].map((id, i) => ({
    id,
    site: 'site-1',
    token: `${token}${i}`,
    number: i + 1,
    secret: new Uint8Array(32),
  }))
  cloud = await startCloud(
    {
      ...{ databaseUrl: database.databaseUrl, host: '127.0.0.1', port: 0, ownerToken: null, dataDir: '', publicUrl: null },
      ...{ electric: null, providers: {}, testPayments: 'off', production: false, enrolment: { ...noEnrolment, sites: [site], devices } },
    },
    { log: { info: () => {}, warn: () => {}, error: () => {} }, rooms: async () => [] },
  )
  proxy = await startFaultProxy(cloud.url)
})
afterAll(async () => {
  await proxy.stop()
  await cloud.stop()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** Waits for the box to be level with the cloud, then compares event by event and cent by cent. */
async function booksBalance(box: TestBox, device: string, cars: number): Promise<void> {
  await until(
    () => {
      if (!box.sync.online()) box.sync.retryNow()
      return box.sync.status().backlog === 0
    },
    'everything is acknowledged',
    60_000,
  )
  const written = box.ledger.heads().reduce((sum, head) => sum + head.seq, 0)
  const [here] = await cloud.store.query<{ rows: number; events: number; paid: number; sum: number }>(
    `select count(*) as rows, count(distinct event_id) as events, count(*) filter (where kind = 'payment.settled') as paid,
            coalesce(sum((payload->>'amountMinor')::int8) filter (where kind = 'payment.settled'), 0)::int8 as sum
       from inbox where device_id = $1 and epoch = $2`,
    [device, box.ledger.epoch],
  )
  expect(here).toEqual({ rows: written, events: written, paid: cars, sum: cars * 500 })
  const [books] = await cloud.store.query('select count(*) as n, sum(amount_minor)::int8 as sum from payment where device_id = $1', [
    device,
  ])
  expect(books).toEqual({ n: cars, sum: cars * 500 })
  expect(box.ledger.verifyChain()).toMatchObject({ ok: true })
}

it('[Y1] [Y2] [Y5] whatever each request meets, in turn, the books balance on real SQLite and Postgres', async () => {
  const ledger = openBoxLedger({ device: 'box-1', site: 'site-1', path: join(folder, 'one.db') })
  const box = testBox({ url: proxy.url, token: `${token}0`, device: 'box-1', site: 'site-1', ledger })
  let turn = 0
  proxy.next = () => mishaps[turn++ % mishaps.length] as Mishap
  box.sync.start()
  for (let car = 0; car < 12; car++) {
    const before = turn
    box.drive()
    await until(
      () => {
        box.sync.retryNow()
        return turn > before
      },
      'a request goes out',
      60_000,
    )
  }
  await until(
    () => {
      box.sync.retryNow()
      return mishaps.every((mishap) => proxy.counts.has(mishap))
    },
    'everything has happened',
    60_000,
  )
  proxy.next = () => 'none'
  await booksBalance(box, 'box-1', 12)
  box.close()
}, 120_000)

it('[Y1] [Y2] [Y5] whatever chance makes of it, too', async () => {
  const random = seeded(20_261_127)
  const ledger = openBoxLedger({ device: 'box-2', site: 'site-1', path: join(folder, 'two.db') })
  const box = testBox({ url: proxy.url, token: `${token}1`, device: 'box-2', site: 'site-1', ledger })
  let requests = 0
  proxy.next = () => {
    requests += 1
    return random.pick(mishaps)
  }
  box.sync.start()
  for (let car = 0; car < 15; car++) {
    box.drive()
    const before = requests
    await until(
      () => {
        box.sync.retryNow()
        return requests > before
      },
      'a request goes out',
      60_000,
    )
  }
  proxy.next = () => 'none'
  await booksBalance(box, 'box-2', 15)
  box.close()
}, 120_000)
