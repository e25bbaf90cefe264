/** SQL's LIKE: `%` any run of characters, `_` one, `\` takes the next as it is. Time grows with the product of both lengths, at worst. */
export function isLike(text: string, pattern: string): boolean {
  const characters = [...text]
  const parts = partsOf(pattern)
  let [t, p] = [0, 0]
  let retry: { readonly part: number; at: number } | null = null
  while (t < characters.length) {
    const part = parts[p]
    if (part?.kind === 'run') {
      retry = { part: p, at: t }
      p += 1
    } else if (part !== undefined && (part.kind === 'any' || part.text === characters[t])) {
      t += 1
      p += 1
    } else if (retry) {
      // the last run takes one character more
      retry.at += 1
      t = retry.at
      p = retry.part + 1
    } else return false
  }
  return parts.slice(p).every((part) => part.kind === 'run')
}

interface Part {
  readonly kind: 'run' | 'any' | 'one'
  readonly text: string
}

function partsOf(pattern: string): readonly Part[] {
  const parts: Part[] = []
  let escaped = false
  for (const text of pattern) {
    if (!escaped && text === '\\') {
      escaped = true
      continue
    }
    const kind = escaped ? 'one' : text === '%' ? 'run' : text === '_' ? 'any' : 'one'
    parts.push({ kind, text })
    escaped = false
  }
  return parts
}
