import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts'
import { explain, rateSummary } from './explain.ts'
import { quoteFee, type ValidationKind } from './quote.ts'
import type { RateLine, RateTable } from './rate-table.ts'
import { entries, hourly, rateTables, stays, validations } from './tables.fixture.ts'

const entryAt = Date.UTC(2026, 5, 10, 8)

function explained(table: RateTable, stay: number, granted: { kind: ValidationKind; value: number }[] = [], paidMinor = 0) {
  return explain(quoteFee({ table, entryAt, exitAt: entryAt + stay, validations: granted, paidMinor }).lines)
}

describe('explain', () => {
  it('[T23] a free stay', () => {
    expect(explained(hourly({ freeMs: 15 * MINUTE_MS }), 10 * MINUTE_MS)).toEqual([{ key: 'freeStay', freeMinutes: 15, amountMinor: null }])
  })

  it('[T23] free minutes that stay free, then steps', () => {
    expect(explained(hourly({ freeMs: 30 * MINUTE_MS, freeIsGrace: false }), 2 * HOUR_MS)).toEqual([
      { key: 'freeTime', freeMinutes: 30, amountMinor: null },
      { key: 'steps', count: 2, stepMinutes: 60, unitMinor: 200, amountMinor: 400 },
    ])
  })

  it('[T23] tiers say which stretch of the stay they are for', () => {
    const lines: RateLine[] = [
      { kind: 'flatRateTier', fromMs: 0, untilMs: 30 * MINUTE_MS, amountMinor: 300 },
      { kind: 'flatRateTier', fromMs: 30 * MINUTE_MS, untilMs: HOUR_MS, amountMinor: 200 },
      { kind: 'flatRate', fromMs: 0, amountMinor: 100 },
    ]
    expect(explained(hourly({ lines }), 45 * MINUTE_MS)).toEqual([
      { key: 'tier', fromMinutes: 0, untilMinutes: 30, amountMinor: 300 },
      { key: 'tier', fromMinutes: 30, untilMinutes: 45, amountMinor: 200 },
      { key: 'flat', amountMinor: 100 },
    ])
  })

  it('[T23] a tier that begins late is placed by the entry when it is given', () => {
    const tier: RateLine = { kind: 'flatRateTier', fromMs: HOUR_MS, untilMs: 2 * HOUR_MS, amountMinor: 300 }
    const { lines } = quoteFee({ table: hourly({ lines: [tier] }), entryAt, exitAt: entryAt + 3 * HOUR_MS })
    expect(explain(lines, entryAt)).toEqual([{ key: 'tier', fromMinutes: 60, untilMinutes: 120, amountMinor: 300 }])
  })

  it('[T23] a minute begun counts as one', () => {
    const lines: RateLine[] = [{ kind: 'flatRateTier', fromMs: 0, untilMs: HOUR_MS, amountMinor: 300 }]
    expect(explained(hourly({ lines }), 44 * MINUTE_MS + 1)).toMatchObject([{ fromMinutes: 0, untilMinutes: 45 }])
  })

  it('[T23] the daily maximum says on how many days it helped', () => {
    const items = explained(hourly({ cap: { kind: 'calendarDay', amountMinor: 1000 } }), 2 * DAY_MS)
    expect(items.at(-1)).toEqual({ key: 'dayMaximum', days: 3, maximumMinor: 1000, amountMinor: -(9600 - 3000) })
  })

  it('[T23] a rolling maximum says its period', () => {
    const items = explained(hourly({ cap: { kind: 'rolling', amountMinor: 1000, periodMs: 12 * HOUR_MS } }), DAY_MS)
    expect(items.at(-1)).toEqual({ key: 'periodMaximum', periods: 2, periodHours: 12, maximumMinor: 1000, amountMinor: -2800 })
  })

  it('[T23] discounts and credit', () => {
    const granted = [
      { kind: 'minutes', value: 60 },
      { kind: 'percent', value: 50 },
      { kind: 'amount', value: 50 },
    ] satisfies { kind: ValidationKind; value: number }[]
    expect(explained(hourly(), 3 * HOUR_MS, granted, 20).slice(1)).toEqual([
      { key: 'validationMinutes', minutes: 60, amountMinor: -200 },
      { key: 'validationPercent', percent: 50, amountMinor: -200 },
      { key: 'validationAmount', valueMinor: 50, amountMinor: -50 },
      { key: 'alreadyPaid', amountMinor: -20 },
    ])
  })

  it('[T23] a discount that was logged before its kind was is shown as its amount', () => {
    const line = { code: 'validation', amountMinor: -70, count: 1, unitMinor: 0, stepMs: 0, fromMs: 0, untilMs: 1 } as const
    expect(explain([line])).toEqual([{ key: 'validationAmount', valueMinor: 70, amountMinor: -70 }])
  })

  it('[T23] no lines, no items', () => {
    expect(explain([])).toEqual([])
  })

  it('[T23] has one item per line with the same amount, in order, for any fee', () => {
    fc.assert(
      fc.property(rateTables, entries, stays, validations, fc.nat(2_000), (table, at, stay, granted, paidMinor) => {
        const quote = quoteFee({ table, entryAt: at, exitAt: at + stay, validations: granted, paidMinor })
        const items = explain(quote.lines, at)
        expect(items.map((item) => item.amountMinor ?? 0)).toEqual(quote.lines.map((line) => line.amountMinor))
        expect(items.reduce((sum, item) => sum + (item.amountMinor ?? 0), 0)).toBe(quote.amountMinor)
        for (const item of items) {
          for (const value of Object.values(item)) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('rateSummary', () => {
  const step: RateLine = { kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: HOUR_MS, amountMinor: 200 }
  const tier: RateLine = { kind: 'flatRateTier', fromMs: 0, untilMs: 30 * MINUTE_MS, amountMinor: 300 }

  it('[T24] of an ordinary garage', () => {
    const table = hourly({ freeMs: 15 * MINUTE_MS, cap: { kind: 'calendarDay', amountMinor: 1500 } })
    expect(rateSummary(table)).toEqual({ freeMinutes: 15, stepMinutes: 60, stepMinor: 200, dayMaxMinor: 1500, currency: 'EUR' })
  })

  it('[T24] shows what comes first, wherever it stands in the list', () => {
    const later: RateLine = { ...step, fromMs: 30 * MINUTE_MS }
    expect(rateSummary(hourly({ lines: [later, tier] }))).toMatchObject({ stepMinutes: 30, stepMinor: 300 })
  })

  it('[T24] a first tier that begins later is as long as itself', () => {
    const second: RateLine = { ...tier, fromMs: HOUR_MS, untilMs: 3 * HOUR_MS }
    expect(rateSummary(hourly({ lines: [second] }))).toMatchObject({ stepMinutes: 120, stepMinor: 300 })
  })

  it('[T24] skips a free first stretch', () => {
    expect(
      rateSummary(
        hourly({
          lines: [
            { ...tier, amountMinor: 0 },
            { ...step, fromMs: HOUR_MS },
          ],
        }),
      ),
    ).toMatchObject({
      stepMinutes: 60,
      stepMinor: 200,
    })
  })

  it('[T24] a free stretch listed last is skipped too, and of two that begin together the first is shown', () => {
    const free: RateLine = { ...tier, amountMinor: 0 }
    expect(rateSummary(hourly({ lines: [{ ...step, fromMs: HOUR_MS }, free] }))).toMatchObject({ stepMinutes: 60 })
    expect(rateSummary(hourly({ lines: [step, tier] }))).toMatchObject({ stepMinutes: 60, stepMinor: 200 })
  })

  it('[T24] of a flat price has no step', () => {
    const flat: RateLine = { kind: 'flatRate', fromMs: 0, amountMinor: 500 }
    expect(rateSummary(hourly({ lines: [flat] }))).toMatchObject({ stepMinutes: null, stepMinor: 500, dayMaxMinor: null })
    expect(rateSummary(hourly({ lines: [{ ...tier, untilMs: null }] }))).toMatchObject({ stepMinutes: null, stepMinor: 300 })
  })

  it('[T24] of a table without prices', () => {
    expect(rateSummary(hourly({ lines: [] }))).toMatchObject({ stepMinutes: null, stepMinor: null })
  })

  it('[T24] of a rolling maximum', () => {
    expect(rateSummary(hourly({ cap: { kind: 'rolling', amountMinor: 900, periodMs: DAY_MS } })).dayMaxMinor).toBe(900)
  })
})
