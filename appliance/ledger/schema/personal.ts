import { sql } from 'drizzle-orm/sql'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * Plate texts, beside the log. After erasure the row stays as a tombstone without text, so nothing brings the text back;
 * `keyedHash` (HMAC-SHA256 under this box's own key) lets a returning plate be recognised without being readable.
 */
export const plate = sqliteTable(
  'plate',
  {
    ref: text().primaryKey(),
    text: text(),
    country: text(),
    keyedHash: text('keyed_hash'),
    recordedAt: integer('recorded_at').notNull(),
    erasedAt: integer('erased_at'),
  },
  (t) => [
    index('plate_keyed_hash').on(t.keyedHash),
    index('plate_text').on(t.text).where(sql`text is not null`),
    index('plate_readable').on(t.recordedAt).where(sql`text is not null`),
  ],
)

/** Pictures, beside the log. The bytes lie in the image store; this row says what they must be. */
export const image = sqliteTable(
  'image',
  {
    ref: text().primaryKey(),
    takenAt: integer('taken_at').notNull(),
    recordedAt: integer('recorded_at').notNull(),
    bytes: integer().notNull(),
    sha256: text().notNull(),
    erasedAt: integer('erased_at'),
    /** the cloud has it, or will not have it: it is not sent any more */
    settledAt: integer('settled_at'),
    /** its bytes made room for something more important */
    droppedAt: integer('dropped_at'),
  },
  (t) => [
    index('image_waiting').on(t.recordedAt).where(sql`settled_at is null and erased_at is null and dropped_at is null`),
    index('image_kept').on(t.recordedAt).where(sql`erased_at is null`),
  ],
)

/**
 * The language the driver of a plate chose last, under the plate's keyed hash: this box recognises it, nobody can read it. Not in the
 * log and never sent anywhere.
 */
export const plateLanguage = sqliteTable(
  'plate_language',
  {
    keyedHash: text('keyed_hash').primaryKey(),
    language: text().notNull(),
    chosenAt: integer('chosen_at').notNull(),
  },
  (t) => [index('plate_language_chosen').on(t.chosenAt)],
)
