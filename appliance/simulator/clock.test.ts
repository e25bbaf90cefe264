import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLeapClock } from './clock.ts'

/** A clock whose real time stands still, so that only leaps move it. */
const still = () => createLeapClock({ startAt: 1_000_000, realMono: () => 50 })

describe('leap clock', () => {
  it('moves wall and monotonic time together', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(86_400_000), { maxLength: 30 }), (leaps) => {
        const clock = still()
        for (const ms of leaps) {
          const wall = clock.wall()
          const mono = clock.mono()
          clock.leap(ms)
          expect(clock.wall() - wall).toBe(ms)
          expect(clock.mono() - mono).toBe(ms)
        }
      }),
    )
  })

  it('fires every timer once, in order, at its own instant, and none before it is due', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(10_000), { minLength: 1, maxLength: 40 }),
        fc.array(fc.nat(4_000), { minLength: 1, maxLength: 12 }),
        (waits, leaps) => {
          const clock = still()
          const fired: { due: number; at: number }[] = []
          for (const ms of waits) clock.after(ms, () => fired.push({ due: ms, at: clock.mono() }))
          for (const ms of leaps) clock.leap(ms)
          const total = leaps.reduce((sum, ms) => sum + ms, 0)
          expect(fired.map((f) => f.due)).toEqual(waits.filter((ms) => ms <= total).sort((a, b) => a - b))
          for (const f of fired) expect(f.at).toBe(f.due)
        },
      ),
    )
  })

  it('lets timers set during a leap fire in the same leap', () => {
    const clock = still()
    const at: number[] = []
    const again = (): void => {
      at.push(clock.mono())
      clock.after(100, again)
    }
    clock.after(100, again)
    clock.leap(450)
    expect(at).toEqual([100, 200, 300, 400])
  })

  it('goes on from where an earlier simulation stopped', () => {
    const clock = createLeapClock({ startAt: 2_000_000, monoAt: 700, realMono: () => 50 })
    expect([clock.wall(), clock.mono()]).toEqual([2_000_000, 700])
    clock.leap(10)
    expect([clock.wall(), clock.mono()]).toEqual([2_000_010, 710])
  })

  it('runs at real speed between leaps', async () => {
    const clock = createLeapClock()
    const started = performance.now()
    await new Promise<void>((resolve) => void clock.after(60, resolve))
    expect(performance.now() - started).toBeGreaterThanOrEqual(58)
  })

  it('a cancelled timer never fires, and a leap backwards is refused', () => {
    const clock = still()
    let fired = false
    const cancel = clock.after(10, () => {
      fired = true
    })
    cancel()
    clock.leap(20)
    expect(fired).toBe(false)
    expect(() => clock.leap(-1)).toThrow('not a step forward')
  })

  it('the timers of a power-up die with the power, its clocks run on', () => {
    const clock = still()
    clock.leap(5_000)
    const boot = clock.boot()
    expect(boot.mono()).toBe(clock.mono())
    let fired = 0
    boot.after(10, () => fired++)
    clock.leap(10)
    boot.after(10, () => fired++)
    boot.end()
    clock.leap(100)
    boot.after(1, () => fired++)
    clock.leap(100)
    expect(fired).toBe(1)
    expect(boot.wall()).toBe(clock.wall())
  })
})
