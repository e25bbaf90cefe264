import { doublePrecision, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { ms } from './columns.ts'

const position = {
  device_id: text().notNull(),
  epoch: text().notNull(),
  stream: text().notNull(),
  seq: ms().notNull(),
}

/** Every event as it arrived. Projections can be thrown away and rebuilt from here. */
export const inbox = pgTable(
  'inbox',
  {
    ...position,
    site_id: text().notNull(),
    event_id: text().notNull(),
    kind: text().notNull(),
    v: integer().notNull(),
    wall: ms().notNull(),
    boot_id: text().notNull(),
    mono: doublePrecision().notNull(),
    clock_quality: text().notNull(),
    payload: jsonb().notNull(),
    hash: text().notNull(),
    received_at: ms().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.device_id, t.epoch, t.stream, t.seq] }),
    // per site, so that no box can occupy another site's event id
    uniqueIndex('inbox_event_id').on(t.site_id, t.event_id),
    index('inbox_kind').on(t.site_id, t.kind, t.wall),
  ],
)

/** Known kind, unusable content: kept as text (jsonb refuses some of it), passed over, shown to the operator. */
export const deadLetter = pgTable(
  'dead_letter',
  {
    ...position,
    site_id: text().notNull(),
    event_id: text().notNull(),
    kind: text().notNull(),
    v: integer().notNull(),
    reason: text().notNull(),
    raw: text().notNull(),
    received_at: ms().notNull(),
  },
  (t) => [primaryKey({ columns: [t.device_id, t.epoch, t.stream, t.seq] })],
)

/** Kind or version this cloud does not know yet: stored in the inbox, projected once an upcaster or projection exists. */
export const parked = pgTable(
  'parked',
  {
    ...position,
    site_id: text().notNull(),
    event_id: text().notNull(),
    kind: text().notNull(),
    v: integer().notNull(),
    parked_at: ms().notNull(),
    released_at: ms(),
  },
  (t) => [primaryKey({ columns: [t.device_id, t.epoch, t.stream, t.seq] }), index('parked_kind').on(t.kind, t.v)],
)

/** Plate texts beside the log. Erasing one sets `text` to null and keeps every chain intact. */
export const plate = pgTable(
  'plate',
  {
    site_id: text().notNull(),
    ref: text().notNull(),
    text: text(),
    country: text(),
    received_at: ms().notNull(),
    erased_at: ms(),
  },
  (t) => [primaryKey({ columns: [t.site_id, t.ref] }), index('plate_text').on(t.site_id, t.text)],
)
