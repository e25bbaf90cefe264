import type { Relation } from './relation.ts'

/** `column = constant`, one or more joined by AND: what the index can find and an authoriser can read. */
export interface Equals {
  readonly column: string
  readonly value: string
}

const token = /\s*(?:"((?:[^"]|"")+)"|'((?:[^']|'')*)'|\$(\d+)|([A-Za-z_][\w$]*)|(-?\d+)|(=))/y

type Token =
  | { readonly kind: 'name'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'equals' }

/** Reads a where clause of equalities. Null: something else (not necessarily wrong SQL). `params` are `$1`, `$2`… in order. */
export function parseEquals(where: string, params: readonly string[]): readonly Equals[] | null {
  const tokens = tokenise(where, params)
  if (!tokens || tokens.length === 0) return null
  const terms: Equals[] = []
  for (let i = 0; ; i += 4) {
    const [column, sign, value, and] = tokens.slice(i, i + 4)
    if (column?.kind !== 'name' || sign?.kind !== 'equals' || value?.kind !== 'constant') return null
    terms.push({ column: column.text, value: value.text })
    if (and === undefined) return terms
    if (and.kind !== 'name' || and.quoted || and.text !== 'and') return null
  }
}

function tokenise(text: string, params: readonly string[]): readonly Token[] | null {
  const tokens: Token[] = []
  const source = text.trimEnd()
  token.lastIndex = 0
  while (token.lastIndex < source.length) {
    const match = token.exec(source)
    if (!match) return null
    const next = asToken(match, params)
    if (!next) return null
    tokens.push(next)
  }
  return tokens
}

function asToken(match: RegExpExecArray, params: readonly string[]): Token | null {
  const [, quoted, literal, param, name, number] = match
  if (quoted !== undefined) return { kind: 'name', text: quoted.replaceAll('""', '"'), quoted: true }
  if (literal !== undefined) return { kind: 'constant', text: literal.replaceAll("''", "'") }
  if (number !== undefined) return { kind: 'constant', text: number }
  if (name !== undefined) return { kind: 'name', text: name.toLowerCase(), quoted: false }
  if (param === undefined) return { kind: 'equals' }
  const value = params[Number(param) - 1]
  return value === undefined ? null : { kind: 'constant', text: value }
}

/** Types whose equality is the equality of their text, given a constant spelled the way Postgres spells it. */
const spelling: Readonly<Record<string, RegExp>> = {
  text: /^/,
  varchar: /^/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  int4: /^(0|-?[1-9]\d{0,9})$/,
  int8: /^(0|-?[1-9]\d{0,18})$/,
}

/** True when comparing texts gives Postgres' answer for every term on this table. */
export function comparesAsText(terms: readonly Equals[], relation: Relation): boolean {
  return terms.every((term) => {
    const column = relation.columns.find((c) => c.name === term.column)
    return column !== undefined && column.dims === 0 && (spelling[column.type]?.test(term.value) ?? false)
  })
}
