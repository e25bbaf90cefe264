import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { DayBalance, HourFigures, NeedsYou, OwnerHelpCall, OwnerSite, OwnerSummary, ReportDay } from '@gatehouse/domain/wire/owner.ts'
import { boxesOf, helpCalls, lanesOf } from '../store/report-fleet.ts'
import { paidBySession, refundedIn, type Span, takenByMethod, takenBySpan } from '../store/report-money.ts'
import { departures, insideAt, peakIn, trafficBySpan } from '../store/report-traffic.ts'
import type { Sql } from '../store/sql.ts'
import { completenessOf } from './completeness.ts'
import { hoursOf, shiftDay } from './day.ts'

const DAYS_SHOWN = 14

/** Everything the first page says about one day of one site. `needsYou` comes from alerts/. */
export async function daySummary(
  sql: Sql,
  site: OwnerSite,
  day: ReportDay,
  now: EpochMs,
  needsYou: readonly NeedsYou[],
): Promise<OwnerSummary> {
  const running = now >= day.from && now < day.until
  const shown: Span = { from: day.from, until: running ? now + 1 : day.until }
  const calls = await helpCalls(sql, site.id, day)
  const hours = await hourFigures(sql, site, day, now)
  const revenue = await revenueOf(sql, site, day, shown)
  return {
    v: 1,
    ...day,
    now,
    site,
    completeness: completenessOf(await boxesOf(sql, site.id), now),
    revenue,
    occupancy: await occupancyOf(sql, site, day, shown, hours),
    hours,
    days: await daysBefore(sql, site, day),
    balance: await balanceOf(sql, site, day, revenue.amountMinor),
    lanes: await lanesOf(sql, site.id),
    needsYou,
    help: helpOf(calls),
  }
}

async function revenueOf(sql: Sql, site: OwnerSite, day: ReportDay, shown: Span): Promise<OwnerSummary['revenue']> {
  const methods = await takenByMethod(sql, site.id, site.currency, day)
  const weekBefore = shiftDay(day, -7, site.timeZone)
  // while the day runs, only the same part of the other day is a fair comparison
  const until = Math.min(weekBefore.until, weekBefore.from + (shown.until - day.from))
  const [before] = await takenBySpan(sql, site.id, site.currency, [{ from: weekBefore.from, until }])
  return {
    amountMinor: sum(methods.map((m) => m.amountMinor)),
    payments: sum(methods.map((m) => m.payments)),
    byMethod: methods.map(({ method, amountMinor, payments }) => ({ method, amountMinor, payments })),
    refundedMinor: await refundedIn(sql, site.id, site.currency, day),
    unbookedMinor: sum(methods.map((m) => m.unbookedMinor)),
    before: { day: weekBefore.day, amountMinor: before?.amountMinor ?? 0 },
  }
}

async function occupancyOf(sql: Sql, site: OwnerSite, day: ReportDay, shown: Span, hours: readonly HourFigures[]) {
  const before = await insideAt(sql, site.id, day.from)
  return {
    inside: await insideAt(sql, site.id, shown.until - 1),
    entries: sum(hours.map((h) => h.entries)),
    exits: sum(hours.map((h) => h.exits)),
    peak: await peakIn(sql, site.id, day, before),
  }
}

async function hourFigures(sql: Sql, site: OwnerSite, day: ReportDay, now: EpochMs): Promise<readonly HourFigures[]> {
  const spans = hoursOf(day)
  const money = await takenBySpan(sql, site.id, site.currency, spans)
  const traffic = await trafficBySpan(sql, site.id, spans)
  let inside = await insideAt(sql, site.id, day.from - 1)
  return spans.map(({ from }, i) => {
    const { entries = 0, exits = 0, ended = 0 } = traffic[i] ?? {}
    inside += entries - ended
    return { from, amountMinor: money[i]?.amountMinor ?? 0, entries, exits, inside: from > now ? null : inside }
  })
}

async function daysBefore(sql: Sql, site: OwnerSite, day: ReportDay): Promise<OwnerSummary['days']> {
  const days = Array.from({ length: DAYS_SHOWN }, (_, i) => shiftDay(day, i + 1 - DAYS_SHOWN, site.timeZone))
  const money = await takenBySpan(sql, site.id, site.currency, days)
  return days.map((d, i) => ({ ...d, amountMinor: money[i]?.amountMinor ?? 0, payments: money[i]?.payments ?? 0 }))
}

async function balanceOf(sql: Sql, site: OwnerSite, day: ReportDay, takenMinor: number): Promise<DayBalance> {
  const { byOutcome, stated, freeFlow, unknown } = await departures(sql, site.id, day)
  const paid = await paidBySession(
    sql,
    site.id,
    byOutcome.flatMap((o) => o.ids),
    day,
  )
  const outcomes = byOutcome.map(({ outcome, ids }) => ({
    ...{ outcome, sessions: ids.length, amountMinor: sum(ids.map((id) => paid.get(id) ?? 0)) },
  }))
  return {
    exits: sum(outcomes.map((o) => o.sessions)) + freeFlow + unknown,
    byOutcome: outcomes,
    stated: { sessions: stated.length, amountMinor: sum(stated.map((id) => paid.get(id) ?? 0)) },
    freeFlow,
    unknown,
    otherMinor: takenMinor - sum(outcomes.map((o) => o.amountMinor)),
  }
}

function helpOf(calls: readonly OwnerHelpCall[]): OwnerSummary['help'] {
  const waits = calls
    .flatMap((c) => (c.requestedAt !== null && c.answeredAt !== null ? [c.answeredAt - c.requestedAt] : []))
    .sort((a, b) => a - b)
  return {
    open: calls.filter((c) => c.answeredAt === null).length,
    answered: waits.length,
    medianAnswerMs: waits[Math.floor((waits.length - 1) / 2)] ?? null,
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
