import type { GpioLines } from '../gpio/lines.ts'
import type { ArmState, Barrier, Clock, OpenResult } from '../lane/ports.ts'
import { type Limits, readArm } from './arm-tracker.ts'
import { createCommandGuard } from './command-guard.ts'
import { createSignals } from './signals.ts'

export interface GpioWiring {
  readonly relay: number
  readonly armingLoop: number
  readonly closingLoop: number
  readonly openLimit?: number | undefined
  readonly closedLimit?: number | undefined
}

export interface GpioBarrierOptions {
  readonly gpio: GpioLines
  readonly wiring: GpioWiring
  readonly clock: Clock
  readonly pulseMs?: number
  /** how long the arm may take to reach its open limit */
  readonly openingMs?: number
  /** assumed travel and open time of an arm without limit switches, only to draw it */
  readonly travelMs?: number
}

/** A pulse and the next one are this far apart: the controller must see the contact open. */
const GAP_MS = 1_000

/** A barrier whose controller has a volt-free OPEN input: a relay pulse per authorised passage, limit switches as feedback. */
export function createGpioBarrier(options: GpioBarrierOptions): Barrier {
  const { gpio, wiring, clock, pulseMs = 500, openingMs = 8_000, travelMs = 2_000 } = options
  const guard = createCommandGuard(clock)
  const signals = createSignals()
  const hasFeedback = wiring.openLimit !== undefined
  let commanded = false
  let arm: ArmState = 'unknown'
  let cancelGuess = () => {}
  const waiters = new Set<() => void>()

  const limits = (): Limits => ({
    open: wiring.openLimit === undefined ? null : gpio.read(wiring.openLimit),
    closed: wiring.closedLimit === undefined ? null : gpio.read(wiring.closedLimit),
  })
  const setArm = (state: ArmState, reason?: string) => {
    if (state === arm) return
    arm = state
    signals.emit({ kind: 'arm', state, ...(reason === undefined ? {} : { reason }) })
    if (state === 'open' || state === 'fault') for (const wake of [...waiters]) wake()
  }
  const readLimits = () => {
    const reading = readArm(arm, limits(), commanded)
    setArm(reading.state, reading.reason)
  }
  readLimits()

  const unsubscribe = gpio.subscribe(({ line, active }) => {
    if (line === wiring.armingLoop) signals.emit({ kind: 'armingLoop', occupied: active })
    if (line === wiring.closingLoop) {
      signals.emit({ kind: 'closingLoop', occupied: active })
      if (!hasFeedback && !active && arm === 'open') guessClosing()
    }
    if (line === wiring.openLimit || line === wiring.closedLimit) readLimits()
  })

  /** Without limit switches the arm is drawn from what we know: it rises after the pulse and falls behind the car. */
  const guessClosing = () => {
    setArm('closing')
    cancelGuess()
    cancelGuess = clock.after(travelMs, () => setArm('closed'))
  }
  const waitForOpen = (ms: number) =>
    new Promise<boolean>((resolve) => {
      const finish = (opened: boolean) => {
        waiters.delete(wake)
        cancel()
        resolve(opened)
      }
      const wake = () => finish(arm === 'open')
      const cancel = clock.after(ms, () => finish(false))
      waiters.add(wake)
      if (arm === 'open') wake()
    })

  const pulseAndSee = async (): Promise<OpenResult> => {
    commanded = true
    try {
      await gpio.pulse(wiring.relay, pulseMs)
      if (!hasFeedback) {
        cancelGuess()
        setArm('open')
        return { result: 'opened' }
      }
      if (await waitForOpen(openingMs)) return { result: 'opened' }
      if (limits().closed !== true) return fault('the arm left its closed position but never reached the open one')
      await new Promise<void>((resolve) => void clock.after(GAP_MS, resolve))
      await gpio.pulse(wiring.relay, pulseMs)
      return (await waitForOpen(openingMs)) ? { result: 'opened' } : fault('the arm did not move after two pulses')
    } catch (cause) {
      return fault((cause as Error).message)
    } finally {
      commanded = false
    }
  }
  const fault = (reason: string): OpenResult => {
    setArm('fault', reason)
    return { result: 'fault', reason: `${reason}: open by hand and call the barrier's technician`, retry: true }
  }

  return {
    open: (command) => guard.run(command, pulseAndSee),
    arm: () => arm,
    subscribe: signals.subscribe,
    inputs: () => ({ armingLoop: gpio.read(wiring.armingLoop), closingLoop: gpio.read(wiring.closingLoop) }),
    async stop() {
      cancelGuess()
      unsubscribe()
      await gpio.close()
    },
  }
}
