import pg from 'pg'
import type { IngestRequest } from '../../domain/wire/sync.ts'
import type { Backlog } from './ingest.ts'

export interface PlainRun {
  readonly rows: number
  readonly seconds: number
}

const CONNECTIONS = 8
const COLUMNS = [
  'device',
  'epoch',
  'stream',
  'seq',
  'event_id',
  'kind',
  'v',
  'wall',
  'boot_id',
  'mono',
  'clock_quality',
  'payload',
] as const
const TYPES = ['text', 'text', 'text', 'int8', 'text', 'text', 'int4', 'int8', 'text', 'float8', 'text', 'jsonb'] as const

/**
 * The same rows into the same Postgres by its own means, without HTTP, signatures, hashes or books: first the obvious way, one INSERT a
 * row, then the best case, one INSERT for each batch of five hundred. Eight connections each.
 */
export async function measurePlainInserts(databaseUrl: string, backlogs: readonly Backlog[], oneByOne: number) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS })
  const batches = backlogs.flatMap(({ queues }) => queues.flat())
  const list = COLUMNS.map((name, i) => `${name} ${TYPES[i]} not null`).join(', ')
  try {
    await pool.query(`create table bench_plain (${list}, primary key (device, epoch, stream, seq))`)
    const single = { name: 'one', text: `insert into bench_plain values (${COLUMNS.map((_, i) => `$${i + 1}`).join(', ')})` }
    const some = batches.flatMap(rowsOf).slice(0, oneByOne)
    const rowByRow = await timed(some, (values) => pool.query({ ...single, values: [...values] }))
    await pool.query('truncate bench_plain')
    const many = {
      name: 'many',
      text: `insert into bench_plain select * from unnest(${TYPES.map((t, i) => `$${i + 1}::${t}[]`).join(', ')})`,
    }
    const whole = await timed(batches, (batch) => {
      const rows = rowsOf(batch)
      return pool.query({ ...many, values: COLUMNS.map((_, i) => rows.map((row) => row[i])) })
    })
    const rows = batches.reduce((sum, batch) => sum + batch.rows.length, 0)
    return { rowByRow: { rows: some.length, seconds: rowByRow }, batched: { rows, seconds: whole } } satisfies Record<string, PlainRun>
  } finally {
    await pool.query('drop table if exists bench_plain')
    await pool.end()
  }
}

const rowsOf = ({ device, rows }: IngestRequest): readonly (readonly unknown[])[] =>
  rows.map((r) => [
    ...[device, r.epoch, r.stream, r.seq, r.eventId, r.kind, r.v, r.wall, r.bootId, r.mono, r.clockQuality],
    JSON.stringify(r.payload),
  ])

/** Seconds for all of the work, as many at once as there are connections. */
async function timed<T>(work: readonly T[], run: (item: T) => Promise<unknown>): Promise<number> {
  const started = performance.now()
  let next = 0
  const hand = async () => {
    for (let item = work[next++]; item !== undefined; item = work[next++]) await run(item)
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, hand))
  return (performance.now() - started) / 1000
}
