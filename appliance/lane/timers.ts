import type { StateKind } from './states.ts'
import type { TimerName } from './timer-names.ts'

/** Which timers a state may have running: entering a state stops all others, so no timer ever fires into a stranger. */
export const timersOf: Readonly<Record<StateKind, readonly TimerName[]>> = {
  idle: ['retry', 'reconcile'],
  reading: ['spotting', 'gap', 'reconcile'],
  denied: ['retry', 'help', 'gap', 'reconcile'],
  choosing: ['ladder', 'gap', 'reconcile'],
  searching: ['ladder', 'idleWarn', 'idleReset', 'gap', 'reconcile'],
  stating: ['ladder', 'idleWarn', 'idleReset', 'gap', 'reconcile'],
  owing: ['lock', 'ladder', 'idleWarn', 'idleReset', 'gap', 'reconcile'],
  coding: ['ladder', 'idleWarn', 'idleReset', 'gap', 'reconcile'],
  charging: ['charge', 'gap', 'reconcile'],
  pending: ['lookUp', 'ladder', 'gap', 'reconcile'],
  opening: ['answer', 'retry', 'help', 'gap', 'reconcile'],
  open: ['passage', 'gap', 'reconcile'],
  passing: ['passage', 'reconcile'],
  settled: ['idleReset', 'reconcile'],
  faulted: ['ledger', 'reconcile'],
}

/** A vehicle between the loops stays between them, and a charge in doubt stays in doubt, whatever the conversation does. */
const acrossStates: readonly TimerName[] = ['gap', 'reconcile']

/** Timers to stop when a lane goes from one state to another. */
export function timersToStop(from: StateKind, to: StateKind): readonly TimerName[] {
  if (from === to) return []
  return timersOf[from].filter((name) => !(acrossStates.includes(name) && timersOf[to].includes(name)))
}
