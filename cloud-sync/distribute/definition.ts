import { createHash } from 'node:crypto'
import { type Condition, compileCondition } from './condition/compile.ts'
import { conjuncts, type Expression } from './condition/expression.ts'
import { parseCondition } from './condition/parse.ts'
import { parseParams } from './params.ts'
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
  /** the where clause; null when it is more than equalities, which is for `condition` */
  readonly equals: readonly Equals[] | null
  readonly condition: Expression | null
  readonly columns: readonly string[] | null
  readonly replica: 'default' | 'full'
  readonly log: 'full' | 'changes_only'
}

/** A shape: one table's rows and columns. `key` is equal exactly for equal shapes of one version of the table. */
export interface ShapeDefinition {
  /** as it was asked for; with the table it makes the definition again */
  readonly query: ShapeQuery
  readonly relation: Relation
  readonly columns: readonly string[]
  /** terms joined by AND that every row fulfils, found by index; empty: every row of the table is looked at */
  readonly equals: readonly Equals[]
  /** what a row must fulfil beyond that, if anything */
  readonly condition: Condition | null
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
  const condition = where === null ? null : parseCondition(where, params)
  if (condition?.ok === false) return fail('where', condition.problem)
  return {
    ok: true,
    value: {
      ...name,
      equals: where === null ? [] : parseEquals(where, params),
      condition: condition?.expression ?? null,
      columns,
      replica: search.get('replica') === 'full' ? 'full' : 'default',
      log: search.get('log') === 'changes_only' ? 'changes_only' : 'full',
    },
  }
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
  const { replica, log } = query
  const where = whereOf(query, relation)
  if (!where.ok) return where
  const { equals, condition } = where.value
  const written = condition && [condition.sql(1), condition.values]
  const said = JSON.stringify([relation.signature, columns, equals, replica, log, ...(written ? [written] : [])])
  // ten thousand of these are kept: no longer than need be, and of the question only what makes the definition again
  const key = createHash('sha256').update(said).digest('base64url')
  const kept = { ...query, columns: query.columns && columns, condition: condition && query.condition }
  return { ok: true, value: { query: kept, relation, columns, equals, condition, replica, log, key } }
}

/** Equalities that the index can use are taken out; what is left over is asked of every row they find. */
function whereOf(query: ShapeQuery, relation: Relation): Parsed<Pick<ShapeDefinition, 'equals' | 'condition'>> {
  const { equals, condition } = query
  if (equals && comparesAsText(equals, relation)) return { ok: true, value: { equals, condition: null } }
  if (!condition) return { ok: true, value: { equals: [], condition: null } }
  const compiled = compileCondition(condition, relation)
  if (!compiled.ok) return fail('where', compiled.problem)
  return { ok: true, value: { equals: indexable(condition, relation), condition: compiled.condition } }
}

function indexable(condition: Expression, relation: Relation): readonly Equals[] {
  return conjuncts(condition).flatMap((term) => {
    if (term.kind !== 'compare' || term.sign !== '=' || term.left.kind !== 'column' || term.right.kind !== 'constant') return []
    if (term.left.cast !== null || term.right.cast !== null || term.right.text === null) return []
    const equals = [{ column: term.left.name, value: term.right.text }]
    return comparesAsText(equals, relation) ? equals : []
  })
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
