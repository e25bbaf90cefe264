import { confusable } from './plate-confusion.ts'
import { normalisePlate } from './plate-text.ts'

/** What the kiosk's plate search shows for what has been typed so far. */
export interface PlateSearch {
  /** at most four sessions, best first */
  readonly results: readonly string[]
  /** the characters that still lead to some car inside, in keyboard order */
  readonly nextKeys: string
  /** more cars fit than may be shown: the driver types on */
  readonly tooMany: boolean
}

const KEYS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const MIN_QUERY = 3
const MAX_RESULTS = 4
const MAX_CONFUSED = 2

/**
 * Cars inside whose plate contains what was typed, in any position: exact ones first, then those that differ by confusable
 * characters (P5). Fewer than three characters find nothing; when more than four fit exactly, only a plate equal to the
 * whole query is shown, so nobody browses a car park (P6).
 */
export function searchPlates(query: string, inside: readonly { readonly sessionId: string; readonly plate: string }[]): PlateSearch {
  const typed = normalisePlate(query)
  const next = new Set<string>()
  const hits: { sessionId: string; rank: number }[] = []
  for (const { sessionId, plate } of inside) {
    const confused = scan(typed, plate, next)
    if (confused !== null) hits.push({ sessionId, rank: plate === typed ? -1 : confused })
  }
  const nextKeys = [...KEYS].filter((key) => next.has(key)).join('')
  if (typed.length < MIN_QUERY) return { results: [], nextKeys, tooMany: false }
  const ranked = hits.sort((a, b) => a.rank - b.rank)
  const exact = ranked.filter((hit) => hit.rank <= 0).length
  const shown = exact > MAX_RESULTS ? ranked.filter((hit) => hit.rank < 0) : ranked
  return { results: shown.slice(0, MAX_RESULTS).map((hit) => hit.sessionId), nextKeys, tooMany: ranked.length > MAX_RESULTS }
}

/** Fewest confused characters with which `typed` stands somewhere in `plate`, or null; collects the keys that could follow. */
function scan(typed: string, plate: string, next: Set<string>): number | null {
  let best: number | null = null
  for (let at = 0; at + typed.length <= plate.length; at++) {
    const confused = confusedAt(typed, plate, at)
    if (confused > MAX_CONFUSED) continue
    best = best === null ? confused : Math.min(best, confused)
    const following = plate[at + typed.length]
    if (following !== undefined) for (const key of KEYS) if (confusable(key, following)) next.add(key)
  }
  return best
}

function confusedAt(typed: string, plate: string, at: number): number {
  let confused = 0
  for (let i = 0; i < typed.length; i++) {
    const a = typed[i] ?? ''
    const b = plate[at + i] ?? ''
    if (a === b) continue
    if (!confusable(a, b)) return Number.POSITIVE_INFINITY
    confused += 1
  }
  return confused
}
