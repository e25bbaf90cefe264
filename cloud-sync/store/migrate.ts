import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import type pg from 'pg'

export const migrationsFolder = fileURLToPath(new URL('../../drizzle/cloud', import.meta.url))

interface Journal {
  readonly entries: readonly { readonly when: number; readonly tag: string }[]
}

export function readJournal(folder = migrationsFolder): Journal {
  return JSON.parse(readFileSync(`${folder}/meta/_journal.json`, 'utf8'))
}

// two processes starting on one database must not both migrate it
const MIGRATION_LOCK = 7_281_100_119

/** Brings the database to this software's schema, or explains why it will not. Nothing is half-applied: one transaction. */
export async function migrateCloud(pool: pg.Pool): Promise<void> {
  const client = await connect(pool)
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await refuseNewer(client)
    await migrate(drizzle(client), { migrationsFolder })
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => {})
    client.release()
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    const { host, port, database } = pool.options
    const where = pool.options.connectionString ? withoutPassword(pool.options.connectionString) : `${host}:${port}/${database}`
    throw new Error(`cannot reach Postgres at ${where}: ${error instanceof Error ? error.message || error.name : error}`, { cause: error })
  }
}

async function refuseNewer(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ there: string | null }>(`select to_regclass('drizzle.__drizzle_migrations')::text as there`)
  if (!rows[0]?.there) return
  const applied = await client.query<{ last: string | null }>('select max(created_at)::text as last from drizzle.__drizzle_migrations')
  const last = Number(applied.rows[0]?.last ?? 0)
  const known = Math.max(0, ...readJournal().entries.map((e) => e.when))
  if (last > known) {
    throw new Error('this database was written by a newer version of the software; update the software, the database is left as it is')
  }
}

export function withoutPassword(url: string): string {
  return url.replace(/\/\/([^:@/]*):[^@]*@/, '//$1:***@')
}
