import * as v from 'valibot'
import { type RateTable, vehicleClasses } from '../tariff/rate-table.ts'
import { dayOfDate } from '../time.ts'

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

const reentry = v.exactOptional(v.boolean())
const rateCap = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({ kind: v.literal('calendarDay'), amountMinor: notNegative, reentry }),
  v.object({
    kind: v.literal('rolling'),
    amountMinor: notNegative,
    periodMs: v.pipe(int, v.minValue(60_000, 'must be at least a minute')),
    reentry,
  }),
])

const lines = v.pipe(v.array(rateLine), v.maxLength(100, 'must have at most 100 lines'))
const label = v.pipe(v.string(), v.minLength(1, 'must not be empty'), v.maxLength(60, 'must be at most 60 characters'))
const minute = (max: number) => v.pipe(int, v.minValue(0, 'must not be negative'), v.maxValue(max, `must be at most ${max}`))
const date = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as 2026-07-14'))
const localTimes = {
  weekdays: v.pipe(
    v.array(v.pipe(int, v.minValue(1, 'must be 1 (Monday) to 7 (Sunday)'), v.maxValue(7, 'must be 1 (Monday) to 7 (Sunday)'))),
    v.minLength(1, 'must name at least one weekday'),
    v.maxLength(7, 'must name each weekday once'),
  ),
  fromMinute: minute(1439),
  untilMinute: minute(2879),
  dates: v.exactOptional(
    v.pipe(v.array(v.object({ from: date, until: date })), v.minLength(1, 'must name a date'), v.maxLength(100, 'must be at most 100')),
  ),
}
interface Times {
  readonly fromMinute: number
  readonly untilMinute: number
  readonly dates?: readonly { readonly from: string; readonly until: string }[]
}
const lastsADayAtMost = ({ fromMinute, untilMinute }: Times) => untilMinute > fromMinute && untilMinute - fromMinute <= 1440
const datesExist = ({ dates = [] }: Times) => dates.every(({ from, until }) => dayOfDate(from) <= dayOfDate(until))
const wrongTimes = 'must end after it begins, and within a day'
const wrongDates = 'dates must exist, the first before the last'
/** Local times alone, as a permit has them. */
export const localTimesSchema = v.pipe(
  v.object(localTimes),
  v.check((times) => lastsADayAtMost(times), wrongTimes),
  v.check((times) => datesExist(times), wrongDates),
)
const windows = v.exactOptional(
  v.pipe(
    v.array(
      v.pipe(
        v.object({ name: label, ...localTimes, lines, maximumMinor: v.nullable(notNegative) }),
        v.check((w) => lastsADayAtMost(w), wrongTimes),
        v.check((w) => datesExist(w), wrongDates),
      ),
    ),
    v.maxLength(50, 'must be at most 50 windows'),
  ),
)
const specials = v.exactOptional(
  v.pipe(
    v.array(
      v.pipe(
        v.object({ name: label, ...localTimes, leaveByMinute: minute(10_080), amountMinor: notNegative }),
        v.check((w) => lastsADayAtMost(w), wrongTimes),
        v.check((w) => datesExist(w), wrongDates),
      ),
    ),
    v.maxLength(50, 'must be at most 50 packages'),
  ),
)
const overstay = v.exactOptional(v.object({ name: label, afterMs: positive, amountMinor: notNegative }))
const vehicleClass = v.picklist(vehicleClasses)
const classes = v.exactOptional(
  v.pipe(
    v.array(v.object({ vehicleClass, freeMs: v.exactOptional(notNegative), lines, cap: rateCap, windows, specials, overstay })),
    v.maxLength(vehicleClasses.length, 'must name each class once'),
    v.check((all) => new Set(all.map((each) => each.vehicleClass)).size === all.length, 'must name each class once'),
  ),
)

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
  lines,
  cap: rateCap,
  vatBasisPoints: v.pipe(int, v.minValue(0, 'must not be negative'), v.maxValue(10_000, 'must be at most 10000 (100 %)')),
  windows,
  specials,
  overstay,
  classes,
  change: v.exactOptional(v.picklist(['entry', 'segment'])),
})

/** The prices of other vehicles from JSON text, null when it is not that. */
export function classesFrom(json: string): NonNullable<RateTable['classes']> | null {
  try {
    const parsed = v.safeParse(classes.wrapped, JSON.parse(json))
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}

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
