import { Hono } from 'hono'
import { type Asked, askedFor } from './asked.ts'
import { carsCsv, debtsCsv, grantsCsv, paymentsCsv } from './csv.ts'
import type { OwnerRates, OwnerReports } from './owner-port.ts'
import { theirs, whoAsks } from './people/who-asks.ts'

const LIST_LIMIT = 500
const EXPORT_LIMIT = 100_000

/**
 * The same figures as JSON (`/api/owner/*`, beside each table of the pages) and as CSV (`/export/*`). Query: `site`, `day`
 * (YYYY-MM-DD, today by default), `hour`, `which`, `outcome`, `method`, `plate`.
 */
export function mountOwnerApi(reports: OwnerReports, rates: OwnerRates): Hono {
  const app = new Hono()
  const answers: Readonly<Record<string, (a: Asked) => Promise<unknown>>> = {
    summary: ({ site, day }) => reports.summary(site, day),
    cars: (a) => reports.cars(a.site, carsQuestion(a, LIST_LIMIT)),
    payments: (a) => reports.payments(a.site, a.span, { ...(a.method ? { method: a.method } : {}), limit: LIST_LIMIT }),
    given: ({ site, day }) => reports.given(site, day),
    help: ({ site, day }) => reports.help(site, day),
    boxes: ({ site }) => reports.completeness(site),
    rates: ({ site }) => rates.versions(site),
  }

  app.get('/api/owner/sites', async (c) => c.json(theirs(whoAsks(c), await reports.sites())))
  app.get('/api/owner/cars/:session', async (c) => {
    const question = await askedFor(c, reports)
    if (!question.ok) return c.json({ message: question.message }, question.status)
    const car = await reports.car(question.asked.site, c.req.param('session'))
    return car ? c.json(car) : c.json({ message: 'There is no such stay.' }, 404)
  })
  for (const [name, answer] of Object.entries(answers)) {
    app.get(`/api/owner/${name}`, async (c) => {
      const question = await askedFor(c, reports)
      return question.ok ? c.json(await answer(question.asked)) : c.json({ message: question.message }, question.status)
    })
  }

  const files: Readonly<Record<string, (a: Asked) => Promise<string>>> = {
    cars: async (a) => carsCsv(await reports.cars(a.site, carsQuestion(a, EXPORT_LIMIT)), a.site),
    grants: async ({ site, day }) => grantsCsv((await reports.given(site, day)).grants, site),
    debts: async ({ site, day }) => debtsCsv((await reports.given(site, day)).debts, site),
    payments: async (a) =>
      paymentsCsv(await reports.payments(a.site, a.span, { ...(a.method ? { method: a.method } : {}), limit: EXPORT_LIMIT }), a.site),
  }
  for (const [name, file] of Object.entries(files)) {
    app.get(`/export/${name}.csv`, async (c) => {
      const question = await askedFor(c, reports)
      if (!question.ok) return c.json({ message: question.message }, question.status)
      const { site, day } = question.asked
      const title = `${site.id.replaceAll(/[^A-Za-z0-9_-]/g, '-')}-${name}-${day.day}.csv`
      return c.body(await file(question.asked), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${title}"`,
      })
    })
  }
  return app
}

export function carsQuestion(a: Asked, limit: number) {
  return { which: a.which, span: a.span, ...(a.outcome ? { outcome: a.outcome } : {}), ...(a.plate ? { plate: a.plate } : {}), limit }
}
