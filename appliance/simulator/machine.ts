import type { ArmState, Barrier } from '../lane/ports.ts'

/** The machine at a lane as cars and the map meet it; the simulated barrier's `machine` fits it. */
export interface Loops {
  state(): ArmState
  /** 0 = down … 1 = up */
  lift(): number
  loops(): { readonly armingLoop: boolean; readonly closingLoop: boolean }
  vehicleOnArming(occupied: boolean): void
  vehicleOnClosing(occupied: boolean): void
  breakArm(): void
  mendArm(): void
  subscribe(listener: () => void): () => void
}

/** What the simulator needs of a simulated barrier. */
export interface MachineBarrier extends Barrier {
  readonly laneId: string
  readonly machine: Loops
}
