import { afterEach, describe, expect, it } from 'vitest'
import type { Barrier, BarrierSignal, OpenCommand } from '../lane/ports.ts'

/** A barrier on its test bench: the inputs a vehicle or a motor would drive, and what reached the motor. */
export interface BarrierBench {
  readonly barrier: Barrier
  /** vehicles on the loops */
  arming(occupied: boolean): void | Promise<void>
  closing(occupied: boolean): void | Promise<void>
  /** pulses (or accepted messages) that reached the machine so far */
  pulses(): number
  /** the machine goes out of order: a pulse no longer raises the arm. Absent where the bench cannot. */
  breakMachine?(): void | Promise<void>
  /** wall clock the barrier judges deadlines by */
  now(): number
  /** ends what the barrier's own stop() does not */
  close?(): Promise<void>
}

const until = async (condition: () => boolean, what: string, ms = 3_000): Promise<void> => {
  const end = performance.now() + ms
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited ${ms} ms for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** What every Barrier promises; `make` wires one whose arm rises by itself after a pulse. Rules: PI.md's Barrier, in short. */
export function barrierContract(name: string, make: () => Promise<BarrierBench> | BarrierBench): void {
  describe(`Barrier: ${name}`, () => {
    let bench: BarrierBench | null = null
    afterEach(async () => {
      await bench?.barrier.stop()
      await bench?.close?.()
      bench = null
    })
    const setUp = async (): Promise<BarrierBench & { signals: BarrierSignal[]; command: (id: string, lifeMs?: number) => OpenCommand }> => {
      bench = await make()
      const { barrier, now } = bench
      const signals: BarrierSignal[] = []
      barrier.subscribe((signal) => signals.push(signal))
      const command = (commandId: string, lifeMs = 3_000): OpenCommand => ({
        commandId,
        laneId: 'exit',
        issuedAt: now(),
        expiresAt: now() + lifeMs,
      })
      return { ...bench, signals, command }
    }

    it('opens on command, with one pulse', async () => {
      const { barrier, command, pulses } = await setUp()
      expect(await barrier.open(command('a'))).toEqual({ result: 'opened' })
      expect(pulses()).toBe(1)
    })

    it('never pulses twice for one command id, at once or later', async () => {
      const { barrier, command, pulses } = await setUp()
      const asked = command('a')
      const results = await Promise.all([barrier.open(asked), barrier.open(asked)])
      expect(results).toEqual([{ result: 'opened' }, { result: 'opened' }])
      expect(await barrier.open(asked)).toEqual({ result: 'opened' })
      expect(pulses()).toBe(1)
    })

    it('refuses a command past its deadline and leaves the machine alone', async () => {
      const { barrier, command, pulses } = await setUp()
      expect(await barrier.open(command('late', -1))).toMatchObject({ result: 'expired', retry: false })
      expect(pulses()).toBe(0)
    })

    it('tells loop edges in order, and answers their present state', async () => {
      const { barrier, arming, closing, signals } = await setUp()
      await arming(true)
      await closing(true)
      await arming(false)
      await closing(false)
      const loops = (): readonly BarrierSignal[] => signals.filter((signal) => signal.kind !== 'arm')
      await until(() => loops().length === 4, 'four loop edges')
      expect(loops()).toEqual([
        { kind: 'armingLoop', occupied: true },
        { kind: 'closingLoop', occupied: true },
        { kind: 'armingLoop', occupied: false },
        { kind: 'closingLoop', occupied: false },
      ])
      await arming(true)
      await until(() => barrier.inputs().armingLoop, 'the arming loop')
      expect(barrier.inputs()).toEqual({ armingLoop: true, closingLoop: false })
    })

    it('does not move because a vehicle stands there: only a command opens', async () => {
      const { arming, pulses } = await setUp()
      await arming(true)
      await new Promise((resolve) => setTimeout(resolve, 40))
      expect(pulses()).toBe(0)
    })

    it('calls an opening that did not happen a fault', async (context) => {
      const { barrier, command, breakMachine } = await setUp()
      if (!breakMachine) return context.skip()
      await breakMachine()
      expect(await barrier.open(command('a'))).toMatchObject({ result: 'fault' })
    })

    it('stops hearing once unsubscribed', async () => {
      const { barrier, arming } = await setUp()
      const heard: BarrierSignal[] = []
      const unsubscribe = barrier.subscribe((signal) => heard.push(signal))
      unsubscribe()
      await arming(true)
      await new Promise((resolve) => setTimeout(resolve, 30))
      expect(heard).toEqual([])
    })
  })
}
