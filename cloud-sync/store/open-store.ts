import pg from 'pg'
import { migrateCloud } from './migrate.ts'
import { type Sql, sqlOf, types } from './sql.ts'

export interface Store extends Sql {
  readonly databaseUrl: string
  /** changes when the database is restored or replaced, so boxes know to compare watermarks (SYNC S-rules) */
  readonly incarnation: string
  /** One SQL transaction on one connection. An exception rolls back and is rethrown; the work must be awaited inside. */
  transact<T>(work: (tx: Sql) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/**
 * Opens the cloud's Postgres: waits for nobody, migrates under an advisory lock, refuses a database newer than this
 * software. Errors are sentences for the operator.
 */
export async function openStore(options: {
  readonly databaseUrl: string
  readonly poolSize?: number
  readonly onError?: (error: Error) => void
}): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: options.poolSize ?? 10,
    types,
    application_name: 'gatehouse',
    pipeline: true,
  })
  // an idle connection that breaks is replaced by the pool; without a listener it would end the process
  pool.on('error', (error) => options.onError?.(error))
  try {
    await migrateCloud(pool)
    const incarnation = await readIncarnation(pool)
    return {
      ...sqlOf(pool),
      databaseUrl: options.databaseUrl,
      incarnation,
      transact: (work) => transact(pool, work),
      close: () => pool.end(),
    }
  } catch (error) {
    await pool.end()
    throw error
  }
}

async function transact<T>(pool: pg.Pool, work: (tx: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    // not waited for: the work's first statement travels with it, and fails where it failed
    const begun = client.query('begin')
    begun.catch(() => {})
    const result = await work(sqlOf(client))
    await begun
    const { command } = await client.query('commit')
    // Postgres answers the commit of a broken transaction with a rollback, and no error
    if (command !== 'COMMIT') throw new Error('nothing was kept: a statement of the transaction had failed')
    return result
  } catch (error) {
    await client.query('rollback').catch((e: Error) => {
      broken = e
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** A restored dump is a new database (oid), a point-in-time restore a new timeline, a new cluster a new system identifier. */
async function readIncarnation(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `select system_identifier || '-' || timeline_id || '-' || (select oid from pg_database where datname = current_database()) as id
       from pg_control_system(), pg_control_checkpoint()`,
  )
  return rows[0]?.id ?? 'unknown'
}
