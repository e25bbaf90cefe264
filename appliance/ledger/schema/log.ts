import { sql } from 'drizzle-orm/sql'
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/**
 * The append-only log: audit trail and outbox in one. Triggers (migration `0001_append_only`) refuse every change of a row, every
 * row that does not continue its chain, and every removal that retention has not been allowed. `position` is the order of writing
 * on this box, across streams and epochs; it never travels.
 */
export const log = sqliteTable(
  'log',
  {
    position: integer().primaryKey({ autoIncrement: true }),
    stream: text({ enum: ['money', 'session', 'event', 'media'] }).notNull(),
    epoch: text().notNull(),
    seq: integer().notNull(),
    eventId: text('event_id').notNull(),
    kind: text().notNull(),
    v: integer().notNull(),
    wall: integer().notNull(),
    bootId: text('boot_id').notNull(),
    mono: real().notNull(),
    clockQuality: text('clock_quality', { enum: ['trusted', 'untrusted'] }).notNull(),
    /** canonical JSON, the very bytes that were hashed */
    payload: text().notNull(),
    prevHash: text('prev_hash').notNull(),
    hash: text().notNull(),
  },
  (t) => [uniqueIndex('log_event_id').on(t.eventId), uniqueIndex('log_identity').on(t.stream, t.epoch, t.seq)],
)

/** One row per opening of the database. `parentHeads`: where the parent's streams stood when this epoch began, as JSON. */
export const epoch = sqliteTable('epoch', {
  ordinal: integer().primaryKey({ autoIncrement: true }),
  epoch: text().notNull().unique(),
  parent: text(),
  parentHeads: text('parent_heads', { mode: 'json' }).$type<Readonly<Record<string, { seq: number; hash: string }>>>().notNull(),
  device: text().notNull(),
  site: text().notNull(),
  bootId: text('boot_id').notNull(),
  openedAt: integer('opened_at').notNull(),
})

/** Where each stream of each epoch stands: last row written, last the cloud has, last the cloud has for good, last removed here. */
export const watermark = sqliteTable(
  'watermark',
  {
    stream: text({ enum: ['money', 'session', 'event', 'media'] }).notNull(),
    epoch: text().notNull(),
    headSeq: integer('head_seq').notNull(),
    headHash: text('head_hash').notNull(),
    acked: integer().notNull().default(0),
    durable: integer().notNull().default(0),
    prunedSeq: integer('pruned_seq').notNull().default(0),
    prunedHash: text('pruned_hash').notNull(),
  },
  (t) => [primaryKey({ columns: [t.stream, t.epoch] }), index('watermark_unsent').on(t.stream).where(sql`acked < head_seq`)],
)

/**
 * Since when the cloud has held a stream of an epoch for good, up to `seq`: what retention counts from, not the age of the rows. Noted
 * when retention runs, forgotten when the cloud turns out not to have them.
 */
export const held = sqliteTable(
  'held',
  {
    stream: text({ enum: ['money', 'session', 'event', 'media'] }).notNull(),
    epoch: text().notNull(),
    seq: integer().notNull(),
    since: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.stream, t.epoch, t.seq] })],
)

/** Single facts about this database: its site, the key of its plate hashes. */
export const meta = sqliteTable('meta', { key: text().primaryKey(), value: text().notNull() })
