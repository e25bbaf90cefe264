import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { TicketKey } from './checkout.ts'
import type { Sql } from './sql.ts'

/** A price of a stay that is not the one on the ticket. */
export interface NewerPrice {
  readonly nonce: string
  readonly amountMinor: number
  readonly currency: string
  readonly issuedAt: EpochMs
  readonly lockUntil: EpochMs
  readonly stayMs: number
}

/** Another price of the same stay that has been paid; its ticket can be shown where the same box gave it. */
export interface PaidPrice extends NewerPrice {
  readonly sameBox: boolean
}

/**
 * The last other price of a ticket's stay whose money this ticket's price does not know of: it was given before its box had heard of
 * that payment, and whoever pays it pays twice. Null: none. What a payment paid of earlier stays (debts) is not of this one.
 */
export async function paidAtAnotherPrice(sql: Sql, key: TicketKey): Promise<PaidPrice | null> {
  const rows = await sql.query<PaidPrice & { readonly paid: number; readonly credited: number }>(
    `with mine as (
       select site_id, id, session_id, device_id,
              coalesce((select -sum((line->>'amountMinor')::bigint) from jsonb_array_elements(lines) line where line->>'code' = 'credit'), 0)::bigint as credited
         from quote where site_id = $1 and nonce = $2 order by issued_at limit 1)
     select o.nonce, o.amount_minor as "amountMinor", o.currency, o.issued_at as "issuedAt", o.lock_until as "lockUntil", o.stay_ms as "stayMs",
            o.device_id = mine.device_id as "sameBox", mine.credited,
            greatest(0, m.amount_minor - coalesce(
              (select sum((d->>'amountMinor')::bigint) from jsonb_array_elements(coalesce(o.debts, '[]'::jsonb)) d), 0))::bigint as paid
       from mine
       join quote o on o.site_id = mine.site_id and o.session_id = mine.session_id and o.id <> mine.id
       join money_received m on m.site_id = o.site_id and m.quote_id = o.id and not m.duplicate
      order by m.settled_at desc`,
    [key.site, key.nonce],
  )
  const [last] = rows
  const paid = rows.reduce((sum, row) => sum + row.paid, 0)
  if (!last || paid <= last.credited) return null
  const { paid: _, credited: __, ...price } = last
  return price
}
