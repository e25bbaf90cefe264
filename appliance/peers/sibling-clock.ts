import type { ClockQuality, EpochMs } from '@gatehouse/domain/time.ts'

/** One comparison of a sibling's clock with ours: what it read at our instant `ourWall`, give or take `doubtMs`. */
export interface ClockSample {
  readonly ourWall: EpochMs
  readonly wall: EpochMs
  readonly mono: number
  readonly bootId: string
  readonly quality: ClockQuality
  readonly doubtMs: number
}

/** A question for the time and its answer, in our monotonic time: the answer is dated to the middle of the round trip (RFC 5905 §8). */
export function sampleOf(
  asked: { readonly atMono: number },
  answer: Pick<ClockSample, 'wall' | 'mono' | 'bootId' | 'quality'>,
  now: { readonly wall: EpochMs; readonly mono: number },
): ClockSample {
  const roundTrip = Math.max(0, now.mono - asked.atMono)
  const { wall, mono, bootId, quality } = answer
  return { ourWall: Math.round(now.wall - roundTrip / 2), wall, mono, bootId, quality, doubtMs: Math.ceil(roundTrip / 2) }
}

/** Clocks that agree this closely are left alone, so that a price does not waver with every comparison. */
const TOLERATED_MS = 1_000

/** Ours minus theirs, milliseconds: what to add to its wall clock to get ours. */
export const offsetOf = (sample: ClockSample): number => sample.ourWall - sample.wall

/**
 * When something dated by a sibling happened in our time (N19): by its monotonic clock while it is in the same boot, else by its wall
 * clock and the difference between the two. The later of that and what it said, so a wrong clock never makes a stay longer.
 */
export function startInOurTime(
  said: { readonly at: EpochMs; readonly wall: EpochMs; readonly mono: number; readonly bootId: string },
  sample: ClockSample | null,
): EpochMs {
  if (!sample) return said.at
  const lag = said.wall - said.at
  const heard = said.bootId === sample.bootId ? sample.ourWall - (sample.mono - said.mono) - lag : said.at + offsetOf(sample)
  return heard - said.at > TOLERATED_MS ? Math.round(heard) : said.at
}
