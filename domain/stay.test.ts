import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BoxInstant, knownStay, pricedStay } from './stay.ts'
import { HOUR_MS } from './time.ts'

const noon = Date.UTC(2026, 5, 10, 12)
const instant = (overrides: Partial<BoxInstant> = {}): BoxInstant => ({
  wall: noon,
  quality: 'trusted',
  device: 'box',
  bootId: 'a',
  mono: 5 * HOUR_MS,
  ...overrides,
})

describe('knownStay', () => {
  it('[G6] within one boot the monotonic clock decides, even when the wall clock leapt to 1970', () => {
    const exit = instant({ mono: 7 * HOUR_MS, wall: 0, quality: 'untrusted' })
    expect(knownStay(instant(), exit)).toEqual({ ms: 2 * HOUR_MS, quality: 'exact' })
  })

  it('[G7] across boots two trusted instants decide', () => {
    expect(knownStay(instant(), instant({ bootId: 'b', mono: 60_000, wall: noon + 3 * HOUR_MS }))).toEqual({
      ms: 3 * HOUR_MS,
      quality: 'exact',
    })
  })

  it.each([
    ['the entry', { quality: 'untrusted' }, {}],
    ['the exit', {}, { quality: 'untrusted' }],
    ['both', { quality: 'untrusted' }, { quality: 'untrusted' }],
  ] as const)('[G8] with %s untrusted the car was here at least since this boot', (_, entry, exit) => {
    const stay = knownStay(instant(entry), instant({ bootId: 'b', mono: HOUR_MS, wall: noon + 30 * 24 * HOUR_MS, ...exit }))
    expect(stay).toEqual({ ms: HOUR_MS, quality: 'lowerBound' })
  })

  it('[G8] trusted instants out of order are not believed', () => {
    expect(knownStay(instant(), instant({ bootId: 'b', mono: HOUR_MS, wall: noon - 1 }))).toEqual({ ms: HOUR_MS, quality: 'lowerBound' })
  })

  it('[G8] is never negative, and never longer than the truth when clocks lie', () => {
    const cases = fc.record({
      before: fc.nat(100 * HOUR_MS), // from entry to the power cut
      dark: fc.nat(100 * HOUR_MS),
      since: fc.nat(100 * HOUR_MS), // from boot to exit
      lie: fc.integer({ min: -2_000_000_000_000, max: 2_000_000_000_000 }),
    })
    fc.assert(
      fc.property(cases, ({ before, dark, since, lie }) => {
        const truth = before + dark + since
        const entry = instant({ mono: 1_000 })
        const lied = instant({ bootId: 'b', mono: since, wall: noon + truth + lie, quality: 'untrusted' })
        expect(knownStay(entry, lied).ms).toBeLessThanOrEqual(truth)
        expect(knownStay(entry, lied).ms).toBeGreaterThanOrEqual(0)
        const honest = instant({ bootId: 'b', mono: since, wall: noon + truth })
        expect(knownStay(entry, honest)).toEqual({ ms: truth, quality: 'exact' })
      }),
    )
  })

  it('[G8] of a car another box saw come in, untrusted clocks know nothing: this boot may be older than the entry', () => {
    const exit = instant({ device: 'exit box', bootId: 'b', mono: 90 * 24 * HOUR_MS })
    expect(knownStay(instant({ quality: 'untrusted' }), exit)).toEqual({ ms: 0, quality: 'lowerBound' })
  })
})

describe('pricedStay', () => {
  const later = { mono: 7 * HOUR_MS, wall: noon + 2 * HOUR_MS }

  it('[G9] is priced from the entry when its wall clock was trusted, whatever the wall clock says now', () => {
    const now = instant({ ...later, wall: 0, quality: 'untrusted' })
    expect(pricedStay(instant(), now, now.wall)).toMatchObject({ entryAt: noon, exitAt: noon + 2 * HOUR_MS, quality: 'exact' })
  })

  it('[G9] is priced back from the exit when only its wall clock was trusted', () => {
    const entry = instant({ wall: 0, quality: 'untrusted' })
    expect(pricedStay(entry, instant(later), later.wall)).toMatchObject({ entryAt: noon, exitAt: noon + 2 * HOUR_MS })
  })

  it('[G9] a price that froze five minutes ago leaves those minutes out', () => {
    const frozenAt = later.wall - 300_000
    expect(pricedStay(instant(), instant(later), frozenAt)).toMatchObject({ exitAt: frozenAt, ms: 2 * HOUR_MS - 300_000 })
  })

  it('[G9] clocks that agree give the very instants on record', () => {
    fc.assert(
      fc.property(fc.nat(400 * 24 * HOUR_MS), fc.nat(900_000), (stayed, frozenFor) => {
        const now = instant({ mono: 5 * HOUR_MS + stayed, wall: noon + stayed })
        const frozenAt = Math.max(noon, now.wall - frozenFor)
        expect(pricedStay(instant(), now, frozenAt)).toMatchObject({ entryAt: noon, exitAt: frozenAt, quality: 'exact' })
      }),
    )
  })

  it('[G9] is never negative and always in whole milliseconds', () => {
    const any = fc.record({
      quality: fc.constantFrom('trusted' as const, 'untrusted' as const),
      device: fc.constantFrom('box', 'other'),
      bootId: fc.constantFrom('a', 'b'),
      mono: fc.double({ min: 0, max: 1e10, noNaN: true }),
      wall: fc.integer({ min: 0, max: 4e12 }),
    })
    fc.assert(
      fc.property(any, any, fc.integer({ min: 0, max: 4e12 }), (entry, now, frozenAt) => {
        const { entryAt, exitAt, ms } = pricedStay(entry, now, frozenAt)
        expect(ms).toBeGreaterThanOrEqual(0)
        expect([entryAt, exitAt].every(Number.isInteger)).toBe(true)
        expect(exitAt - entryAt).toBe(ms)
      }),
    )
  })
})
