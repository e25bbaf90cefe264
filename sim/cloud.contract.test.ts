import { createHash } from 'node:crypto'
import { rowHash } from '@gatehouse/domain/wire/chain.ts'
import { readEvent } from '@gatehouse/domain/wire/upcast.ts'
import { afterAll, beforeAll } from 'vitest'
import { acceptBatch } from '../cloud-sync/ingest/accept.ts'
import { answerHello } from '../cloud-sync/ingest/hello.ts'
import { at } from '../cloud-sync/ingest/test-log.ts'
import { putDevice, putSite } from '../cloud-sync/store/fleet.ts'
import type { Store } from '../cloud-sync/store/open-store.ts'
import { testStore } from '../cloud-sync/store/test-postgres.ts'
import { cloudContract } from './cloud.contract.ts'
import { blankBooks, openMemoryCloud } from './memory-cloud.ts'
import { createFuse } from './power.ts'

const sha256Hex = (text: string) => createHash('sha256').update(text).digest('hex')

cloudContract('in memory', async () => {
  const books = blankBooks()
  const fuse = createFuse()
  const cloud = openMemoryCloud(books, 'memory', {
    ...{ now: () => at, hashRow: (row, prevHash) => rowHash(row, prevHash, sha256Hex), read: readEvent, write: fuse.write },
  })
  return {
    accept: async (request) => cloud.accept(request),
    hello: async (request) => cloud.hello(request),
    kept: async () => ({ inbox: [...books.inbox.keys()].sort(), dead: [...books.dead].sort(), parked: [...books.parked].sort() }),
    alerts: async () =>
      [...books.alerts]
        .map((alert) => alert.split(' ')[1] ?? '')
        .filter((code) => code !== 'deadLetter')
        .sort(),
    payments: async () => books.payments,
    completeUntil: async (device) => books.standings.get(device)?.completeUntil ?? null,
    failNext: () => fuse.arm(0, false, () => {}),
  }
})

let store: Store
beforeAll(async () => {
  store = await testStore()
  await putSite(store, { id: 'site-1', name: 'Garage', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 }, at)
  for (let i = 1; i <= 8; i++) await putDevice(store, { id: `box-${i}`, site: 'site-1', label: null, tokenHash: `hash-${i}` }, at)
})
afterAll(() => store.close())

cloudContract('on Postgres', async () => {
  await store.transact(async (tx) => {
    for (const table of ['inbox', 'watermark', 'epoch', 'dead_letter', 'parked', 'payment', 'alert']) await tx.query(`delete from ${table}`)
  })
  let failing = false
  let ids = 0
  const clock = { now: () => at, newId: () => `alert-${ids++}` }
  /** the same store, whose transaction may fail after its work and before its commit */
  const frail: Store = {
    ...store,
    transact: (work) =>
      store.transact(async (tx) => {
        const result = await work(tx)
        if (!failing) return result
        failing = false
        throw new Error('power was cut')
      }),
  }
  const column = async (text: string) => (await store.query<{ x: string }>(text)).map(({ x }) => x)
  return {
    accept: (request) => acceptBatch(frail, request, clock),
    hello: (request) => answerHello(frail, request, clock),
    kept: async () => ({
      inbox: await column('select event_id as x from inbox order by 1'),
      dead: await column('select event_id as x from dead_letter order by 1'),
      parked: await column('select event_id as x from parked order by 1'),
    }),
    alerts: () => column(`select code as x from alert where code <> 'deadLetter' order by 1`),
    payments: async () =>
      new Map((await store.query<{ id: string; n: number }>('select id, amount_minor as n from payment')).map(({ id, n }) => [id, n])),
    completeUntil: async (device) =>
      (await store.query<{ n: number | null }>('select complete_until as n from device where id = $1', [device]))[0]?.n ?? null,
    failNext() {
      failing = true
    },
  }
})
