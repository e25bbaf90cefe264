import { afterEach, describe, expect, it } from 'vitest'
import { openMemoryGpio } from '../gpio/memory.ts'
import type { BarrierSignal } from '../lane/ports.ts'
import { createSystemClock } from '../system-clock.ts'
import { barrierContract } from './barrier.contract.ts'
import { createGpioBarrier, type GpioWiring } from './gpio-barrier.ts'

const clock = createSystemClock({ synchronised: () => true })
const wiring: GpioWiring = { relay: 17, armingLoop: 23, closingLoop: 24, openLimit: 25, closedLimit: 26 }
const blind: GpioWiring = { relay: 17, armingLoop: 23, closingLoop: 24 }

async function setUp(use: GpioWiring, openingMs = 150) {
  const inputs = [23, 24, ...(use.openLimit ? [25, 26] : [])].map((line) => ({ line, activeLow: true, debounceMs: 0 }))
  const gpio = await openMemoryGpio({ chip: 'auto', relays: [17], inputs, consumer: 'test' })
  if (use.closedLimit) gpio.drive(26, true)
  const barrier = createGpioBarrier({ gpio, wiring: use, clock, pulseMs: 20, openingMs, travelMs: 30 })
  const signals: BarrierSignal[] = []
  barrier.subscribe((signal) => signals.push(signal))
  const command = (commandId: string, life = 3_000) => ({ commandId, laneId: 'exit', issuedAt: Date.now(), expiresAt: Date.now() + life })
  return { gpio, barrier, signals, command, pulses: () => gpio.relayEdges.filter((edge) => edge.on).length }
}

barrierContract('GPIO relay and limit switches', async () => {
  const { gpio, barrier, pulses } = await setUp(wiring)
  let broken = false
  // the motor: leaves the closed limit when the contact closes, reaches the open one soon after
  const motor = setInterval(() => {
    if (broken || pulses() === 0) return
    gpio.drive(26, false)
    gpio.drive(25, true)
  }, 10)
  return {
    barrier,
    pulses,
    now: () => Date.now(),
    arming: (occupied) => gpio.drive(23, occupied),
    closing: (occupied) => gpio.drive(24, occupied),
    breakMachine: () => {
      broken = true
    },
    close: async () => clearInterval(motor),
  }
})

describe('barrier over GPIO', () => {
  let stop = async () => {}
  afterEach(() => stop())

  it('pulses once, and believes the open limit, not the command', async () => {
    const { gpio, barrier, command, pulses, signals } = await setUp(wiring)
    stop = () => barrier.stop()
    const opening = barrier.open(command('a'))
    setTimeout(() => gpio.drive(26, false), 30)
    setTimeout(() => gpio.drive(25, true), 60)
    expect(await opening).toEqual({ result: 'opened' })
    expect(await barrier.open(command('a'))).toEqual({ result: 'opened' })
    expect(pulses()).toBe(1)
    expect(signals.map((signal) => signal.kind === 'arm' && signal.state)).toEqual(['opening', 'open'])
  })

  it('pulses a second time only when the arm never left its closed limit, then reports a fault', async () => {
    const { barrier, command, pulses } = await setUp(wiring, 60)
    stop = () => barrier.stop()
    expect(await barrier.open(command('a'))).toMatchObject({
      result: 'fault',
      retry: true,
      reason: expect.stringContaining('did not move after two pulses'),
    })
    expect(pulses()).toBe(2)
    expect(barrier.arm()).toBe('fault')
  })

  it('does not pulse again when the arm moved but stuck half-way', async () => {
    const { gpio, barrier, command, pulses } = await setUp(wiring, 80)
    stop = () => barrier.stop()
    const opening = barrier.open(command('a'))
    setTimeout(() => gpio.drive(26, false), 25)
    expect(await opening).toMatchObject({ result: 'fault', reason: expect.stringContaining('never reached the open one') })
    expect(pulses()).toBe(1)
  })

  it('refuses an expired command without touching the relay', async () => {
    const { barrier, command, pulses } = await setUp(wiring)
    stop = () => barrier.stop()
    expect(await barrier.open(command('old', -1))).toMatchObject({ result: 'expired', retry: false })
    expect(pulses()).toBe(0)
  })

  it('refuses the thirteenth opening of a minute', async () => {
    const { barrier, command } = await setUp(blind)
    stop = () => barrier.stop()
    for (let i = 0; i < 12; i++) expect(await barrier.open(command(`c${i}`))).toEqual({ result: 'opened' })
    expect(await barrier.open(command('c12'))).toMatchObject({ result: 'refused', retry: true })
  })

  it('calls an arm that rises without a command forced', async () => {
    const { gpio, barrier, signals } = await setUp(wiring)
    stop = () => barrier.stop()
    gpio.drive(26, false)
    expect(signals).toEqual([{ kind: 'arm', state: 'opening', reason: 'forced' }])
  })

  it('reports both limits at once as a fault', async () => {
    const { gpio, barrier } = await setUp(wiring)
    stop = () => barrier.stop()
    gpio.drive(25, true)
    expect(barrier.arm()).toBe('fault')
  })

  it('without limit switches draws the arm from the pulse and the closing loop', async () => {
    const { gpio, barrier, command } = await setUp(blind)
    stop = () => barrier.stop()
    await barrier.open(command('a'))
    expect(barrier.arm()).toBe('open')
    gpio.drive(24, true)
    gpio.drive(24, false)
    expect(barrier.arm()).toBe('closing')
    await expect.poll(() => barrier.arm()).toBe('closed')
  })

  it('passes loop edges on and drives the relay low on stop', async () => {
    const { gpio, barrier, signals, command } = await setUp(wiring, 30)
    gpio.drive(23, true)
    expect(signals).toEqual([{ kind: 'armingLoop', occupied: true }])
    expect(barrier.inputs()).toEqual({ armingLoop: true, closingLoop: false })
    void barrier.open(command('a'))
    await barrier.stop()
    expect(gpio.relayEdges.at(-1)?.on).toBe(false)
    stop = async () => {}
  })
})
