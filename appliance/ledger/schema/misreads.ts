import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * How often, on one day (UTC), a character written down at an entry was read as another at the exit of the same, confirmed stay; the
 * same character twice counts what was read alike. Single characters, counted: no plate can be put together from them. Not in the log: it is this
 * box's experience with its own cameras, and may be forgotten.
 */
export const misread = sqliteTable(
  'misread',
  {
    /** days since 1970-01-01 */
    day: integer().notNull(),
    written: text().notNull(),
    seen: text().notNull(),
    count: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.written, t.seen] })],
)
