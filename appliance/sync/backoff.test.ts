import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoffMs, retryAfterMs } from './backoff.ts'

const limits = { baseMs: 500, capMs: 15_000 }

describe('[S4] waiting times', () => {
  it('lie between what the server asked for and the doubled, capped delay', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.double({ min: 0, max: 0.999_999, noNaN: true }), fc.nat(60_000), (attempt, random, floor) => {
        const ms = backoffMs(attempt, limits, random, floor)
        expect(ms).toBeGreaterThanOrEqual(floor)
        expect(ms).toBeLessThanOrEqual(Math.max(floor, Math.min(limits.capMs, limits.baseMs * 2 ** Math.min(attempt, 30))))
        expect(Number.isInteger(ms)).toBe(true)
      }),
    )
  })

  it('spread over the whole range, so boxes that failed together do not come back together', () => {
    const waits = Array.from({ length: 1000 }, (_, i) => backoffMs(3, limits, i / 1000))
    expect(Math.min(...waits)).toBe(0)
    expect(Math.max(...waits)).toBeGreaterThan(3990)
    expect(new Set(waits.map((ms) => Math.floor(ms / 400))).size).toBe(10)
  })

  it('take retry-after in seconds or as a date, never more than an hour', () => {
    const now = Date.UTC(2026, 10, 22)
    expect(retryAfterMs('3', now)).toBe(3000)
    expect(retryAfterMs('Sun, 22 Nov 2026 00:00:05 GMT', now)).toBe(5000)
    expect(retryAfterMs('Sun, 22 Nov 2020 00:00:05 GMT', now)).toBe(0)
    expect(retryAfterMs('99999999', now)).toBe(3_600_000)
    for (const nothing of [null, '', '  ', 'soon']) expect(retryAfterMs(nothing, now)).toBeNull()
  })
})
