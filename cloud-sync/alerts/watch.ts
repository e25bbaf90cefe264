import { DAY_MS, type EpochMs } from '@gatehouse/domain/time.ts'
import type { Completeness, NeedsYou, OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import { publishedRates } from '../store/rates.ts'
import { helpCalls, lanesOf } from '../store/report-fleet.ts'
import { takenBySpan } from '../store/report-money.ts'
import { troublesOf } from '../store/report-needs.ts'
import type { Sql } from '../store/sql.ts'
import { needsYou } from './needs-you.ts'

const WEEK_MS = 7 * DAY_MS

/** What of a site wants a person now. `completeness` comes from reports/, so both pages say the same about a box. */
export async function watchSite(sql: Sql, site: OwnerSite, completeness: Completeness, now: EpochMs): Promise<readonly NeedsYou[]> {
  const [week] = await takenBySpan(sql, site.id, site.currency, [{ from: now - WEEK_MS, until: now }])
  const { amountMinor = 0, payments = 0 } = week ?? {}
  const calls = await helpCalls(sql, site.id, { from: now, until: now })
  return needsYou({
    now,
    troubles: await troublesOf(sql, site.id, { since: now - WEEK_MS, now }),
    boxes: completeness.boxes,
    lanes: await lanesOf(sql, site.id),
    helpOpen: calls.filter((call) => call.answeredAt === null),
    hasRates: (await publishedRates(sql, site.id)).length > 0,
    usual: { paymentMinor: payments === 0 ? 0 : Math.round(amountMinor / payments), hourMinor: Math.round(amountMinor / (7 * 24)) },
  })
}
