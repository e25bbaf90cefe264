import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { Store } from './open-store.ts'
import type { Sql } from './sql.ts'

/**
 * Publishes a tariff version: the owner's archive and the row the boxes replicate change in one transaction.
 * The version is the next one of `table.id` at this site, whatever `table.version` says; the stored table is returned.
 */
export async function publishRateTable(
  store: Store,
  request: { readonly site: string; readonly table: RateTable; readonly by: string; readonly now: EpochMs },
): Promise<RateTable> {
  return store.transact(async (tx) => {
    // two owners publishing at once get two versions, not one error
    await tx.query('select id from site where id = $1 for update', [request.site])
    const [last] = await tx.query<{ version: number }>(
      'select coalesce(max(version), 0)::int as version from rate_table where site_id = $1 and id = $2',
      [request.site, request.table.id],
    )
    const table: RateTable = { ...request.table, version: (last?.version ?? 0) + 1 }
    const body = JSON.stringify(table)
    await tx.query(
      `insert into rate_table (site_id, id, version, name, effective_from, body, published_at, published_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [request.site, table.id, table.version, table.name, table.effectiveFrom, body, request.now, request.by],
    )
    await tx.query(`insert into edge_v1_rates (site_id, rate_table_id, version, effective_from, body) values ($1, $2, $3, $4, $5)`, [
      request.site,
      table.id,
      table.version,
      table.effectiveFrom,
      body,
    ])
    return table
  })
}

export interface PublishedRate {
  readonly table: RateTable
  readonly publishedAt: EpochMs
  readonly publishedBy: string
}

/** Every version of a site's tariffs, newest first. */
export async function publishedRates(sql: Sql, site: string): Promise<readonly PublishedRate[]> {
  const rows = await sql.query<{ body: RateTable; published_at: number; published_by: string }>(
    'select body, published_at, published_by from rate_table where site_id = $1 order by published_at desc, version desc',
    [site],
  )
  return rows.map((r) => ({ table: r.body, publishedAt: r.published_at, publishedBy: r.published_by }))
}
