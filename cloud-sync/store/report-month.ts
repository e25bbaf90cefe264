import type { EpochMs } from '@gatehouse/domain/time.ts'
import { money, type Span } from './report-money.ts'
import type { Sql } from './sql.ts'

/** Payments of one day that are alike in everything a statement tells apart, and in their amount: VAT is rounded payment by payment. */
export interface AlikePayments {
  /** place of their day among those asked for */
  readonly day: number
  readonly method: string
  readonly provider: string
  /** null: no box has reported the price that was paid */
  readonly basisPoints: number | null
  readonly amountMinor: number
  readonly booked: boolean
  readonly payments: number
}

/** What was taken on days that follow one another; second payments and wrong amounts excluded. */
export async function takenAlike(sql: Sql, site: string, currency: string, days: readonly Span[]): Promise<readonly AlikePayments[]> {
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return []
  return sql.query<AlikePayments>(
    `with ${money}
     select width_bucket(m.settled_at, $3::int8[]) - 1 as day, m.method, m.provider, q.vat_basis_points as "basisPoints",
            m.amount_minor as "amountMinor", m.booked, count(*)::int as payments
       from money m left join quote q on q.site_id = $1 and q.id = m.quote_id
      where m.settled_at >= $4 and m.settled_at < $5 and m.state <> 'duplicate' and m.currency = $2
      group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6`,
    [site, currency, days.map((d) => d.from), first.from, last.until],
  )
}

/** How the stays that ended in a span did so, the most frequent first. */
export async function outcomesIn(
  sql: Sql,
  site: string,
  span: Span,
): Promise<readonly { readonly outcome: string; readonly sessions: number }[]> {
  return sql.query(
    `select coalesce(outcome, 'unknown') as outcome, count(*)::int as sessions from session
      where site_id = $1 and actual_end >= $2 and actual_end < $3 group by 1 order by 2 desc, 1`,
    [site, span.from, span.until],
  )
}

const seen = `seen as (
  select id, actual_start as came, actual_end - actual_start as lasted from session
   where site_id = $1 and actual_end >= $2 and actual_end < $3 and actual_start is not null and outcome is distinct from 'suspect')`

/** Half of the stays that ended in a span were shorter; null: none did whose both ends were seen. */
export async function medianStay(sql: Sql, site: string, span: Span): Promise<number | null> {
  const [row] = await sql.query<{ median: number | null }>(
    `with ${seen} select percentile_disc(0.5) within group (order by lasted) as median from seen`,
    [site, span.from, span.until],
  )
  return row?.median ?? null
}

/**
 * The same stays by length: row i lasted at least `limits[i − 1]` (0 for the first) and less than `limits[i]`; the last row is the rest.
 * Added up, not joined: a plan made before the tables were looked at cannot go wrong by much.
 */
export async function staysByLength(
  sql: Sql,
  site: string,
  currency: string,
  span: Span,
  limits: readonly EpochMs[],
): Promise<readonly { readonly stays: number; readonly amountMinor: number }[]> {
  const rows = await sql.query<{ row: number; stays: number; amountMinor: number }>(
    `with ${money}, ${seen},
     each as (select id, max(lasted) as lasted, sum(minor) as minor from (
       select id, lasted, 0 as minor from seen
       union all
       select session_id, null, amount_minor from money
        where state <> 'duplicate' and currency = $4 and settled_at >= (select min(came) from seen)) parts
       group by id having max(lasted) is not null)
     select width_bucket(lasted, $5::int8[]) as row, count(*)::int as stays, sum(minor)::int8 as "amountMinor" from each group by 1`,
    [site, span.from, span.until, currency, limits],
  )
  return [...limits, null].map((_, i) => rows.find(({ row }) => row === i) ?? { stays: 0, amountMinor: 0 })
}
