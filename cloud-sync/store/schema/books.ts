import { sql } from 'drizzle-orm'
import { boolean, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { minor, ms, receiptNumber } from './columns.ts'

/**
 * Projections of the boxes' logs. Streams arrive independently and boxes do too, so any fact may be the first one known
 * about its row: only keys are NOT NULL where another event fills the rest.
 */
export const session = pgTable(
  'session',
  {
    site_id: text().notNull(),
    id: text().notNull(),
    plate_ref: text(),
    /** what a person put the plate right to; it counts instead */
    corrected_plate_ref: text(),
    image_ref: text(),
    entry_presentation_id: text(),
    exit_presentation_id: text(),
    entry_lane_id: text(),
    exit_lane_id: text(),
    /** null until its start has arrived (another box's log may be behind) */
    actual_start: ms(),
    /** null while inside */
    actual_end: ms(),
    rate_table_id: text(),
    rate_table_version: integer(),
    right_id: text(),
    /** as the entry lane said; null: a car */
    vehicle_class: text(),
    /** what a person said it is, which counts instead */
    classed_as: text(),
    outcome: text(),
  },
  (t) => [
    primaryKey({ columns: [t.site_id, t.id] }),
    index('session_start').on(t.site_id, t.actual_start),
    index('session_end').on(t.site_id, t.actual_end),
    index('session_inside').on(t.site_id).where(sql`actual_end is null`),
  ],
)

export const presentation = pgTable(
  'presentation',
  {
    site_id: text().notNull(),
    id: text().notNull(),
    lane_id: text().notNull(),
    direction: text(),
    opened_at: ms(),
    closed_at: ms(),
    /** passed | backedOut, null while on the loop */
    ending: text(),
    tailgate: boolean(),
  },
  (t) => [primaryKey({ columns: [t.site_id, t.id] }), index('presentation_lane').on(t.site_id, t.lane_id, t.opened_at)],
)

export const observation = pgTable(
  'observation',
  {
    site_id: text().notNull(),
    id: text().notNull(),
    presentation_id: text().notNull(),
    lane_id: text().notNull(),
    direction: text().notNull(),
    plate_ref: text(),
    image_ref: text(),
    confidence: doublePrecision().notNull(),
    frames: integer().notNull(),
    country: text(),
    at: ms().notNull(),
  },
  (t) => [primaryKey({ columns: [t.site_id, t.id] }), index('observation_presentation').on(t.site_id, t.presentation_id)],
)

export const decision = pgTable(
  'decision',
  {
    site_id: text().notNull(),
    id: text().notNull(),
    lane_id: text().notNull(),
    presentation_id: text(),
    direction: text().notNull(),
    result: text().notNull(),
    basis: text().notNull(),
    session_id: text(),
    reason: text(),
    at: ms().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.site_id, t.id] }),
    index('decision_at').on(t.site_id, t.at),
    index('decision_presentation').on(t.site_id, t.presentation_id),
    index('decision_session').on(t.site_id, t.session_id),
  ],
)

export const quote = pgTable(
  'quote',
  {
    site_id: text().notNull(),
    id: text().notNull(),
    device_id: text().notNull(),
    nonce: text().notNull(),
    session_id: text().notNull(),
    lane_id: text().notNull(),
    amount_minor: minor().notNull(),
    currency: text().notNull(),
    issued_at: ms().notNull(),
    lock_until: ms().notNull(),
    stay_ms: ms().notNull(),
    rate_table_id: text().notNull(),
    rate_table_version: integer().notNull(),
    lines: jsonb().notNull(),
    vat_basis_points: integer().notNull(),
    vehicle_class: text(),
    /** earlier unpaid stays it asks for as well: [{sessionId, amountMinor}] */
    debts: jsonb(),
  },
  (t) => [
    primaryKey({ columns: [t.site_id, t.id] }),
    index('quote_id').on(t.id),
    index('quote_nonce').on(t.nonce),
    index('quote_session').on(t.site_id, t.session_id),
  ],
)

/** Payments as the boxes booked them; a remote one is here once its box has recorded it (see view money_received). */
export const payment = pgTable(
  'payment',
  {
    site_id: text().notNull(),
    id: text().notNull(),
    device_id: text().notNull(),
    quote_id: text().notNull(),
    session_id: text().notNull(),
    amount_minor: minor().notNull(),
    currency: text().notNull(),
    method: text().notNull(),
    provider: text().notNull(),
    provider_ref: text(),
    settled_at: ms().notNull(),
    duplicate: boolean().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.site_id, t.id] }),
    index('payment_quote').on(t.site_id, t.quote_id),
    index('payment_settled').on(t.site_id, t.settled_at),
    index('payment_receipt').on(receiptNumber(t.id)),
    index('payment_duplicate').on(t.provider, t.provider_ref).where(sql`duplicate`),
  ],
)

/** Unpaid stays that a person let go. */
export const debtWaiver = pgTable(
  'debt_waiver',
  { site_id: text().notNull(), session_id: text().notNull(), by: text().notNull(), reason: text().notNull(), at: ms().notNull() },
  (t) => [primaryKey({ columns: [t.site_id, t.session_id] })],
)

export const validation = pgTable(
  'validation',
  {
    site_id: text().notNull(),
    id: text().notNull(),
    session_id: text().notNull(),
    kind: text().notNull(),
    value: minor().notNull(),
    by: text().notNull(),
    at: ms().notNull(),
    /** a merchant's code: which, and what it took off the price */
    book_id: text(),
    serial: integer(),
    takes_off_minor: minor(),
  },
  (t) => [
    primaryKey({ columns: [t.site_id, t.id] }),
    index('validation_session').on(t.site_id, t.session_id),
    index('validation_book').on(t.site_id, t.book_id).where(sql`book_id is not null`),
  ],
)

export const helpCall = pgTable(
  'help_call',
  {
    site_id: text().notNull(),
    id: text().notNull(),
    lane_id: text().notNull(),
    presentation_id: text(),
    requested_at: ms(),
    answered_at: ms(),
    answered_by: text(),
    reason: text(),
  },
  (t) => [primaryKey({ columns: [t.site_id, t.id] })],
)

export const anomaly = pgTable(
  'anomaly',
  {
    site_id: text().notNull(),
    event_id: text().notNull(),
    code: text().notNull(),
    lane_id: text(),
    session_id: text(),
    detail: text().notNull(),
    at: ms().notNull(),
  },
  (t) => [primaryKey({ columns: [t.site_id, t.event_id] }), index('anomaly_at').on(t.site_id, t.at)],
)

/** Commands to an arm and what the arm answered, one row per event. `result`: commanded, or barrier.reported's result. */
export const barrierEvent = pgTable(
  'barrier_event',
  {
    site_id: text().notNull(),
    event_id: text().notNull(),
    lane_id: text().notNull(),
    command_id: text(),
    presentation_id: text(),
    result: text().notNull(),
    source: text(),
    reason: text(),
    at: ms().notNull(),
  },
  (t) => [primaryKey({ columns: [t.site_id, t.event_id] }), index('barrier_event_at').on(t.site_id, t.at)],
)
