import { play } from './play.ts'
import { type Fault, makeSchedule } from './schedule.ts'
import type { Variant } from './variants.ts'

export interface Exploration {
  readonly from: number
  readonly schedules: number
  readonly faults: readonly Fault[]
  readonly variant: Variant
}

export interface Found {
  /** schedules played, the failing one included */
  readonly played: number
  readonly events: number
  readonly acts: number
  readonly hellos: number
  readonly failure: { readonly seed: number; readonly violation: string } | null
}

/** Plays the schedules of consecutive seeds until one violates something. `onProgress` may stop it by returning false. */
export async function explore(what: Exploration, onProgress: (played: number) => boolean = () => true): Promise<Found> {
  // a stack trace for every refused request and every power cut would cost more than the protocol
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  const sums = { events: 0, acts: 0, hellos: 0 }
  try {
    for (let played = 1; played <= what.schedules; played++) {
      const seed = what.from + played - 1
      const { violation, counts } = await play(seed, makeSchedule(seed, what.faults), what.variant)
      sums.events += counts.events
      sums.acts += counts.acts
      sums.hellos += counts.hellos
      if (violation !== null) return { played, ...sums, failure: { seed, violation } }
      if (played % PROGRESS_EVERY === 0 && !onProgress(played)) return { played, ...sums, failure: null }
    }
    return { played: what.schedules, ...sums, failure: null }
  } finally {
    Error.stackTraceLimit = before
  }
}

export const PROGRESS_EVERY = 200
