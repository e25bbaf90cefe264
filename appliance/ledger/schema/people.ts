import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Who may log in to the attendant's page. Not in the log: the hash of a PIN has no business in the cloud. */
export const attendant = sqliteTable('attendant', {
  /** the name without regard to case */
  key: text().primaryKey(),
  name: text().notNull(),
  hash: text().notNull(),
  addedAt: integer('added_at').notNull(),
})

/** Wrong PINs in a row; the row of the empty name counts tries under names nobody has. */
export const attendantTries = sqliteTable('attendant_tries', {
  key: text().primaryKey(),
  count: integer().notNull(),
  notBefore: integer('not_before').notNull(),
})
