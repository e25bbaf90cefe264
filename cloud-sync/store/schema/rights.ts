import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { ms } from './columns.ts'

/** Who holds a permit. Personal data: erasable, and never sent to a box. */
export const rightHolder = pgTable(
  'right_holder',
  {
    site_id: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    phone: text(),
    email: text(),
    /** what they read, one of domain/language.ts; null: what is spoken at the car park */
    language: text(),
    /** when they agreed to receipts by e-mail; null: they did not */
    consent_at: ms(),
    created_at: ms().notNull(),
  },
  (t) => [primaryKey({ columns: [t.site_id, t.id] })],
)

/** A granted permit, as the owner made it; `edge_v1_permits` has what a box needs of it. */
export const permit = pgTable(
  'permit',
  {
    site_id: text().notNull(),
    id: text().notNull(),
    holder_id: text().notNull(),
    /** permits of one name are one product: its group limit counts them together */
    product: text().notNull(),
    charging: text().notNull(),
    pool_size: integer().notNull(),
    group_size: integer(),
    /** LocalTimes[], null: always */
    times: jsonb(),
    plates: jsonb().notNull(),
    valid_from: ms().notNull(),
    valid_until: ms(),
    revoked_at: ms(),
    created_by: text().notNull(),
    created_at: ms().notNull(),
  },
  (t) => [primaryKey({ columns: [t.site_id, t.id] })],
)

/** A merchant's book of discount codes. `key` makes the codes; `page_hash` lets the merchant's own page in. */
export const voucherBook = pgTable(
  'voucher_book',
  {
    site_id: text().notNull(),
    id: text().notNull(),
    number: integer().notNull(),
    merchant: text().notNull(),
    kind: text().notNull(),
    value: bigint({ mode: 'number' }).notNull(),
    uses: integer().notNull(),
    codes: integer().notNull(),
    per_stay: integer().notNull(),
    valid_from: ms().notNull(),
    valid_until: ms(),
    closed_at: ms(),
    key: text().notNull(),
    page_hash: text().notNull(),
    /** codes handed out so far; the next one's serial */
    issued: integer().notNull().default(0),
    created_by: text().notNull(),
    created_at: ms().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.site_id, t.id] }),
    // two open books of one number would make codes nobody can tell apart
    uniqueIndex('voucher_book_number').on(t.site_id, t.number).where(sql`closed_at is null`),
    index('voucher_book_page').on(t.page_hash),
  ],
)
