import { knownStay } from '@gatehouse/domain/stay.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleOf, startInOurTime } from './sibling-clock.ts'

const T = 1_700_000_000_000
const here = { device: 'exit', bootId: 'ours' }
const answer = { wall: T - 3_600_000, mono: 500_000, bootId: 'b1', quality: 'untrusted' as const }
const now = { wall: T, mono: 9_000, bootId: 'ours' }
const startClock = { quality: 'untrusted' as const, device: 'entry', bootId: 'b1', mono: 380_000 }
/** two minutes ago by its own monotonic clock, an hour and two minutes by its wall clock */
const said = { actualStart: T - 3_720_000, startClock, wall: T - 3_720_000, mono: 380_000, bootId: 'b1' }

describe('a sibling’s clock', () => {
  it('[N19] is dated to the middle of the round trip, with half of it as doubt', () => {
    const ours = { ourWall: T - 20, ourMono: 8_980, ourBootId: 'ours' }
    expect(sampleOf({ atMono: 8_960 }, answer, now)).toEqual({ ...answer, ...ours, doubtMs: 20 })
  })

  it('[N19] an hour behind: the stay is counted from when the car really came', () => {
    const sample = sampleOf({ atMono: 9_000 }, answer, now)
    expect(startInOurTime(said, sample, here).actualStart).toBe(T - 120_000)
    // its wall clock was set since, by an hour: the monotonic clock does not care
    expect(startInOurTime(said, { ...sample, wall: T }, here).actualStart).toBe(T - 120_000)
    // another boot since then: the difference between the wall clocks is all there is
    expect(startInOurTime({ ...said, bootId: 'b0' }, sample, here).actualStart).toBe(T - 120_000)
  })

  it('[N19] nobody vouches for either wall clock: the two monotonic ones, compared, measure the stay', () => {
    const sample = sampleOf({ atMono: 8_960 }, answer, now)
    const start = startInOurTime(said, sample, here)
    const left = { quality: 'untrusted' as const, ...here, mono: 12_000, wall: T + 3_000 }
    expect(knownStay({ wall: start.actualStart, ...(start.startClock ?? startClock) }, left)).toEqual({ ms: 123_000, quality: 'exact' })
    // the exit box started anew and has not compared yet: nothing is known, and nothing is charged for
    expect(startInOurTime(said, sample, { ...here, bootId: 'next' }).startClock).toEqual(startClock)
  })

  it('[N19] clocks that agree within a second are left alone', () => {
    const near = sampleOf({ atMono: 9_000 }, { ...answer, wall: T - 900 }, now)
    const told = { actualStart: T - 5_000, startClock: null, wall: T - 5_000, mono: 495_900, bootId: 'b0' }
    expect(startInOurTime(told, near, here)).toEqual({ actualStart: T - 5_000, startClock: null })
  })

  it('[N19] whatever the clocks say, and however long the question took, no stay comes out longer than it was', () => {
    const any = fc.record({ skew: fc.integer({ min: -1e12, max: 1e12 }), ago: fc.nat(1e9), there: fc.nat(5_000), back: fc.nat(5_000) })
    fc.assert(
      fc.property(any, ({ skew, ago, there, back }) => {
        // their monotonic clock is 777 ahead of ours; they read the question after `there` milliseconds
        const read = { wall: T + skew, mono: 1e9 + 777, bootId: 'b1', quality: 'untrusted' as const }
        const sample = sampleOf({ atMono: 1e9 - there }, read, { wall: T + back, mono: 1e9 + back, bootId: 'ours' })
        const at = T + skew - ago
        const clock = { ...startClock, mono: read.mono - ago }
        const start = startInOurTime({ actualStart: at, startClock: clock, wall: at, mono: clock.mono, bootId: 'b1' }, sample, here)
        expect(start.actualStart).toBeGreaterThanOrEqual(at)
        const stay = knownStay(
          { wall: start.actualStart, ...(start.startClock ?? clock) },
          { wall: T, quality: 'untrusted', ...here, mono: 1e9 },
        )
        expect(stay.ms).toBeLessThanOrEqual(ago + 1e-3)
      }),
    )
  })
})
