import type { DeedName } from '@gatehouse/domain/wire/owner-deeds.ts'
import type { Context, Hono } from 'hono'
import { jsonOf } from '../asked-at.ts'
import type { OwnerSites, SiteOutcome } from './owner-port.ts'
import type { OwnerAccounts } from './people/people-port.ts'
import { whoAsks } from './people/who-asks.ts'

export interface SiteRoutesDeps {
  readonly sites: OwnerSites
  readonly accounts: OwnerAccounts
}

/** `POST /api/owner/sites` makes a car park known, `PATCH /api/owner/sites/:site` changes its description: what `site create` and `site change` do. */
export function mountSites(app: Hono, { sites, accounts }: SiteRoutesDeps): void {
  const answer = async (c: Context, outcome: SiteOutcome, did: DeedName) => {
    if (!('site' in outcome)) return c.json({ message: outcome.problems.join('\n') }, outcome.status)
    await accounts.people.note(whoAsks(c), outcome.site.id, { did })
    return c.json(outcome.site)
  }
  app.post('/api/owner/sites', async (c) => {
    if (whoAsks(c).sites !== null) return c.json({ message: 'A car park is made known by an owner of all of them.' }, 403)
    return answer(c, await sites.create(await jsonOf(c)), 'madeCarPark')
  })
  app.patch('/api/owner/sites/:site', async (c) => {
    const id = c.req.param('site')
    if (whoAsks(c).sites?.includes(id) === false) return c.json({ message: 'There is no such car park.' }, 404)
    return answer(c, await sites.change(id, await jsonOf(c)), 'changedCarPark')
  })
}
