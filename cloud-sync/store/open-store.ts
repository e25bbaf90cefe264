import pg from 'pg'
import { lastingPool } from './lasting-pool.ts'
import { migrateCloud } from './migrate.ts'
import { type Sql, sqlOf, types } from './sql.ts'

export interface Store extends Sql {
  readonly databaseUrl: string
  /** changes when the database is restored or replaced, so boxes know to compare watermarks (SYNC S-rules) */
  readonly incarnation: string
  /** One SQL transaction on one connection. An exception rolls back and is rethrown; the work must be awaited inside. */
  transact<T>(work: (tx: Sql) => Promise<T>): Promise<T>
  /**
   * One SQL transaction nothing of which depends on an answer: its statements leave together, their COMMIT with them, so that it costs one
   * round trip and Postgres waits for nobody. `work` says what is to be done and is given no rows. Resolves once it is on disk; throws what
   * Postgres refused, and then nothing is kept.
   */
  transactAtOnce(work: (tx: Sql) => Promise<unknown>): Promise<void>
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
  const pool = lastingPool(
    { connectionString: options.databaseUrl, max: options.poolSize ?? 10, types, application_name: 'gatehouse', pipeline: true },
    (error) => options.onError?.(error),
  )
  try {
    await migrateCloud(pool)
    const incarnation = await readIncarnation(pool)
    return {
      ...sqlOf(pool),
      databaseUrl: options.databaseUrl,
      incarnation,
      transact: (work) => transact(pool, work),
      transactAtOnce: (work) => transactAtOnce(pool, work),
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

async function transactAtOnce(pool: pg.Pool, work: (tx: Sql) => Promise<unknown>): Promise<void> {
  const statements = await statementsOf(work)
  const client = await pool.connect()
  const outcomes = await Promise.allSettled([{ text: 'begin' }, ...statements, { text: 'commit' }].map((one) => client.query(one)))
  const refused = outcomes.find((outcome) => outcome.status === 'rejected')
  const committed = outcomes.at(-1)
  // a lost connection is not given back; one that has refused a statement has rolled back instead of committing
  client.release(refused && !(refused.reason instanceof pg.DatabaseError) ? refused.reason : undefined)
  if (refused) throw refused.reason
  if (committed?.status !== 'fulfilled' || committed.value.command !== 'COMMIT')
    throw new Error('nothing was kept: Postgres did not commit')
}

/** What the work would send; it learns nothing, so it cannot depend on anything. */
async function statementsOf(work: (tx: Sql) => Promise<unknown>): Promise<readonly pg.QueryConfig[]> {
  const statements: pg.QueryConfig[] = []
  await work({
    async query(statement, values = []) {
      statements.push({ ...(typeof statement === 'string' ? { text: statement } : statement), values: [...values] })
      return []
    },
  })
  return statements
}

/** A restored dump is a new database (oid), a point-in-time restore a new timeline, a new cluster a new system identifier. */
async function readIncarnation(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `select system_identifier || '-' || timeline_id || '-' || (select oid from pg_database where datname = current_database()) as id
       from pg_control_system(), pg_control_checkpoint()`,
  )
  return rows[0]?.id ?? 'unknown'
}
