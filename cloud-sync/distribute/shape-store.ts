import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { ShapeDefinition, ShapeQuery } from './definition.ts'
import type { Transaction } from './replication.ts'
import { noneOr, type SnapshotMark } from './snapshot.ts'

/** A shape as it is kept over a restart. Its log is not: the journal of transactions makes it again. */
export interface StoredShape {
  readonly handle: string
  readonly query: ShapeQuery
  /** which version of the table it was made of */
  readonly signature: string
  readonly mark: SnapshotMark
  readonly chunks: readonly string[]
}

/**
 * What a shape endpoint remembers in the database it follows: which slot is its own, the shapes, and the transactions its
 * shapes may still be asked for. A cache: whoever drops the schema only makes every box fetch its tables once more.
 */
export interface ShapeStore {
  /** the slot this database is followed with; null: not yet */
  readonly slot: string | null
  /** forgets everything and takes a new slot's name: changes may have been missed */
  startOver(): Promise<string>
  shapes(): Promise<readonly StoredShape[]>
  /** in commit order, a page at a time */
  journal(take: (transaction: Transaction) => void): Promise<void>
  /** `slot`: the one followed when the shape began; if that is over, so is the shape, and it is not kept */
  keep(
    definition: ShapeDefinition,
    shape: Omit<StoredShape, 'query' | 'signature'>,
    from: { readonly slot: string; readonly bornLsn: number },
  ): Promise<void>
  forget(handle: string): void
  /** writes a transaction down soon */
  note(transaction: Transaction): void
  /** everything up to here has been noted; `onDurable` hears of it once that is on disk */
  reached(lsn: number): void
  /** writes what is waiting, now */
  flush(): Promise<void>
}

const SCHEMA = `
  create schema if not exists gatehouse_shapes;
  create table if not exists gatehouse_shapes.follower_v1 (one boolean primary key default true check (one), slot text not null);
  create table if not exists gatehouse_shapes.shape_v1 (handle text primary key, query text not null, signature text not null,
    mark_min text not null, mark_max text not null, mark_running text not null, born_lsn int8 not null);
  create table if not exists gatehouse_shapes.chunk_v1 (handle text references gatehouse_shapes.shape_v1 on delete cascade, n int4, body text not null,
    primary key (handle, n));
  create table if not exists gatehouse_shapes.journal_v1 (lsn int8 primary key, xid int8 not null, changes text not null);`

// two clouds starting on one database must not both make the tables
const SCHEMA_LOCK = 7_281_100_120
const PAGE = 500

export async function openShapeStore(
  pool: pg.Pool,
  options: {
    readonly maxJournalBytes: number
    readonly onDurable: (lsn: number) => void
    readonly onError: (error: Error) => void
  },
): Promise<ShapeStore> {
  await createTables(pool)
  const { rows: followers } = await pool.query<{ slot: string }>('select slot from gatehouse_shapes.follower_v1')
  const writer = journalWriter(pool, options)
  return {
    slot: followers[0]?.slot ?? null,
    async startOver() {
      const slot = `gatehouse_${randomBytes(6).toString('hex')}`
      await pool.query('truncate gatehouse_shapes.shape_v1, gatehouse_shapes.chunk_v1, gatehouse_shapes.journal_v1')
      await pool.query('insert into gatehouse_shapes.follower_v1 (slot) values ($1) on conflict (one) do update set slot = excluded.slot', [
        slot,
      ])
      writer.restart()
      return slot
    },
    shapes: () => readShapes(pool),
    async journal(take) {
      for (let after = -1; ; ) {
        const { rows } = await pool.query<{ lsn: string; xid: string; changes: string }>(
          `select lsn, xid, changes from gatehouse_shapes.journal_v1 where lsn > $1 order by lsn limit ${PAGE}`,
          [after],
        )
        for (const row of rows) {
          after = Number(row.lsn)
          writer.count(row.changes.length)
          take({ lsn: after, xid: Number(row.xid), changes: JSON.parse(row.changes) })
        }
        if (rows.length < PAGE) return
      }
    },
    async keep({ query, relation }, { handle, mark, chunks }, { slot, bornLsn }) {
      // one statement: a shape is there with all its chunks or not at all
      await pool.query(
        `with made as (insert into gatehouse_shapes.shape_v1 select $1, $2, $3, $4, $5, $6, $7::int8
                         from gatehouse_shapes.follower_v1 where slot = $9 returning handle)
         insert into gatehouse_shapes.chunk_v1 select made.handle, c.n, c.body from made, unnest($8::text[]) with ordinality as c(body, n)`,
        [
          ...[handle, JSON.stringify(query), relation.signature, String(mark.xmin), String(mark.xmax), [...mark.running].join()],
          ...[bornLsn, chunks, slot],
        ],
      )
    },
    forget: (handle) => {
      pool.query('delete from gatehouse_shapes.shape_v1 where handle = $1', [handle]).catch(options.onError)
    },
    note: writer.note,
    reached: writer.reached,
    flush: writer.flush,
  }
}

async function createTables(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [SCHEMA_LOCK])
    await client.query(SCHEMA)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

interface ShapeRow {
  readonly handle: string
  readonly query: string
  readonly signature: string
  readonly mark_min: string
  readonly mark_max: string
  readonly mark_running: string
  readonly chunks: readonly string[]
}

async function readShapes(pool: pg.Pool): Promise<readonly StoredShape[]> {
  const { rows } = await pool.query<ShapeRow>(
    `select s.handle, query, signature, mark_min, mark_max, mark_running, array_agg(c.body order by c.n) as chunks
       from gatehouse_shapes.shape_v1 s join gatehouse_shapes.chunk_v1 c using (handle) group by s.handle`,
  )
  return rows.map(({ handle, query, signature, chunks, ...row }) => {
    const running = row.mark_running === '' ? [] : row.mark_running.split(',')
    const mark = { xmin: BigInt(row.mark_min), xmax: BigInt(row.mark_max), running: noneOr(running) }
    return { handle, query: JSON.parse(query), signature, chunks, mark }
  })
}

const RETRY_MS = 500
/** transactions in one statement, which may have 65 535 values */
const PIECE = 1_000

/** Writes transactions in the order they came, many at a time, one statement under way. */
function journalWriter(
  pool: pg.Pool,
  options: { readonly maxJournalBytes: number; readonly onDurable: (lsn: number) => void; readonly onError: (error: Error) => void },
) {
  let waiting: Transaction[] = []
  let reached = 0
  let bytes = 0
  let under: Promise<void> | null = null

  async function write(): Promise<void> {
    while (waiting.length > 0 || reached > 0) {
      const batch = waiting
      const upTo = reached
      waiting = []
      reached = 0
      try {
        if (batch.length > 0) await insert(batch)
        if (upTo > 0) options.onDurable(upTo)
      } catch (error) {
        // nothing was confirmed, so nothing is lost: Postgres keeps it until we get through
        options.onError(error instanceof Error ? error : new Error(String(error)))
        waiting = [...batch, ...waiting]
        reached = Math.max(reached, upTo)
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref())
        if (pool.ending) return
      }
    }
  }

  async function insert(batch: readonly Transaction[]): Promise<void> {
    for (let i = 0; i < batch.length; i += PIECE) await insertPiece(batch.slice(i, i + PIECE))
    if (bytes > options.maxJournalBytes) await trim()
  }

  /** Values by themselves: as elements of an array every quote of a text of megabytes would have to be escaped. */
  async function insertPiece(piece: readonly Transaction[]): Promise<void> {
    const texts = piece.map((t) => JSON.stringify(t.changes))
    const rows = piece.map((_, i) => `($${3 * i + 1}::int8, $${3 * i + 2}::int8, $${3 * i + 3})`)
    await pool.query(
      `insert into gatehouse_shapes.journal_v1 values ${rows.join()} on conflict do nothing`,
      piece.flatMap((t, i) => [t.lsn, t.xid, texts[i]]),
    )
    bytes += texts.reduce((sum, text) => sum + text.length, 0)
  }

  /** The older half goes, and with it what needs it: those shapes are served on, but will not survive a restart. */
  async function trim(): Promise<void> {
    const { rows } = await pool.query<{ bytes: string }>(
      `with kept as (select lsn, sum(length(changes)) over (order by lsn desc) as bytes from gatehouse_shapes.journal_v1),
            gone as (delete from gatehouse_shapes.journal_v1 where lsn in (select lsn from kept where bytes > $1) returning lsn),
            ended as (delete from gatehouse_shapes.shape_v1 where born_lsn < (select max(lsn) from gone))
       select coalesce(max(bytes) filter (where bytes <= $1), 0) as bytes from kept`,
      [Math.floor(options.maxJournalBytes / 2)],
    )
    bytes = Number(rows[0]?.bytes ?? 0)
  }

  const wake = () => {
    under ??= write().finally(() => {
      under = null
      if (waiting.length > 0 && !pool.ending) wake()
    })
  }
  return {
    note: (transaction: Transaction) => void waiting.push(transaction),
    reached: (lsn: number) => {
      reached = Math.max(reached, lsn)
      wake()
    },
    count: (length: number) => {
      bytes += length
    },
    restart: () => {
      waiting = []
      bytes = 0
    },
    flush: async () => {
      wake()
      await under
    },
  }
}
