import type { Tuple } from '../pgoutput.ts'
import type { Relation } from '../relation.ts'
import { quoteName } from '../sql-text.ts'
import type { Expression, Operand, Sign } from './expression.ts'
import { isLike } from './like.ts'
import { classes, classOf, type Value, type ValueClass } from './value-class.ts'

/** A where clause of one table: asked of a row of text, and written for Postgres. Both come from one place, so they agree. */
export interface Condition {
  matches(row: Tuple): boolean
  /** SQL with `$first`, `$first+1`… for its values; never a word of the caller's own text */
  readonly sql: (first: number) => string
  readonly values: readonly string[]
}
export type CompiledCondition = { readonly ok: true; readonly condition: Condition } | { readonly ok: false; readonly problem: string }

/** True, false or SQL's NULL. */
type Truth = boolean | null
interface Test {
  readonly of: (row: Tuple) => Truth
  readonly sql: Sql
}
type Sql = (value: (text: string) => string) => string
interface Term {
  /** null: a quoted constant, which takes the class of what it is compared with */
  readonly kind: ValueClass | null
  readonly constant: string | null | undefined
  readonly of: (row: Tuple) => string | null
  readonly sql: Sql
}

class Unusable extends Error {}

export function compileCondition(expression: Expression, relation: Relation): CompiledCondition {
  try {
    const test = compile(expression, relation)
    const values: string[] = []
    test.sql((text) => `$${values.push(text)}`)
    return {
      ok: true,
      condition: {
        matches: (row) => test.of(row) === true,
        sql: (first) => {
          let n = first
          return test.sql(() => `$${n++}`)
        },
        values,
      },
    }
  } catch (error) {
    if (error instanceof Unusable) return { ok: false, problem: error.message }
    throw error
  }
}

function compile(e: Expression, relation: Relation): Test {
  switch (e.kind) {
    case 'and':
      return joined(
        e.terms.map((t) => compile(t, relation)),
        'and',
      )
    case 'or':
      return joined(
        e.terms.map((t) => compile(t, relation)),
        'or',
      )
    case 'not':
      return negated(compile(e.term, relation))
    case 'is': {
      const term = compile(e.term, relation)
      return { of: (row) => term.of(row) === e.truth, sql: (value) => `(${term.sql(value)}) is ${e.truth}` }
    }
    case 'isNull': {
      const { of, sql, constant } = anyTerm(e.operand, relation)
      return {
        of: (row) => of(row) === null,
        sql: (value) => (constant === undefined ? `${sql(value)} is null` : String(constant === null)),
      }
    }
    case 'truth': {
      const always: Operand = { kind: 'constant', text: 'true', form: 'boolean', cast: null }
      return compared(e.operand, '=', always, relation)
    }
    case 'compare':
      return compared(e.left, e.sign, e.right, relation)
    case 'in':
      return joined(
        e.list.map((item) => compared(e.left, '=', item, relation)),
        'or',
      )
    case 'like':
      return like(e, relation)
  }
}

function joined(tests: readonly Test[], how: 'and' | 'or'): Test {
  const decisive = how === 'or'
  return {
    of: (row) => {
      let result: Truth = !decisive
      for (const test of tests) {
        const truth = test.of(row)
        if (truth === decisive) return decisive
        if (truth === null) result = null
      }
      return result
    },
    sql: (value) => (tests.length === 0 ? String(!decisive) : tests.map((t) => `(${t.sql(value)})`).join(` ${how} `)),
  }
}

const negated = (test: Test): Test => ({
  of: (row) => {
    const truth = test.of(row)
    return truth === null ? null : !truth
  },
  sql: (value) => `not (${test.sql(value)})`,
})

const holds: { readonly [S in Sign]: (order: number) => boolean } = {
  '=': (o) => o === 0,
  '<>': (o) => o !== 0,
  '<': (o) => o < 0,
  '<=': (o) => o <= 0,
  '>': (o) => o > 0,
  '>=': (o) => o >= 0,
}

function compared(leftOperand: Operand, sign: Sign, rightOperand: Operand, relation: Relation): Test {
  const [left, right] = [termOf(leftOperand, relation), termOf(rightOperand, relation)]
  const kind = left.kind ?? right.kind ?? classes.text
  if ((left.kind ?? kind) !== (right.kind ?? kind)) throw new Unusable(`cannot compare ${left.kind?.name} with ${right.kind?.name}`)
  if (!kind.ordered && sign !== '=' && sign !== '<>') throw new Unusable(`${kind.name} values have no order here`)
  const [a, b] = [reader(left, kind), reader(right, kind)]
  const test = holds[sign]
  return {
    of: (row) => {
      const x = a(row)
      const y = x === null ? null : b(row)
      return x === null || y === null ? null : test(kind.compare(x, y))
    },
    // text in byte order, whatever the database's own collation
    sql: (value) =>
      `${written(left, kind, value)} ${sign} ${written(right, kind, value)}${kind === classes.text && sign !== '=' && sign !== '<>' ? ' collate "C"' : ''}`,
  }
}

function reader(term: Term, kind: ValueClass): (row: Tuple) => Value | null {
  if (term.constant === undefined) {
    return (row) => {
      const text = term.of(row)
      return text === null ? null : kind.read(text)
    }
  }
  const value = term.constant === null ? null : kind.read(term.constant)
  if (term.constant !== null && value === null) throw new Unusable(`invalid input syntax for ${kind.name}: "${term.constant}"`)
  return () => value
}

const sqlTypes: { readonly [N in ValueClass['name']]: string } = {
  ...{ text: 'text', uuid: 'uuid', enum: 'text', number: 'numeric', boolean: 'boolean' },
  ...{ date: 'date', timestamp: 'timestamp', timestamptz: 'timestamptz' },
}

/** A constant in the type it is compared in. */
function written(term: Term, kind: ValueClass, value: (text: string) => string): string {
  if (term.constant === null) return 'null'
  return term.constant === undefined ? term.sql(value) : `${value(term.constant)}::${constantType(term.constant, kind)}`
}

/** A whole number as int8, so an index on an integer column is used. */
const constantType = (text: string, kind: ValueClass) =>
  kind.name === 'number' && /^-?\d{1,18}$/.test(text) ? 'int8' : sqlTypes[kind.name]

function termOf(operand: Operand, relation: Relation): Term {
  const term = anyTerm(operand, relation)
  if (term.kind === null && term.constant === undefined) {
    throw new Unusable(`${describe(operand)} cannot be compared here; cast it to text`)
  }
  return term
}

const describe = (operand: Operand) => (operand.kind === 'column' ? `column "${operand.name}"` : 'this constant')

/** A column of any type, for IS NULL; `kind` is null when it cannot be compared. */
function anyTerm(operand: Operand, relation: Relation): Term {
  return operand.kind === 'constant' ? constantTerm(operand) : columnTerm(operand, relation)
}

function constantTerm(operand: Extract<Operand, { kind: 'constant' }>): Term {
  const own = operand.form === 'number' ? classes.number : operand.form === 'boolean' ? classes.boolean : null
  const cast = operand.cast === null ? null : castClass(operand.cast)
  return { kind: cast ?? own, constant: operand.text, of: () => operand.text, sql: () => 'null' }
}

function castClass(type: string): ValueClass {
  const known = classOf(type)
  if (!known) throw new Unusable(`casts to ${type} are not served`)
  return known
}

const FLOATS = new Set(['float4', 'float8'])

function columnTerm(operand: Extract<Operand, { kind: 'column' }>, relation: Relation): Term {
  const column = relation.columns.find((c) => c.name === operand.name)
  if (!column) throw new Unusable(`column "${operand.name}" does not exist`)
  const own = column.dims > 0 ? null : column.isEnum ? classes.enum : classOf(column.type)
  const cast = operand.cast === null ? null : castClass(operand.cast)
  const name = quoteName(column.name)
  const of = (row: Tuple) => row[column.name] ?? null
  if (cast && cast.name !== 'text' && cast !== own) throw new Unusable(`casting column "${column.name}" to ${operand.cast} is not served`)
  if (cast?.name === 'text' && own?.name === 'boolean') {
    return { kind: cast, constant: undefined, of: (row) => spelledOut(of(row)), sql: () => `${name}::text` }
  }
  if (cast?.name === 'text' || own?.name === 'text' || own?.name === 'enum') {
    return { kind: cast ?? own, constant: undefined, of: trimmed(column.type, of), sql: () => `${name}::text` }
  }
  // a float is compared by the number it shows, not by its binary value
  return { kind: own, constant: undefined, of, sql: () => (FLOATS.has(column.type) ? `${name}::text::numeric` : name) }
}

const spelledOut = (text: string | null) => (text === 't' ? 'true' : text === 'f' ? 'false' : text)

/** char(n) is padded in a row and not as text. */
const trimmed = (type: string, of: (row: Tuple) => string | null) =>
  type === 'bpchar' ? (row: Tuple) => of(row)?.replace(/ +$/, '') ?? null : of

const foldAscii = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())

function like(e: Extract<Expression, { kind: 'like' }>, relation: Relation): Test {
  const [left, pattern] = [termOf(e.left, relation), termOf(e.pattern, relation)]
  for (const term of [left, pattern]) {
    if ((term.kind ?? classes.text) !== classes.text) throw new Unusable(`LIKE is for text, not ${term.kind?.name}`)
  }
  const fold = e.anyCase ? foldAscii : (text: string) => text
  const foldSql = e.anyCase ? (sql: string) => `lower(${sql} collate "C")` : (sql: string) => sql
  if (typeof pattern.constant === 'string' && /(?:^|[^\\])(?:\\\\)*\\$/.test(pattern.constant)) {
    throw new Unusable('LIKE pattern must not end with escape character')
  }
  return {
    of: (row) => {
      const [text, shape] = [left.of(row), pattern.of(row)]
      return text === null || shape === null ? null : isLike(fold(text), fold(shape))
    },
    sql: (value) => `${foldSql(written(left, classes.text, value))} like ${foldSql(written(pattern, classes.text, value))}`,
  }
}
