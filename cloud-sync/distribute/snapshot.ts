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

export interface Snapshot {
  readonly mark: SnapshotMark
  /** JSON lists without brackets; the last one ends with `snapshot-end` */
  readonly chunks: readonly string[]
}

/** Reads a shape's rows in one repeatable-read transaction, together with the mark that tells which changes it already has. */
export async function takeSnapshot(pool: pg.Pool, shape: ShapeDefinition, chunkBytes: number): Promise<Snapshot> {
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const { rows } = await client.query<{ snapshot: string }>('select pg_current_snapshot()::text as snapshot')
    const [xmin = '0', xmax = '0', running = ''] = rows[0]?.snapshot.split(':') ?? []
    const list = running === '' ? [] : running.split(',')
    const chunks = shape.log === 'full' ? inChunks(shape, await readRows(client, shape), chunkBytes) : ['']
    await client.query('commit')
    const end = JSON.stringify({ headers: { control: 'snapshot-end', xmin, xmax, xip_list: list } })
    const last = chunks.length - 1
    chunks[last] = chunks[last] ? `${chunks[last]},${end}` : end
    return { mark: { xmin: BigInt(xmin), xmax: BigInt(xmax), running: new Set(list.map(BigInt)) }, chunks }
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

async function readRows(client: pg.PoolClient, shape: ShapeDefinition): Promise<readonly Tuple[]> {
  const list = shape.columns.map((name) => `${quoteName(name)}::text`).join(', ')
  const { schema, table } = shape.relation
  // written anew from what was parsed: a device's own text never becomes SQL
  const terms = shape.equals.map((term, i) => `${quoteName(term.column)} = $${i + 1}`)
  const text = `select ${list} from ${quoteName(schema)}.${quoteName(table)}${terms.length > 0 ? ` where ${terms.join(' and ')}` : ''}`
  const { rows } = await client.query<(string | null)[]>({ text, values: shape.equals.map((term) => term.value), rowMode: 'array' })
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
