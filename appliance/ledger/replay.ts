import { readEvent } from '@gatehouse/domain/wire/upcast.ts'
import { sql } from 'drizzle-orm/sql'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { getTableName } from 'drizzle-orm/table'
import type { Db } from './database.ts'
import { applyEvent } from './fold.ts'
import type { StoredRow } from './log.ts'
import { applySiblingEvent } from './peer-fold.ts'
import { codeTry, debtWaiver, payment, quote, quoteDebt, tillCount, validation } from './schema/money.ts'
import { barrierCommand, decision, helpCall, lane, observation, presentation, session } from './schema/movement.ts'
import { type peerLog, plateCorrection, sessionEnd, vehicleClaim } from './schema/peers.ts'
import { stateTables } from './state.ts'
import { transactions } from './transact.ts'

/** The tables that hold nothing but what the log says. */
export const foldedTables: readonly SQLiteTable[] = [
  barrierCommand,
  codeTry,
  debtWaiver,
  decision,
  helpCall,
  lane,
  observation,
  payment,
  plateCorrection,
  presentation,
  quote,
  quoteDebt,
  session,
  sessionEnd,
  tillCount,
  validation,
  vehicleClaim,
]

export type SiblingRow = Pick<typeof peerLog.$inferSelect, 'device' | 'kind' | 'v' | 'payload'>

/** Folds logged events, oldest first, and siblings' rows, into the empty state tables of `target`. Throws naming the first event it cannot read. */
export function replayInto(target: Db, rows: Iterable<StoredRow>, siblings: Iterable<SiblingRow> = []): void {
  const state = stateTables(target)
  transactions(target.$client)((tx) => {
    for (const row of rows) {
      const event = readEvent(row.kind, row.v, JSON.parse(row.payload))
      if ('unknown' in event) throw new Error(`event ${row.eventId} (${row.kind} v${row.v}) cannot be read: ${event.problems.join('; ')}`)
      applyEvent(state, tx, event)
    }
    for (const row of siblings) {
      const event = readEvent(row.kind, row.v, JSON.parse(row.payload))
      if (!('unknown' in event)) applySiblingEvent(state, tx, event, row.device)
    }
  })
}

/** Table by table, where the state of two ledgers differs, as one sentence each; empty = the same. */
export function stateDifferences(left: Db, right: Db): readonly string[] {
  return foldedTables.flatMap((table) => {
    const [a, b] = [rowsOf(left, table), rowsOf(right, table)]
    const at = a.findIndex((row, i) => row !== b[i])
    if (a.length === b.length && at === -1) return []
    const where = at === -1 ? a.length : at
    return [`${getTableName(table)}: row ${where + 1} is ${a[where] ?? 'absent'}, and from the log ${b[where] ?? 'absent'}`]
  })
}

const rowsOf = (db: Db, table: SQLiteTable): readonly string[] =>
  db
    .select()
    .from(table)
    .orderBy(sql`1`)
    .all()
    .map((row) => JSON.stringify(row))
