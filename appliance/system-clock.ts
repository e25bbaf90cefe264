import koffi from 'koffi'
import type { Clock } from './lane/ports.ts'

/** What adjtimex(2) returns while the kernel clock is not synchronised (TIME_ERROR). */
const TIME_ERROR = 5
const TIMEX_BYTES = 208

export interface SystemClock extends Clock {
  /** the newest time this box ever wrote down, once its ledger is open */
  startNoEarlierThan(lastSaved: number): void
}

/**
 * The machine's clock. A Pi without an RTC starts at the time of its last shutdown, or in 1970: wall time therefore never runs
 * behind the newest time this box ever wrote down, and is called untrusted until the kernel says a time source has
 * set it. `mono` is CLOCK_MONOTONIC: it counts from boot, through restarts of this process.
 */
export function createSystemClock({ synchronised = kernelSynchronised() }: { readonly synchronised?: () => boolean } = {}): SystemClock {
  const mono = () => Number(process.hrtime.bigint() / 1_000n) / 1_000
  let floor = 0
  let floorMono = 0
  return {
    startNoEarlierThan(lastSaved) {
      floor = lastSaved
      floorMono = mono()
    },
    // Behind at start: run on from the saved time until the system clock has overtaken it.
    wall: () => (floor <= 0 ? Date.now() : Math.max(Date.now(), Math.floor(floor + mono() - floorMono))),
    mono,
    quality: () => (synchronised() ? 'trusted' : 'untrusted'),
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
