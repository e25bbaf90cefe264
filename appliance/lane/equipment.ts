import type { Barrier, Spotter } from './ports.ts'

/**
 * What a place is built with, besides its screen and card reader. A rule asks for the part it needs, never for a kind of place: a pay
 * point is a place that has none of them.
 */
export interface Equipment {
  /** vehicles are let through here */
  readonly arm: boolean
  /** something tells that a vehicle is here, and that it has gone */
  readonly loops: boolean
  /** vehicles are seen here */
  readonly camera: boolean
}

/** A barrier is an arm with its loops. */
export const equipmentOf = (parts: { readonly barrier: Barrier | null; readonly spotter: Spotter | null }): Equipment => ({
  arm: parts.barrier !== null,
  loops: parts.barrier !== null,
  camera: parts.spotter !== null,
})

/** In place of what is not there: nothing asks for it, and whoever does is told so. */
export const noBarrier: Barrier = {
  open: async () => ({ result: 'refused', reason: 'there is no barrier here', retry: false }),
  arm: () => 'closed',
  subscribe: () => () => {},
  inputs: () => ({ armingLoop: false, closingLoop: false }),
  stop: async () => {},
}
export const noCamera: Spotter = { spot: () => Promise.reject(new Error('there is no camera here')) }
