import { vatIncluded } from '@gatehouse/domain/money.ts'
import { type EpochMs, HOUR_MS, offsetAt, transitionsFor } from '@gatehouse/domain/time.ts'
import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import type { MonthBefore, MonthDay, MonthEntry, OwnerMonth, ReportMonth, VatTotal, WeekHour } from '@gatehouse/domain/wire/owner-month.ts'
import { boxesOf } from '../store/report-fleet.ts'
import { debtsIn, grantsIn } from '../store/report-given.ts'
import { refundedIn, type Span, takenBySpan } from '../store/report-money.ts'
import { type AlikePayments, medianStay, outcomesIn, staysByLength, takenAlike } from '../store/report-month.ts'
import { insideAt, peakIn, type Traffic, trafficBySpan } from '../store/report-traffic.ts'
import type { Sql } from '../store/sql.ts'
import { completenessOf } from './completeness.ts'
import { hoursOf } from './day.ts'
import { daysOfMonth, shiftMonth } from './month.ts'

/** Stays are told apart at these lengths. */
const LENGTHS = [0.5, 1, 2, 4, 8, 24].map((hours) => hours * HOUR_MS)

/** Everything there is to say about one month of one site. */
export async function monthSummary(sql: Sql, site: OwnerSite, month: ReportMonth, now: EpochMs): Promise<OwnerMonth> {
  const days = daysOfMonth(month, site.timeZone)
  const alike = await takenAlike(sql, site.id, site.currency, days)
  const entries = entriesOf(
    alike,
    days.map(({ day }) => day),
  )
  const hours = await hoursWithTraffic(sql, site, days)
  const lengths = await staysByLength(sql, site.id, site.currency, month, LENGTHS)
  return {
    v: 1,
    ...month,
    now,
    site,
    completeness: completenessOf(await boxesOf(sql, site.id), now),
    revenue: {
      amountMinor: sum(entries, (e) => e.grossMinor),
      payments: sum(entries, (e) => e.payments),
      byMethod: byMethod(entries),
      byVat: byVat(entries),
      refundedMinor: await refundedIn(sql, site.id, site.currency, month),
      unbookedMinor: sum(alike, (a) => (a.booked ? 0 : a.amountMinor * a.payments)),
      monthBefore: await before(sql, site, month, -1, now),
      yearBefore: await before(sql, site, month, -12, now),
    },
    given: await givenIn(sql, site, month),
    entries,
    days: dayFigures(days, hours, entries),
    outcomes: await outcomesIn(sql, site.id, month),
    stays: {
      medianMs: await medianStay(sql, site.id, month),
      lengths: lengths.map((row, i) => ({ ...row, belowMs: LENGTHS[i] ?? null })),
    },
    peak: await peakIn(sql, site.id, month, await insideAt(sql, site.id, month.from)),
    week: weekOf(site, hours, await insideAt(sql, site.id, month.from - 1), now),
  }
}

/** One entry for each day, method, provider and rate of VAT. */
function entriesOf(alike: readonly AlikePayments[], days: readonly string[]): readonly MonthEntry[] {
  const of = grouped(alike, (a) => `${a.day} ${a.method} ${a.provider} ${a.basisPoints}`)
  return of.map(([first, ...more]) => {
    const all = [first, ...more]
    const { basisPoints, method, provider } = first
    return {
      ...{ day: days[first.day] ?? '', method, provider, basisPoints, payments: sum(all, (a) => a.payments) },
      grossMinor: sum(all, (a) => a.amountMinor * a.payments),
      vatMinor: basisPoints === null ? 0 : sum(all, (a) => vatIncluded(a.amountMinor, basisPoints) * a.payments),
    }
  })
}

function byMethod(entries: readonly MonthEntry[]): OwnerMonth['revenue']['byMethod'] {
  return grouped(entries, (e) => `${e.method} ${e.provider}`)
    .map((of) => ({
      ...{ method: of[0].method, provider: of[0].provider },
      ...{ amountMinor: sum(of, (e) => e.grossMinor), payments: sum(of, (e) => e.payments) },
    }))
    .sort((a, b) => b.amountMinor - a.amountMinor)
}

function byVat(entries: readonly MonthEntry[]): readonly VatTotal[] {
  return grouped(entries, (e) => String(e.basisPoints))
    .map((of) => ({
      ...{ basisPoints: of[0].basisPoints, payments: sum(of, (e) => e.payments) },
      ...{ grossMinor: sum(of, (e) => e.grossMinor), vatMinor: sum(of, (e) => e.vatMinor) },
    }))
    .sort((a, b) => (b.basisPoints ?? -1) - (a.basisPoints ?? -1))
}

/** While a month runs, only the same part of another is a fair comparison. */
async function before(sql: Sql, site: OwnerSite, month: ReportMonth, months: number, now: EpochMs): Promise<MonthBefore> {
  const other = shiftMonth(month, months, site.timeZone)
  const running = now < month.until
  const until = running ? Math.min(other.until, other.from + Math.max(0, now + 1 - month.from)) : other.until
  const [taken] = await takenBySpan(sql, site.id, site.currency, [{ from: other.from, until }])
  return { month: other.month, amountMinor: taken?.amountMinor ?? 0, payments: taken?.payments ?? 0 }
}

async function givenIn(sql: Sql, site: OwnerSite, month: ReportMonth): Promise<OwnerMonth['given']> {
  const grants = await grantsIn(sql, site.id, month)
  const left = (await debtsIn(sql, site.id, month)).filter((d) => d.leftAt >= month.from && d.leftAt < month.until)
  const minor = (state: 'open' | 'paid' | 'waived') => sum(left, (d) => (d.state === state ? d.amountMinor : 0))
  return {
    grants: grants.length,
    takenOffMinor: sum(grants, (g) => g.takesOffMinor ?? 0),
    neverPriced: grants.filter(({ takesOffMinor }) => takesOffMinor === null).length,
    ...{ leftUnpaid: left.length, owedMinor: minor('open'), paidSinceMinor: minor('paid'), waivedMinor: minor('waived') },
  }
}

type Days = ReturnType<typeof daysOfMonth>
interface Hour extends Span, Traffic {
  readonly day: string
}

/** Every hour of the month with its traffic, in order. */
async function hoursWithTraffic(sql: Sql, site: OwnerSite, days: Days): Promise<readonly Hour[]> {
  const hours = days.flatMap((day) => hoursOf(day).map((hour) => ({ ...hour, day: day.day })))
  const traffic = await trafficBySpan(sql, site.id, hours)
  return hours.map((hour, i) => ({ ...hour, ...(traffic[i] ?? { entries: 0, exits: 0, ended: 0 }) }))
}

function dayFigures(days: Days, hours: readonly Hour[], entries: readonly MonthEntry[]): readonly MonthDay[] {
  return days.map((day) => {
    const [money, traffic] = [entries.filter((e) => e.day === day.day), hours.filter((h) => h.day === day.day)]
    return {
      ...day,
      ...{ amountMinor: sum(money, (e) => e.grossMinor), payments: sum(money, (e) => e.payments) },
      ...{ entries: sum(traffic, (h) => h.entries), exits: sum(traffic, (h) => h.exits) },
    }
  })
}

/** How full it was by weekday and hour. An hour that a clock change repeats counts twice, one that it leaves out not at all. */
function weekOf(site: OwnerSite, hours: readonly Hour[], before: number, now: EpochMs): OwnerMonth['week'] {
  const passed = hours.filter(({ until }) => until <= now)
  const transitions = transitionsFor(site.timeZone, hours[0]?.from ?? now, hours.at(-1)?.until ?? now)
  const counts: number[][][] = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => []))
  let inside = before
  for (const { from, entries, ended } of passed) {
    inside += entries - ended
    const local = new Date(from + offsetAt(transitions, from))
    counts[(local.getUTCDay() + 6) % 7]?.[local.getUTCHours()]?.push(inside)
  }
  return counts.map((day) => day.map(weekHour))
}

function weekHour(counts: readonly number[]): WeekHour {
  if (counts.length === 0) return { mean: null, most: null }
  return { mean: sum(counts, (n) => n) / counts.length, most: Math.max(...counts) }
}

function grouped<T>(items: readonly T[], name: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const item of items) {
    const group = groups.get(name(item))
    if (group) group.push(item)
    else groups.set(name(item), [item])
  }
  return [...groups.values()]
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
