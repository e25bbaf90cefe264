import type { ClockQuality, EpochMs } from './time.ts'

/** Whose clocks an instant was read from, and how far they could be trusted. */
export interface BoxClock {
  readonly quality: ClockQuality
  readonly device: string
  readonly bootId: string
  /** milliseconds since that boot */
  readonly mono: number
}

/** One instant as a box without a battery-backed clock knows it. */
export interface BoxInstant extends BoxClock {
  readonly wall: EpochMs
}

export interface KnownStay {
  readonly ms: number
  /** `lowerBound`: the vehicle stayed at least this long; flag the session, never charge more */
  readonly quality: 'exact' | 'lowerBound'
}

/**
 * How long a stay was, when the clock may be wrong (G6–G8): within one boot by the monotonic clock; across boots by the wall
 * clock when both instants are trusted and in order; otherwise at least the time since this boot if the same box saw the entry, and
 * nothing at all if another did. Bad time never favours the operator.
 */
export function knownStay(entry: BoxInstant, exit: BoxInstant): KnownStay {
  if (entry.bootId === exit.bootId) return { ms: Math.max(0, exit.mono - entry.mono), quality: 'exact' }
  const trusted = entry.quality === 'trusted' && exit.quality === 'trusted'
  if (trusted && exit.wall >= entry.wall) return { ms: exit.wall - entry.wall, quality: 'exact' }
  return { ms: entry.device === exit.device ? Math.max(0, exit.mono) : 0, quality: 'lowerBound' }
}

export interface PricedStay extends KnownStay {
  readonly entryAt: EpochMs
  readonly exitAt: EpochMs
}

/**
 * The instants a tariff prices (G9): the known length of the stay, laid against whichever end has a trusted wall clock, the entry
 * first. `now` is the present; the price froze at the wall time `frozenAt`, not after it. Whole milliseconds, rounded down.
 */
export function pricedStay(entry: BoxInstant, now: BoxInstant, frozenAt: EpochMs): PricedStay {
  const stay = knownStay(entry, now)
  const ms = Math.max(0, Math.floor(stay.ms) - Math.max(0, now.wall - frozenAt))
  if (entry.quality === 'trusted' || now.quality !== 'trusted') {
    return { entryAt: entry.wall, exitAt: entry.wall + ms, ms, quality: stay.quality }
  }
  const exitAt = Math.min(now.wall, frozenAt)
  return { entryAt: exitAt - ms, exitAt, ms, quality: stay.quality }
}
