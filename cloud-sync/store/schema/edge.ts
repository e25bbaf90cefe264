import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { minor, ms } from './columns.ts'

/**
 * The contract with the boxes, read through shapes (domain/wire/edge.ts). Columns are only ever added under a new table
 * version: a box names its columns, and a dropped or renamed one would make every box refetch.
 */
export const edgeRates = pgTable(
  'edge_v1_rates',
  {
    site_id: text().notNull(),
    rate_table_id: text().notNull(),
    version: integer().notNull(),
    effective_from: ms().notNull(),
    body: jsonb().notNull(),
  },
  (t) => [primaryKey({ columns: [t.site_id, t.rate_table_id, t.version] })],
)

export const edgeRemotePayments = pgTable(
  'edge_v1_remote_payments',
  {
    site_id: text().notNull(),
    payment_id: text().notNull(),
    quote_id: text().notNull(),
    amount_minor: minor().notNull(),
    currency: text().notNull(),
    provider: text().notNull(),
    provider_ref: text(),
    settled_at: ms().notNull(),
  },
  (t) => [primaryKey({ columns: [t.site_id, t.payment_id] }), index('edge_v1_remote_payments_quote').on(t.site_id, t.quote_id)],
)

export const edgePermits = pgTable(
  'edge_v1_permits',
  { site_id: text().notNull(), right_id: text().notNull(), body: jsonb().notNull() },
  (t) => [primaryKey({ columns: [t.site_id, t.right_id] })],
)

/** merchants' books of discount codes, each with its key: a box checks codes with no network */
export const edgeBooks = pgTable(
  'edge_v1_books',
  { site_id: text().notNull(), book_id: text().notNull(), body: jsonb().notNull() },
  (t) => [primaryKey({ columns: [t.site_id, t.book_id] })],
)

export const edgeBlocked = pgTable(
  'edge_v1_blocked',
  { site_id: text().notNull(), plate: text().notNull(), reason: text().notNull() },
  (t) => [primaryKey({ columns: [t.site_id, t.plate] })],
)

export const edgeCommands = pgTable(
  'edge_v1_commands',
  {
    site_id: text().notNull(),
    command_id: text().notNull(),
    lane_id: text().notNull(),
    action: text().notNull(),
    reason: text().notNull(),
    expires_at: ms().notNull(),
  },
  (t) => [primaryKey({ columns: [t.site_id, t.command_id] })],
)
