import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { ms } from './columns.ts'

/** A car park (domain/place.ts Place, without its lanes). */
export const site = pgTable('site', {
  id: text().primaryKey(),
  name: text().notNull(),
  country: text().notNull(),
  time_zone: text().notNull(),
  currency: text().notNull(),
  capacity: integer(),
  /** days that pictures of cars are kept here */
  picture_days: integer().notNull().default(30),
  /** {name, address: [line, …], vatNumber?} of who sells the parking, for receipts */
  seller: jsonb(),
  created_at: ms().notNull(),
})

/**
 * One box. The token is kept as a SHA-256 only: a copy of this table lets nobody in. A box that was enrolled has keys instead
 * (device_key), and its token, if it ever had one, counts no more.
 */
export const device = pgTable(
  'device',
  {
    id: text().primaryKey(),
    site_id: text()
      .notNull()
      .references(() => site.id),
    label: text(),
    token_hash: text(),
    /** its number in QR codes; null for a box that never had one */
    number: integer(),
    registered_at: ms().notNull(),
    revoked_at: ms(),
    last_seen: ms(),
    version: text(),
    clock_quality: text(),
    /** server clock minus box clock at the last hello */
    clock_offset_ms: ms(),
    /** rows the box still holds, all streams and epochs */
    backlog: ms(),
    backlog_by_stream: jsonb(),
    oldest_unsent: ms(),
    /** every event the box wrote up to this instant of its own clock is here */
    complete_until: ms(),
    current_epoch: text(),
    /** another box of the site that brought its log, and when last */
    relayed_by: text(),
    relayed_at: ms(),
    /** {at, since, equal, differs} of the last comparison of its money with the books (ingest/compare-money.ts) */
    money_compared: jsonb(),
    /** {since, byReason}: what it did not take on the network of its site; null: it has no siblings */
    turned_away: jsonb(),
  },
  (t) => [uniqueIndex('device_token_hash').on(t.token_hash), uniqueIndex('device_number').on(t.number)],
)

/** The keys of a box, public halves only. `replaced_at`: null for those in force; older ones serve exit codes a while longer. */
export const deviceKey = pgTable(
  'device_key',
  {
    device_id: text().notNull(),
    /** which of the box's keys, 0–15: QR codes name it */
    kid: integer().notNull(),
    /** what signatures call it: the thumbprint of `sign_key` */
    key_id: text().notNull(),
    /** Ed25519, base64url */
    sign_key: text().notNull(),
    /** X25519, base64url: the box's half and the cloud's half that it was agreed with */
    agree_key: text().notNull(),
    cloud_key: text().notNull(),
    enrolled_at: ms().notNull(),
    replaced_at: ms(),
  },
  (t) => [
    primaryKey({ columns: [t.device_id, t.kid] }),
    unique('device_key_key_id').on(t.key_id),
    foreignKey({ columns: [t.device_id], foreignColumns: [device.id] }),
  ],
)

/** Leave to enrol one box, once. The code is kept as a SHA-256 only. */
export const deviceClaim = pgTable('device_claim', {
  device_id: text().primaryKey(),
  site_id: text()
    .notNull()
    .references(() => site.id),
  label: text(),
  code_hash: text().notNull(),
  made_at: ms().notNull(),
  expires_at: ms().notNull(),
  /** wrong codes given for this box; after five the claim is void */
  wrong_tries: integer().notNull().default(0),
  used_at: ms(),
  /** the key that used it: the same key may ask again, for its answer may have been lost */
  used_by: text(),
})

/** One open of a box's database. Two epochs with one parent are two live copies of one card. */
export const epoch = pgTable(
  'epoch',
  {
    device_id: text().notNull(),
    epoch: text().notNull(),
    parent_epoch: text(),
    first_seen: ms().notNull(),
  },
  (t) => [primaryKey({ columns: [t.device_id, t.epoch] }), foreignKey({ columns: [t.device_id], foreignColumns: [device.id] })],
)

/** How far one stream of one epoch has arrived, and the hash it ended on. Locked by every ingest: the batch queue of a stream. */
export const watermark = pgTable(
  'watermark',
  {
    device_id: text().notNull(),
    epoch: text().notNull(),
    stream: text().notNull(),
    seq: ms().notNull(),
    hash: text().notNull(),
    updated_at: ms().notNull(),
  },
  (t) => [primaryKey({ columns: [t.device_id, t.epoch, t.stream] })],
)

/** A lane as its events describe it; names and directions come with the first presentation. */
export const lane = pgTable(
  'lane',
  {
    site_id: text().notNull(),
    id: text().notNull(),
    device_id: text().notNull(),
    name: text(),
    direction: text(),
    arm: text(),
    holds: jsonb().notNull().default([]),
    fault: text(),
    updated_at: ms().notNull(),
  },
  (t) => [primaryKey({ columns: [t.site_id, t.id] })],
)

/** Something a person should look at; cleared, never deleted. */
export const alert = pgTable(
  'alert',
  {
    id: text().primaryKey(),
    site_id: text().notNull(),
    device_id: text(),
    code: text().notNull(),
    detail: text().notNull(),
    raised_at: ms().notNull(),
    cleared_at: ms(),
  },
  (t) => [
    index('alert_open_of_box').on(t.device_id).where(sql`cleared_at is null`),
    index('alert_open_of_site').on(t.site_id, t.code).where(sql`cleared_at is null`),
  ],
)
