import type { LaneParts } from './lane-parts.ts'

/** Barrier and camera of a pay point, which has neither. Nothing asks for them; whoever does is told so. */
export const noRoad: Pick<LaneParts, 'barrier' | 'spotter'> = {
  barrier: {
    open: async () => ({ result: 'refused', reason: 'a pay point has no barrier', retry: false }),
    arm: () => 'closed',
    subscribe: () => () => {},
    inputs: () => ({ armingLoop: false, closingLoop: false }),
    stop: async () => {},
  },
  spotter: { spot: () => Promise.reject(new Error('a pay point has no camera')) },
}
