import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hourly, rateTables } from '../tariff/tables.fixture.ts'
import { parseRateTable } from './rate-table.ts'

const problemsOf = (json: unknown): readonly string[] => {
  const parsed = parseRateTable(json)
  return parsed.ok ? [] : parsed.problems
}
const table = hourly({ cap: { kind: 'calendarDay', amountMinor: 1500 } })

describe('parseRateTable', () => {
  it('[L10] gives back what was published, from text or value', () => {
    expect(parseRateTable(JSON.stringify(table))).toEqual({ ok: true, table })
    expect(parseRateTable(table)).toEqual({ ok: true, table })
  })

  it('[L10] every table the engine is tested with survives the wire', () => {
    fc.assert(
      fc.property(rateTables, (each) => {
        expect(parseRateTable(JSON.stringify(each))).toEqual({ ok: true, table: each })
      }),
    )
  })

  it('[L10] says all problems at once, each with its path', () => {
    const problems = problemsOf({
      ...table,
      currency: 'euro',
      freeMs: -1,
      lines: [
        { kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: 0, amountMinor: 2.5 },
        { kind: 'flatRate', fromMs: 0, amountMinor: -1 },
      ],
      cap: { kind: 'calendarDay' },
      vatBasisPoints: 20_000,
    })
    expect(problems).toEqual([
      'currency: must be an ISO 4217 code such as EUR',
      'freeMs: must not be negative',
      'lines.0.stepMs: must be at least 1000 ms',
      'lines.0.amountMinor: must be a whole number',
      'lines.1.amountMinor: must not be negative',
      expect.stringMatching(/^cap\.amountMinor: /),
      'vatBasisPoints: must be at most 10000 (100 %)',
    ])
  })

  it.each([
    ['text that is not JSON', '{', 'rate table: is not JSON'],
    ['null', null, 'rate table: '],
    ['a number', 7, 'rate table: '],
    ['an unknown kind of line', { ...table, lines: [{ kind: 'surge', amountMinor: 1 }] }, 'lines.0.kind: '],
    ['an unknown cap', { ...table, cap: { kind: 'weekly', amountMinor: 1 } }, 'cap.kind: '],
    ['no zone offsets', { ...table, transitions: [] }, 'transitions: must pin at least one zone offset'],
    ['offsets out of order', { ...table, transitions: [...table.transitions].reverse() }, 'transitions: must be in ascending order'],
    ['a version of zero', { ...table, version: 0 }, 'version: must be at least 1'],
    ['an empty id', { ...table, id: '' }, 'id: must not be empty'],
    ['a line without end or null', { ...table, lines: [{ kind: 'flatRateTier', fromMs: 0, amountMinor: 1 }] }, 'lines.0.untilMs: '],
    ['a hundred and one lines', { ...table, lines: Array(101).fill(table.lines[0]) }, 'lines: must have at most 100 lines'],
  ])('[L10] refuses %s', (_, json, problem) => {
    const problems = problemsOf(json)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(problem)
  })

  it('[L10] never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string()), (json) => {
        expect(parseRateTable(json).ok).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})
