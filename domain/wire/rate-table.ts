import * as v from 'valibot'
import type { RateTable } from '../tariff/rate-table.ts'

/**
 * The JSON shape of a rate table: what the cloud publishes in `edge_v1_rates.body` and a box stores. Shape only; whether the
 * tariff makes sense is `lintRateTable`'s question.
 */
const int = v.pipe(v.number(), v.safeInteger('must be a whole number'))
const notNegative = v.pipe(int, v.minValue(0, 'must not be negative'))
const positive = v.pipe(int, v.minValue(1, 'must be at least 1'))
const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'), v.maxLength(200, 'must be at most 200 characters'))
const id = v.pipe(v.string(), v.minLength(1, 'must not be empty'), v.maxLength(64, 'must be at most 64 characters'))

const rateLine = v.variant('kind', [
  v.object({ kind: v.literal('flatRate'), fromMs: notNegative, amountMinor: notNegative }),
  v.object({ kind: v.literal('flatRateTier'), fromMs: notNegative, untilMs: v.nullable(positive), amountMinor: notNegative }),
  v.object({
    kind: v.literal('incrementingRate'),
    fromMs: notNegative,
    untilMs: v.nullable(positive),
    stepMs: v.pipe(int, v.minValue(1000, 'must be at least 1000 ms')),
    amountMinor: notNegative,
  }),
])

const rateCap = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({ kind: v.literal('calendarDay'), amountMinor: notNegative }),
  v.object({
    kind: v.literal('rolling'),
    amountMinor: notNegative,
    periodMs: v.pipe(int, v.minValue(60_000, 'must be at least a minute')),
  }),
])

export const rateTableSchema = v.object({
  id,
  version: positive,
  name: text,
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR')),
  effectiveFrom: int,
  timeZone: text,
  transitions: v.pipe(
    v.array(v.object({ fromMs: int, offsetMinutes: v.pipe(int, v.minValue(-1080), v.maxValue(1080)) })),
    v.minLength(1, 'must pin at least one zone offset'),
    v.check(
      (entries) => entries.every((entry, i) => i === 0 || entry.fromMs > (entries[i - 1]?.fromMs ?? 0)),
      'must be in ascending order',
    ),
  ),
  freeMs: notNegative,
  freeIsGrace: v.boolean(),
  exitGraceMs: notNegative,
  lines: v.pipe(v.array(rateLine), v.maxLength(100, 'must have at most 100 lines')),
  cap: rateCap,
  vatBasisPoints: v.pipe(int, v.minValue(0, 'must not be negative'), v.maxValue(10_000, 'must be at most 10000 (100 %)')),
})

export type ParsedRateTable =
  | { readonly ok: true; readonly table: RateTable }
  /** every problem as `path: what is wrong`, e.g. `lines.0.stepMs: must be at least 1000 ms` */
  | { readonly ok: false; readonly problems: readonly string[] }

/** A rate table from JSON text or from an already parsed value; all problems at once, never throws. */
export function parseRateTable(json: unknown): ParsedRateTable {
  let value = json
  if (typeof json === 'string') {
    try {
      value = JSON.parse(json)
    } catch {
      return { ok: false, problems: ['rate table: is not JSON'] }
    }
  }
  const parsed = v.safeParse(rateTableSchema, value)
  if (parsed.success) return { ok: true, table: parsed.output }
  return { ok: false, problems: parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'rate table'}: ${issue.message}`) }
}
