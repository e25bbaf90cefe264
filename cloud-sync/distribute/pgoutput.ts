/**
 * PostgreSQL's `pgoutput` logical replication messages, protocol version 1
 * (https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html).
 */

/** A row as text, column name → value; `null` is SQL NULL. */
export type Tuple = Readonly<Record<string, string | null>>

export interface WalRelation {
  readonly oid: number
  readonly schema: string
  readonly table: string
  readonly columns: readonly string[]
  /** changes when a column is added, dropped, renamed or retyped */
  readonly signature: string
}

export type WalMessage =
  | { readonly kind: 'begin'; readonly lsn: bigint; readonly xid: number }
  | { readonly kind: 'commit'; readonly endLsn: bigint }
  | { readonly kind: 'relation'; readonly relation: WalRelation }
  | { readonly kind: 'insert'; readonly oid: number; readonly after: Tuple }
  | { readonly kind: 'update'; readonly oid: number; readonly before: Tuple | null; readonly after: Tuple }
  | { readonly kind: 'delete'; readonly oid: number; readonly before: Tuple }
  | { readonly kind: 'truncate'; readonly oids: readonly number[] }
  | { readonly kind: 'other'; readonly tag: string }

interface Cursor {
  readonly bytes: Buffer
  at: number
}

const u8 = (c: Cursor) => c.bytes.readUInt8(c.at++)
const letter = (c: Cursor) => String.fromCharCode(u8(c))
function i16(c: Cursor): number {
  c.at += 2
  return c.bytes.readInt16BE(c.at - 2)
}
function u32(c: Cursor): number {
  c.at += 4
  return c.bytes.readUInt32BE(c.at - 4)
}
function u64(c: Cursor): bigint {
  c.at += 8
  return c.bytes.readBigUInt64BE(c.at - 8)
}
function cstring(c: Cursor): string {
  const end = c.bytes.indexOf(0, c.at)
  const text = c.bytes.toString('utf8', c.at, end)
  c.at = end + 1
  return text
}

/** Decodes messages of one replication connection; it remembers the relations that were announced. Throws on what is not pgoutput. */
export function pgoutputDecoder(): (bytes: Buffer) => WalMessage {
  const relations = new Map<number, WalRelation>()
  return (bytes) => {
    const c: Cursor = { bytes, at: 0 }
    const tag = letter(c)
    if (tag === 'B') {
      const lsn = u64(c)
      u64(c) // commit time
      return { kind: 'begin', lsn, xid: u32(c) }
    }
    if (tag === 'C') {
      u8(c) // flags
      u64(c) // commit position, known since begin
      return { kind: 'commit', endLsn: u64(c) }
    }
    if (tag === 'R') {
      const relation = readRelation(c)
      relations.set(relation.oid, relation)
      return { kind: 'relation', relation }
    }
    if (tag === 'I' || tag === 'U' || tag === 'D') return readChange(c, tag, relations)
    if (tag === 'T') {
      const count = u32(c)
      u8(c) // cascade, restart identity
      return { kind: 'truncate', oids: Array.from({ length: count }, () => u32(c)) }
    }
    return { kind: 'other', tag }
  }
}

function readRelation(c: Cursor): WalRelation {
  const oid = u32(c)
  const schema = cstring(c)
  const table = cstring(c)
  u8(c) // replica identity
  const columns: string[] = []
  const types: string[] = []
  for (let n = i16(c); n > 0; n--) {
    u8(c) // part of the key
    const name = cstring(c)
    columns.push(name)
    types.push(`${name}:${u32(c)}:${u32(c)}`)
  }
  return { oid, schema, table, columns, signature: `${schema}.${table}(${types.join()})` }
}

function readChange(c: Cursor, tag: 'I' | 'U' | 'D', relations: ReadonlyMap<number, WalRelation>): WalMessage {
  const oid = u32(c)
  const relation = relations.get(oid)
  if (!relation) throw new Error(`a change of relation ${oid}, which was never announced`)
  let part = letter(c)
  let before: Tuple | null = null
  if (part === 'O' || part === 'K') {
    before = readTuple(c, relation.columns, null)
    if (tag !== 'D') part = letter(c)
  }
  if (tag === 'D') return { kind: 'delete', oid, before: before ?? {} }
  const after = readTuple(c, relation.columns, before)
  return tag === 'I' ? { kind: 'insert', oid, after } : { kind: 'update', oid, before, after }
}

/** `u` is an unchanged large value that was not sent: the old row has it when the table's replica identity is full. */
function readTuple(c: Cursor, columns: readonly string[], base: Tuple | null): Tuple {
  const tuple: Record<string, string | null> = {}
  const count = i16(c)
  for (let i = 0; i < count; i++) {
    const name = columns[i] ?? ''
    const form = letter(c)
    if (form === 't') {
      const length = u32(c)
      tuple[name] = c.bytes.toString('utf8', c.at, c.at + length)
      c.at += length
    } else {
      tuple[name] = form === 'u' ? (base?.[name] ?? null) : null
    }
  }
  return tuple
}
