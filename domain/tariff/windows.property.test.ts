import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, offsetAt, transitionsFor } from '../time.ts'
import { minuteWalkFee } from './minute-walk.fixture.ts'
import { quoteFee } from './quote.ts'
import type { RateTable } from './rate-table.ts'
import { berlin, fullTables, hourly, minuteEntries, minuteStays, validations } from './tables.fixture.ts'

const runs = { numRuns: 150 }
const fee = (table: RateTable, entryAt: number, stay: number): number => quoteFee({ table, entryAt, exitAt: entryAt + stay }).amountMinor

describe('the fee with windows, packages and overstay, for any table', () => {
  it('[T25][T26][T27][T28][T29] agrees with walking every minute', () => {
    fc.assert(
      fc.property(fullTables, minuteEntries, minuteStays, (table, entryAt, stay) => {
        // Where clocks repeat an hour, the walk and the calendar call two midnights the same day only on whole days.
        expect(fee(table, entryAt, stay)).toBe(minuteWalkFee(table, entryAt, entryAt + stay))
      }),
      { numRuns: 120 },
    )
  })

  it('[T20][T25] sums its lines exactly, never below zero, names and all', () => {
    fc.assert(
      fc.property(fullTables, minuteEntries, minuteStays, validations, fc.nat(9_000), (table, entryAt, stay, granted, paidMinor) => {
        const quote = quoteFee({ table, entryAt, exitAt: entryAt + stay, validations: granted, paidMinor })
        expect(quote.amountMinor).toBeGreaterThanOrEqual(0)
        expect(quote.lines.reduce((sum, line) => sum + line.amountMinor, 0)).toBe(quote.amountMinor)
        const positive = quote.lines.filter((line) => ['flat', 'tier', 'steps'].includes(line.code))
        for (const line of positive) expect(line.amountMinor).toBe(line.count * line.unitMinor)
      }),
      runs,
    )
  })

  it('[T21][T28] never falls as the stay grows', () => {
    fc.assert(
      fc.property(fullTables, minuteEntries, minuteStays, minuteStays, (table, entryAt, a, b) => {
        expect(fee(table, entryAt, Math.max(a, b))).toBeGreaterThanOrEqual(fee(table, entryAt, Math.min(a, b)))
      }),
      runs,
    )
  })

  it('[T19][T21] costs the same however often the driver pays on the way', () => {
    fc.assert(
      fc.property(fullTables, minuteEntries, fc.array(minuteStays, { minLength: 1, maxLength: 4 }), (table, entryAt, moments) => {
        const sorted = [...moments].sort((a, b) => a - b)
        let paidMinor = 0
        for (const stay of sorted) paidMinor += quoteFee({ table, entryAt, exitAt: entryAt + stay, paidMinor }).amountMinor
        expect(paidMinor).toBe(fee(table, entryAt, sorted.at(-1) ?? 0))
      }),
      runs,
    )
  })

  it('[T33] a change to the very same prices at a whole step and a free border changes nothing', () => {
    fc.assert(
      fc.property(
        minuteEntries,
        minuteStays,
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 0, max: 9_000 }),
        (entryAt, stay, hours, amountMinor) => {
          const table = hourly({ cap: { kind: 'calendarDay', amountMinor } })
          const next = { ...table, version: 2, effectiveFrom: entryAt + hours * HOUR_MS, change: 'segment' as const }
          expect(quoteFee({ table, entryAt, exitAt: entryAt + stay, later: [next] }).amountMinor).toBe(fee(table, entryAt, stay))
        },
      ),
      runs,
    )
  })

  it('[T33] a segmented stay never falls as it grows, nor below either half', () => {
    fc.assert(
      fc.property(fullTables, fullTables, minuteEntries, minuteStays, minuteStays, minuteStays, (a, b, entryAt, change, x, y) => {
        const next = { ...b, effectiveFrom: entryAt + change + MINUTE_MS, change: 'segment' as const }
        const table = { ...a, specials: [] }
        const segmented = (stay: number) => quoteFee({ table, entryAt, exitAt: entryAt + stay, later: [next] })
        const [short, long] = [segmented(Math.min(x, y)), segmented(Math.max(x, y))]
        expect(long.amountMinor).toBeGreaterThanOrEqual(short.amountMinor)
        expect(long.lines.reduce((sum, line) => sum + line.amountMinor, 0)).toBe(long.amountMinor)
      }),
      runs,
    )
  })

  it('[T31] coming back never costs more than with a maximum of its own, nor do both together pass the maximum of a day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 0, max: 430 }),
        fc.integer({ min: 0, max: 3_000 }),
        (a, gap, b, amountMinor) => {
          const entryAt = Date.UTC(2026, 5, 9, 22)
          const [exitAt, backAt] = [entryAt + a * MINUTE_MS, entryAt + (a + gap) * MINUTE_MS]
          for (const kind of ['calendarDay', 'rolling'] as const) {
            const cap = kind === 'rolling' ? { kind, amountMinor, periodMs: DAY_MS } : { kind, amountMinor }
            const shared = hourly({ cap: { ...cap, reentry: true } })
            const first = quoteFee({ table: shared, entryAt, exitAt })
            const question = { entryAt: backAt, exitAt: backAt + b * MINUTE_MS }
            const second = quoteFee({ ...question, table: shared, earlier: [{ entryAt, exitAt }] })
            expect(second.amountMinor).toBeLessThanOrEqual(quoteFee({ ...question, table: hourly({ cap }) }).amountMinor)
            expect(first.amountMinor + second.amountMinor).toBeLessThanOrEqual(amountMinor)
          }
        },
      ),
      runs,
    )
  })
})

describe('local borders', () => {
  it('[Z5] agree with the platform’s zone data on every night of four years in three zones', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe']) {
      const transitions = transitionsFor(zone, Date.UTC(2026, 0, 1), Date.UTC(2030, 0, 1))
      const table = hourly({
        transitions,
        lines: [],
        windows: [
          {
            name: 'Night',
            weekdays: [1, 2, 3, 4, 5, 6, 7],
            fromMinute: 22 * 60,
            untilMinute: 30 * 60,
            lines: [{ kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: MINUTE_MS, amountMinor: 1 }],
            maximumMinor: null,
          },
        ],
      })
      for (let day = Date.UTC(2026, 0, 2); day < Date.UTC(2029, 11, 30); day += DAY_MS) {
        const noon = day + 12 * HOUR_MS - offsetAt(transitions, day + 12 * HOUR_MS)
        const shift = offsetAt(transitions, noon + DAY_MS) - offsetAt(transitions, noon)
        expect(fee(table, noon, DAY_MS - shift)).toBe(8 * 60 - shift / MINUTE_MS)
      }
    }
  })
})

it('[T22] pinned zones are all the engine reads: other offsets, another fee', () => {
  const night = { name: 'Night', weekdays: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, untilMinute: 360, lines: [], maximumMinor: null }
  const question = { entryAt: Date.UTC(2026, 0, 10, 0), exitAt: Date.UTC(2026, 0, 10, 8) }
  const here = quoteFee({ ...question, table: hourly({ windows: [night], transitions: berlin }) })
  const there = quoteFee({ ...question, table: hourly({ windows: [night], transitions: [{ fromMs: 0, offsetMinutes: 300 }] }) })
  expect([here.amountMinor, there.amountMinor]).toEqual([600, 1400])
})
