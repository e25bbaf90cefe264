import type { FeeLine } from '@gatehouse/domain/tariff/quote.ts'
import type { RateTable, VehicleClass } from '@gatehouse/domain/tariff/rate-table.ts'
import { sql } from 'drizzle-orm/sql'
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Tariff versions this box has learnt, from its own site.toml (`local`) or from the cloud. A version a session uses never changes. */
export const rateTable = sqliteTable(
  'rate_table',
  {
    id: text().notNull(),
    version: integer().notNull(),
    origin: text({ enum: ['local', 'cloud'] }).notNull(),
    effectiveFrom: integer('effective_from').notNull(),
    body: text({ mode: 'json' }).$type<RateTable>().notNull(),
    /** grows with every version learnt: among equal `effectiveFrom` the last learnt is in force */
    learned: integer().notNull(),
    /** set when the cloud took the version back; sessions already bound to it keep it */
    withdrawnAt: integer('withdrawn_at'),
  },
  (t) => [primaryKey({ columns: [t.id, t.version] })],
)

/** A frozen price offer: the only thing a payment can pay. */
export const quote = sqliteTable(
  'quote',
  {
    quoteId: text('quote_id').primaryKey(),
    nonce: text().notNull(),
    sessionId: text('session_id').notNull(),
    laneId: text('lane_id').notNull(),
    amountMinor: integer('amount_minor').notNull(),
    currency: text().notNull(),
    issuedAt: integer('issued_at').notNull(),
    lockUntil: integer('lock_until').notNull(),
    stayMs: real('stay_ms').notNull(),
    rateTableId: text('rate_table_id').notNull(),
    rateTableVersion: integer('rate_table_version').notNull(),
    lines: text({ mode: 'json' }).$type<readonly FeeLine[]>().notNull(),
    vatBasisPoints: real('vat_basis_points').notNull(),
    vehicleClass: text('vehicle_class').$type<VehicleClass>(),
    /** when its exit code was burnt; a code burns once */
    redeemedAt: integer('redeemed_at'),
    /** the sibling that told of it; null: this box itself */
    device: text(),
  },
  (t) => [index('quote_session').on(t.sessionId), index('quote_nonce').on(t.nonce)],
)

/** Earlier unpaid stays that a quote asks for as well; whoever pays it pays them. */
export const quoteDebt = sqliteTable(
  'quote_debt',
  {
    quoteId: text('quote_id').notNull(),
    sessionId: text('session_id').notNull(),
    amountMinor: integer('amount_minor').notNull(),
  },
  (t) => [primaryKey({ columns: [t.quoteId, t.sessionId] }), index('quote_debt_session').on(t.sessionId)],
)

/** Unpaid stays that a person let go, whoever told of it first. */
export const debtWaiver = sqliteTable('debt_waiver', {
  sessionId: text('session_id').primaryKey(),
  at: integer().notNull(),
})

/** Money received. `duplicate`: another payment had already settled the quote, so this one is owed back. Never deleted. */
export const payment = sqliteTable(
  'payment',
  {
    paymentId: text('payment_id').primaryKey(),
    quoteId: text('quote_id').notNull(),
    sessionId: text('session_id').notNull(),
    amountMinor: integer('amount_minor').notNull(),
    currency: text().notNull(),
    method: text({ enum: ['terminal', 'remote', 'exitCode', 'cash'] }).notNull(),
    provider: text().notNull(),
    providerRef: text('provider_ref'),
    settledAt: integer('settled_at').notNull(),
    duplicate: integer({ mode: 'boolean' }).notNull(),
    /** the sibling that told of it; null: this box itself */
    device: text(),
  },
  (t) => [index('payment_quote').on(t.quoteId), index('payment_session').on(t.sessionId), index('payment_settled_at').on(t.settledAt)],
)

/** Free time or a discount a merchant or operator granted to a session. */
export const validation = sqliteTable(
  'validation',
  {
    validationId: text('validation_id').primaryKey(),
    sessionId: text('session_id').notNull(),
    kind: text({ enum: ['minutes', 'amount', 'percent'] }).notNull(),
    value: real().notNull(),
    by: text().notNull(),
    at: integer().notNull(),
    /** the merchant's code it was given for, and what that took off the price */
    bookId: text('book_id'),
    serial: integer(),
    takesOffMinor: integer('takes_off_minor'),
    /** the sibling that told of it; null: this box itself */
    device: text(),
  },
  (t) => [index('validation_session').on(t.sessionId), index('validation_voucher').on(t.bookId, t.serial).where(sql`book_id is not null`)],
)

/** Wrong exit codes, so that no restart gives a guesser new tries. */
export const codeTry = sqliteTable(
  'code_try',
  {
    tryId: text('try_id').primaryKey(),
    quoteId: text('quote_id').notNull(),
    sessionId: text('session_id').notNull(),
    laneId: text('lane_id').notNull(),
    at: integer().notNull(),
  },
  (t) => [index('code_try_session').on(t.sessionId), index('code_try_lane').on(t.laneId, t.at)],
)

/** A count of the till: the cash the box says came in since the one before, and the cash a person found. */
export const tillCount = sqliteTable('till_count', {
  tillId: text('till_id').primaryKey(),
  by: text().notNull(),
  from: integer().notNull(),
  at: integer().notNull(),
  currency: text().notNull(),
  cashMinor: integer('cash_minor').notNull(),
  countedMinor: integer('counted_minor'),
  note: text(),
})
