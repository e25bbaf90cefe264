import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { Clock } from '../lane/ports.ts'

export interface LeapClock extends Clock {
  /** moves wall and monotonic time forward together; timers that fall due on the way fire, each at its own instant */
  leap(ms: number): void
  /**
   * one power-up of the box: after `end()` none of its timers fires. The machine's own monotonic time runs on, as the kernel's
   * does when only our program was killed.
   */
  boot(): Clock & { end(): void }
}

interface Timer {
  readonly due: number
  readonly order: number
  readonly fn: () => void
}

export interface LeapClockOptions {
  /** what the wall clock says at the start; default: now */
  readonly startAt?: EpochMs
  /** what the monotonic clock says at the start; a simulation that goes on must not start it behind where it stopped */
  readonly monoAt?: number
  /** simulated milliseconds per real one, for tests that cannot wait; default 1 */
  readonly rate?: number
  /** the real monotonic clock, milliseconds */
  readonly realMono?: () => number
  readonly realNow?: () => EpochMs
}

/** Timers a leap fires each at its own instant; the rest fire at its end. */
const MOST_FIRINGS = 5_000

/** Real time plus the leaps taken so far. It never runs backwards and never faster than real time between leaps. */
export function createLeapClock(options: LeapClockOptions = {}): LeapClock {
  const realMono = options.realMono ?? (() => performance.now())
  const rate = options.rate ?? 1
  const origin = realMono()
  const startAt = options.startAt ?? (options.realNow ?? Date.now)()
  const monoAt = options.monoAt ?? 0
  const timers = new Set<Timer>()
  let leapt = 0
  let orders = 0
  let wake: ReturnType<typeof setTimeout> | undefined
  /** while a leap runs: the instant it has reached */
  let pinned: number | null = null

  const mono = (): number => pinned ?? monoAt + (realMono() - origin) * rate + leapt

  const next = (before: number): Timer | null => {
    let first: Timer | null = null
    for (const timer of timers)
      if (timer.due <= before && (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order))) first = timer
    return first
  }
  const arm = (): void => {
    clearTimeout(wake)
    const first = next(Number.POSITIVE_INFINITY)
    if (first) wake = setTimeout(fireDue, Math.min(2 ** 31 - 1, Math.max(0, (first.due - mono()) / rate)))
  }
  const fire = (timer: Timer): void => {
    timers.delete(timer)
    timer.fn()
  }
  const fireDue = (): void => {
    // setTimeout may be early by a fraction of a millisecond
    for (let timer = next(mono() + 0.5); timer; timer = next(mono() + 0.5)) fire(timer)
    arm()
  }
  const after = (ms: number, fn: () => void): (() => void) => {
    const timer: Timer = { due: mono() + Math.max(0, ms), order: orders++, fn }
    timers.add(timer)
    if (pinned === null) arm()
    return () => {
      if (timers.delete(timer) && pinned === null) arm()
    }
  }

  const clock: LeapClock = {
    wall: () => Math.round(startAt + mono() - monoAt),
    mono,
    quality: () => 'trusted',
    after,
    leap(ms) {
      if (!(ms >= 0) || pinned !== null)
        throw new Error(`leap: ${pinned === null ? `${ms} ms is not a step forward` : 'a leap is under way'}`)
      const from = mono()
      const until = from + ms
      try {
        let fired = 0
        for (let timer = next(until); timer; timer = next(until)) {
          // A timer that re-arms itself every few milliseconds while it waits for real I/O would hold the leap up for minutes.
          pinned = fired++ < MOST_FIRINGS ? Math.max(from, timer.due) : until
          fire(timer)
        }
      } finally {
        pinned = null
        leapt += ms
        arm()
      }
    },
    boot() {
      let on = true
      const pending = new Set<() => void>()
      return {
        wall: clock.wall,
        mono,
        quality: clock.quality,
        after(ms, fn) {
          if (!on) return () => {}
          const cancel = after(ms, () => {
            pending.delete(cancel)
            fn()
          })
          pending.add(cancel)
          return () => {
            pending.delete(cancel)
            cancel()
          }
        },
        end() {
          on = false
          for (const cancel of pending) cancel()
          pending.clear()
        },
      }
    },
  }
  return clock
}
