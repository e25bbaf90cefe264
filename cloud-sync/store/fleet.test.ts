import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDevices } from '../devices/register.ts'
import { putDevice, putSite, touchDevices } from './fleet.ts'
import type { Store } from './open-store.ts'
import { testStore } from './test-postgres.ts'

let store: Store
const boxes = Array.from({ length: 60 }, (_, i) => `box-${i}`)

beforeAll(async () => {
  store = await testStore()
  await putSite(store, { id: 'site-1', name: 'Garage', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: null }, 1)
  for (const id of boxes) await putDevice(store, { id, site: 'site-1', label: null, tokenHash: id }, 1)
})
afterAll(() => store.close())

const lastSeen = async () => (await store.query<{ at: number | null }>('select distinct last_seen as at from device')).map((row) => row.at)

describe('contacts', () => {
  it('[S10] of the same boxes, noted by two at once in opposite orders, do not wait for each other', async () => {
    // as in a large fleet: each box is looked up by its id, in the order given
    const plans = ['set local enable_hashjoin = off', 'set local enable_mergejoin = off', 'set local enable_seqscan = off']
    const note = (ids: readonly string[], at: number) =>
      store.transact(async (tx) => {
        for (const plan of plans) await tx.query(plan)
        await touchDevices(tx, new Map(ids.map((id) => [id, at])))
      })
    let letGo = () => {}
    const held = store.transact(async (tx) => {
      await tx.query(`select 1 from device where id = 'box-30' for update`)
      await new Promise<void>((resolve) => {
        letGo = resolve
      })
    })
    const notes = Promise.all([note(boxes, 1_000), note(boxes.toReversed(), 1_001)])
    // both have locked what they could and wait, one of them for the box in the middle
    const waiting = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    await expect.poll(async () => (await store.query<{ n: number }>(waiting))[0]?.n, { timeout: 20_000 }).toBe(2)
    letGo()
    await Promise.all([notes, held])
    expect(await lastSeen()).toEqual([1_001])
  })

  it('[S10] that could not be written are written with the next', async () => {
    let now = 5_000
    let broken = true
    const failing: Store = { ...store, query: (...given) => (broken ? Promise.reject(new Error('away')) : store.query(...given)) }
    const devices = openDevices(store, () => now)
    const later = openDevices(failing, () => now)
    const token = await devices.register({ id: 'box-7', site: 'site-1' })
    const request = new Request('http://cloud/v1/hello', { headers: { authorization: `Bearer ${token}` } })
    broken = false
    expect(await later.authenticate(request)).toMatchObject({ ok: true })
    broken = true
    await expect(later.flush()).rejects.toThrow('away')
    broken = false
    now = 6_000
    await later.flush()
    expect(await store.query(`select last_seen from device where id = 'box-7'`)).toEqual([{ last_seen: 5_000 }])
  })
})
