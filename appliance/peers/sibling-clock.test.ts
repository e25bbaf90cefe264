import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleOf, startInOurTime } from './sibling-clock.ts'

const T = 1_700_000_000_000
const answer = { wall: T - 3_600_000, mono: 500_000, bootId: 'b1', quality: 'untrusted' as const }

describe('a sibling’s clock', () => {
  it('[N19] is dated to the middle of the round trip, with half of it as doubt', () => {
    expect(sampleOf({ atMono: 1_000 }, answer, { wall: T, mono: 1_040 })).toEqual({ ...answer, ourWall: T - 20, doubtMs: 20 })
  })

  it('[N19] an hour behind: the stay is counted from when the car really came', () => {
    const sample = sampleOf({ atMono: 0 }, answer, { wall: T, mono: 0 })
    // two minutes ago by its own monotonic clock
    const said = { at: T - 3_720_000, wall: T - 3_720_000, mono: 380_000, bootId: 'b1' }
    expect(startInOurTime(said, sample)).toBe(T - 120_000)
    // its wall clock was set since, by an hour: the monotonic clock does not care
    expect(startInOurTime(said, { ...sample, wall: T })).toBe(T - 120_000)
    // another boot since then: the difference between the wall clocks is all there is
    expect(startInOurTime({ ...said, bootId: 'b0' }, sample)).toBe(T - 120_000)
  })

  it('[N19] clocks that agree within a second are left alone', () => {
    const near = sampleOf({ atMono: 0 }, { ...answer, wall: T - 900 }, { wall: T, mono: 0 })
    expect(startInOurTime({ at: T - 5_000, wall: T - 5_000, mono: 495_900, bootId: 'b0' }, near)).toBe(T - 5_000)
  })

  it('[N19] whatever the clocks say, correcting never makes a stay longer', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: -1e9, max: 1e9 }), fc.boolean(), (skew, ago, sameBoot) => {
        const sample = { ourWall: T, wall: T + skew, mono: 1e9, bootId: 'b1', quality: 'untrusted' as const, doubtMs: 0 }
        const said = { at: T + skew - ago, wall: T + skew - ago, mono: 1e9 - ago, bootId: sameBoot ? 'b1' : 'b0' }
        expect(startInOurTime(said, sample)).toBeGreaterThanOrEqual(said.at)
      }),
    )
  })
})
