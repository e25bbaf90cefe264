import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ExitGraceFacts, exitGraceLeft } from './grace.ts'
import { quoteFee } from './tariff/quote.ts'
import { hourly } from './tariff/tables.fixture.ts'
import { HOUR_MS, MINUTE_MS } from './time.ts'

const settledAt = Date.UTC(2026, 5, 10, 12)
const at = (minutes: number) => settledAt + minutes * MINUTE_MS
const left = (facts: Partial<ExitGraceFacts>) =>
  exitGraceLeft({ settledAt, exitGraceMs: 15 * MINUTE_MS, arrivedAt: null, now: at(0), faults: [], ...facts }) / MINUTE_MS

describe('exitGraceLeft', () => {
  it('[G2] is whole at the moment of paying', () => {
    expect(left({})).toBe(15)
  })

  it('[G2] runs from the payment', () => {
    expect(left({ now: at(10) })).toBe(5)
    expect(left({ now: at(15) })).toBe(0)
    expect(left({ now: at(60) })).toBe(0)
  })

  it('[G3] a jam at the exit costs nothing', () => {
    expect(left({ arrivedAt: at(10), now: at(70) })).toBe(5)
  })

  it('[G3] arriving too late is too late', () => {
    expect(left({ arrivedAt: at(16), now: at(17) })).toBe(0)
  })

  it('[G4] stands still while the lane is faulted', () => {
    expect(left({ now: at(30), faults: [{ fromMs: at(5), untilMs: at(25) }] })).toBe(5)
  })

  it('[G4] a fault that lasts stops it for now', () => {
    expect(left({ now: at(60), faults: [{ fromMs: at(5), untilMs: null }] })).toBe(10)
  })

  it('[G4] overlapping faults count once', () => {
    const faults = [
      { fromMs: at(10), untilMs: at(20) },
      { fromMs: at(5), untilMs: at(15) },
      { fromMs: at(6), untilMs: at(7) },
    ]
    expect(left({ now: at(30), faults })).toBe(0)
    expect(left({ now: at(29), faults })).toBe(1)
  })

  it('[G4] faults before the payment or after the arrival play no part', () => {
    const faults = [
      { fromMs: at(-30), untilMs: at(-5) },
      { fromMs: at(12), untilMs: at(40) },
    ]
    expect(left({ arrivedAt: at(10), now: at(50), faults })).toBe(5)
  })

  it('[G2] a clock set back gives the whole grace, not more', () => {
    expect(left({ now: at(-20) })).toBe(15)
  })

  it('[G2][G3][G4] is never negative, never more than the grace, and never grows with time', () => {
    const minutes = fc.integer({ min: -60, max: 120 })
    const spans = fc.array(
      fc
        .tuple(minutes, fc.option(fc.nat(60), { nil: null }))
        .map(([from, length]) => ({ fromMs: at(from), untilMs: length === null ? null : at(from + length) })),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(spans, fc.option(minutes, { nil: null }), minutes, fc.nat(60), (faults, arrived, now, later) => {
        const facts = { faults, arrivedAt: arrived === null ? null : at(arrived) }
        const first = left({ ...facts, now: at(now) })
        expect(first).toBeGreaterThanOrEqual(0)
        expect(first).toBeLessThanOrEqual(15)
        expect(left({ ...facts, now: at(now + later) })).toBeLessThanOrEqual(first)
      }),
    )
  })
})

describe('grace and the fee', () => {
  const table = hourly({ freeMs: 10 * MINUTE_MS })

  it('[G1] a driver who turns round within the free time pays nothing', () => {
    expect(quoteFee({ table, entryAt: settledAt, exitAt: at(9) }).amountMinor).toBe(0)
  })

  it('[G5] after the grace the whole stay is quoted again, less what was paid', () => {
    const paidMinor = quoteFee({ table, entryAt: settledAt - 2 * HOUR_MS, exitAt: settledAt }).amountMinor
    expect(left({ now: at(20) })).toBe(0)
    expect(quoteFee({ table, entryAt: settledAt - 2 * HOUR_MS, exitAt: at(20), paidMinor })).toMatchObject({
      feeMinor: 600,
      amountMinor: 200,
    })
  })
})
