import type { Barrier, Clock, LaneLedger, Spotter } from '../ports.ts'
import type { BenchTerminal } from './bench-terminal.ts'

/**
 * The power of one process. It counts every effect that reaches the world, twice: before it happens and after it has; at
 * `blowAt` the power goes, and from then on the dead process moves and hears nothing.
 */
export interface Fuse {
  isBlown: boolean
  calls: number
  blowAt: number | null
}

interface World {
  readonly ledger: LaneLedger
  readonly barrier: Barrier
  readonly terminal: BenchTerminal
  readonly spotter: Spotter
  readonly clock: Clock
}

/** The world as one process sees it, through its fuse. */
export function fused(fuse: Fuse, { ledger, barrier, terminal, spotter, clock }: World): World {
  const boundary = (): boolean => {
    if (!fuse.isBlown && ++fuse.calls === fuse.blowAt) fuse.isBlown = true
    return !fuse.isBlown
  }
  const never = () => new Promise<never>(() => {})
  /** power before, the act, power after: the act may have happened although nobody lived to hear of it */
  const across = <T>(act: () => Promise<T>): Promise<T> => {
    if (!boundary()) return never()
    const result = act()
    if (!boundary()) return never()
    return result.then((value) => (fuse.isBlown ? never() : value))
  }
  return {
    ledger: {
      ...ledger,
      record(events, personal) {
        if (!boundary()) throw new Error('the power is off')
        ledger.record(events, personal)
        if (!boundary()) throw new Error('the power is off')
      },
    },
    barrier: {
      ...barrier,
      open: (command) => across(() => barrier.open(command)),
      subscribe: (listener) => barrier.subscribe((signal) => fuse.isBlown || listener(signal)),
    },
    terminal: {
      ...terminal,
      charge: (quote, signal) => across(() => terminal.charge(quote, signal)),
      lookUp: (quoteId, signal) => across(() => terminal.lookUp(quoteId, signal)),
    },
    spotter: { spot: (laneId, options) => across(() => spotter.spot(laneId, options)) },
    clock: { ...clock, after: (ms, fn) => clock.after(ms, () => fuse.isBlown || fn()) },
  }
}
