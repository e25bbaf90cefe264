import type { OwnerSite, ReportDay } from '@gatehouse/domain/wire/owner.ts'
import type { ReportMonth } from '@gatehouse/domain/wire/owner-month.ts'
import type { Context } from 'hono'
import type { OwnerReports, Span } from './owner-port.ts'
import { theirs, whoAsks } from './people/who-asks.ts'

/** What an address asks for, checked: site, day, hour of it, filters. */
export interface Asked {
  readonly site: OwnerSite
  readonly sites: readonly OwnerSite[]
  readonly day: ReportDay
  /** the month of the day, unless another is asked for */
  readonly month: ReportMonth
  /** the n-th hour of the day, or null for all of it */
  readonly hour: number | null
  readonly span: Span
  readonly which: 'entered' | 'left' | 'inside'
  readonly outcome: string | null
  readonly method: string | null
  readonly plate: string | null
}

export type Question =
  | { readonly ok: true; readonly asked: Asked }
  | { readonly ok: false; readonly status: 404 | 400; readonly message: string }

const HOUR_MS = 3_600_000

export async function askedFor(c: Context, reports: OwnerReports): Promise<Question> {
  const all = await reports.sites()
  const sites = theirs(whoAsks(c), all)
  const named = c.req.query('site')
  const site = named === undefined ? sites[0] : sites.find((s) => s.id === named)
  if (!site) {
    const message =
      all.length === 0
        ? 'This cloud knows no car park yet. Where it runs, type: node cloud-sync/main.ts site create --help'
        : 'There is no such car park.'
    return { ok: false, status: 404, message }
  }
  const name = c.req.query('day')
  const day = name === undefined || name === '' ? reports.today(site) : reports.day(site, name)
  if (!day) return { ok: false, status: 400, message: 'A day is written as 2026-11-22.' }
  const called = c.req.query('month')
  const month = called === undefined || called === '' ? reports.monthOfDay(site, day) : reports.month(site, called)
  if (!month) return { ok: false, status: 400, message: 'A month is written as 2026-11.' }
  const hour = hourOf(c.req.query('hour'), day)
  const which = c.req.query('which')
  return {
    ok: true,
    asked: {
      ...{ site, sites, day, month, hour, span: hour === null ? day : hourSpan(day, hour) },
      which: which === 'left' || which === 'inside' ? which : 'entered',
      outcome: word(c.req.query('outcome')),
      method: word(c.req.query('method')),
      plate:
        c.req
          .query('plate')
          ?.toUpperCase()
          .replaceAll(/[^A-Z0-9]/g, '')
          .slice(0, 12) || null,
    },
  }
}

function hourOf(text: string | undefined, day: ReportDay): number | null {
  if (text === undefined || !/^\d{1,2}$/.test(text)) return null
  return Number(text) * HOUR_MS < day.until - day.from ? Number(text) : null
}

function hourSpan(day: ReportDay, hour: number): Span {
  return { from: day.from + hour * HOUR_MS, until: Math.min(day.from + (hour + 1) * HOUR_MS, day.until) }
}

function word(text: string | undefined): string | null {
  return text !== undefined && /^[A-Za-z]{1,20}$/.test(text) ? text : null
}
