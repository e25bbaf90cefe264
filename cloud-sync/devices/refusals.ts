import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { MiddlewareHandler } from 'hono'

/** Requests that were refused, by reason, since this cloud started. */
export interface Refused {
  readonly since: EpochMs
  readonly byReason: Readonly<Record<string, number>>
}

export interface Refusals {
  readonly watch: MiddlewareHandler
  counts(): Refused
}

/** the names of domain/wire; nothing a stranger sends can make a new one */
const NAME = /^[a-z][A-Za-z]{1,31}$/
const byStatus: Readonly<Record<number, string>> = { 400: 'invalid', 403: 'wrongSite', 404: 'notFound', 405: 'invalid', 413: 'tooLarge' }

/**
 * Counts what the boxes' endpoints refuse (rule S21). A box told to fetch a table anew was not refused; nor was one that is asked to
 * sign as of an instant that is still to come, which is all that a cloud that has just started can do for a sound signature (S62).
 */
export function countRefusals(now: () => EpochMs): Refusals {
  const since = now()
  const byReason = new Map<string, number>()
  return {
    async watch(c, next) {
      await next()
      const reason = c.res.status < 400 ? null : await reasonOf(c.res, now())
      if (reason !== null) byReason.set(reason, (byReason.get(reason) ?? 0) + 1)
    },
    counts: () => ({ since, byReason: Object.fromEntries([...byReason].sort(([, a], [, b]) => b - a)) }),
  }
}

async function reasonOf(response: Response, at: EpochMs): Promise<string | null> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  if (Array.isArray(body)) return null
  if (isJustStarted(body, at)) return null
  const name = typeof body === 'object' && body !== null && 'error' in body ? body.error : null
  if (typeof name === 'string' && NAME.test(name)) return name
  return byStatus[response.status] ?? (response.status >= 500 ? 'failed' : 'other')
}

const isJustStarted = (body: unknown, at: EpochMs): boolean =>
  typeof body === 'object' && body !== null && 'error' in body && body.error === 'clock' && 'now' in body && Number(body.now) > at
