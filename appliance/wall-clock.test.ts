import { describe, expect, it } from 'vitest'
import { createWallClock } from './wall-clock.ts'

describe('the wall clock', () => {
  it('[S6] runs on from the last time on record while nobody vouches for it, and is right as soon as somebody does', () => {
    let [now, mono, synchronised] = [1_000, 0, false]
    const clock = createWallClock({ now: () => now, mono: () => mono, synchronised: () => synchronised })
    clock.startNoEarlierThan(5_000)
    expect([clock.wall(), clock.quality()]).toEqual([5_000, 'untrusted'])
    now += 300
    mono += 300
    expect(clock.wall()).toBe(5_300)
    // the time on record was that of a clock which had been wrong: it does not bind the right one
    synchronised = true
    expect([clock.wall(), clock.quality()]).toEqual([1_300, 'trusted'])
  })
})
