import type { ArmState, Clock } from '../lane/ports.ts'

/** How the simulated arm and its own controller take their time, in milliseconds. */
export interface ArmTimings {
  readonly openingMs: number
  readonly closingMs: number
  /** from the closing loop being left to the arm going down */
  readonly closeDelayMs: number
  /** the controller lowers an arm nobody drove under, once both loops are free this long */
  readonly unusedMs: number
}

export const usualArmTimings: ArmTimings = { openingMs: 1_500, closingMs: 1_800, closeDelayMs: 600, unusedMs: 4_000 }

export type ArmChange =
  | { readonly kind: 'armingLoop' | 'closingLoop'; readonly occupied: boolean }
  | { readonly kind: 'arm'; readonly state: ArmState; readonly reason?: string }

/**
 * The machine at the lane: arm, motor, its own safety controller and the two loops. It knows nothing of the box: a pulse on
 * its OPEN input raises the arm; the controller lowers it behind a vehicle and never onto one. It lives on when the box is off.
 */
export interface SimulatedArm {
  pulse(): void
  state(): ArmState
  /** 0 = down … 1 = up, for a picture */
  lift(): number
  loops(): { readonly armingLoop: boolean; readonly closingLoop: boolean }
  pulses(): number
  vehicleOnArming(occupied: boolean): void
  vehicleOnClosing(occupied: boolean): void
  /** the arm hangs loose: pulses do nothing until mended */
  breakArm(): void
  mendArm(): void
  /** somebody lifts it by hand, without a command */
  forceOpen(): void
  subscribe(listener: (change: ArmChange) => void): () => void
}

export function createSimulatedArm(clock: Clock, timings: ArmTimings = usualArmTimings): SimulatedArm {
  const listeners = new Set<(change: ArmChange) => void>()
  let state: ArmState = 'closed'
  let since = clock.mono()
  let arming = false
  let closing = false
  let pulses = 0
  let cancel = () => {}

  const tell = (change: ArmChange): void => {
    for (const listener of [...listeners]) listener(change)
  }
  const enter = (next: ArmState, reason?: string): void => {
    state = next
    since = clock.mono()
    tell({ kind: 'arm', state, ...(reason === undefined ? {} : { reason }) })
  }
  const later = (ms: number, fn: () => void): void => {
    cancel()
    cancel = clock.after(ms, fn)
  }
  const rise = (reason?: string): void => {
    enter('opening', reason)
    later(timings.openingMs, () => {
      enter('open', reason)
      restOpen(timings.unusedMs)
    })
  }
  /** lower it once nobody is below or about to be, and `ms` have passed */
  const restOpen = (ms: number): void => {
    if (closing || arming) cancel()
    else later(ms, fall)
  }
  const fall = (): void => {
    enter('closing')
    later(timings.closingMs, () => enter('closed'))
  }

  return {
    pulse() {
      pulses++
      if (state === 'fault') return
      if (state === 'closed' || state === 'closing') rise()
      else if (state === 'open') restOpen(timings.unusedMs)
    },
    state: () => state,
    lift() {
      const t = clock.mono() - since
      if (state === 'open') return 1
      if (state === 'opening') return Math.min(1, t / timings.openingMs)
      if (state === 'closing') return Math.max(0, 1 - t / timings.closingMs)
      return 0
    },
    loops: () => ({ armingLoop: arming, closingLoop: closing }),
    pulses: () => pulses,
    vehicleOnArming(occupied) {
      if (arming === occupied) return
      arming = occupied
      tell({ kind: 'armingLoop', occupied })
      if (state === 'open') restOpen(timings.unusedMs)
    },
    vehicleOnClosing(occupied) {
      if (closing === occupied) return
      closing = occupied
      tell({ kind: 'closingLoop', occupied })
      if (occupied && state === 'closing') rise('reversed: a vehicle is under the arm')
      else if (state === 'open') {
        if (occupied) cancel()
        // behind a vehicle the arm falls even when the next one already waits on the arming loop
        else later(timings.closeDelayMs, fall)
      }
    },
    breakArm() {
      cancel()
      enter('fault', 'the arm is broken')
    },
    mendArm() {
      if (state === 'fault') enter('closed')
    },
    forceOpen() {
      if (state === 'closed' || state === 'closing') rise('forced')
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
