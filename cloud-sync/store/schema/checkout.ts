import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { minor, ms, receiptNumber } from './columns.ts'

/**
 * One attempt to pay one quote at one provider. Keyed by the quote's nonce, which the QR carries: a phone may pay before
 * the quote itself has arrived from its box. `state`: open · paid · duplicate (another payment was first) · mismatch
 * (another amount was paid) · closed (can no longer be paid).
 */
export const checkout = pgTable(
  'checkout',
  {
    site_id: text().notNull(),
    nonce: text().notNull(),
    attempt: integer().notNull(),
    provider: text().notNull(),
    /** the provider's name for it; null between our row and the provider's answer */
    ref: text(),
    state: text().notNull(),
    closed_reason: text(),
    amount_minor: minor().notNull(),
    currency: text().notNull(),
    lock_until: ms().notNull(),
    /** what the provider was asked with, so that asking again asks the same */
    request: jsonb().notNull(),
    redirect_url: text(),
    expires_at: ms(),
    created_at: ms().notNull(),
    checked_at: ms(),
    payment_id: text(),
    paid_minor: minor(),
    paid_currency: text(),
    settled_at: ms(),
    /** when the payment went into edge_v1_remote_payments; null while its quote has not arrived */
    delivered_at: ms(),
  },
  (t) => [
    primaryKey({ columns: [t.site_id, t.nonce, t.attempt] }),
    // two phones, one quote: the second finds the first one's checkout
    uniqueIndex('checkout_open').on(t.site_id, t.nonce).where(sql`state = 'open'`),
    // the database itself refuses to count one quote as paid twice
    uniqueIndex('checkout_paid').on(t.site_id, t.nonce).where(sql`state = 'paid'`),
    uniqueIndex('checkout_ref').on(t.provider, t.ref),
    index('checkout_to_check').on(t.checked_at).where(sql`state = 'open'`),
    index('checkout_to_deliver').on(t.settled_at).where(sql`state = 'paid' and delivered_at is null`),
    index('checkout_settled').on(t.site_id, t.settled_at),
    index('checkout_receipt').on(receiptNumber(t.payment_id)),
  ],
)

/** Money going back. `state`: due · pending (the provider works on it) · done · failed (a person must look). */
export const refund = pgTable(
  'refund',
  {
    id: text().primaryKey(),
    site_id: text().notNull(),
    payment_id: text().notNull(),
    provider: text().notNull(),
    /** the checkout that is refunded */
    ref: text().notNull(),
    amount_minor: minor().notNull(),
    currency: text().notNull(),
    /** duplicate · mismatch · requested */
    reason: text().notNull(),
    state: text().notNull(),
    provider_ref: text(),
    tries: integer().notNull().default(0),
    last_error: text(),
    requested_at: ms().notNull(),
    next_try_at: ms().notNull(),
    done_at: ms(),
  },
  (t) => [
    // whoever finds the duplicate first, it is refunded once
    uniqueIndex('refund_automatic').on(t.provider, t.ref).where(sql`reason <> 'requested'`),
    index('refund_to_do').on(t.next_try_at).where(sql`state in ('due', 'pending')`),
    index('refund_site').on(t.site_id, t.requested_at),
  ],
)
