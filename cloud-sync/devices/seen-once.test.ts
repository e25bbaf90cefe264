import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seenOnce } from './seen-once.ts'

const KEEP = 1_000

describe('names seen once', () => {
  it('[S62] are known for as long as they must be, whatever the clock does, and not much longer', () => {
    // steps of the clock, back too; a name each
    const steps = fc.array(fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: -500, max: 3_000 })), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (all) => {
        const seen = seenOnce(KEEP)
        const first = new Map<string, number>()
        let now = 0
        let latest = 0
        for (const [i, step] of all.entries()) {
          now += step
          latest = Math.max(latest, now)
          for (const [name, at] of first) if (latest - at < KEEP) expect(seen.isNew(name, now)).toBe(false)
          const name = `name-${i}`
          expect(seen.isNew(name, now)).toBe(true)
          first.set(name, latest)
        }
      }),
    )
  })

  it('leave memory a quarter of their time later', () => {
    const seen = seenOnce(KEEP)
    for (let now = 0; now < 10 * KEEP; now += 10) seen.isNew(`name-${now}`, now)
    expect(seen.size()).toBeGreaterThanOrEqual(KEEP / 10)
    expect(seen.size()).toBeLessThanOrEqual((KEEP / 10) * 1.25 + 1)
  })
})
