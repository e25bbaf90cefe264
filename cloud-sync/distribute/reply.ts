import { formatOffset, type Offset } from './definition.ts'

/** How long answers may be reused; a CDN in front lives on these. */
export interface Caching {
  readonly maxAgeSeconds: number
  readonly staleSeconds: number
}

export type ReplyKind = 'initial' | 'catchUp' | 'live' | 'sse' | 'refetch'

export function cacheControl(kind: ReplyKind, { maxAgeSeconds, staleSeconds }: Caching, sseSeconds: number): string {
  if (kind === 'initial') return 'public, max-age=604800, s-maxage=3600, stale-while-revalidate=2629746'
  if (kind === 'live') return 'public, max-age=5, stale-while-revalidate=5'
  if (kind === 'sse') return `public, max-age=${sseSeconds - 1}`
  if (kind === 'refetch') return 'public, max-age=60, must-revalidate'
  return `public, max-age=${maxAgeSeconds}, stale-while-revalidate=${staleSeconds}`
}

const CURSOR_EPOCH_SECONDS = Date.UTC(2024, 9, 9) / 1000

/**
 * The live cursor: clients asking in one interval ask for the same URL, so a cache answers them together; one that has seen
 * this interval's answer is moved on by a random amount, so it never gets the same answer twice.
 */
export function nextCursor(previous: string | null, nowMs: number, intervalSeconds: number, random: () => number): string {
  const elapsed = nowMs / 1000 - CURSOR_EPOCH_SECONDS
  const cursor = Math.ceil(elapsed / intervalSeconds) * intervalSeconds
  const seen = previous !== null && /^\d{1,15}$/.test(previous) ? Number(previous) : 0
  return String(cursor > seen ? cursor : seen + 1 + Math.floor(random() * 3600))
}

export interface ReplyFacts {
  readonly kind: ReplyKind
  readonly handle: string
  /** the offset as the client asked for it */
  readonly asked: string
  readonly end: Offset
  readonly upToDate: boolean
  /** false: nothing new (a timeout, or `offset=now`) */
  readonly hasData: boolean
  readonly schema: string
  readonly cursor: string | null
  readonly cacheControl: string
  /** tells two empty answers apart, so neither revalidates the other */
  readonly unique: string
}

export function replyHeaders(facts: ReplyFacts): Record<string, string> {
  const end = formatOffset(facts.end)
  return {
    'content-type': facts.kind === 'sse' ? 'text/event-stream' : 'application/json; charset=utf-8',
    'cache-control': facts.cacheControl,
    'electric-handle': facts.handle,
    'electric-offset': end,
    'electric-has-data': String(facts.hasData),
    etag: `"${facts.handle}:${facts.asked}:${end}${facts.hasData ? '' : `:${facts.unique}`}"`,
    ...(facts.cursor === null ? { 'electric-schema': facts.schema } : { 'electric-cursor': facts.cursor }),
    ...(facts.upToDate ? { 'electric-up-to-date': '' } : {}),
  }
}

export const upToDateMessage = (lsn: number) => JSON.stringify({ headers: { control: 'up-to-date', global_last_seen_lsn: String(lsn) } })

export const mustRefetchBody = JSON.stringify([{ headers: { control: 'must-refetch' } }])
