import { DAY_MS, type EpochMs, HOUR_MS, localDayStart, nextLocalMidnight, offsetAt, transitionsFor } from '@gatehouse/domain/time.ts'
import type { ReportDay } from '@gatehouse/domain/wire/owner.ts'

/** The local day of a site, by name: `2026-10-25` in Europe/Berlin has 25 hours. Null for anything that is not a date. */
export function reportDay(day: string, timeZone: string): ReportDay | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []
  if (!year || !month || !date) return null
  const noonUtc = Date.UTC(Number(year), Number(month) - 1, Number(date), 12)
  if (new Date(noonUtc).toISOString().slice(0, 10) !== day || Number(year) < 2000 || Number(year) > 2099) return null
  const transitions = transitionsFor(timeZone, noonUtc - 3 * DAY_MS, noonUtc + 3 * DAY_MS)
  const noon = noonUtc - offsetAt(transitions, noonUtc)
  return { day, from: localDayStart(transitions, noon), until: nextLocalMidnight(transitions, noon) }
}

/** The local day that contains an instant. */
export function dayOf(at: EpochMs, timeZone: string): ReportDay {
  const transitions = transitionsFor(timeZone, at - 3 * DAY_MS, at + 3 * DAY_MS)
  const local = new Date(at + offsetAt(transitions, at)).toISOString().slice(0, 10)
  return { day: local, from: localDayStart(transitions, at), until: nextLocalMidnight(transitions, at) }
}

/** The day `days` later (or earlier, negative), whatever clock changes lie between. */
export function shiftDay(day: ReportDay, days: number, timeZone: string): ReportDay {
  const shifted = new Date(Date.parse(`${day.day}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
  const found = reportDay(shifted, timeZone)
  if (!found) throw new RangeError(`there is no day ${days} days from ${day.day}`)
  return found
}

/** The hours of a day, in order: 23 to 25 of them. */
export function hoursOf(day: ReportDay): readonly { readonly from: EpochMs; readonly until: EpochMs }[] {
  const count = Math.ceil((day.until - day.from) / HOUR_MS)
  return Array.from({ length: count }, (_, i) => ({
    from: day.from + i * HOUR_MS,
    until: Math.min(day.from + (i + 1) * HOUR_MS, day.until),
  }))
}
