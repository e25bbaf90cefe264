import type pg from 'pg'
import type { Tuple } from './pgoutput.ts'
import { quoteName } from './sql-text.ts'

export interface Column {
  readonly name: string
  readonly type: string
  /** array dimensions, 0 for a scalar */
  readonly dims: number
  readonly notNull: boolean
  /** place in the primary key, or null */
  readonly pkIndex: number | null
  readonly typmod: number
  readonly isEnum: boolean
}

export interface Relation {
  readonly oid: number
  readonly schema: string
  readonly table: string
  readonly columns: readonly Column[]
  /** names, in key order */
  readonly primaryKey: readonly string[]
  /** tells two versions of a table apart */
  readonly signature: string
}

/** Looks a table up in the catalogue; null when there is none. */
export async function findRelation(sql: pg.Pool, schema: string, table: string): Promise<Relation | null> {
  const { rows } = await sql.query(
    `select c.oid::int8::text as oid, a.attname as name, a.attnotnull as not_null, a.atttypmod as typmod, t.typtype = 'e' as is_enum,
            coalesce(e.typname, t.typname) as type,
            case when e.oid is null then 0 else greatest(1, a.attndims) end as dims,
            array_position(i.indkey::int2[], a.attnum) as pk
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       join pg_type t on t.oid = a.atttypid
       left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
       left join pg_index i on i.indrelid = c.oid and i.indisprimary
      where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p')
      order by a.attnum`,
    [schema, table],
  )
  if (rows.length === 0) return null
  const columns = rows.map(
    (r): Column => ({
      name: r.name,
      type: r.type,
      dims: Number(r.dims),
      notNull: r.not_null,
      pkIndex: r.pk === null ? null : Number(r.pk),
      typmod: r.typmod,
      isEnum: r.is_enum,
    }),
  )
  const key = columns.filter((c) => c.pkIndex !== null).sort((a, b) => (a.pkIndex ?? 0) - (b.pkIndex ?? 0))
  return {
    oid: Number(rows[0].oid),
    schema,
    table,
    columns,
    primaryKey: key.map((c) => c.name),
    signature: `${rows[0].oid}(${columns.map((c) => `${c.name}:${c.type}:${c.dims}:${c.typmod}`).join()})`,
  }
}

/** `electric-schema`: what a client needs to parse text values, columns by name. */
export function schemaHeader(relation: Relation, columns: readonly string[]): string {
  const chosen = relation.columns.filter((c) => columns.includes(c.name)).sort((a, b) => (a.name < b.name ? -1 : 1))
  return JSON.stringify(Object.fromEntries(chosen.map((c) => [c.name, describe(c)])))
}

// a varchar's or numeric's modifier counts from the size of its own length word
const TYPMOD_BASE = 4

function describe(c: Column): Record<string, unknown> {
  return {
    type: c.type,
    ...(c.dims > 0 ? { dims: c.dims } : {}),
    ...(c.typmod >= 0 ? modifiersOf(c) : {}),
    ...(c.notNull ? { not_null: true } : {}),
    ...(c.pkIndex === null ? {} : { pk_index: c.pkIndex }),
  }
}

function modifiersOf({ type, typmod }: Column): Record<string, unknown> {
  const size = typmod - TYPMOD_BASE
  if (type === 'varchar') return { max_length: size }
  if (type === 'bpchar') return { length: size }
  if (type === 'bit') return { length: typmod }
  if (type === 'numeric') return { precision: (size >> 16) & 0xffff, scale: size & 0xffff }
  if (/^time(stamp)?(tz)?$/.test(type)) return { precision: typmod }
  // an interval's modifier holds its fields and its precision; 0xffff is "as many as there are"
  if (type === 'interval') return (typmod & 0xffff) === 0xffff ? {} : { precision: typmod & 0xffff }
  return { type_mod: typmod }
}

/** `"schema"."table"/"pk"/…`; a slash inside a value is doubled. A table without a key uses every column. */
export function rowKey(relation: Relation, row: Tuple): string {
  const names = relation.primaryKey.length > 0 ? relation.primaryKey : relation.columns.map((c) => c.name)
  const parts = names.map((name) => {
    const value = row[name]
    return value === null || value === undefined ? '/_' : `/"${value.replaceAll('/', '//')}"`
  })
  return `${quoteName(relation.schema)}.${quoteName(relation.table)}${parts.join('')}`
}

/** Old rows are needed whole: a row that leaves a shape is a delete in it. Needs the table's owner. */
export async function keepWholeRows(
  sql: pg.Pool | pg.Client,
  { oid, schema, table }: Pick<Relation, 'oid' | 'schema' | 'table'>,
): Promise<void> {
  const { rowCount } = await sql.query(`select 1 from pg_class where oid = $1 and relreplident = 'f'`, [oid])
  if (!rowCount) await sql.query(`alter table ${quoteName(schema)}.${quoteName(table)} replica identity full`)
}
