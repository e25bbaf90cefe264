import type pg from 'pg'
import { compileCondition } from './condition/compile.ts'
import { parseCondition } from './condition/parse.ts'
import type { Parsed, ShapeDefinition } from './definition.ts'
import { parseParams } from './params.ts'
import { type Relation, rowKey } from './relation.ts'
import { markHeaders, readAtOnce, readRows, shapeWhere, type WrittenWhere } from './snapshot.ts'
import { quoteName } from './sql-text.ts'

/** Some of a shape's rows, once: for a reader of changes only that looks at a page of the table. */
export interface Subset {
  /** of the shape's own where clause and this one */
  readonly where: WrittenWhere
  /** ` order by …`, written anew */
  readonly order: string
  readonly limit: number | null
  readonly offset: number | null
}

export const asksForSubset = (search: URLSearchParams) => [...search.keys()].some((key) => key.startsWith('subset__'))

/** `subset__where`, `subset__params` (JSON), `subset__order_by`, `subset__limit`, `subset__offset`. */
export function parseSubset(search: URLSearchParams, shape: ShapeDefinition): Parsed<Subset> {
  const fail = (field: string, problem: string): Parsed<never> => ({ ok: false, errors: { [`subset.${field}`]: [problem] } })
  const where = subsetWhere(search, shape)
  if ('problem' in where) return fail('where', where.problem)
  const order = parseOrder(search.get('subset__order_by') ?? '', shape.relation)
  if (order === null) return fail('order_by', 'must be columns of this table, each with ASC or DESC, NULLS FIRST or NULLS LAST')
  const [limit, offset] = [search.get('subset__limit'), search.get('subset__offset')]
  for (const [field, text] of Object.entries({ limit, offset })) {
    if (text && !/^\d{1,9}$/.test(text)) return fail(field, 'must be a whole number, 0 or more')
  }
  return { ok: true, value: { where, order, limit: limit ? Number(limit) : null, offset: offset ? Number(offset) : null } }
}

function subsetWhere(search: URLSearchParams, shape: ShapeDefinition): WrittenWhere | { readonly problem: string } {
  const own = shapeWhere(shape)
  const text = search.get('subset__where')
  if (!text) return own
  const params = parseParams(new URLSearchParams({ params: search.get('subset__params') ?? '{}' }))
  if (!params) return { problem: 'params can only use numbers as keys' }
  const parsed = parseCondition(text, params)
  if (!parsed.ok) return parsed
  const compiled = compileCondition(parsed.expression, shape.relation)
  if (!compiled.ok) return compiled
  const more = compiled.condition.sql(own.values.length + 1)
  return { text: own.text ? `(${own.text}) and (${more})` : more, values: [...own.values, ...compiled.condition.values] }
}

function parseOrder(text: string, relation: Relation): string | null {
  if (text.trim() === '') return ''
  const item = /\s*(?:"((?:[^"]|"")+)"|([A-Za-z_][\w$]*))(?:\s+(asc|desc))?(?:\s+nulls\s+(first|last))?\s*(,|$)/iy
  const terms: string[] = []
  while (item.lastIndex < text.length) {
    const match = item.exec(text)
    if (!match) return null
    const [, quoted, plain, direction, nulls, end] = match
    const name = quoted?.replaceAll('""', '"') ?? plain?.toLowerCase() ?? ''
    if (!relation.columns.some((c) => c.name === name)) return null
    terms.push(`${quoteName(name)} ${direction?.toLowerCase() ?? 'asc'}${nulls ? ` nulls ${nulls.toLowerCase()}` : ''}`)
    if (end === '') return ` order by ${terms.join(', ')}`
  }
  return null
}

/** The rows with the mark of what they contain, so the reader can drop the changes that it has already. `mark` is any number. */
export async function readSubset(pool: pg.Pool, shape: ShapeDefinition, subset: Subset, mark: number): Promise<string> {
  const rest = `${subset.order}${subset.limit === null ? '' : ` limit ${subset.limit}`}${subset.offset === null ? '' : ` offset ${subset.offset}`}`
  const read = await readAtOnce(pool, (client) => readRows(client, shape, subset.where, rest))
  const relation = [shape.relation.schema, shape.relation.table]
  const headers = { operation: 'insert', relation, snapshot_mark: mark }
  return JSON.stringify({
    metadata: { ...markHeaders(read.mark), snapshot_mark: mark, database_lsn: String(read.lsn) },
    data: read.rows.map((value) => ({ key: rowKey(shape.relation, value), value, headers })),
  })
}
