import type { EpochMs } from '@gatehouse/domain/time.ts'
import { type EdgeTable, edgeTables } from '@gatehouse/domain/wire/edge.ts'
import { and, eq, sql } from 'drizzle-orm/sql'
import * as v from 'valibot'
import type { Db } from './database.ts'
import type { deadLetters } from './dead-letters.ts'
import { upsertInto } from './prepared.ts'
import { shapePosition, shapeRow } from './schema/edge.ts'
import type { Transact, Tx } from './transact.ts'

/** One change of a contract table, values as Electric hands them (text); an update may name only the columns that changed. */
export interface ShapeChange {
  readonly operation: 'insert' | 'update' | 'delete'
  readonly key: string
  readonly row: Readonly<Record<string, unknown>>
}
export interface ShapeBatch {
  readonly changes: readonly ShapeChange[]
  readonly handle: string
  readonly offset: string
  /** these rows are the whole table (a refetch): what is not among them is gone */
  readonly replace: boolean
}

/** What a contract table's rows mean to this box. `put` throws RowRefused for a row that makes no sense. */
export interface EdgeConsumer<Row> {
  put(tx: Tx, row: Row): void
  remove(tx: Tx, row: Row): void
}
export type EdgeConsumers = { readonly [T in EdgeTable]: EdgeConsumer<v.InferOutput<(typeof edgeTables)[T]['row']>> }

/** A row that was understood as text but not as sense; it goes to the dead letters with this reason. */
export class RowRefused extends Error {}

type RawRow = Readonly<Record<string, unknown>>

/** Applies what the cloud sends down, together with the position it brings us to, in one transaction: never a batch twice, never half of one. */
export function shapes(parts: {
  readonly db: Db
  readonly transact: Transact
  readonly site: string
  readonly now: () => EpochMs
  readonly consumers: EdgeConsumers
  readonly dead: ReturnType<typeof deadLetters>
}) {
  const { db, transact, site, now, consumers, dead } = parts
  const s = prepare(db)
  const writePosition = upsertInto(db, shapePosition, 'table')
  const writeRow = upsertInto(db, shapeRow, 'table', 'key')

  const consume = <T extends EdgeTable>(tx: Tx, table: T, how: 'put' | 'remove', key: string, raw: RawRow): void => {
    try {
      consumers[table][how](tx, understood(table, raw, site) as never)
    } catch (cause) {
      if (!(cause instanceof RowRefused)) throw cause
      dead.put(tx, { source: table, key, body: JSON.stringify(raw), reason: cause.message, at: now() })
    }
  }

  const put = (tx: Tx, table: EdgeTable, key: string, row: RawRow): void => {
    writeRow({ table, key, row })
    consume(tx, table, 'put', key, row)
  }
  const remove = (tx: Tx, table: EdgeTable, key: string): void => {
    const row = s.row.get({ table, key })?.row
    if (!row) return
    s.dropRow.run({ table, key })
    consume(tx, table, 'remove', key, row)
  }

  return {
    shapePosition: (table: EdgeTable): { readonly handle: string; readonly offset: string } | null => s.position.get({ table }) ?? null,
    applyShape(table: EdgeTable, { changes, handle, offset, replace }: ShapeBatch): void {
      transact((tx) => {
        if (replace) {
          const present = new Set(changes.filter((change) => change.operation !== 'delete').map((change) => change.key))
          for (const { key } of s.keys.all({ table })) if (!present.has(key)) remove(tx, table, key)
        }
        for (const { operation, key, row } of changes) {
          if (operation === 'delete') remove(tx, table, key)
          else put(tx, table, key, operation === 'update' ? { ...s.row.get({ table, key })?.row, ...row } : row)
        }
        writePosition({ table, handle, offset, at: now() })
      })
    },
    /** the rows stay in force until a refetch replaces them */
    forgetShape(table: EdgeTable): void {
      transact(() => void s.forget.run({ table }))
    },
  }
}

/** The row in domain values; throws RowRefused for one of another shape or another site. */
function understood(table: EdgeTable, raw: RawRow, site: string): unknown {
  const parsed = parse(table, raw)
  if (!parsed.success) throw new RowRefused(parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'row'}: ${issue.message}`).join('; '))
  if (parsed.output.site_id !== site) throw new RowRefused(`a row of site ${parsed.output.site_id}, and this is ${site}`)
  return parsed.output
}

function parse(table: EdgeTable, raw: RawRow) {
  try {
    return v.safeParse(edgeTables[table].row, raw)
  } catch (cause) {
    throw new RowRefused(`a column that should hold JSON does not: ${cause instanceof Error ? cause.message : cause}`)
  }
}

function prepare(db: Db) {
  const ofTable = eq(shapeRow.table, sql.placeholder('table'))
  const oneRow = and(ofTable, eq(shapeRow.key, sql.placeholder('key')))
  const positionOf = eq(shapePosition.table, sql.placeholder('table'))
  return {
    position: db.select({ handle: shapePosition.handle, offset: shapePosition.offset }).from(shapePosition).where(positionOf).prepare(),
    forget: db.delete(shapePosition).where(positionOf).prepare(),
    row: db.select().from(shapeRow).where(oneRow).prepare(),
    keys: db.select({ key: shapeRow.key }).from(shapeRow).where(ofTable).prepare(),
    dropRow: db.delete(shapeRow).where(oneRow).prepare(),
  }
}
