import type { Hono } from 'hono'
import { askedFor } from '../asked.ts'
import type { PageMaker } from '../frame.ts'
import type { OwnerDeps } from '../owner-deps.ts'
import { theirs, whoAsks } from '../people/who-asks.ts'
import { monthPage } from './month.ts'
import { monthCsv } from './month-csv.ts'

/** Two years can be chosen from a list; older months by their address. */
const MONTHS_SHOWN = 25

/** A month of a car park as a page, as JSON and as CSV. Query: `site`, `month` (YYYY-MM; that of `day` by default). */
export function mountMonth(app: Hono, { reports, now }: OwnerDeps, page: PageMaker): void {
  app.get('/month', (c) =>
    page(
      'money',
      ({ month }) => month.month,
      async (frame, { site, sites, month }) => {
        const m = await reports.monthSummary(site, month)
        const after = reports.shiftMonth(site, month, 1)
        const running = reports.monthOfDay(site, reports.today(site))
        const listed = Array.from({ length: MONTHS_SHOWN }, (_, i) => reports.shiftMonth(site, running, -i))
        return monthPage(frame, {
          ...{ m, before: reports.shiftMonth(site, month, -1), after: after.from > now() ? null : after },
          choice: listed.some((one) => one.month === month.month) ? listed : [...listed, month],
          everyPark: sites.length < 2 ? [] : await reports.taken(theirs(whoAsks(c), sites), month.month),
        })
      },
    )(c),
  )
  app.get('/api/owner/month', async (c) => {
    const question = await askedFor(c, reports)
    if (!question.ok) return c.json({ message: question.message }, question.status)
    return c.json(await reports.monthSummary(question.asked.site, question.asked.month))
  })
  app.get('/export/month.csv', async (c) => {
    const question = await askedFor(c, reports)
    if (!question.ok) return c.json({ message: question.message }, question.status)
    const { site, month } = question.asked
    const title = `${site.id.replaceAll(/[^A-Za-z0-9_-]/g, '-')}-${month.month}.csv`
    return c.body(monthCsv(await reports.monthSummary(site, month)), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${title}"`,
    })
  })
}
