import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { TicketKey } from './checkout.ts'
import { receiptNumberOf } from './schema/columns.ts'
import type { Sql } from './sql.ts'

/** The quote behind a receipt, as its QR would say it. */
export interface ReceiptTicket extends TicketKey {
  readonly amountMinor: number
  readonly currency: string
  readonly issuedAt: EpochMs
  readonly lockUntil: EpochMs
  readonly stayMs: number
}

/**
 * The ticket whose payment has this receipt number (twelve capital letters and digits). `waiting`: paid with a phone, and the box has not
 * sent its quote yet. Null: none, or, which chance forbids, several.
 */
export async function ticketOfReceipt(sql: Sql, number: string): Promise<ReceiptTicket | 'waiting' | null> {
  const rows = await sql.query<ReceiptTicket>(
    `with paid as (
       select site_id, nonce, null as quote_id from checkout where ${receiptNumberOf('payment_id')} = $1 and state = 'paid'
       union
       select site_id, null, quote_id from payment where ${receiptNumberOf('id')} = $1 and not duplicate)
     select distinct q.site_id as site, q.nonce, q.amount_minor as "amountMinor", q.currency, q.issued_at as "issuedAt",
            q.lock_until as "lockUntil", q.stay_ms as "stayMs"
       from paid join quote q on q.site_id = paid.site_id and (q.nonce = paid.nonce or q.id = paid.quote_id)`,
    [number],
  )
  if (rows.length > 0) return rows.length === 1 ? (rows[0] ?? null) : null
  const waiting = await sql.query(`select 1 from checkout where ${receiptNumberOf('payment_id')} = $1 and state = 'paid'`, [number])
  return waiting.length > 0 ? 'waiting' : null
}
