import koffi from 'koffi'
import type { Clock } from './lane/ports.ts'
import { createWallClock, type WallClock } from './wall-clock.ts'

/** What adjtimex(2) returns while the kernel clock is not synchronised (TIME_ERROR). */
const TIME_ERROR = 5
const TIMEX_BYTES = 208

export interface SystemClock extends Clock, WallClock {}

/** The machine's clock; the kernel says whether a time source has set it. `mono` is CLOCK_MONOTONIC: it counts from boot, through restarts of this process. */
export function createSystemClock({ synchronised = kernelSynchronised() }: { readonly synchronised?: () => boolean } = {}): SystemClock {
  const mono = () => Number(process.hrtime.bigint() / 1_000n) / 1_000
  return {
    ...createWallClock({ now: Date.now, mono, synchronised }),
    mono,
    after(ms, fn) {
      const timer = setTimeout(fn, Math.max(0, ms))
      return () => clearTimeout(timer)
    },
  }
}

/** Asks the kernel at most once a second; a machine without glibc's adjtimex counts as synchronised. */
function kernelSynchronised(): () => boolean {
  let asked = Number.NEGATIVE_INFINITY
  let answer = true
  let adjtimex: ((timex: Buffer) => number) | null
  try {
    adjtimex = koffi.load('libc.so.6').func('int adjtimex(_Inout_ void *timex)') as (timex: Buffer) => number
  } catch {
    adjtimex = null
  }
  return () => {
    if (adjtimex && performance.now() - asked > 1_000) {
      asked = performance.now()
      const state = adjtimex(Buffer.alloc(TIMEX_BYTES))
      answer = state !== TIME_ERROR && state >= 0
    }
    return answer
  }
}
