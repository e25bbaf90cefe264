import { foreignKey, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { ms } from './columns.ts'

/** A car park (domain/place.ts Place, without its lanes). */
export const site = pgTable('site', {
  id: text().primaryKey(),
  name: text().notNull(),
  country: text().notNull(),
  time_zone: text().notNull(),
  currency: text().notNull(),
  capacity: integer(),
  created_at: ms().notNull(),
})

/** One box. The token is kept as a SHA-256 only: a copy of this table lets nobody in. */
export const device = pgTable(
  'device',
  {
    id: text().primaryKey(),
    site_id: text()
      .notNull()
      .references(() => site.id),
    label: text(),
    token_hash: text().notNull(),
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
  },
  (t) => [uniqueIndex('device_token_hash').on(t.token_hash)],
)

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
export const alert = pgTable('alert', {
  id: text().primaryKey(),
  site_id: text().notNull(),
  device_id: text(),
  code: text().notNull(),
  detail: text().notNull(),
  raised_at: ms().notNull(),
  cleared_at: ms(),
})
