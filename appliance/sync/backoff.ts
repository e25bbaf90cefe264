export interface BackoffLimits {
  /** longest first wait */
  readonly baseMs: number
  /** longest wait ever */
  readonly capMs: number
}

/**
 * How long to wait before attempt `attempt` (0 = first retry): uniformly between 0 and the doubled-and-capped delay ("full
 * jitter", Brooker 2015: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), never less than the
 * server asked for. `random` is 0 ≤ x < 1.
 */
export function backoffMs(attempt: number, limits: BackoffLimits, random: number, floorMs = 0): number {
  // 2^30 is past any cap; beyond it the power would grow to Infinity
  const ceiling = Math.min(limits.capMs, limits.baseMs * 2 ** Math.min(attempt, 30))
  return Math.max(floorMs, Math.round(random * ceiling))
}

/** `Retry-After` in seconds or as a date; null when absent or unreadable. Capped at an hour: a wrong date must not silence a box. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null || header.trim() === '') return null
  const seconds = Number(header)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - nowMs
  return Number.isFinite(ms) ? Math.min(3_600_000, Math.max(0, ms)) : null
}
