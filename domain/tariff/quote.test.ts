import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts'
import { quoteFee } from './quote.ts'
import type { RateLine } from './rate-table.ts'
import { berlin, hourly } from './tables.fixture.ts'

const entryAt = Date.UTC(2026, 5, 10, 8)
const step: RateLine = { kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: HOUR_MS, amountMinor: 200 }

describe('quoteFee', () => {
  it('[T1] counts an exit before the entry as no stay', () => {
    expect(quoteFee({ table: hourly(), entryAt, exitAt: entryAt - DAY_MS })).toMatchObject({ stayMs: 0, amountMinor: 0, feeMinor: 0 })
  })

  it('[T2] says which part of the stay was free', () => {
    const { lines } = quoteFee({ table: hourly({ freeMs: 15 * MINUTE_MS }), entryAt, exitAt: entryAt + 10 * MINUTE_MS })
    expect(lines).toEqual([
      {
        code: 'free',
        amountMinor: 0,
        count: 1,
        unitMinor: 0,
        stepMs: 15 * MINUTE_MS,
        fromMs: entryAt,
        untilMs: entryAt + 10 * MINUTE_MS,
      },
    ])
  })

  it('[T3] has no free line once a grace is forfeited', () => {
    const { lines } = quoteFee({ table: hourly({ freeMs: 15 * MINUTE_MS }), entryAt, exitAt: entryAt + 20 * MINUTE_MS })
    expect(lines.map((line) => line.code)).toEqual(['steps'])
    expect(lines[0]?.fromMs).toBe(entryAt)
  })

  it('[T4] begins the charged time where deducted free time ends', () => {
    const table = hourly({ freeMs: 30 * MINUTE_MS, freeIsGrace: false })
    const { lines } = quoteFee({ table, entryAt, exitAt: entryAt + 2 * HOUR_MS })
    expect(lines.map((line) => [line.code, line.fromMs - entryAt, line.untilMs - entryAt])).toEqual([
      ['free', 0, 30 * MINUTE_MS],
      ['steps', 30 * MINUTE_MS, 2 * HOUR_MS],
    ])
  })

  it('[T8] says how many steps, of what length, at what price, over what time', () => {
    const { lines } = quoteFee({ table: hourly(), entryAt, exitAt: entryAt + 150 * MINUTE_MS })
    expect(lines).toEqual([
      { code: 'steps', amountMinor: 600, count: 3, unitMinor: 200, stepMs: HOUR_MS, fromMs: entryAt, untilMs: entryAt + 150 * MINUTE_MS },
    ])
  })

  it('[T5] leaves out lines the stay did not reach', () => {
    const later: RateLine = { kind: 'flatRateTier', fromMs: 3 * HOUR_MS, untilMs: 4 * HOUR_MS, amountMinor: 900 }
    const { lines } = quoteFee({ table: hourly({ lines: [step, later] }), entryAt, exitAt: entryAt + 3 * HOUR_MS })
    expect(lines.map((line) => line.code)).toEqual(['steps'])
  })

  it('[T7] clips a tier to what the stay used of it', () => {
    const tier: RateLine = { kind: 'flatRateTier', fromMs: 0, untilMs: 2 * HOUR_MS, amountMinor: 500 }
    const short = quoteFee({ table: hourly({ lines: [tier] }), entryAt, exitAt: entryAt + HOUR_MS })
    const long = quoteFee({ table: hourly({ lines: [tier] }), entryAt, exitAt: entryAt + 9 * HOUR_MS })
    expect(short.lines[0]?.untilMs).toBe(entryAt + HOUR_MS)
    expect(long.lines[0]?.untilMs).toBe(entryAt + 2 * HOUR_MS)
    expect([short.amountMinor, long.amountMinor]).toEqual([500, 500])
  })

  it('[T13] shows one cap line over the days it worked on', () => {
    const start = Date.UTC(2026, 5, 9, 22) // midnight in Berlin
    const { lines } = quoteFee({
      table: hourly({ cap: { kind: 'calendarDay', amountMinor: 1000 } }),
      entryAt: start,
      exitAt: start + 50 * HOUR_MS,
    })
    expect(lines.at(-1)).toEqual({
      code: 'cap',
      amountMinor: -(2 * (4800 - 1000)),
      count: 2,
      unitMinor: 1000,
      stepMs: 0,
      fromMs: start,
      untilMs: start + 48 * HOUR_MS,
    })
  })

  it('[T12] marks a rolling cap with its period', () => {
    const cap = { kind: 'rolling', amountMinor: 1000, periodMs: 12 * HOUR_MS } as const
    const { lines } = quoteFee({ table: hourly({ cap }), entryAt, exitAt: entryAt + 12 * HOUR_MS })
    expect(lines.at(-1)).toMatchObject({ code: 'cap', stepMs: 12 * HOUR_MS, amountMinor: -1400 })
  })

  it('[T13] has no cap line when no day exceeds the maximum', () => {
    const cap = { kind: 'calendarDay', amountMinor: 4800 } as const
    expect(quoteFee({ table: hourly({ cap }), entryAt, exitAt: entryAt + 5 * HOUR_MS }).lines).toHaveLength(1)
  })

  it('[T13] has no cap line when a day comes to the maximum exactly', () => {
    const start = Date.UTC(2026, 5, 9, 22)
    const question = { entryAt: start, exitAt: start + 24 * HOUR_MS }
    const lines = (amountMinor: number) =>
      quoteFee({ table: hourly({ cap: { kind: 'calendarDay', amountMinor } }), ...question }).lines.length
    expect([lines(4801), lines(4800), lines(4799)]).toEqual([1, 1, 2])
  })

  it('[T16] frees whole minutes and not a millisecond more', () => {
    const fee = (stay: number) =>
      quoteFee({ table: hourly(), entryAt, exitAt: entryAt + stay, validations: [{ kind: 'minutes', value: 60 }] })
    expect(fee(2 * HOUR_MS).feeMinor).toBe(200)
    expect(fee(2 * HOUR_MS + 1).feeMinor).toBe(400)
  })

  it('[T13] a maximum of zero makes everything free, by the line', () => {
    const quote = quoteFee({ table: hourly({ cap: { kind: 'calendarDay', amountMinor: 0 } }), entryAt, exitAt: entryAt + 5 * HOUR_MS })
    expect(quote.lines.map((line) => line.amountMinor)).toEqual([1000, -1000])
    expect(quote.amountMinor).toBe(0)
  })

  it('[T17] carries the validation it applied', () => {
    const { lines } = quoteFee({ table: hourly(), entryAt, exitAt: entryAt + HOUR_MS, validations: [{ kind: 'percent', value: 25 }] })
    expect(lines.at(-1)).toMatchObject({ code: 'validation', amountMinor: -50, validation: { kind: 'percent', value: 25 } })
  })

  it.each([
    ['zero minutes', { kind: 'minutes', value: 0 }],
    ['a negative amount', { kind: 'amount', value: -500 }],
    ['a percentage that is not a number', { kind: 'percent', value: Number.NaN }],
  ] as const)('[T18] %s takes nothing and shows no line', (_, validation) => {
    const quote = quoteFee({ table: hourly(), entryAt, exitAt: entryAt + HOUR_MS, validations: [validation] })
    expect(quote.lines).toHaveLength(1)
    expect(quote.amountMinor).toBe(200)
  })

  it('[T18] a fraction of a cent is cut off, and no value makes the lane fail', () => {
    const fee = (value: number) =>
      quoteFee({ table: hourly(), entryAt, exitAt: entryAt + HOUR_MS, validations: [{ kind: 'amount', value }] })
    expect(fee(50.9).amountMinor).toBe(150)
    expect(fee(0.5).lines).toHaveLength(1)
    expect(fee(Number.POSITIVE_INFINITY).amountMinor).toBe(0)
  })

  it('[T12] a rolling period of nothing is an error, not an endless loop', () => {
    for (const periodMs of [0, -1, Number.NaN]) {
      const table = hourly({ cap: { kind: 'rolling', amountMinor: 100, periodMs } })
      expect(() => quoteFee({ table, entryAt, exitAt: entryAt + HOUR_MS })).toThrow(/needs a period/)
    }
  })

  it('[T17] more than a hundred percent is a hundred', () => {
    const quote = quoteFee({ table: hourly(), entryAt, exitAt: entryAt + HOUR_MS, validations: [{ kind: 'percent', value: 250 }] })
    expect(quote.amountMinor).toBe(0)
    expect(quote.lines.at(-1)?.amountMinor).toBe(-200)
  })

  it('[T16] minutes beyond the stay free all of it', () => {
    const quote = quoteFee({ table: hourly(), entryAt, exitAt: entryAt + HOUR_MS, validations: [{ kind: 'minutes', value: 100_000 }] })
    expect(quote.feeMinor).toBe(0)
  })

  it('[T19] shows what it credits, over the stay', () => {
    const { lines } = quoteFee({ table: hourly(), entryAt, exitAt: entryAt + HOUR_MS, paidMinor: 150 })
    expect(lines.at(-1)).toEqual({
      code: 'credit',
      amountMinor: -150,
      count: 1,
      unitMinor: 150,
      stepMs: 0,
      fromMs: entryAt,
      untilMs: entryAt + HOUR_MS,
    })
  })

  it('[T17] shows a discount over the stay', () => {
    const { lines } = quoteFee({ table: hourly(), entryAt, exitAt: entryAt + HOUR_MS, validations: [{ kind: 'amount', value: 70 }] })
    expect(lines.at(-1)).toEqual({
      code: 'validation',
      amountMinor: -70,
      count: 1,
      unitMinor: 0,
      stepMs: 0,
      fromMs: entryAt,
      untilMs: entryAt + HOUR_MS,
      validation: { kind: 'amount', value: 70 },
    })
  })

  it('[T19] credits nothing for a negative payment', () => {
    const quote = quoteFee({ table: hourly(), entryAt, exitAt: entryAt + HOUR_MS, paidMinor: -100 })
    expect(quote.amountMinor).toBe(200)
    expect(quote.lines).toHaveLength(1)
  })

  it('[M1] refuses a fraction of a cent as already paid', () => {
    expect(() => quoteFee({ table: hourly(), entryAt, exitAt: entryAt + HOUR_MS, paidMinor: 0.5 })).toThrow(/already paid is 0.5/)
  })

  it('[M1] refuses a fee beyond exact integers instead of being wrong', () => {
    const dear: RateLine = { kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: MINUTE_MS, amountMinor: Number.MAX_SAFE_INTEGER }
    expect(() => quoteFee({ table: hourly({ lines: [dear] }), entryAt, exitAt: entryAt + HOUR_MS })).toThrow(RangeError)
  })

  it('[Z1] a calendar cap without pinned offsets is an error that says what to do', () => {
    const table = hourly({ transitions: [], cap: { kind: 'calendarDay', amountMinor: 1000 } })
    expect(() => quoteFee({ table, entryAt, exitAt: entryAt + HOUR_MS })).toThrow(/transitionsFor/)
  })

  it('[T14] a table without a cap needs no offsets', () => {
    expect(quoteFee({ table: hourly({ transitions: [] }), entryAt, exitAt: entryAt + HOUR_MS }).amountMinor).toBe(200)
  })

  it('[T21] a stay from another century is still answered at once', () => {
    const table = hourly({ cap: { kind: 'calendarDay', amountMinor: 1000 }, transitions: berlin })
    const quote = quoteFee({ table, entryAt: 0, exitAt: Date.UTC(2026, 5, 10) })
    expect(quote.amountMinor).toBeGreaterThan(20_000 * 900)
    expect(Number.isSafeInteger(quote.amountMinor)).toBe(true)
  })

  it('[T22] thirty-day stays by the minute are quoted without walking the minutes', () => {
    const perMinute: RateLine = { ...step, stepMs: MINUTE_MS, amountMinor: 4 }
    const table = hourly({ lines: [perMinute], cap: { kind: 'calendarDay', amountMinor: 2000 } })
    const began = performance.now()
    for (let i = 0; i < 2_000; i++) quoteFee({ table, entryAt: entryAt + i, exitAt: entryAt + 30 * DAY_MS })
    // 2000 × 43 200 steps would take seconds; this is a bound for a busy machine, not a benchmark.
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})
