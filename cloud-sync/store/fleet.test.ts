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
  it('[S10] of the same boxes, noted by several at once in opposite orders, do not wait for each other', async () => {
    const heard = (at: number, ids: readonly string[]) => new Map(ids.map((id) => [id, at]))
    for (let round = 0; round < 20; round++) {
      const orders = [boxes, boxes.toReversed(), [...boxes.slice(30), ...boxes.slice(0, 30)], boxes.toReversed()]
      await Promise.all(orders.map((ids, i) => store.transact((tx) => touchDevices(tx, heard(100 * round + i, ids)))))
    }
    expect(await lastSeen()).toEqual([1903])
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
