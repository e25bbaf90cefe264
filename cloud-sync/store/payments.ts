import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { Sql } from './sql.ts'

export interface RemotePayment {
  readonly site: string
  readonly paymentId: string
  readonly quoteId: string
  readonly amountMinor: number
  readonly currency: string
  readonly provider: string
  readonly providerRef: string | null
  readonly settledAt: EpochMs
}

/**
 * A payment settled at a provider: from here the site's boxes learn of it. Idempotent by payment id; call it in the
 * transaction that marks the attempt paid. Returns false when it was known already; a different amount under a known id throws.
 */
export async function settleRemote(sql: Sql, p: RemotePayment): Promise<boolean> {
  const inserted = await sql.query(
    `insert into edge_v1_remote_payments (site_id, payment_id, quote_id, amount_minor, currency, provider, provider_ref, settled_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (site_id, payment_id) do nothing returning payment_id`,
    [p.site, p.paymentId, p.quoteId, p.amountMinor, p.currency, p.provider, p.providerRef, p.settledAt],
  )
  if (inserted.length > 0) return true
  const [known] = await sql.query<{ amount_minor: number; currency: string }>(
    'select amount_minor, currency from edge_v1_remote_payments where site_id = $1 and payment_id = $2',
    [p.site, p.paymentId],
  )
  if (known?.amount_minor !== p.amountMinor || known.currency !== p.currency) {
    throw new Error(`payment ${p.paymentId} is already on record with another amount; look at both before doing anything`)
  }
  return false
}
