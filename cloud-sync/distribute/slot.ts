import type pg from 'pg'

/** How a slot stands with Postgres (pg_replication_slots). */
export interface SlotStanding {
  /** `lost`: Postgres has thrown away WAL that we had not read; `unreserved`: it may at the next checkpoint */
  readonly walStatus: 'reserved' | 'extended' | 'unreserved' | 'lost'
  readonly active: boolean
  /** WAL that Postgres keeps for us */
  readonly keptBytes: number
}

export async function slotStanding(pool: pg.Pool, slot: string): Promise<SlotStanding | null> {
  const { rows } = await pool.query<{ wal_status: SlotStanding['walStatus'] | null; active: boolean; kept: string | null }>(
    `select wal_status, active, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::int8::text as kept
       from pg_replication_slots where slot_name = $1 and database = current_database() and plugin = 'pgoutput'`,
    [slot],
  )
  const [row] = rows
  return row ? { walStatus: row.wal_status ?? 'lost', active: row.active, keptBytes: Number(row.kept ?? 0) } : null
}

export async function dropSlot(pool: pg.Pool, slot: string): Promise<void> {
  await pool.query('select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1', [slot])
}

/** −1 (no limit) means that a cloud nobody starts again fills the database's disk with WAL. */
export async function walLimitMegabytes(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ setting: string }>(`select setting from pg_settings where name = 'max_slot_wal_keep_size'`)
  return Number(rows[0]?.setting ?? -1)
}

/** What a person should know about a slot, as a sentence; null when all is well. */
export function slotAlarm(standing: SlotStanding | null): string | null {
  const megabytes = standing ? Math.round(standing.keptBytes / 2 ** 20) : 0
  if (standing === null) return 'the replication slot has gone: every box will fetch its tables once more'
  if (standing.walStatus === 'lost') {
    return 'Postgres gave up the WAL this cloud had not read: every box will fetch its tables once more. Raise max_slot_wal_keep_size'
  }
  if (standing.walStatus === 'unreserved') {
    return `this cloud is ${megabytes} MB of WAL behind and about to lose its place: look for what holds it up, or raise max_slot_wal_keep_size`
  }
  return null
}
