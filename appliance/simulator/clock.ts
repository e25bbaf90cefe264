import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { Clock } from '../lane/ports.ts'

export interface LeapClock extends Clock {
  /** moves wall and monotonic time forward together; timers that fall due on the way fire, each at its own instant */
  leap(ms: number): void
  /** one boot of the box: its monotonic time starts at 0, and after `end()` none of its timers fires (the power is off) */
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
  /** the real monotonic clock, milliseconds */
  readonly realMono?: () => number
  readonly realNow?: () => EpochMs
}

/** Real time plus the leaps taken so far. It never runs backwards and never faster than real time between leaps. */
export function createLeapClock(options: LeapClockOptions = {}): LeapClock {
  const realMono = options.realMono ?? (() => performance.now())
  const origin = realMono()
  const startAt = options.startAt ?? (options.realNow ?? Date.now)()
  const timers = new Set<Timer>()
  let leapt = 0
  let orders = 0
  let wake: ReturnType<typeof setTimeout> | undefined
  /** while a leap runs: the instant it has reached */
  let pinned: number | null = null

  const mono = (): number => pinned ?? realMono() - origin + leapt

  const next = (before: number): Timer | null => {
    let first: Timer | null = null
    for (const timer of timers)
      if (timer.due <= before && (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order))) first = timer
    return first
  }
  const arm = (): void => {
    clearTimeout(wake)
    const first = next(Number.POSITIVE_INFINITY)
    if (first) wake = setTimeout(fireDue, Math.min(2 ** 31 - 1, Math.max(0, first.due - mono())))
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
    wall: () => Math.round(startAt + mono()),
    mono,
    quality: () => 'trusted',
    after,
    leap(ms) {
      if (!(ms >= 0) || pinned !== null)
        throw new Error(`leap: ${pinned === null ? `${ms} ms is not a step forward` : 'a leap is under way'}`)
      const from = mono()
      const until = from + ms
      try {
        for (let timer = next(until); timer; timer = next(until)) {
          pinned = Math.max(from, timer.due)
          fire(timer)
        }
      } finally {
        pinned = null
        leapt += ms
        arm()
      }
    },
    boot() {
      const started = mono()
      let on = true
      const pending = new Set<() => void>()
      return {
        wall: clock.wall,
        mono: () => mono() - started,
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
