export interface Token {
  readonly kind: 'name' | 'quotedName' | 'string' | 'number' | 'parameter' | 'sign'
  readonly text: string
  /** where it stands in the clause */
  readonly at: number
}

const SPACE = /\s+/y
const TOKEN =
  /"((?:[^"]|"")+)"|'((?:[^']|'')*)'|\$(\d{1,4})|([A-Za-z_][\w$]*)|(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(::|<=|>=|<>|!=|[-=<>(),[\]])/y

/** Cuts a where clause into tokens; a character that begins none is a `sign` of its own, for the parser to refuse. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    SPACE.lastIndex = at
    if (SPACE.test(text)) {
      at = SPACE.lastIndex
      continue
    }
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    tokens.push(match ? { ...describe(match), at } : { kind: 'sign', text: text[at] ?? '', at })
    at = match ? TOKEN.lastIndex : at + 1
  }
  return tokens
}

function describe([, quoted, literal, parameter, name, number, sign]: RegExpExecArray): Omit<Token, 'at'> {
  if (quoted !== undefined) return { kind: 'quotedName', text: quoted.replaceAll('""', '"') }
  if (literal !== undefined) return { kind: 'string', text: literal.replaceAll("''", "'") }
  if (parameter !== undefined) return { kind: 'parameter', text: parameter }
  if (name !== undefined) return { kind: 'name', text: name.toLowerCase() }
  if (number !== undefined) return { kind: 'number', text: number }
  return { kind: 'sign', text: sign ?? '' }
}
