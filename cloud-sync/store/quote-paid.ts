import type { Sql } from './sql.ts'

/** Whether the money of a quote is here by another way than its card: with a phone, or booked by a box. */
export async function isQuotePaid(sql: Sql, key: { readonly site: string; readonly quoteId: string }): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from edge_v1_remote_payments where site_id = $1 and quote_id = $2
     union all
     select 1 from payment where site_id = $1 and quote_id = $2 and not duplicate
     limit 1`,
    [key.site, key.quoteId],
  )
  return rows.length > 0
}
