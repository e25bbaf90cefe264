/**
 * Everything a lane needs from outside, as promises it owns, one file for each. A port has one contract suite
 * (`appliance/<room>/<port>.contract.ts`) that every adapter passes.
 */
export type * from './ports/barrier.ts'
export type * from './ports/camera.ts'
export type * from './ports/clock.ts'
export type * from './ports/console.ts'
export type * from './ports/ledger.ts'
export type * from './ports/settings.ts'
export type * from './ports/terminal.ts'
