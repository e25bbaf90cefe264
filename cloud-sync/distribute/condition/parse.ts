import type { Expression, Operand, Sign } from './expression.ts'
import { type Token, tokensOf } from './tokens.ts'

export type ParsedCondition = { readonly ok: true; readonly expression: Expression } | { readonly ok: false; readonly problem: string }

const MAX_TOKENS = 4000
const MAX_DEPTH = 50
/** Electric names a location in the query it wraps the clause in. */
const LOCATION_OF_CLAUSE = 'SELECT 1 WHERE '.length

class Refusal extends Error {}

/**
 * Reads the subset of SQL we serve: comparisons, IN, BETWEEN, [I]LIKE, IS [NOT] NULL/TRUE/FALSE/DISTINCT FROM, = ANY, AND, OR, NOT,
 * parameters and casts. Nothing read here is ever sent to Postgres as it was written. `params` are `$1`, `$2`… in order.
 */
export function parseCondition(where: string, params: readonly string[]): ParsedCondition {
  try {
    const parser = new Parser(tokensOf(where), where, params)
    return { ok: true, expression: parser.whole() }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.message }
    throw error
  }
}

class Parser {
  private readonly tokens: readonly Token[]
  private readonly text: string
  private readonly params: readonly string[]
  private next = 0
  private depth = 0

  constructor(tokens: readonly Token[], text: string, params: readonly string[]) {
    this.tokens = tokens
    this.text = text
    this.params = params
    if (tokens.length > MAX_TOKENS) throw new Refusal('is too long')
  }

  whole(): Expression {
    const expression = this.any()
    if (this.next < this.tokens.length) this.refuse()
    return expression
  }

  private refuse(): never {
    const token = this.tokens[this.next]
    if (!token) throw new Refusal(`At location ${LOCATION_OF_CLAUSE + this.text.length}: syntax error at end of input`)
    const after = this.tokens[this.next + 1]
    const near = token.kind === 'sign' ? token.text : this.text.slice(token.at, after?.at).trim()
    throw new Refusal(`At location ${LOCATION_OF_CLAUSE + token.at}: syntax error at or near "${near}"`)
  }

  private is(text: string): boolean {
    const token = this.tokens[this.next]
    return token !== undefined && (token.kind === 'name' || token.kind === 'sign') && token.text === text
  }
  private take(...texts: readonly string[]): boolean {
    const from = this.next
    for (const text of texts) {
      if (!this.is(text)) {
        this.next = from
        return false
      }
      this.next += 1
    }
    return true
  }
  private need(text: string): void {
    if (!this.take(text)) this.refuse()
  }

  private any(): Expression {
    if (++this.depth > MAX_DEPTH) throw new Refusal('is nested too deeply')
    const terms = [this.all()]
    while (this.take('or')) terms.push(this.all())
    this.depth -= 1
    return terms.length === 1 && terms[0] ? terms[0] : { kind: 'or', terms }
  }

  private all(): Expression {
    const terms = [this.negated()]
    while (this.take('and')) terms.push(this.negated())
    return terms.length === 1 && terms[0] ? terms[0] : { kind: 'and', terms }
  }

  private negated(): Expression {
    let negations = 0
    while (this.take('not')) negations += 1
    const term = this.tested()
    return negations % 2 === 1 ? { kind: 'not', term } : term
  }

  /** A condition, perhaps in parentheses, perhaps asked for its truth. */
  private tested(): Expression {
    let term = this.grouped()
    while (this.take('is')) {
      const not = this.take('not')
      if (this.take('true')) term = { kind: 'is', term, truth: true }
      else if (this.take('false')) term = { kind: 'is', term, truth: false }
      else this.refuse()
      if (not) term = { kind: 'not', term }
    }
    return term
  }

  private grouped(): Expression {
    const from = this.next
    if (this.take('(')) {
      const inside = this.any()
      this.need(')')
      // `(column) = 1` is an operand in parentheses, not a condition
      if (!(inside.kind === 'truth' && this.startsTail())) return inside
      return this.tail(inside.operand)
    }
    this.next = from
    return this.tail(this.operand())
  }

  private startsTail(): boolean {
    const token = this.tokens[this.next]
    return (token?.kind === 'sign' && !['(', ')', ','].includes(token.text)) || ['in', 'between', 'like', 'ilike'].some((w) => this.is(w))
  }

  /** What follows an operand. */
  private tail(left: Operand): Expression {
    const sign = this.sign()
    if (sign) return this.comparison(left, sign)
    const not = this.take('not')
    const term = this.range(left)
    if (not) return term ? { kind: 'not', term } : this.refuse()
    return term ?? this.isTail(left)
  }

  private comparison(left: Operand, sign: Sign): Expression {
    if (sign === '=' && this.take('any')) return this.inArray(left)
    return { kind: 'compare', sign, left, right: this.operand() }
  }

  private range(left: Operand): Expression | null {
    if (this.take('in')) {
      this.need('(')
      const list = this.list(')')
      return { kind: 'in', left, list }
    }
    if (this.take('between')) {
      const low = this.operand()
      this.need('and')
      const terms = [this.compared(left, '>=', low), this.compared(left, '<=', this.operand())]
      return { kind: 'and', terms }
    }
    if (this.is('like') || this.is('ilike')) {
      const anyCase = this.take('ilike')
      if (!anyCase) this.need('like')
      return { kind: 'like', left, pattern: this.operand(), anyCase }
    }
    return null
  }

  private compared = (left: Operand, sign: Sign, right: Operand): Expression => ({ kind: 'compare', sign, left, right })

  private isTail(left: Operand): Expression {
    const from = this.next
    if (!this.take('is')) return { kind: 'truth', operand: left }
    const not = this.take('not')
    if (this.take('null')) return not ? { kind: 'not', term: { kind: 'isNull', operand: left } } : { kind: 'isNull', operand: left }
    if (this.take('distinct', 'from')) {
      const right = this.operand()
      const same: Expression = { kind: 'is', term: this.compared(left, '=', right), truth: true }
      const bothNull: Expression = {
        kind: 'and',
        terms: [
          { kind: 'isNull', operand: left },
          { kind: 'isNull', operand: right },
        ],
      }
      const either: Expression = { kind: 'or', terms: [same, bothNull] }
      return not ? either : { kind: 'not', term: either }
    }
    this.next = from
    return { kind: 'truth', operand: left }
  }

  private inArray(left: Operand): Expression {
    this.need('(')
    if (this.take('array')) {
      this.need('[')
      const list = this.list(']')
      this.need(')')
      return { kind: 'in', left, list }
    }
    const operand = this.operand()
    this.need(')')
    const items = operand.kind === 'constant' && operand.text !== null ? arrayItems(operand.text) : null
    if (!items) throw new Refusal('ANY takes a list such as {a,b}')
    return { kind: 'in', left, list: items.map((text) => ({ kind: 'constant', text, form: 'quoted', cast: null })) }
  }

  private list(close: string): readonly Operand[] {
    const list = [this.operand()]
    while (this.take(',')) list.push(this.operand())
    this.need(close)
    return list
  }

  private sign(): Sign | null {
    const signs: readonly Sign[] = ['=', '<>', '<=', '>=', '<', '>']
    if (this.take('!=')) return '<>'
    return signs.find((sign) => this.take(sign)) ?? null
  }

  private operand(): Operand {
    if (this.take('cast', '(')) {
      const inside = this.operand()
      this.need('as')
      const cast = this.typeName()
      this.need(')')
      return this.casts({ ...inside, cast })
    }
    if (this.take('(')) {
      const inside = this.operand()
      this.need(')')
      return this.casts(inside)
    }
    return this.casts(this.plain())
  }

  private casts(operand: Operand): Operand {
    let cast = operand.cast
    while (this.take('::')) cast = this.typeName()
    return { ...operand, cast }
  }

  private typeName(): string {
    const token = this.tokens[this.next]
    if (token?.kind !== 'name' && token?.kind !== 'quotedName') this.refuse()
    this.next += 1
    const list = this.take('[', ']') ? '[]' : ''
    if (token.text === 'double' && this.take('precision')) return 'float8'
    if (token.text === 'character' && this.take('varying')) return 'varchar'
    return token.text + list
  }

  private plain(): Operand {
    const minus = this.take('-')
    const token = this.tokens[this.next]
    if (!token) this.refuse()
    if (minus && token.kind !== 'number') this.refuse()
    this.next += 1
    const constant = (text: string | null, form: 'quoted' | 'number' | 'boolean'): Operand => ({ kind: 'constant', text, form, cast: null })
    if (token.kind === 'number') return constant((minus ? '-' : '') + token.text, 'number')
    if (token.kind === 'string') return constant(token.text, 'quoted')
    if (token.kind === 'parameter') {
      const value = this.params[Number(token.text) - 1]
      if (value === undefined) throw new Refusal(`parameter $${token.text} was not provided`)
      return constant(value, 'quoted')
    }
    if (token.kind === 'quotedName') return { kind: 'column', name: token.text, cast: null }
    if (token.kind === 'name' && !RESERVED.has(token.text)) return { kind: 'column', name: token.text, cast: null }
    if (token.text === 'true' || token.text === 'false') return constant(token.text, 'boolean')
    if (token.text === 'null') return constant(null, 'quoted')
    this.next -= 1
    this.refuse()
  }
}

const RESERVED = new Set(
  'and or not in between like ilike is null true false any array cast as select from where case when then else end all some distinct'.split(
    ' ',
  ),
)

/** The items of a one-dimensional array constant, `{a,"b,c",NULL}`. Null when it is none. */
function arrayItems(text: string): readonly (string | null)[] | null {
  const inside = /^\{(.*)\}$/s.exec(text.trim())?.[1]
  if (inside === undefined) return null
  if (inside.trim() === '') return []
  const items: (string | null)[] = []
  const item = /\s*(?:"((?:[^"\\]|\\.)*)"|([^",{}]*?))\s*(,|$)/sy
  while (item.lastIndex <= inside.length) {
    const match = item.exec(inside)
    if (!match) return null
    const [, quoted, plain = '', end] = match
    items.push(quoted !== undefined ? quoted.replaceAll(/\\(.)/gs, '$1') : /^null$/i.test(plain) ? null : plain)
    if (end === '') return items
  }
  return null
}
