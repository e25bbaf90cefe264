import type { ClockQuality, EpochMs } from './time.ts'

/** One instant as a box without a battery-backed clock knows it. */
export interface BoxInstant {
  readonly wall: EpochMs
  readonly quality: ClockQuality
  readonly bootId: string
  /** milliseconds since that boot */
  readonly mono: number
}

export interface KnownStay {
  readonly ms: number
  /** `lowerBound`: the vehicle stayed at least this long; flag the session, never charge more */
  readonly quality: 'exact' | 'lowerBound'
}

/**
 * How long a stay was, when the clock may be wrong (G6–G8): within one boot by the monotonic clock; across boots by the wall
 * clock when both instants are trusted; otherwise at least the time since this boot. Bad time never favours the operator.
 */
export function knownStay(entry: BoxInstant, exit: BoxInstant): KnownStay {
  if (entry.bootId === exit.bootId) return { ms: Math.max(0, exit.mono - entry.mono), quality: 'exact' }
  const trusted = entry.quality === 'trusted' && exit.quality === 'trusted'
  if (trusted && exit.wall >= entry.wall) return { ms: exit.wall - entry.wall, quality: 'exact' }
  return { ms: Math.max(0, exit.mono), quality: 'lowerBound' }
}
