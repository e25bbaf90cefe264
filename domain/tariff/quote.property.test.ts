import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, transitionsFor } from '../time.ts'
import { naiveGrossFee } from './naive.fixture.ts'
import { quoteFee } from './quote.ts'
import type { RateTable } from './rate-table.ts'
import { entries, hourly, rateCaps, rateTables, stays, steppedLines, validations } from './tables.fixture.ts'

const runs = { numRuns: 500 }

function fee(table: RateTable, entryAt: number, stay: number): number {
  return quoteFee({ table, entryAt, exitAt: entryAt + stay }).amountMinor
}

describe('the fee, for any table', () => {
  it('[T2][T3][T4][T5][T6][T7][T8][T9][T10][T11][T12][T13][T14] agrees with walking every charge one by one', () => {
    fc.assert(
      fc.property(rateTables, entries, stays, (table, entryAt, stay) => {
        expect(fee(table, entryAt, stay)).toBe(naiveGrossFee(table, entryAt, entryAt + stay))
      }),
      runs,
    )
  })

  it('[T20] is never negative, and its lines sum to it exactly', () => {
    fc.assert(
      fc.property(
        rateTables,
        entries,
        stays,
        validations,
        fc.integer({ min: 0, max: 20_000 }),
        (table, entryAt, stay, granted, paidMinor) => {
          const quote = quoteFee({ table, entryAt, exitAt: entryAt + stay, validations: granted, paidMinor })
          expect(quote.amountMinor).toBeGreaterThanOrEqual(0)
          expect(quote.feeMinor).toBeGreaterThanOrEqual(quote.amountMinor)
          expect(Number.isSafeInteger(quote.amountMinor)).toBe(true)
          expect(quote.lines.reduce((sum, line) => sum + line.amountMinor, 0)).toBe(quote.amountMinor)
          expect(quote.stayMs).toBe(stay)
        },
      ),
      runs,
    )
  })

  it('[T21] never falls as the stay grows', () => {
    fc.assert(
      fc.property(rateTables, entries, stays, stays, (table, entryAt, a, b) => {
        expect(fee(table, entryAt, Math.max(a, b))).toBeGreaterThanOrEqual(fee(table, entryAt, Math.min(a, b)))
      }),
      runs,
    )
  })

  it('[T21][T8] never falls inside one rate line, and grows by whole steps', () => {
    fc.assert(
      fc.property(steppedLines, entries, stays, stays, (line, entryAt, a, b) => {
        const table = hourly({ lines: [line] })
        const [short, long] = [Math.min(a, b), Math.max(a, b)]
        const difference = fee(table, entryAt, long) - fee(table, entryAt, short)
        expect(difference).toBeGreaterThanOrEqual(0)
        expect(line.amountMinor === 0 ? difference : difference % line.amountMinor).toBe(0)
      }),
      runs,
    )
  })

  it('[T13] never exceeds the maximum times the days it touches', () => {
    fc.assert(
      fc.property(rateTables, entries, stays, (table, entryAt, stay) => {
        const { cap } = table
        if (cap.kind === 'none') return
        // A calendar day is at least 23 hours long here, so a stay touches at most this many, plus the one it begins in.
        const days = cap.kind === 'rolling' ? Math.ceil(stay / cap.periodMs) : Math.ceil(stay / (DAY_MS - 3_600_000)) + 1
        expect(fee(table, entryAt, stay)).toBeLessThanOrEqual(days * cap.amountMinor)
      }),
      runs,
    )
  })

  it('[T13] never takes more under a cap than without one, and never more under a lower cap', () => {
    fc.assert(
      fc.property(rateTables, rateCaps, entries, stays, fc.integer({ min: 0, max: 3_000 }), (base, cap, entryAt, stay, less) => {
        const table = { ...base, cap }
        const lower = cap.kind === 'none' ? cap : { ...cap, amountMinor: Math.max(0, cap.amountMinor - less) }
        const amount = fee(table, entryAt, stay)
        expect(amount).toBeLessThanOrEqual(fee({ ...base, cap: { kind: 'none' } }, entryAt, stay))
        expect(fee({ ...base, cap: lower }, entryAt, stay)).toBeLessThanOrEqual(amount)
      }),
      runs,
    )
  })

  it('[T11] finds every midnight of stays of weeks, also where clocks skip or repeat it', () => {
    for (const timeZone of ['Africa/Cairo', 'America/Havana', 'Asia/Beirut', 'Australia/Lord_Howe', 'Europe/Berlin']) {
      const transitions = transitionsFor(timeZone, Date.UTC(2026, 0, 1), Date.UTC(2029, 0, 1))
      const table = hourly({ timeZone, transitions, cap: { kind: 'calendarDay', amountMinor: 700 } })
      for (const { fromMs } of transitions.slice(1)) {
        for (const before of [DAY_MS, 3 * DAY_MS + 5_000_000]) {
          const entryAt = fromMs - before
          for (const stay of [2, 4, 9].map((days) => days * DAY_MS + 7_200_000)) {
            expect(fee(table, entryAt, stay), timeZone).toBe(naiveGrossFee(table, entryAt, entryAt + stay))
          }
        }
      }
    }
  })

  it('[T5] does not depend on the order of its lines', () => {
    fc.assert(
      fc.property(rateTables, entries, stays, (table, entryAt, stay) => {
        const reversed = { ...table, lines: [...table.lines].reverse() }
        expect(fee(reversed, entryAt, stay)).toBe(fee(table, entryAt, stay))
      }),
      runs,
    )
  })

  it('[T21] is the same for a line cut in two at a step', () => {
    fc.assert(
      fc.property(steppedLines, rateCaps, entries, stays, fc.integer({ min: 1, max: 40 }), (line, cap, entryAt, stay, steps) => {
        const cut = line.fromMs + steps * line.stepMs
        if (line.untilMs !== null && cut >= line.untilMs) return
        const whole = hourly({ lines: [line], cap })
        const parts = hourly({
          lines: [
            { ...line, untilMs: cut },
            { ...line, fromMs: cut },
          ],
          cap,
        })
        expect(fee(parts, entryAt, stay)).toBe(fee(whole, entryAt, stay))
      }),
      runs,
    )
  })

  it('[T19][T21] costs the same however often the driver pays on the way', () => {
    fc.assert(
      fc.property(rateTables, entries, fc.array(stays, { minLength: 1, maxLength: 5 }), (table, entryAt, moments) => {
        const sorted = [...moments].sort((a, b) => a - b)
        let paidMinor = 0
        for (const stay of sorted) paidMinor += quoteFee({ table, entryAt, exitAt: entryAt + stay, paidMinor }).amountMinor
        expect(paidMinor).toBe(fee(table, entryAt, sorted.at(-1) ?? 0))
      }),
      runs,
    )
  })

  it('[T15][T18] never grows by a validation, and each one more only helps', () => {
    fc.assert(
      fc.property(rateTables, entries, stays, validations, (table, entryAt, stay, granted) => {
        const question = { table, entryAt, exitAt: entryAt + stay }
        let last = quoteFee(question).feeMinor
        for (let n = 1; n <= granted.length; n++) {
          const next = quoteFee({ ...question, validations: granted.slice(0, n) }).feeMinor
          expect(next).toBeLessThanOrEqual(last)
          last = next
        }
      }),
      runs,
    )
  })

  it('[T15] does not depend on the order in which validations of different kinds were granted', () => {
    fc.assert(
      fc.property(rateTables, entries, stays, validations, (table, entryAt, stay, granted) => {
        const oneOfEach = granted.filter((each, i) => granted.findIndex((other) => other.kind === each.kind) === i)
        const question = { table, entryAt, exitAt: entryAt + stay }
        const forwards = quoteFee({ ...question, validations: oneOfEach })
        expect(quoteFee({ ...question, validations: [...oneOfEach].reverse() })).toEqual(forwards)
      }),
      runs,
    )
  })

  it('[T22] does not change its table and gives the same answer twice', () => {
    fc.assert(
      fc.property(rateTables, entries, stays, validations, (table, entryAt, stay, granted) => {
        const frozen = deepFreeze(structuredClone(table))
        const question = { table: frozen, entryAt, exitAt: entryAt + stay, validations: granted }
        expect(quoteFee(question)).toEqual(quoteFee(question))
      }),
      runs,
    )
  })
})

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value)
    for (const member of Object.values(value)) deepFreeze(member)
  }
  return value
}
