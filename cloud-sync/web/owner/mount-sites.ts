import type { Context, Hono } from 'hono'
import type { OwnerSites, SiteOutcome } from './owner-port.ts'

/** `POST /api/owner/sites` makes a car park known, `PATCH /api/owner/sites/:site` changes its description: what `site create` and `site change` do. */
export function mountSites(app: Hono, sites: OwnerSites): void {
  const answer = (c: Context, outcome: SiteOutcome) =>
    'site' in outcome ? c.json(outcome.site) : c.json({ message: outcome.problems.join('\n') }, outcome.status)
  const given = (c: Context): Promise<unknown> => c.req.json().catch(() => null)
  app.post('/api/owner/sites', async (c) => answer(c, await sites.create(await given(c))))
  app.patch('/api/owner/sites/:site', async (c) => answer(c, await sites.change(c.req.param('site'), await given(c))))
}
