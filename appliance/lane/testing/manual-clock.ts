import type { ClockQuality } from '@gatehouse/domain/time.ts'
import type { Clock } from '../ports.ts'

/** A clock that stands still until told; timers due on the way fire, each at its own instant. */
export interface ManualClock extends Clock {
  advance(ms: number): void
  /** moves the wall clock alone, as a time source would */
  setWall(wall: number): void
  setQuality(quality: ClockQuality): void
}

export function manualClock(startAt = 1_700_000_000_000): ManualClock {
  let mono = 1_000
  let offset = startAt - mono
  let quality: ClockQuality = 'trusted'
  let timers: { readonly due: number; readonly fn: () => void }[] = []
  return {
    wall: () => mono + offset,
    mono: () => mono,
    quality: () => quality,
    after(ms, fn) {
      const timer = { due: mono + ms, fn }
      timers.push(timer)
      return () => {
        timers = timers.filter((x) => x !== timer)
      }
    },
    advance(ms) {
      const until = mono + ms
      for (;;) {
        const next = timers.filter((x) => x.due <= until).sort((a, b) => a.due - b.due)[0]
        if (!next) break
        timers = timers.filter((x) => x !== next)
        mono = Math.max(mono, next.due)
        next.fn()
      }
      mono = until
    },
    setWall(wall) {
      offset = wall - mono
    },
    setQuality(next) {
      quality = next
    },
  }
}
