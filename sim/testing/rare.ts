import { type Fault, faults } from '../schedule.ts'
import type { VariantName } from '../variants.ts'

/** what a schedule without a sibling is made of */
export const ofOneBox: readonly Fault[] = faults.filter((fault) => fault !== 'sibling')

/** Faults put in on purpose that only a rare schedule shows: how many it may take, made of which faults. */
export const rare: readonly (readonly [VariantName, number, readonly Fault[]])[] = [
  ['ackBeforeCommit', 10_000, ofOneBox],
  ['staleReply', 5_000, ofOneBox],
  ['strandedOnly', 5_000, faults],
]
