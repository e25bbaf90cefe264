import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { Store } from './open-store.ts'
import { requestRefund } from './refunds.ts'
import type { Sql } from './sql.ts'

/** Names a quote of a box, whose card is asked for. */
export interface QuoteKey {
  readonly site: string
  readonly quoteId: string
}

export interface CardChargeRow extends QuoteKey {
  readonly attempt: string
  readonly reader: string
  readonly amountMinor: number
  readonly currency: string
  readonly ref: string | null
  readonly state: 'open' | 'paid' | 'mismatch' | 'closed'
  readonly outcome: 'declined' | 'cancelled' | null
  readonly reason: string | null
  readonly createdAt: EpochMs
  readonly askedAt: EpochMs | null
}

export interface NewCardCharge extends QuoteKey {
  readonly attempt: string
  readonly device: string
  readonly laneId: string
  readonly reader: string
  readonly amountMinor: number
  readonly currency: string
  readonly now: EpochMs
}

/** What boxes and refunds call the provider of a card at a reader. */
export const CARD_PROVIDER = 'terminal'

const columns = `site_id as site, quote_id as "quoteId", attempt, reader, amount_minor as "amountMinor", currency, ref, state, outcome, reason,
  created_at as "createdAt", asked_at as "askedAt"`

/** Every attempt on a quote's card, oldest first. */
export function chargesOf(sql: Sql, { site, quoteId }: QuoteKey): Promise<readonly CardChargeRow[]> {
  return sql.query<CardChargeRow>(`select ${columns} from card_charge where site_id = $1 and quote_id = $2 order by created_at, attempt`, [
    site,
    quoteId,
  ])
}

/** Call it in a transaction: one at a time per quote, across every process of the cloud. */
export async function lockQuote(tx: Sql, { site, quoteId }: QuoteKey): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7282))', [`${site}\n${quoteId}`])
}

export async function insertCharge(
  tx: Sql,
  charge: NewCardCharge,
  as: { readonly state: 'open' } | { readonly state: 'closed'; readonly outcome: 'cancelled'; readonly reason: string },
): Promise<CardChargeRow> {
  const closed = as.state === 'closed' ? as : null
  const [row] = await tx.query<CardChargeRow>(
    `insert into card_charge (site_id, quote_id, attempt, device_id, lane_id, reader, amount_minor, currency, state, outcome, reason, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning ${columns}`,
    [
      ...[charge.site, charge.quoteId, charge.attempt, charge.device, charge.laneId, charge.reader, charge.amountMinor, charge.currency],
      ...[as.state, closed?.outcome ?? null, closed?.reason ?? null, charge.now],
    ],
  )
  if (!row) throw new Error('a charge was inserted and did not come back')
  return row
}

/** Remembers the provider's name for it; false: it was taken back meanwhile. */
export async function nameCharge(sql: Sql, row: CardChargeRow, ref: string): Promise<boolean> {
  return (await changed(sql, row, `ref = coalesce(ref, $4)`, ref)) > 0
}

export async function noteAsked(sql: Sql, row: CardChargeRow, now: EpochMs): Promise<void> {
  await changed(sql, row, 'asked_at = $4', now)
}

export async function closeCharge(
  sql: Sql,
  row: CardChargeRow,
  { outcome, reason }: { readonly outcome: 'declined' | 'cancelled'; readonly reason: string },
  now: EpochMs,
): Promise<void> {
  await changed(sql, row, `state = 'closed', outcome = $4, reason = $5, settled_at = $6`, outcome, reason, now)
}

/** Closes one the provider has never heard of: nobody can be charged. False: it has a reference by now. */
export async function closeUnnamed(sql: Sql, row: CardChargeRow, reason: string, now: EpochMs): Promise<boolean> {
  const rows = await sql.query(
    `update card_charge set state = 'closed', outcome = 'cancelled', reason = $4, settled_at = $5
      where site_id = $1 and quote_id = $2 and attempt = $3 and state = 'open' and ref is null returning attempt`,
    [row.site, row.quoteId, row.attempt, reason, now],
  )
  return rows.length > 0
}

/** Books what the provider took, once. Another amount than asked is given back. */
export async function settleCharge(
  store: Store,
  row: CardChargeRow,
  paid: { readonly amountMinor: number; readonly currency: string; readonly now: EpochMs; readonly newId: () => string },
): Promise<'paid' | 'mismatch'> {
  const result = paid.amountMinor === row.amountMinor && paid.currency === row.currency ? 'paid' : 'mismatch'
  await store.transact(async (tx) => {
    // a closed one as well: money is never waved away because our own book says it cannot be
    const rows = await tx.query(
      `update card_charge set state = $4, outcome = null, reason = null, settled_at = $5
        where site_id = $1 and quote_id = $2 and attempt = $3 and state in ('open', 'closed') returning attempt`,
      [row.site, row.quoteId, row.attempt, result, paid.now],
    )
    if (rows.length === 0 || result === 'paid' || row.ref === null) return
    await requestRefund(tx, {
      ...{ id: paid.newId(), site: row.site, paymentId: `card:${row.quoteId}`, provider: CARD_PROVIDER, ref: row.ref },
      ...{ amountMinor: paid.amountMinor, currency: paid.currency, reason: 'mismatch', now: paid.now },
    })
  })
  return result
}

/** Open charges nobody has asked about for a while. Marks them as looked at. */
export function chargesToCheck(
  sql: Sql,
  request: { readonly now: EpochMs; readonly quietMs: number; readonly limit: number },
): Promise<readonly CardChargeRow[]> {
  return sql.query<CardChargeRow>(
    `update card_charge set checked_at = $1
      where (site_id, quote_id, attempt) in (
        select site_id, quote_id, attempt from card_charge
         where state = 'open' and coalesce(checked_at, created_at) <= $1::bigint - $2::bigint
         order by checked_at nulls first limit $3 for update skip locked)
      returning ${columns}`,
    [request.now, request.quietMs, request.limit],
  )
}

export async function noteChecked(sql: Sql, row: CardChargeRow, now: EpochMs): Promise<void> {
  await changed(sql, row, 'checked_at = $4', now)
}

export async function chargeByRef(sql: Sql, ref: string): Promise<CardChargeRow | null> {
  const [row] = await sql.query<CardChargeRow>(`select ${columns} from card_charge where ref = $1`, [ref])
  return row ?? null
}

/** Changes an open charge only; how many rows that were. */
async function changed(sql: Sql, row: CardChargeRow, assignments: string, ...values: readonly unknown[]): Promise<number> {
  const rows = await sql.query(
    `update card_charge set ${assignments} where site_id = $1 and quote_id = $2 and attempt = $3 and state = 'open' returning attempt`,
    [row.site, row.quoteId, row.attempt, ...values],
  )
  return rows.length
}
