import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { startEmbeddedPostgres } from './embedded.ts'
import { openStore, type Store } from './open-store.ts'

/**
 * For tests: one real Postgres per test run, started by whichever test file needs it first, a fresh migrated database per
 * caller. The server belongs to the run (the parent of the test processes) and stops when that ends, however it ends.
 */
export interface TestDatabase {
  readonly databaseUrl: string
  drop(): Promise<void>
}

interface Ready {
  readonly adminUrl: string
}

const TEMPLATE = 'gatehouse_template'

export async function testDatabase(): Promise<TestDatabase> {
  const { adminUrl } = await sharedServer()
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`
  await admin(adminUrl, `create database ${name} template ${TEMPLATE}`)
  return {
    databaseUrl: adminUrl.replace(/\/[^/]*$/, `/${name}`),
    drop: async () => {
      await dropSlots(adminUrl, name)
      await admin(adminUrl, `drop database if exists ${name} with (force)`)
    },
  }
}

/** The same, opened. `close()` closes the store and drops the database. */
export async function testStore(): Promise<Store> {
  const database = await testDatabase()
  const store = await openStore({ databaseUrl: database.databaseUrl, poolSize: 6 })
  return {
    ...store,
    close: async () => {
      await store.close()
      await database.drop()
    },
  }
}

async function sharedServer(): Promise<Ready> {
  const folder = join(tmpdir(), `gatehouse-test-postgres-${process.ppid}`)
  if (!startsHere(folder)) return whenReady(folder)
  const server = await startEmbeddedPostgres({ folder: join(folder, 'data'), durable: false })
  stopWithRun(server.pid, folder)
  const adminUrl = server.databaseUrl.replace(/\/[^/]*$/, '/postgres')
  await admin(adminUrl, `create database ${TEMPLATE}`)
  const template = await openStore({ databaseUrl: adminUrl.replace(/\/[^/]*$/, `/${TEMPLATE}`), poolSize: 1 })
  await template.close()
  writeFileSync(join(folder, 'ready.part'), JSON.stringify({ adminUrl } satisfies Ready), { mode: 0o600 })
  renameSync(join(folder, 'ready.part'), join(folder, 'ready.json'))
  return { adminUrl }
}

/** Exactly one process of the run makes the folder, and starts the server. */
function startsHere(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o755 })
    return true
  } catch {
    return false
  }
}

async function whenReady(folder: string): Promise<Ready> {
  for (let waited = 0; waited < 40_000; waited += 50) {
    if (existsSync(join(folder, 'ready.json'))) return JSON.parse(readFileSync(join(folder, 'ready.json'), 'utf8'))
    await sleep(50)
  }
  throw new Error(`the test Postgres in ${folder} never became ready: remove that folder and run again`)
}

/** A shell that outlives this process waits for the run to end, then stops the server and removes its files. */
function stopWithRun(server: number, folder: string): void {
  const script =
    'while kill -0 "$1" 2>/dev/null && kill -0 "$2" 2>/dev/null; do sleep 1; done; kill -INT "$2" 2>/dev/null; sleep 3; rm -rf "$3"'
  spawn('sh', ['-c', script, 'sh', String(process.ppid), String(server), folder], { detached: true, stdio: 'ignore' }).unref()
}

/** A slot that is still being followed by somebody who has just gone is free a moment later. */
async function dropSlots(adminUrl: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    for (let attempt = 0; attempt < 100; attempt++) {
      const { rows } = await client.query<{ slot_name: string; active_pid: number | null }>(
        'select slot_name, active_pid from pg_replication_slots where database = $1',
        [database],
      )
      if (rows.length === 0) return
      for (const { slot_name, active_pid } of rows) {
        if (active_pid === null) await client.query('select pg_drop_replication_slot($1)', [slot_name]).catch(() => {})
        else await client.query('select pg_terminate_backend($1)', [active_pid])
      }
      await sleep(50)
    }
  } finally {
    await client.end()
  }
}

async function admin(adminUrl: string, sql: string): Promise<void> {
  // creating from one template at a time: Postgres refuses a template in use
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: adminUrl })
    await client.connect()
    try {
      await client.query(sql)
      return
    } catch (error) {
      if (attempt > 100 || !(error instanceof Error) || !/being accessed by other users/.test(error.message)) throw error
    } finally {
      await client.end()
    }
    await sleep(50)
  }
}
