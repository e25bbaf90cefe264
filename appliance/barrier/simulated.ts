import type { Barrier, Clock, OpenResult } from '../lane/ports.ts'
import { createCommandGuard } from './command-guard.ts'
import { createSignals } from './signals.ts'
import { type ArmTimings, createSimulatedArm, type SimulatedArm, usualArmTimings } from './simulated-arm.ts'

export interface SimulatedBarrierOptions {
  readonly laneId: string
  readonly clock: Clock
  readonly timings?: Partial<ArmTimings>
  /** how long the box waits for the arm before it calls the opening failed */
  readonly openingTimeoutMs?: number
}

/** A barrier to the lane, and the hands of the simulator on the machine behind it. */
export interface SimulatedBarrier extends Barrier, Omit<SimulatedArm, 'state' | 'subscribe' | 'pulse'> {
  readonly laneId: string
  /** the machine itself: it survives a power cut of the box */
  readonly machine: SimulatedArm
  /**
   * a fresh connection to the same machine, as after the box was switched on again, perhaps with another idea of the time:
   * command ids are forgotten
   */
  reconnect(clock?: Clock): SimulatedBarrier
}

export function createSimulatedBarrier(options: SimulatedBarrierOptions): SimulatedBarrier {
  return connect(options, createSimulatedArm(options.clock, { ...usualArmTimings, ...options.timings }))
}

function connect(options: SimulatedBarrierOptions, arm: SimulatedArm): SimulatedBarrier {
  const { clock, openingTimeoutMs = 4_000 } = options
  const guard = createCommandGuard(clock)
  const signals = createSignals()
  const detach = arm.subscribe(signals.emit)
  let stopped = false

  const raise = async (): Promise<OpenResult> => {
    if (stopped) return { result: 'refused', reason: 'the barrier is disconnected', retry: true }
    arm.pulse()
    return (await armIsUp(arm, clock, openingTimeoutMs))
      ? { result: 'opened' }
      : { result: 'fault', reason: 'the arm did not come up: open by hand and call the barrier’s technician', retry: true }
  }

  return {
    laneId: options.laneId,
    machine: arm,
    open: (command) => guard.run(command, raise),
    arm: arm.state,
    inputs: arm.loops,
    loops: arm.loops,
    subscribe: signals.subscribe,
    async stop() {
      stopped = true
      detach()
    },
    reconnect: (boxClock = clock) => connect({ ...options, clock: boxClock }, arm),
    lift: arm.lift,
    pulses: arm.pulses,
    vehicleOnArming: arm.vehicleOnArming,
    vehicleOnClosing: arm.vehicleOnClosing,
    breakArm: arm.breakArm,
    mendArm: arm.mendArm,
    forceOpen: arm.forceOpen,
  }
}

function armIsUp(arm: SimulatedArm, clock: Clock, ms: number): Promise<boolean> {
  if (arm.state() === 'open') return Promise.resolve(true)
  return new Promise((resolve) => {
    const finish = (up: boolean): void => {
      cancel()
      unsubscribe()
      resolve(up)
    }
    const cancel = clock.after(ms, () => finish(false))
    const unsubscribe = arm.subscribe((change) => {
      if (change.kind === 'arm' && change.state === 'open') finish(true)
    })
  })
}
