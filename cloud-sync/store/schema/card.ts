import { sql } from 'drizzle-orm'
import { index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { minor, ms } from './columns.ts'

/**
 * One time that a lane asked for a card at a reader the provider drives. `state`: open (the outcome is not known for good) · paid ·
 * mismatch (another amount was taken; it goes back) · closed (nobody will be charged for it). What the card brought is booked by the
 * box as its payment; this is how it came about.
 */
export const cardCharge = pgTable(
  'card_charge',
  {
    site_id: text().notNull(),
    quote_id: text().notNull(),
    /** the box's name for this time of asking */
    attempt: text().notNull(),
    device_id: text().notNull(),
    lane_id: text().notNull(),
    reader: text().notNull(),
    amount_minor: minor().notNull(),
    currency: text().notNull(),
    /** the provider's name for it; null between our row and the provider's answer */
    ref: text(),
    state: text().notNull(),
    /** declined · cancelled, once closed */
    outcome: text(),
    reason: text(),
    created_at: ms().notNull(),
    /** when the reader was told to ask for the card; null before */
    asked_at: ms(),
    checked_at: ms(),
    settled_at: ms(),
  },
  (t) => [
    primaryKey({ columns: [t.site_id, t.quote_id, t.attempt] }),
    // one card at a time per quote, and one that counts: the database itself refuses a second
    uniqueIndex('card_charge_open').on(t.site_id, t.quote_id).where(sql`state = 'open'`),
    uniqueIndex('card_charge_paid').on(t.site_id, t.quote_id).where(sql`state = 'paid'`),
    uniqueIndex('card_charge_ref').on(t.ref),
    index('card_charge_to_check').on(t.checked_at).where(sql`state = 'open'`),
    index('card_charge_settled').on(t.site_id, t.settled_at),
  ],
)
