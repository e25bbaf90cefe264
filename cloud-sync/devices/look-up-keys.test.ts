import { afterAll, beforeAll, expect, it } from 'vitest'
import { putSite } from '../store/fleet.ts'
import type { Store } from '../store/open-store.ts'
import { testStore } from '../store/test-postgres.ts'
import { keyLookup } from './look-up-keys.ts'

let store: Store
let questions = 0
let isAway = false
let find: ReturnType<typeof keyLookup>

beforeAll(async () => {
  store = await testStore()
  await putSite(store, { id: 'site-1', name: 'Garage', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: null }, 1)
  for (let i = 0; i < 50; i++) {
    await store.query(`insert into device (id, site_id, registered_at) values ($1, 'site-1', 1)`, [`box-${i}`])
    await store.query(
      `insert into device_key (device_id, kid, key_id, sign_key, agree_key, cloud_key, enrolled_at) values ($1, 0, $2, $3, '', '', 1)`,
      [`box-${i}`, `key-${i}`, `sign-${i}`],
    )
  }
  find = keyLookup({
    query: (...given) => {
      questions += 1
      return isAway ? Promise.reject(new Error('the database is away')) : store.query(...given)
    },
  })
})
afterAll(() => store.close())

it('[S61] keys asked for together are one question to the database, and each request gets its own', async () => {
  questions = 0
  const names = [...Array.from({ length: 50 }, (_, i) => `key-${i}`), 'key-7', 'a stranger’s']
  const found = await Promise.all(names.map(find))
  expect(questions).toBe(1)
  expect(found.slice(0, 50).map((key) => [key?.id, key?.signKey])).toEqual(names.slice(0, 50).map((_, i) => [`box-${i}`, `sign-${i}`]))
  expect(found.slice(50)).toEqual([expect.objectContaining({ id: 'box-7', site: 'site-1' }), null])
})

it('[S65] a revocation counts from the next request on', async () => {
  expect(await find('key-3')).toMatchObject({ revokedAt: null })
  await store.query(`update device set revoked_at = 5 where id = 'box-3'`)
  expect(await find('key-3')).toMatchObject({ revokedAt: 5 })
})

it('[S72] a database that is away fails those who asked, and nobody after them', async () => {
  isAway = true
  await expect(Promise.all(['key-1', 'key-2'].map(find))).rejects.toThrow('away')
  isAway = false
  expect(await find('key-1')).toMatchObject({ id: 'box-1' })
})
