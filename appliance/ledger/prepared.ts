import type { Column } from 'drizzle-orm/column'
import { type SQL, sql } from 'drizzle-orm/sql'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { getTableColumns } from 'drizzle-orm/utils'
import type { Db } from './database.ts'

/** A named parameter of a statement that is prepared once and run often. */
export const given = (name: string): SQL => sql`${sql.placeholder(name)}`

/** Prepares `INSERT` of whole rows; columns a row leaves out are NULL. Throws on a conflict. */
export function insertInto<T extends SQLiteTable>(db: Db, table: T): (row: T['$inferInsert']) => void {
  const { values, fill } = allColumns(table)
  const statement = db.insert(table).values(values).prepare()
  return (row) => void statement.run(fill(row))
}

/** Prepares an `INSERT` that leaves an existing row as it is; true when the row is new. */
export function insertNew<T extends SQLiteTable>(db: Db, table: T): (row: T['$inferInsert']) => boolean {
  const { values, fill } = allColumns(table)
  const statement = db.insert(table).values(values).onConflictDoNothing().prepare()
  return (row) => statement.run(fill(row)).changes > 0
}

/** Prepares an `INSERT` that overwrites every other column of the row with the same `keys`. */
export function upsertInto<T extends SQLiteTable>(db: Db, table: T, ...keys: readonly (keyof T['_']['columns'] & string)[]) {
  const { columns, values, fill } = allColumns(table)
  const isKey = ([name]: readonly [string, Column]): boolean => keys.some((key) => key === name)
  const named = Object.entries(columns)
  const set = Object.fromEntries(named.filter((c) => !isKey(c)).map(([name, column]) => [name, sql.raw(`excluded."${column.name}"`)]))
  const statement = db
    .insert(table)
    .values(values)
    .onConflictDoUpdate({ target: named.filter(isKey).map(([, column]) => column) as never, set: set as never })
    .prepare()
  return (row: T['$inferInsert']): void => void statement.run(fill(row))
}

function allColumns<T extends SQLiteTable>(table: T) {
  const columns: Readonly<Record<string, Column>> = getTableColumns(table)
  const names = Object.keys(columns)
  return {
    columns,
    values: Object.fromEntries(names.map((name) => [name, sql.placeholder(name)])) as never,
    fill: (row: object): Record<string, unknown> => {
      const filled: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, null]))
      return Object.assign(filled, row)
    },
  }
}
