import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rateTableJsonSchema } from '../../scripts/write-rate-schema.ts'
import { lintRateTable } from '../tariff/lint.ts'
import { fullTables, rateTables } from '../tariff/tables.fixture.ts'
import { transitionsFor } from '../time.ts'
import { parseRateTable } from './rate-table.ts'
import { tableFromLibrary, tariffLibrary } from './tariff-library.ts'

const published = JSON.parse(readFileSync(new URL('../tariff/rate-table.schema.json', import.meta.url), 'utf8'))
const fits = new Ajv2020({ strict: false }).compile(published)

const site = {
  ...{ id: 'site', version: 1, currency: 'EUR', effectiveFrom: Date.UTC(2026, 0, 1), timeZone: 'Europe/Berlin' },
  transitions: transitionsFor('Europe/Berlin', Date.UTC(2026, 0, 1), Date.UTC(2028, 0, 1)),
}

describe('the published JSON Schema', () => {
  it('[L16] is the one the reader is made of: `npm run schema` writes it', () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(rateTableJsonSchema())))
  })

  it('[L16][L10] accepts what the reader accepts, with every feature', () => {
    fc.assert(
      fc.property(fc.oneof(rateTables, fullTables), (table) => {
        expect(parseRateTable(table)).toEqual({ ok: true, table })
        expect(fits(table), JSON.stringify(fits.errors)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  it('[L16] refuses what is no table', () => {
    const table = tableFromLibrary(tariffLibrary[0] as never, site)
    for (const wrong of [
      { ...table, lines: 3 },
      { ...table, freeMs: -1 },
      { ...table, currency: '€' },
      { ...table, change: 'maybe' },
      {},
    ]) {
      expect(fits(wrong)).toBe(false)
      expect(parseRateTable(wrong).ok).toBe(false)
    }
  })
})

describe.each(tariffLibrary.map((tariff) => [tariff.id, tariff] as const))('the ready tariff %s', (_, tariff) => {
  it('[L16] may be published in its country, and speaks to an owner', () => {
    const table = tableFromLibrary(tariff, site)
    expect(lintRateTable(table, tariff.country ?? 'XX').filter((found) => found.severity === 'error')).toEqual([])
    expect(parseRateTable(JSON.stringify(table))).toEqual({ ok: true, table })
    expect(fits(table)).toBe(true)
    expect(tariff.about.length).toBeGreaterThan(30)
  })
})

describe('parseRateTable', () => {
  const table = tableFromLibrary(tariffLibrary[0] as never, site)
  const night = table.windows?.[0]
  it.each([
    ['windows.0: must end after it begins, and within a day', { windows: [{ ...night, untilMinute: 100 }] }],
    ['windows.0: must end after it begins, and within a day', { windows: [{ ...night, fromMinute: 0, untilMinute: 1441 }] }],
    [
      'windows.0: dates must exist, the first before the last',
      { windows: [{ ...night, dates: [{ from: '2026-02-29', until: '2026-03-01' }] }] },
    ],
    [
      'windows.0: dates must exist, the first before the last',
      { windows: [{ ...night, dates: [{ from: '2026-03-02', until: '2026-03-01' }] }] },
    ],
    ['windows.0.weekdays: must name at least one weekday', { windows: [{ ...night, weekdays: [] }] }],
    ['windows.0.weekdays.0: must be 1 (Monday) to 7 (Sunday)', { windows: [{ ...night, weekdays: [0] }] }],
    ['classes: must name each class once', { classes: [1, 2].map(() => ({ vehicleClass: 'bus', lines: [], cap: { kind: 'none' } })) }],
  ])('[L10] says %s', (problem, wrong) => {
    expect(parseRateTable({ ...table, ...wrong })).toEqual({ ok: false, problems: [problem] })
  })
})
