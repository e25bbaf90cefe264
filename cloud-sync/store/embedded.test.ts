import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { startEmbeddedPostgres } from './embedded.ts'
import { claim, releaseClaim } from './embedded-claim.ts'
import { findPlace } from './embedded-place.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-embedded-'))
// as root, Postgres runs under another account, which must get through here
chmodSync(folder, 0o755)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
// the folder above is made on the way, and as root another account must get through that one too
const data = join(folder, 'cloud', 'postgres')

async function query<T>(databaseUrl: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return (await client.query(sql)).rows as T[]
  } finally {
    await client.end()
  }
}

const isAlive = (pid: number) => existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))

// one test, because each step needs the folder as the one before left it, and a cluster takes seconds to make
it('starts, refuses a second owner, survives the death of its owner, starts again quickly, stops without a trace', {
  timeout: 60_000,
}, async () => {
  // a process of its own starts it, writes, and is killed without a chance to clean up
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)}
    const postgres = await startEmbeddedPostgres({ folder: ${JSON.stringify(data)}, durable: false })
    console.log(JSON.stringify(postgres))
    setInterval(() => {}, 1000)`
  const owner = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void owner.kill('SIGKILL'))
  const [line] = (await once(owner.stdout, 'data')) as [Buffer]
  const first: { databaseUrl: string; pid: number } = JSON.parse(line.toString())
  await query(first.databaseUrl, 'create table kept (n int); insert into kept values (42)')
  expect(await query(first.databaseUrl, 'show wal_level')).toEqual([{ wal_level: 'logical' }])
  expect(await query(first.databaseUrl, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
  // nobody but the account that runs it may read the password or the files
  expect(statSync(data).mode & 0o077).toBe(0)

  await expect(startEmbeddedPostgres({ folder: data })).rejects.toThrow(new RegExp(`in use by process ${owner.pid}`))
  expect(isAlive(first.pid)).toBe(true)

  owner.kill('SIGKILL')
  await once(owner, 'exit')
  const begun = performance.now()
  const second = await startEmbeddedPostgres({ folder: data, durable: false })
  expect(performance.now() - begun).toBeLessThan(10_000)
  expect(isAlive(first.pid)).toBe(false)
  expect(await query(second.databaseUrl, 'select n from kept')).toEqual([{ n: 42 }])

  await second.stop()
  expect(isAlive(second.pid)).toBe(false)
  expect(existsSync(join(data, 'owner'))).toBe(false)

  // a power cut leaves files that name processes which are something else today
  writeFileSync(join(data, 'owner'), `${process.pid} 12345`)
  writeFileSync(join(data, 'cluster', 'postmaster.pid'), `${process.pid}\n${join(data, 'cluster')}\n0\n0\n`)
  const third = await startEmbeddedPostgres({ folder: data, durable: false })
  expect(await query(third.databaseUrl, 'select n from kept')).toEqual([{ n: 42 }])
  await third.stop()
})

it.skipIf(process.getuid?.() !== 0)('as root, stands in for a folder its account cannot enter, and forgets it when that is deleted', () => {
  const closed = mkdtempSync(join(tmpdir(), 'gatehouse-closed-'))
  const place = findPlace(join(closed, 'data'))
  expect(place.folder).toMatch(/^\/var\/tmp\/gatehouse-data-[0-9a-f]{12}$/)
  expect(place.account?.uid).not.toBe(0)
  expect(findPlace(join(closed, 'data')).folder).toBe(place.folder)
  expect(readFileSync(join(closed, 'data', 'moved.txt'), 'utf8')).toContain(place.folder)
  rmSync(closed, { recursive: true })
  const other = mkdtempSync(join(tmpdir(), 'gatehouse-closed-'))
  const next = findPlace(join(other, 'data'))
  expect(existsSync(place.folder)).toBe(false)
  rmSync(other, { recursive: true })
  rmSync(next.folder, { recursive: true })
})

it('says which folder it cannot create or write in', async () => {
  await expect(startEmbeddedPostgres({ folder: '/proc/nowhere/data' })).rejects.toThrow(/cannot create the data folder \/proc\/nowhere/)
  expect(() => claim('/proc/nowhere')).toThrow(/cannot write in the data folder \/proc\/nowhere/)
  claim(folder)
  releaseClaim(folder)
})
