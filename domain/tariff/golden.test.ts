import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { transitionsFor } from '../time.ts'
import { parseRateTable } from '../wire/rate-table.ts'
import { tableFromLibrary, tariffLibrary } from '../wire/tariff-library.ts'
import { lintRateTable } from './lint.ts'
import { quoteFee, type ValidationKind } from './quote.ts'

/**
 * Fees worked by hand. Each case says in `working` how a person gets to the amount; nothing in these files was computed by
 * the code under test.
 */
interface GoldenCase {
  readonly name: string
  readonly rules: readonly string[]
  readonly entry: string
  readonly exit: string
  readonly validations?: readonly { readonly kind: ValidationKind; readonly value: number }[]
  readonly paidMinor?: number
  readonly earlier?: readonly { readonly entry: string; readonly exit: string }[]
  readonly lines: readonly (readonly [code: string, amountMinor: number, count: number])[]
  readonly amountMinor: number
  readonly feeMinor?: number
  readonly working: string
}
interface GoldenFile {
  readonly title: string
  /** a whole table, or the id of a ready tariff and the zone to price it in */
  readonly table?: unknown
  readonly library?: string
  readonly timeZone?: string
  readonly cases: readonly GoldenCase[]
}

const folder = new URL('./golden/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))

function libraryTable({ library, timeZone = '' }: GoldenFile): unknown {
  const ready = tariffLibrary.find(({ id }) => id === library)
  if (!ready) throw new Error(`no ready tariff "${library}"`)
  const transitions = transitionsFor(timeZone, Date.UTC(2026, 0, 1), Date.UTC(2028, 0, 1))
  return tableFromLibrary(ready, {
    id: ready.id,
    version: 1,
    currency: ready.currency,
    effectiveFrom: Date.UTC(2026, 0, 1),
    timeZone,
    transitions,
  })
}

it('[L16] prices every ready tariff', () => {
  expect(tariffLibrary).toHaveLength(10)
  for (const { id } of tariffLibrary) expect(files).toContain(`library-${id}.json`)
})

it('[T22] has golden tables to check', () => {
  expect(files.length).toBeGreaterThanOrEqual(10)
})

describe.each(files)('%s', (file) => {
  const golden = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as GoldenFile
  const parsed = parseRateTable(golden.table ?? libraryTable(golden))
  if (!parsed.ok) throw new Error(`${file}: ${parsed.problems.join('; ')}`)
  const { table } = parsed

  it('is a table that may be published', () => {
    expect(lintRateTable(table, 'XX').filter((finding) => finding.severity === 'error')).toEqual([])
  })

  it.each(golden.cases.map((each) => [each.rules.map((rule) => `[${rule}]`).join(''), each.name, each] as const))(
    '%s %s',
    (_, __, golden) => {
      expect(golden.working.length).toBeGreaterThan(8)
      const fee = quoteFee({
        table,
        entryAt: Date.parse(golden.entry),
        exitAt: Date.parse(golden.exit),
        ...(golden.validations && { validations: golden.validations }),
        ...(golden.paidMinor !== undefined && { paidMinor: golden.paidMinor }),
        ...(golden.earlier && {
          earlier: golden.earlier.map(({ entry, exit }) => ({ entryAt: Date.parse(entry), exitAt: Date.parse(exit) })),
        }),
      })
      expect(fee.lines.map((line) => [line.code, line.amountMinor, line.count])).toEqual(golden.lines)
      expect(fee.amountMinor).toBe(golden.amountMinor)
      if (golden.feeMinor !== undefined) expect(fee.feeMinor).toBe(golden.feeMinor)
    },
  )
})
