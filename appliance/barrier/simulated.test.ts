import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Clock } from '../lane/ports.ts'
import { createSystemClock } from '../system-clock.ts'
import { barrierContract } from './barrier.contract.ts'
import { createSimulatedBarrier } from './simulated.ts'
import { createSimulatedArm, usualArmTimings } from './simulated-arm.ts'

const realClock = createSystemClock({ synchronised: () => true })
const quick = { openingMs: 15, closingMs: 15, closeDelayMs: 10, unusedMs: 40 }

barrierContract('simulated', () => {
  const barrier = createSimulatedBarrier({ laneId: 'exit', clock: realClock, timings: quick, openingTimeoutMs: 120 })
  return {
    barrier,
    arming: barrier.vehicleOnArming,
    closing: barrier.vehicleOnClosing,
    pulses: barrier.pulses,
    breakMachine: barrier.breakArm,
    now: Date.now,
  }
})

/** A clock that stands still until told. */
function handClock(): Clock & { advance(ms: number): void } {
  let now = 0
  let timers: { at: number; fn: () => void }[] = []
  return {
    wall: () => now,
    mono: () => now,
    quality: () => 'trusted',
    after: (ms, fn) => {
      const timer = { at: now + ms, fn }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance(ms) {
      const end = now + ms
      for (;;) {
        const next = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        timers = timers.filter((timer) => timer !== next)
        now = next.at
        next.fn()
      }
      now = end
    },
  }
}

describe('the simulated machine', () => {
  it('lets a vehicle through and lowers the arm behind it', () => {
    const clock = handClock()
    const arm = createSimulatedArm(clock)
    const states: string[] = []
    arm.subscribe((change) => change.kind === 'arm' && states.push(change.state))
    arm.vehicleOnArming(true)
    arm.pulse()
    clock.advance(usualArmTimings.openingMs / 2)
    expect(arm.lift()).toBeCloseTo(0.5)
    clock.advance(usualArmTimings.openingMs)
    arm.vehicleOnClosing(true)
    arm.vehicleOnArming(false)
    clock.advance(60_000)
    expect(arm.state()).toBe('open')
    arm.vehicleOnClosing(false)
    clock.advance(usualArmTimings.closeDelayMs + usualArmTimings.closingMs)
    expect(states).toEqual(['opening', 'open', 'closing', 'closed'])
  })

  it('reverses when a vehicle comes under the falling arm', () => {
    const clock = handClock()
    const arm = createSimulatedArm(clock)
    arm.pulse()
    clock.advance(usualArmTimings.openingMs + usualArmTimings.unusedMs + 100)
    expect(arm.state()).toBe('closing')
    arm.vehicleOnClosing(true)
    expect(arm.state()).toBe('opening')
  })

  it('lowers itself when the vehicle backs out', () => {
    const clock = handClock()
    const arm = createSimulatedArm(clock)
    arm.vehicleOnArming(true)
    arm.pulse()
    clock.advance(3_000)
    arm.vehicleOnArming(false)
    clock.advance(usualArmTimings.unusedMs + usualArmTimings.closingMs)
    expect(arm.state()).toBe('closed')
  })

  it('never comes down on a vehicle, whatever happens', () => {
    const step = fc.oneof(
      fc.constant('pulse' as const),
      fc.constant('in' as const),
      fc.constant('out' as const),
      fc.constant('under' as const),
      fc.constant('clear' as const),
      fc.integer({ min: 1, max: 5_000 }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const clock = handClock()
        const arm = createSimulatedArm(clock)
        let under = false
        arm.subscribe((change) => {
          if (change.kind === 'arm' && (change.state === 'closing' || change.state === 'closed')) expect(under).toBe(false)
        })
        for (const s of steps) {
          if (typeof s === 'number') clock.advance(s)
          else if (s === 'pulse') arm.pulse()
          else if (s === 'in' || s === 'out') arm.vehicleOnArming(s === 'in')
          else if (s === 'clear' || arm.state() !== 'closed') {
            under = s === 'under'
            arm.vehicleOnClosing(under)
          }
        }
      }),
    )
  })

  it('keeps its position through a power cut of the box, which forgets its command ids', async () => {
    const clock = handClock()
    const barrier = createSimulatedBarrier({ laneId: 'entry', clock })
    const first = barrier.open({ commandId: 'a', laneId: 'entry', issuedAt: 0, expiresAt: 3_000 })
    clock.advance(2_000)
    expect(await first).toEqual({ result: 'opened' })
    await barrier.stop()
    const again = barrier.reconnect()
    expect(again.arm()).toBe('open')
    expect(await barrier.open({ commandId: 'b', laneId: 'entry', issuedAt: 2_000, expiresAt: 5_000 })).toMatchObject({ result: 'refused' })
    expect(again.pulses()).toBe(1)
  })
})
