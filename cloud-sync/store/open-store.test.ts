import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrationsFolder, readJournal, withoutPassword } from './migrate.ts'
import { openStore, type Store } from './open-store.ts'
import { testDatabase, testStore } from './test-postgres.ts'

let store: Store
beforeAll(async () => {
  store = await testStore()
})
afterAll(() => store.close())

it('gives int8 back as exact numbers and refuses what a number cannot hold', async () => {
  const [row] = await store.query<{ n: number; many: number[] }>('select 9007199254740991::int8 as n, array[1,2]::int8[] as many')
  expect(row).toEqual({ n: 9007199254740991, many: [1, 2] })
  await expect(store.query('select 9007199254740992::int8 as n')).rejects.toThrow(/does not fit/)
})

it('rolls a transaction back when its work throws', async () => {
  await expect(
    store.transact(async (tx) => {
      await tx.query(`insert into alert (id, site_id, code, detail, raised_at) values ('a', 's', 'c', 'd', 1)`)
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await store.query(`select 1 from alert where id = 'a'`)).toEqual([])
})

const alert = (id: string) => `insert into alert (id, site_id, code, detail, raised_at) values ('${id}', 's', 'c', 'd', 1)`
const alerts = async () =>
  (await store.query<{ id: string }>(`select id from alert where id like 'flight %' order by id`)).map(({ id }) => id)

it('sends a transaction that depends on no answer in one go, commits it whole, and gives its work no rows', async () => {
  let seen: readonly object[] | null = null
  await store.transactAtOnce(async (tx) => {
    await tx.query(alert('flight 1'))
    seen = await tx.query('select 1 as n')
    await tx.query(alert('flight 2'))
  })
  expect([seen, await alerts()]).toEqual([[], ['flight 1', 'flight 2']])
})

it('outlives a connection that breaks in the middle of a transaction: that one is told, the next has another', async () => {
  const lost = store.transact(async (tx) => {
    const [self] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
    await store.query('select pg_terminate_backend($1)', [self?.pid])
    // nobody asks it anything while it breaks
    await sleep(50)
    await tx.query('select 1')
  })
  await expect(lost).rejects.toThrow()
  expect(await store.query('select 1 as n')).toEqual([{ n: 1 }])
})

it('keeps nothing of one that Postgres refuses a statement of, first, last or in between, and goes on with the connection', async () => {
  for (const refused of [`select 1 / 0`, alert('flight 1')]) {
    for (const place of [0, 1, 2]) {
      const statements = [alert('flight 8'), alert('flight 9')]
      statements.splice(place, 0, refused)
      await expect(store.transactAtOnce((tx) => Promise.all(statements.map((text) => tx.query(text))))).rejects.toThrow(pg.DatabaseError)
    }
  }
  expect(await alerts()).toEqual(['flight 1', 'flight 2'])
  const broken = store.transactAtOnce(async (tx) => {
    await tx.query(alert('flight 8'))
    throw new Error('no')
  })
  await expect(broken).rejects.toThrow('no')
  expect(await alerts()).toEqual(['flight 1', 'flight 2'])
})

it('opens the same database twice at once, and again, without migrating twice', async () => {
  const db = await testDatabase()
  const [a, b] = await Promise.all([openStore({ databaseUrl: db.databaseUrl }), openStore({ databaseUrl: db.databaseUrl })])
  expect(a.incarnation).toBe(b.incarnation)
  expect(a.incarnation).not.toBe(store.incarnation)
  await a.close()
  await b.close()
  await db.drop()
})

it('refuses a database newer than the software and leaves it alone', async () => {
  const db = await testDatabase()
  const client = new pg.Client({ connectionString: db.databaseUrl })
  await client.connect()
  await client.query(`insert into drizzle.__drizzle_migrations (hash, created_at) values ('future', 99999999999999)`)
  await expect(openStore({ databaseUrl: db.databaseUrl })).rejects.toThrow(/newer version of the software/)
  await client.end()
  await db.drop()
})

it('says where it could not connect, without the password', async () => {
  await expect(openStore({ databaseUrl: 'postgresql://me:secret@127.0.0.1:9/x' })).rejects.toThrow(
    /cannot reach Postgres at postgresql:\/\/me:\*\*\*@127\.0\.0\.1:9\/x/,
  )
  expect(withoutPassword('postgresql://u:p@h/d')).toBe('postgresql://u:***@h/d')
})

it('has a strictly increasing migration journal, and released SQL is frozen', () => {
  const { entries } = readJournal()
  for (let i = 1; i < entries.length; i++) expect(entries[i]!.when).toBeGreaterThan(entries[i - 1]!.when)
  const hashes = entries.map(
    (e) =>
      `${e.tag} ${createHash('sha256')
        .update(readFileSync(join(migrationsFolder, `${e.tag}.sql`)))
        .digest('hex')
        .slice(0, 16)}`,
  )
  // a new migration adds a line here; a changed line means released SQL was edited
  expect(hashes).toMatchInlineSnapshot(`
    [
      "0000_start 2552da45dc9ddc0f",
      "0001_checkout 89a327bddb4fb7ea",
      "0002_report_indexes ba8efbde643e7ff0",
      "0003_code_money 72c903e00d58453b",
      "0004_device_keys 652ecdddf2bb163d",
      "0005_pictures 407a19c0c746ae7d",
      "0006_priced_and_owed 2be689a94089f7a0",
      "0007_voucher_books 6cf9b82fd757df5a",
      "0008_rights 53555b16086dcc8f",
      "0009_card_charges 056959d55cae22e6",
      "0010_seller_and_receipts 7b10c98d9df13ce9",
      "0011_countersigned_siblings 7acb8126ebb5eed6",
      "0012_mail cef982dec71e33ab",
      "0013_holder_language adac576903d570de",
      "0014_people ddd5474ed082fccf",
      "0015_money_compared dff3e70efcf4bfa9",
      "0016_morning_letters ef16e70435b525c1",
      "0017_holder_language_at_boxes 1cfb6bcadbb11224",
      "0018_reader_language ecb40225c7ee8589",
    ]
  `)
})
