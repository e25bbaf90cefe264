import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { ms } from './columns.ts'

/**
 * Receipts on their way by e-mail. `state`: due · sent · dead (it cannot be delivered) · stopped (its address wants none).
 * The address is personal data: it goes as soon as the letter is not due any more, and at `erase_at` at the latest; its keyed mark stays
 * until the row goes, so that the link "no more mail" in the letter works that long.
 */
export const mail = pgTable(
  'mail',
  {
    id: text().primaryKey(),
    site_id: text().notNull(),
    /** the quote that was paid */
    nonce: text().notNull(),
    /** asked: typed on the page of the ticket. holder: of a permit, who agreed to receipts */
    purpose: text().notNull(),
    holder_id: text(),
    address: text(),
    address_mark: text().notNull(),
    language: text().notNull(),
    locale: text().notNull(),
    state: text().notNull(),
    tries: integer().notNull().default(0),
    next_try_at: ms().notNull(),
    last_error: text(),
    requested_at: ms().notNull(),
    sent_at: ms(),
    erase_at: ms().notNull(),
  },
  (t) => [
    index('mail_to_send').on(t.next_try_at).where(sql`state = 'due'`),
    index('mail_ticket').on(t.site_id, t.nonce),
    index('mail_address').on(t.address_mark, t.requested_at),
    index('mail_to_erase').on(t.erase_at).where(sql`address is not null`),
    index('mail_age').on(t.requested_at),
    // a holder gets each receipt by itself once
    uniqueIndex('mail_holder').on(t.site_id, t.nonce, t.holder_id).where(sql`purpose = 'holder'`),
  ],
)

/** Addresses that asked for no more mail: their mark alone. */
export const mailRefusal = pgTable('mail_refusal', { address_mark: text().primaryKey(), at: ms().notNull() })
