import type { StateKind } from './states.ts'

/** Names of a lane's timers; how long each runs is in timings.ts. */
export type TimerName =
  | 'spotting'
  | 'gap'
  | 'retry'
  | 'help'
  | 'ladder'
  | 'idleWarn'
  | 'idleReset'
  | 'lock'
  | 'charge'
  | 'lookUp'
  | 'answer'
  | 'passage'
  | 'ledger'

/** Which timers a state may have running: entering a state stops all others, so no timer ever fires into a stranger. */
export const timersOf: Readonly<Record<StateKind, readonly TimerName[]>> = {
  idle: ['retry'],
  reading: ['spotting', 'gap'],
  denied: ['retry', 'help', 'gap'],
  choosing: ['ladder', 'gap'],
  searching: ['ladder', 'idleWarn', 'idleReset', 'gap'],
  owing: ['lock', 'ladder', 'idleReset', 'gap'],
  charging: ['charge', 'gap'],
  pending: ['lookUp', 'ladder', 'gap'],
  opening: ['answer', 'retry', 'help', 'gap'],
  open: ['passage', 'gap'],
  passing: ['passage'],
  faulted: ['ledger'],
}

/** A vehicle between the loops stays between them whatever the conversation does. */
const acrossStates: readonly TimerName[] = ['gap']

/** Timers to stop when a lane goes from one state to another. */
export function timersToStop(from: StateKind, to: StateKind): readonly TimerName[] {
  if (from === to) return []
  return timersOf[from].filter((name) => !(acrossStates.includes(name) && timersOf[to].includes(name)))
}
