import type { BoxClock } from '@gatehouse/domain/stay.ts'
import type { ClockQuality, EpochMs } from '@gatehouse/domain/time.ts'

/** One instant as both boxes read it: theirs (`wall`, `mono`, `bootId`) and ours, give or take `doubtMs`. */
export interface ClockSample {
  readonly ourWall: EpochMs
  readonly ourMono: number
  readonly ourBootId: string
  readonly wall: EpochMs
  readonly mono: number
  readonly bootId: string
  readonly quality: ClockQuality
  readonly doubtMs: number
}

/** A question for the time and its answer: the answer is dated to the middle of the round trip (RFC 5905 §8). */
export function sampleOf(
  asked: { readonly atMono: number },
  answer: Pick<ClockSample, 'wall' | 'mono' | 'bootId' | 'quality'>,
  now: { readonly wall: EpochMs; readonly mono: number; readonly bootId: string },
): ClockSample {
  const half = Math.max(0, now.mono - asked.atMono) / 2
  const { wall, mono, bootId, quality } = answer
  const ours = { ourWall: Math.round(now.wall - half), ourMono: now.mono - half, ourBootId: now.bootId }
  return { ...ours, wall, mono, bootId, quality, doubtMs: Math.ceil(half) }
}

/** Clocks that agree this closely are left alone, so that a price does not waver with every comparison. */
const TOLERATED_MS = 1_000

/** Ours minus theirs, milliseconds: what to add to its wall clock to get ours. */
export const offsetOf = (sample: ClockSample): number => sample.ourWall - sample.wall

export interface StartHere {
  readonly actualStart: EpochMs
  readonly startClock: BoxClock | null
}

/**
 * When a session began at a sibling, in our time (N19). The wall time is the later of what it said and what our clock would have said.
 * Where the two monotonic clocks have been compared in the very boots that saw entry and exit, the start is put on our own, late by the
 * doubt: then the stay is measured although nobody vouches for any wall clock, and never comes out longer than it was.
 */
export function startInOurTime(
  said: StartHere & { readonly wall: EpochMs; readonly mono: number; readonly bootId: string },
  sample: ClockSample | null,
  here: { readonly device: string; readonly bootId: string },
): StartHere {
  if (!sample) return { actualStart: said.actualStart, startClock: said.startClock }
  const sameBoot = said.bootId === sample.bootId
  const lag = said.wall - said.actualStart
  const heard = sameBoot ? sample.ourWall - (sample.mono - said.mono) - lag : said.actualStart + offsetOf(sample)
  const actualStart = heard - said.actualStart > TOLERATED_MS ? Math.round(heard) : said.actualStart
  const { startClock } = said
  if (!startClock || startClock.bootId !== sample.bootId || sample.ourBootId !== here.bootId) return { actualStart, startClock }
  const mono = sample.ourMono - (sample.mono - startClock.mono) + sample.doubtMs
  return { actualStart, startClock: { quality: startClock.quality, device: here.device, bootId: here.bootId, mono } }
}
