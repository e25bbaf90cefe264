#!/usr/bin/env node
// `npm run bench:tariff`: quotes a second on one core for a 30-day stay with windows, and the same by walking every minute.
import { minuteWalkFee } from '@gatehouse/domain/tariff/minute-walk.fixture.ts'
import { quoteFee } from '@gatehouse/domain/tariff/quote.ts'
import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, transitionsFor } from '@gatehouse/domain/time.ts'
import { figure, printReport } from './report.ts'

const everyDay = [1, 2, 3, 4, 5, 6, 7]
const perHour = (amountMinor: number) => [{ kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: HOUR_MS, amountMinor }] as const

/** Day and night, a cheaper weekend, a daily maximum, across a clock change. */
const table: RateTable = {
  ...{ id: 'bench', version: 1, name: 'Bench', currency: 'EUR', effectiveFrom: 0, timeZone: 'Europe/Berlin', vatBasisPoints: 1900 },
  transitions: transitionsFor('Europe/Berlin', Date.UTC(2026, 0, 1), Date.UTC(2036, 0, 1)),
  ...{ freeMs: 15 * MINUTE_MS, freeIsGrace: true, exitGraceMs: 15 * MINUTE_MS },
  lines: perHour(250),
  cap: { kind: 'calendarDay', amountMinor: 1800 },
  windows: [
    { name: 'Weekend', weekdays: [6, 7], fromMinute: 480, untilMinute: 1200, lines: perHour(150), maximumMinor: 900 },
    { name: 'Night', weekdays: everyDay, fromMinute: 1200, untilMinute: 1920, lines: perHour(100), maximumMinor: 500 },
  ],
}
const { windows: _, ...plain } = table
const start = Date.UTC(2026, 2, 10, 7, 13)

/** Quotes a second: entries and exits differ from one to the next, so nothing can be remembered but the table. */
function perSecond(quote: (entryAt: number, exitAt: number) => number, stayMs: number, leastMs: number): number {
  let n = 0
  let sum = 0
  const began = performance.now()
  let tookMs = 0
  do {
    for (let i = 0; i < 64; i++, n++)
      sum += quote(start + (n % 5_003) * MINUTE_MS, start + (n % 5_003) * MINUTE_MS + stayMs + (n % 97) * MINUTE_MS)
    tookMs = performance.now() - began
  } while (tookMs < leastMs)
  if (!Number.isSafeInteger(sum)) throw new Error('a fee is not money')
  return (n * 1000) / tookMs
}

const fee = (rates: RateTable) => (entryAt: number, exitAt: number) => quoteFee({ table: rates, entryAt, exitAt }).amountMinor
const walked = (rates: RateTable) => (entryAt: number, exitAt: number) => minuteWalkFee(rates, entryAt, exitAt)
for (const days of [1, 30]) {
  const [a, b] = [fee(table)(start, start + days * DAY_MS), walked(table)(start, start + days * DAY_MS)]
  if (a !== b) throw new Error(`engine and minute walk differ over ${days} days: ${a} and ${b}`)
}
perSecond(fee(table), 30 * DAY_MS, 500)
perSecond(fee(plain), 30 * DAY_MS, 500)
printReport('Tariff engine, one core', [
  figure('quotes of 30 days, windows and daily maximum', perSecond(fee(table), 30 * DAY_MS, 2_000), '/s', {
    ...{ target: 200_000, atLeast: true, peer: perSecond(walked(table), 30 * DAY_MS, 1_000) },
  }),
  figure('quotes of 3 hours, same tariff', perSecond(fee(table), 3 * HOUR_MS, 1_000), '/s', {
    peer: perSecond(walked(table), 3 * HOUR_MS, 1_000),
  }),
  figure('quotes of 30 days, daily maximum only', perSecond(fee(plain), 30 * DAY_MS, 1_000), '/s', {
    peer: perSecond(walked(plain), 30 * DAY_MS, 1_000),
  }),
])
