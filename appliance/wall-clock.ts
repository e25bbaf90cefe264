import type { ClockQuality, EpochMs } from '@gatehouse/domain/time.ts'

/** The wall time of a machine that may have started in 1970, over the readings it is given. */
export interface WallClock {
  wall(): EpochMs
  quality(): ClockQuality
  /** the newest time this box ever wrote down, once its ledger is open */
  startNoEarlierThan(lastSaved: number): void
}

/**
 * A Pi without an RTC starts at the time of its last shutdown, or in 1970: wall time is called untrusted until a time source has
 * set the clock, and until then never runs behind the newest time this box ever wrote down. Once it is set it is right, whatever
 * was written down before: a box that once believed it was 2038 must not stay there.
 */
export function createWallClock(readings: { now(): EpochMs; mono(): number; synchronised(): boolean }): WallClock {
  const { now, mono, synchronised } = readings
  let floor = 0
  let floorMono = 0
  return {
    startNoEarlierThan(lastSaved) {
      floor = lastSaved
      floorMono = mono()
    },
    // Behind at start: run on from the saved time until the system clock has overtaken it.
    wall: () => (floor <= 0 || synchronised() ? now() : Math.max(now(), Math.floor(floor + mono() - floorMono))),
    quality: () => (synchronised() ? 'trusted' : 'untrusted'),
  }
}
