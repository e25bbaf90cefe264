import type { OwnerSite, ReportDay } from '@gatehouse/domain/wire/owner.ts'
import type { ReportMonth } from '@gatehouse/domain/wire/owner-month.ts'
import type { Context } from 'hono'
import type { OwnerReports, Span } from './owner-port.ts'
import { theirs, whoAsks } from './people/who-asks.ts'
import type { FrameWords } from './strings/en/frame.ts'
import { wordsOf } from './strings/every-language.ts'

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

type Problem = keyof FrameWords['problem']

export type Question =
  | { readonly ok: true; readonly asked: Asked }
  | { readonly ok: false; readonly status: 404 | 400; readonly problem: Problem /** in English, for programs */; readonly message: string }

const HOUR_MS = 3_600_000

export async function askedFor(c: Context, reports: OwnerReports): Promise<Question> {
  const all = await reports.sites()
  const sites = theirs(whoAsks(c), all)
  const named = c.req.query('site')
  const site = named === undefined ? sites[0] : sites.find((s) => s.id === named)
  if (!site) {
    return no(404, all.length === 0 ? 'noCarParkYet' : 'noSuchCarPark')
  }
  const name = c.req.query('day')
  const day = name === undefined || name === '' ? reports.today(site) : reports.day(site, name)
  if (!day) return no(400, 'badDay')
  const called = c.req.query('month')
  const month = called === undefined || called === '' ? reports.monthOfDay(site, day) : reports.month(site, called)
  if (!month) return no(400, 'badMonth')
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

function no(status: 404 | 400, problem: Problem): Question {
  return { ok: false, status, problem, message: wordsOf.en.frame.problem[problem] }
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
