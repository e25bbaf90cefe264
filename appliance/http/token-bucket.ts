/** Allows `burst` at once, then one more each `refillMs`. Times are milliseconds of one clock that never jumps. */
export interface TokenBucket {
  readonly tokens: number
  readonly at: number
}

export interface BucketRule {
  readonly burst: number
  readonly refillMs: number
}

export const fullBucket = (rule: BucketRule, now: number): TokenBucket => ({ tokens: rule.burst, at: now })

/** The bucket after one request, and whether that request may pass. */
export function takeToken(bucket: TokenBucket, rule: BucketRule, now: number): { readonly bucket: TokenBucket; readonly allowed: boolean } {
  const refilled = Math.min(rule.burst, bucket.tokens + Math.max(0, now - bucket.at) / rule.refillMs)
  if (refilled < 1) return { bucket: { tokens: refilled, at: now }, allowed: false }
  return { bucket: { tokens: refilled - 1, at: now }, allowed: true }
}
