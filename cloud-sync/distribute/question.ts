/** A question for a shape in two parts: what is read, as it was spelled, and where its reader stands. */
export interface Question {
  readonly what: string
  readonly handle: string
  readonly offset: string
  readonly cursor: string | null
  readonly live: boolean
}

const WHAT = /^(?:table|where|columns|replica|log|params)\b/
/** nothing that would have to be decoded */
const PLAIN = /^[\w-]{1,64}$/

/**
 * Takes the query of an address apart without reading what stands in it. Null: it is not simply a reader that goes on where it was (a
 * first question, server-sent events, a subset), or it is spelled otherwise than clients do.
 */
export function splitQuestion(query: string): Question | null {
  let what = ''
  const at: Record<string, string> = {}
  for (const piece of query.split('&')) {
    if (WHAT.test(piece)) what += `&${piece}`
    else {
      const [name = '', value = ''] = piece.split('=')
      if (name.includes('%') || name.startsWith('subset__') || name.endsWith('_sse')) return null
      at[name] ??= value
    }
  }
  const { handle = '', offset = '', cursor = null, live } = at
  if (!PLAIN.test(handle) || !PLAIN.test(offset) || offset === 'now' || (cursor !== null && !PLAIN.test(cursor))) return null
  if (live !== undefined && live !== 'true' && live !== 'false') return null
  return { what, handle, offset, cursor, live: live === 'true' }
}

/** The words of a question that say what is read. */
export const wordsOf = (query: string): string =>
  query
    .split('&')
    .filter((piece) => WHAT.test(piece))
    .map((piece) => `&${piece}`)
    .join('')

/** What an address asks for. */
export const queryOf = (url: string): string => url.slice(url.indexOf('?') + 1 || url.length)
