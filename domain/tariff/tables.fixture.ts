import fc from 'fast-check'
import { DAY_MS, HOUR_MS, MINUTE_MS, type ZoneTransition } from '../time.ts'
import type { RateCap, RateLine, RateTable, RateWindow, SpecialRate } from './rate-table.ts'

/** Rate tables for tests: one ordinary garage to vary, and arbitrary well-formed ones. */

/** Europe/Berlin 2026–2027, from the EU's rule: last Sundays of March and October, 01:00 UTC. */
export const berlin: readonly ZoneTransition[] = [
  { fromMs: Date.UTC(2026, 0, 1), offsetMinutes: 60 },
  { fromMs: Date.UTC(2026, 2, 29, 1), offsetMinutes: 120 },
  { fromMs: Date.UTC(2026, 9, 25, 1), offsetMinutes: 60 },
  { fromMs: Date.UTC(2027, 2, 28, 1), offsetMinutes: 120 },
  { fromMs: Date.UTC(2027, 9, 31, 1), offsetMinutes: 60 },
]

/** 2.00 per hour begun, nothing else. */
export function hourly(overrides: Partial<RateTable> = {}): RateTable {
  return {
    id: 'garage',
    version: 1,
    name: 'Garage',
    currency: 'EUR',
    effectiveFrom: Date.UTC(2026, 0, 1),
    timeZone: 'Europe/Berlin',
    transitions: berlin,
    freeMs: 0,
    freeIsGrace: true,
    exitGraceMs: 15 * MINUTE_MS,
    lines: [{ kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: HOUR_MS, amountMinor: 200 }],
    cap: { kind: 'none' },
    vatBasisPoints: 1900,
    ...overrides,
  }
}

const amounts = fc.integer({ min: 0, max: 5_000 })
const positions = fc.integer({ min: 0, max: 2 * DAY_MS })
const stepLengths = fc.oneof(
  fc.constantFrom(15 * MINUTE_MS, 20 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, DAY_MS),
  fc.integer({ min: 10 * MINUTE_MS, max: 3 * HOUR_MS }),
)
const ends = (fromMs: number) => fc.option(fc.integer({ min: fromMs + 1, max: fromMs + 2 * DAY_MS }), { nil: null })

const flatRates: fc.Arbitrary<RateLine> = fc.record({ kind: fc.constant('flatRate'), fromMs: positions, amountMinor: amounts })
const tiers: fc.Arbitrary<RateLine> = positions.chain((fromMs) =>
  fc.record({ kind: fc.constant('flatRateTier'), fromMs: fc.constant(fromMs), untilMs: ends(fromMs), amountMinor: amounts }),
)
export const steppedLines: fc.Arbitrary<Extract<RateLine, { kind: 'incrementingRate' }>> = fc
  .oneof(fc.constant(0), positions)
  .chain((fromMs) =>
    fc.record({
      kind: fc.constant('incrementingRate'),
      fromMs: fc.constant(fromMs),
      untilMs: ends(fromMs),
      stepMs: stepLengths,
      amountMinor: amounts,
    }),
  )

export const rateCaps: fc.Arbitrary<RateCap> = fc.oneof(
  fc.constant({ kind: 'none' } as const),
  fc.record({ kind: fc.constant('calendarDay'), amountMinor: amounts }),
  fc.record({
    kind: fc.constant('rolling'),
    amountMinor: amounts,
    periodMs: fc.oneof(fc.constant(DAY_MS), fc.integer({ min: HOUR_MS, max: 2 * DAY_MS })),
  }),
)

/** Any table the JSON schema lets through, odd ones included: overlapping lines, caps below a price. */
export const rateTables: fc.Arbitrary<RateTable> = fc
  .record({
    freeMs: fc.oneof(fc.constant(0), fc.constant(15 * MINUTE_MS), fc.integer({ min: 0, max: 3 * HOUR_MS })),
    freeIsGrace: fc.boolean(),
    lines: fc.array(fc.oneof(steppedLines, tiers, flatRates), { maxLength: 4 }),
    cap: rateCaps,
  })
  .map(hourly)

/** Entries around both clock changes of Berlin, and elsewhere in two years. */
export const entries: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: Date.UTC(2026, 9, 23), max: Date.UTC(2026, 9, 26) }),
  fc.integer({ min: Date.UTC(2027, 2, 26), max: Date.UTC(2027, 2, 29) }),
  fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 1) }),
)

/** Stays up to four days, with exact quarter hours and their neighbours well represented. */
export const stays: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 0, max: 4 * DAY_MS }),
  fc
    .tuple(fc.integer({ min: 0, max: 400 }), fc.constantFrom(-1, 0, 1))
    .map(([quarters, off]) => Math.max(0, quarters * 15 * MINUTE_MS + off)),
)

export const validations = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('minutes' as const), value: fc.integer({ min: 0, max: 600 }) }),
    fc.record({ kind: fc.constant('amount' as const), value: fc.integer({ min: 0, max: 3_000 }) }),
    fc.record({ kind: fc.constant('percent' as const), value: fc.integer({ min: 0, max: 100 }) }),
  ),
  { maxLength: 4 },
)

const wholeMinutes = (most: number) => fc.integer({ min: 0, max: most }).map((minutes) => minutes * MINUTE_MS)
const minuteLines: fc.Arbitrary<RateLine> = fc.oneof(
  fc.record({ kind: fc.constant('flatRate'), fromMs: wholeMinutes(600), amountMinor: amounts }),
  wholeMinutes(600).chain((fromMs) =>
    fc.record({
      kind: fc.constant('flatRateTier'),
      fromMs: fc.constant(fromMs),
      untilMs: fc.option(
        wholeMinutes(600).map((ms) => fromMs + ms + MINUTE_MS),
        { nil: null },
      ),
      amountMinor: amounts,
    }),
  ),
  wholeMinutes(200).chain((fromMs) =>
    fc.record({
      kind: fc.constant('incrementingRate'),
      fromMs: fc.constant(fromMs),
      untilMs: fc.option(
        wholeMinutes(2_000).map((ms) => fromMs + ms + MINUTE_MS),
        { nil: null },
      ),
      stepMs: fc.integer({ min: 1, max: 180 }).map((minutes) => minutes * MINUTE_MS),
      amountMinor: amounts,
    }),
  ),
)

const localTimes = fc
  .record({
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    fromMinute: fc.integer({ min: 0, max: 1_439 }),
    length: fc.integer({ min: 1, max: 1_440 }),
    dated: fc.boolean(),
  })
  .map(({ weekdays, fromMinute, length, dated }) => ({
    ...{ weekdays, fromMinute, untilMinute: fromMinute + length },
    ...(dated && {
      dates: [
        { from: '2026-10-20', until: '2026-10-25' },
        { from: '2027-03-27', until: '2027-03-28' },
      ],
    }),
  }))

export const rateWindows: fc.Arbitrary<RateWindow> = fc
  .tuple(localTimes, fc.array(minuteLines, { maxLength: 2 }), fc.option(amounts, { nil: null }))
  .map(([times, lines, maximumMinor]) => ({ ...times, name: 'Window', lines, maximumMinor }))

const specialRates: fc.Arbitrary<SpecialRate> = fc
  .tuple(localTimes, fc.integer({ min: 0, max: 2_880 }), amounts)
  .map(([times, stay, amountMinor]) => ({ ...times, name: 'Package', leaveByMinute: times.fromMinute + stay, amountMinor }))

/** Tables with every feature, all in whole minutes. */
export const fullTables: fc.Arbitrary<RateTable> = fc
  .record({
    freeMs: fc.oneof(fc.constant(0), wholeMinutes(60)),
    freeIsGrace: fc.boolean(),
    lines: fc.array(minuteLines, { maxLength: 3 }),
    windows: fc.array(rateWindows, { maxLength: 3 }),
    specials: fc.array(specialRates, { maxLength: 2 }),
    cap: fc.oneof(
      fc.constant({ kind: 'none' } as const),
      fc.record({ kind: fc.constant('calendarDay'), amountMinor: amounts }),
      fc.record({
        kind: fc.constant('rolling'),
        amountMinor: amounts,
        periodMs: fc.integer({ min: 60, max: 2_000 }).map((minutes) => minutes * MINUTE_MS),
      }),
    ),
    overstay: fc.record({ name: fc.constant('Too long'), afterMs: wholeMinutes(6_000).map((ms) => ms + MINUTE_MS), amountMinor: amounts }),
  })
  .map(hourly)

/** The entries above, on whole minutes. */
export const minuteEntries: fc.Arbitrary<number> = entries.map((at) => Math.floor(at / MINUTE_MS) * MINUTE_MS)
export const minuteStays: fc.Arbitrary<number> = wholeMinutes(4 * 1_440)
