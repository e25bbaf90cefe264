import type { Relation } from './relation.ts'
import { parseColumnList, parseTableName } from './sql-text.ts'
import { comparesAsText, type Equals, parseEquals } from './where.ts'

/** Field name → what is wrong with it, as Electric words it. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: FieldErrors }

/** What a request asks for, before any table is looked up. */
export interface ShapeQuery {
  readonly schema: string
  readonly table: string
  /** the where clause; null when it is more than equalities */
  readonly equals: readonly Equals[] | null
  readonly columns: readonly string[] | null
  readonly replica: 'default' | 'full'
  readonly log: 'full' | 'changes_only'
}

/** A shape: one table's rows and columns. `key` is equal exactly for equal shapes of one version of the table. */
export interface ShapeDefinition {
  readonly relation: Relation
  readonly columns: readonly string[]
  /** the where clause, as terms joined by AND; empty: every row */
  readonly equals: readonly Equals[]
  readonly replica: 'default' | 'full'
  readonly log: 'full' | 'changes_only'
  readonly key: string
}

const fail = (field: string, problem: string): Parsed<never> => ({ ok: false, errors: { [field]: [problem] } })

export function parseQuery(search: URLSearchParams): Parsed<ShapeQuery> {
  const tableText = search.get('table')
  if (!tableText) return fail('table', "can't be blank")
  const name = parseTableName(tableText)
  if (!name) return fail('table', 'Invalid zero-length delimited identifier or malformed table name')
  const params = parseParams(search)
  if (!params) return fail('params', 'can only use numbers as keys')
  const columnsText = search.get('columns')
  const columns = columnsText === null ? null : parseColumnList(columnsText)
  if (columnsText !== null && columns === null) return fail('columns', 'Invalid unquoted identifier')
  const where = search.get('where') || null
  return {
    ok: true,
    value: {
      ...name,
      equals: where === null ? [] : parseEquals(where, params),
      columns,
      replica: search.get('replica') === 'full' ? 'full' : 'default',
      log: search.get('log') === 'changes_only' ? 'changes_only' : 'full',
    },
  }
}

/** `params[1]=a&params[2]=b` or `params={"1":"a"}`. Null when a key is not the next number. */
function parseParams(search: URLSearchParams): readonly string[] | null {
  const found = new Map<number, string>()
  for (const [key, value] of search) {
    const match = /^params\[(.+)\]$/.exec(key)
    if (match) found.set(Number(match[1]), value)
  }
  const json = search.get('params')
  if (json) {
    try {
      for (const [key, value] of Object.entries(JSON.parse(json))) found.set(Number(key), String(value))
    } catch {
      return null
    }
  }
  const params = Array.from({ length: found.size }, (_, i) => found.get(i + 1))
  return params.every((p) => p !== undefined) ? params : null
}

export function define(query: ShapeQuery, relation: Relation | null): Parsed<ShapeDefinition> {
  if (!relation) {
    const name = `"${query.schema}"."${query.table}"`
    return fail('table', `Table ${name} does not exist. If the table name contains capitals or special characters you must quote it.`)
  }
  const known = relation.columns.map((c) => c.name)
  const unknown = query.columns?.filter((c) => !known.includes(c)) ?? []
  if (unknown.length > 0) return fail('columns', `The following columns are not found on the table: ${unknown.join(', ')}`)
  const missing = query.columns ? relation.primaryKey.filter((c) => !query.columns?.includes(c)) : []
  if (missing.length > 0) {
    return fail('columns', `The list of columns must include all primary key columns, missing: ${missing.join(', ')}`)
  }
  const columns = query.columns === null ? known : known.filter((c) => query.columns?.includes(c))
  const { equals, replica, log } = query
  if (!equals || !comparesAsText(equals, relation)) {
    return fail('where', 'must be terms like column = constant joined by AND, on text, uuid or integer columns of this table')
  }
  const key = JSON.stringify([relation.signature, columns, equals, replica, log])
  return { ok: true, value: { relation, columns, equals, replica, log, key } }
}

/** Where a client stands. `[lsn, operation]`; a snapshot's chunks have lsn 0. */
export type Offset = readonly [lsn: number, operation: number]
export type OffsetParam = { readonly kind: 'start' } | { readonly kind: 'now' } | { readonly kind: 'at'; readonly offset: Offset }

export function parseOffset(text: string | null): Parsed<OffsetParam> {
  if (text === null || text === '') return fail('offset', "can't be blank")
  if (text === '-1') return { ok: true, value: { kind: 'start' } }
  if (text === 'now') return { ok: true, value: { kind: 'now' } }
  const match = /^(\d{1,19})_(\d{1,15}|inf)$/.exec(text)
  if (!match) return fail('offset', 'has invalid format')
  return { ok: true, value: { kind: 'at', offset: [Number(match[1]), match[2] === 'inf' ? Number.POSITIVE_INFINITY : Number(match[2])] } }
}

export const formatOffset = ([lsn, operation]: Offset) => `${lsn}_${operation === Number.POSITIVE_INFINITY ? 'inf' : operation}`

export const isAfter = (a: Offset, b: Offset) => a[0] > b[0] || (a[0] === b[0] && a[1] > b[1])
