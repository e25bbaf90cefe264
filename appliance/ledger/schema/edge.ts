import { sql } from 'drizzle-orm/sql'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

const table = () =>
  text({
    enum: ['edge_v1_rates', 'edge_v1_remote_payments', 'edge_v1_permits', 'edge_v1_books', 'edge_v1_blocked', 'edge_v1_commands'],
  }).notNull()

/** How far each shape has been read; written in the transaction that applies the rows which brought us there. */
export const shapePosition = sqliteTable('shape_position', {
  table: table().primaryKey(),
  handle: text().notNull(),
  offset: text().notNull(),
  at: integer().notNull(),
})

/** The rows of each shape as last received: an update names only what changed, a removal only the key. */
export const shapeRow = sqliteTable(
  'shape_row',
  {
    table: table(),
    key: text().notNull(),
    row: text({ mode: 'json' }).$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.table, t.key] })],
)

/** Payments that settled in the cloud; done with once a `payment` row of the same id exists. */
export const remotePayment = sqliteTable(
  'remote_payment',
  {
    paymentId: text('payment_id').primaryKey(),
    quoteId: text('quote_id').notNull(),
    amountMinor: integer('amount_minor').notNull(),
    currency: text().notNull(),
    provider: text().notNull(),
    providerRef: text('provider_ref'),
    settledAt: integer('settled_at').notNull(),
    receivedAt: integer('received_at').notNull(),
  },
  (t) => [index('remote_payment_quote').on(t.quoteId)],
)

/** Merchants' books of discount codes, as the cloud's rows have them; `closedAt` once one was taken back. */
export const voucherBook = sqliteTable(
  'voucher_book',
  {
    bookId: text('book_id').primaryKey(),
    number: integer().notNull(),
    body: text({ mode: 'json' }).notNull(),
    closedAt: integer('closed_at'),
  },
  (t) => [index('voucher_book_number').on(t.number).where(sql`closed_at is null`)],
)

/** Commands from the cloud. `appliedAt` is written before acting, so no command is acted on twice; `result` after. */
export const appliedCommand = sqliteTable('applied_command', {
  commandId: text('command_id').primaryKey(),
  laneId: text('lane_id').notNull(),
  action: text({ enum: ['open'] }).notNull(),
  reason: text().notNull(),
  expiresAt: integer('expires_at').notNull(),
  receivedAt: integer('received_at').notNull(),
  appliedAt: integer('applied_at'),
  result: text(),
})

/** What came down and could not be understood: kept for people, never in the way of the next row. */
export const deadLetter = sqliteTable('dead_letter', {
  id: integer().primaryKey({ autoIncrement: true }),
  source: text().notNull(),
  key: text().notNull(),
  body: text().notNull(),
  reason: text().notNull(),
  at: integer().notNull(),
})
