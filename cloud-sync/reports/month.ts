import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { ReportDay } from '@gatehouse/domain/wire/owner.ts'
import type { ReportMonth } from '@gatehouse/domain/wire/owner-month.ts'
import { dayOf, reportDay, shiftDay } from './day.ts'

/** The local month of a site, by name: `2026-10` in Europe/Berlin has 745 hours. Null for anything that is not a month. */
export function reportMonth(name: string, timeZone: string): ReportMonth | null {
  const first = /^\d{4}-\d{2}$/.test(name) ? reportDay(`${name}-01`, timeZone) : null
  if (!first) return null
  const [year, month] = [Number(name.slice(0, 4)), Number(name.slice(5))]
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return { month: name, from: first.from, until: shiftDay(first, days - 1, timeZone).until }
}

/** The local month that contains an instant. */
export function monthOf(at: EpochMs, timeZone: string): ReportMonth {
  return named(dayOf(at, timeZone).day.slice(0, 7), timeZone)
}

/** The month `months` later (or earlier, negative). */
export function shiftMonth({ month }: Pick<ReportMonth, 'month'>, months: number, timeZone: string): ReportMonth {
  const at = Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + months, 1)
  return named(new Date(at).toISOString().slice(0, 7), timeZone)
}

/** The days of a month, in order. */
export function daysOfMonth({ month, until }: ReportMonth, timeZone: string): readonly ReportDay[] {
  const days: ReportDay[] = []
  for (let day = reportDay(`${month}-01`, timeZone); day && day.from < until; day = shiftDay(day, 1, timeZone)) days.push(day)
  return days
}

function named(name: string, timeZone: string): ReportMonth {
  const found = reportMonth(name, timeZone)
  if (!found) throw new RangeError(`there is no month ${name}`)
  return found
}
