import type { ShapeDefinition } from './definition.ts'
import type { Tuple } from './pgoutput.ts'
import { rowKey } from './relation.ts'
import type { Change, Transaction } from './replication.ts'
import type { LogEntry } from './shape-log.ts'

/** Whether a row belongs to the shape; asked of old and new rows. */
export type Matches = (row: Tuple) => boolean

/**
 * One transaction as a shape's clients see it: a row that enters is an insert, one that leaves a delete, a changed key both.
 * Pure; `truncate` is the registry's business.
 */
export function operationsOf(
  shape: ShapeDefinition,
  transaction: Transaction,
  changes: readonly Change[],
  matches: Matches,
): readonly LogEntry[] {
  const drafts = changes.flatMap((change) => draftsOf(shape, change, matches))
  return drafts.map((draft, i) => ({
    offset: [transaction.lsn, draft.position],
    json: JSON.stringify({
      key: draft.key,
      value: draft.value,
      ...(draft.old ? { old_value: draft.old } : {}),
      headers: {
        operation: draft.operation,
        relation: [shape.relation.schema, shape.relation.table],
        lsn: String(transaction.lsn),
        op_position: draft.position,
        txids: [transaction.xid],
        ...draft.more,
        ...(i === drafts.length - 1 ? { last: true } : {}),
      },
    }),
  }))
}

interface Draft {
  readonly operation: 'insert' | 'update' | 'delete'
  readonly position: number
  readonly key: string
  readonly value: Tuple
  readonly old?: Tuple
  readonly more?: Readonly<Record<string, unknown>>
}

function draftsOf(shape: ShapeDefinition, change: Change, matches: Matches): readonly Draft[] {
  const before = change.before !== null && matches(change.before) ? change.before : null
  const after = change.after !== null && matches(change.after) ? change.after : null
  const { position } = change
  if (before && after) return updateOf(shape, before, after, position)
  if (after) return [{ operation: 'insert', position, key: rowKey(shape.relation, after), value: pick(after, shape.columns) }]
  if (before) return [{ operation: 'delete', position, key: rowKey(shape.relation, before), value: deleted(shape, before) }]
  return []
}

function updateOf(shape: ShapeDefinition, before: Tuple, after: Tuple, position: number): readonly Draft[] {
  const [from, to] = [rowKey(shape.relation, before), rowKey(shape.relation, after)]
  if (from !== to) {
    return [
      { operation: 'delete', position, key: from, value: deleted(shape, before), more: { key_change_to: to } },
      { operation: 'insert', position: position + 1, key: to, value: pick(after, shape.columns), more: { key_change_from: from } },
    ]
  }
  const changed = shape.columns.filter((name) => before[name] !== after[name])
  // the client has the row exactly as it is now
  if (changed.length === 0) return []
  if (shape.replica === 'full') {
    return [{ operation: 'update', position, key: to, value: pick(after, shape.columns), old: pick(before, changed) }]
  }
  return [{ operation: 'update', position, key: to, value: pick(after, [...new Set([...shape.relation.primaryKey, ...changed])]) }]
}

function deleted(shape: ShapeDefinition, row: Tuple): Tuple {
  const key = shape.relation.primaryKey
  return pick(row, shape.replica === 'full' || key.length === 0 ? shape.columns : key)
}

const pick = (row: Tuple, names: readonly string[]): Tuple => Object.fromEntries(names.map((name) => [name, row[name] ?? null]))
