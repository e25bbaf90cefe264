import type pg from 'pg'
import type { ShapeDefinition } from './definition.ts'
import type { Tuple } from './pgoutput.ts'
import { rowKey } from './relation.ts'
import { quoteName } from './sql-text.ts'

/** Which transactions a snapshot saw (pg_snapshot, 64-bit ids). */
export interface SnapshotMark {
  readonly xmin: bigint
  readonly xmax: bigint
  readonly running: ReadonlySet<bigint>
}

/** Nearly always none was running, and there is a mark for each of thousands of shapes. */
export const noneOr = (running: readonly string[]): ReadonlySet<bigint> => (running.length === 0 ? NONE : new Set(running.map(BigInt)))
const NONE: ReadonlySet<bigint> = new Set()

export interface Snapshot {
  readonly mark: SnapshotMark
  /** JSON lists without brackets; the last one ends with `snapshot-end` */
  readonly chunks: readonly string[]
}

/** Reads a shape's rows in one repeatable-read transaction, together with the mark that tells which changes it already has. */
export async function takeSnapshot(pool: pg.Pool, shape: ShapeDefinition, chunkBytes: number): Promise<Snapshot> {
  const { mark, rows } = await readAtOnce(pool, async (client) => (shape.log === 'full' ? readRows(client, shape, shapeWhere(shape)) : []))
  const chunks = inChunks(shape, rows, chunkBytes)
  const end = JSON.stringify({ headers: { control: 'snapshot-end', ...markHeaders(mark) } })
  const last = chunks.length - 1
  chunks[last] = chunks[last] ? `${chunks[last]},${end}` : end
  return { mark, chunks }
}

export const markHeaders = (mark: SnapshotMark) => ({
  xmin: String(mark.xmin),
  xmax: String(mark.xmax),
  xip_list: [...mark.running].map(String),
})

/** Runs a query on one snapshot of the database; `lsn` is a position before which everything committed is in it. */
export async function readAtOnce(
  pool: pg.Pool,
  query: (client: pg.PoolClient) => Promise<readonly Tuple[]>,
): Promise<{ readonly mark: SnapshotMark; readonly lsn: bigint; readonly rows: readonly Tuple[] }> {
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const { rows: marks } = await client.query<{ snapshot: string; lsn: string }>(
      `select pg_current_snapshot()::text as snapshot, (pg_current_wal_lsn() - '0/0')::text as lsn`,
    )
    const [xmin = '0', xmax = '0', running = ''] = marks[0]?.snapshot.split(':') ?? []
    const rows = await query(client)
    await client.query('commit')
    const ids = running === '' ? [] : running.split(',')
    return { mark: { xmin: BigInt(xmin), xmax: BigInt(xmax), running: noneOr(ids) }, lsn: BigInt(marks[0]?.lsn ?? 0), rows }
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

/** A where clause as SQL with its values, `$1` first. */
export interface WrittenWhere {
  readonly text: string
  readonly values: readonly string[]
}

/** Written anew from what was parsed: a caller's own text never becomes SQL. */
export function shapeWhere({ equals, condition }: ShapeDefinition): WrittenWhere {
  // the condition says everything that the terms taken out for the index say
  if (condition) return { text: condition.sql(1), values: condition.values }
  return { text: equals.map((term, i) => `${quoteName(term.column)} = $${i + 1}`).join(' and '), values: equals.map((term) => term.value) }
}

export async function readRows(client: pg.PoolClient, shape: ShapeDefinition, where: WrittenWhere, rest = ''): Promise<readonly Tuple[]> {
  const list = shape.columns.map((name) => `${quoteName(name)}::text`).join(', ')
  const { schema, table } = shape.relation
  const from = `${quoteName(schema)}.${quoteName(table)}`
  const text = `select ${list} from ${from}${where.text ? ` where ${where.text}` : ''}${rest}`
  const { rows } = await client.query<(string | null)[]>({ text, values: [...where.values], rowMode: 'array' })
  return rows.map((row) => Object.fromEntries(shape.columns.map((name, i) => [name, row[i] ?? null])))
}

function inChunks(shape: ShapeDefinition, rows: readonly Tuple[], chunkBytes: number): string[] {
  const relation = [shape.relation.schema, shape.relation.table]
  const chunks: string[] = []
  let current: string[] = []
  let bytes = 0
  for (const value of rows) {
    const json = JSON.stringify({ key: rowKey(shape.relation, value), value, headers: { operation: 'insert', relation } })
    current.push(json)
    bytes += json.length
    if (bytes < chunkBytes) continue
    chunks.push(current.join(','))
    current = []
    bytes = 0
  }
  if (current.length > 0 || chunks.length === 0) chunks.push(current.join(','))
  return chunks
}

/**
 * True when the snapshot already contains the transaction. Replication gives the low 32 bits of the id; the rest is taken
 * from the snapshot, whose horizon is never 2³¹ transactions away.
 */
export function isVisible(mark: SnapshotMark, xid: number): boolean {
  const half = 1n << 31n
  let full = (mark.xmax & ~0xffffffffn) | BigInt(xid)
  if (full > mark.xmax + half) full -= 1n << 32n
  else if (full + half < mark.xmax) full += 1n << 32n
  if (full < mark.xmin) return true
  return full < mark.xmax && !mark.running.has(full)
}
