import type { LocalTimes } from '@gatehouse/domain/tariff/rate-table.ts'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Permit products. */
export const rightSpecification = sqliteTable('right_specification', {
  id: text().primaryKey(),
  name: text().notNull(),
  charging: text({ enum: ['free', 'tariff'] }).notNull(),
  poolSize: integer('pool_size').notNull(),
  groupSize: integer('group_size'),
  times: text({ mode: 'json' }).$type<readonly LocalTimes[]>(),
})

/** Who holds a permit. Personal data: in this erasable table only, never in the log. */
export const rightHolder = sqliteTable('right_holder', {
  id: text().primaryKey(),
  name: text().notNull(),
  phone: text(),
  email: text(),
  registered: integer({ mode: 'boolean' }).notNull(),
})

/** A granted permit. `origin`: `local` was entered on this box, `cloud` came through the permits shape. */
export const assignedRight = sqliteTable('assigned_right', {
  id: text().primaryKey(),
  specificationId: text('specification_id')
    .notNull()
    .references(() => rightSpecification.id),
  holderId: text('holder_id').references(() => rightHolder.id, { onDelete: 'set null' }),
  validFrom: integer('valid_from').notNull(),
  validUntil: integer('valid_until'),
  revokedAt: integer('revoked_at'),
  origin: text({ enum: ['local', 'cloud'] }).notNull(),
  /** what its holder reads, one of domain/language.ts */
  language: text(),
})

/** The normalised plates of a permit. */
export const rightPlate = sqliteTable(
  'right_plate',
  {
    plate: text().notNull(),
    rightId: text('right_id')
      .notNull()
      .references(() => assignedRight.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.plate, t.rightId] }), index('right_plate_right').on(t.rightId)],
)

/** Plates that are not let in, normalised, exact. */
export const blocklist = sqliteTable('blocklist', {
  plate: text().primaryKey(),
  reason: text().notNull(),
  addedAt: integer('added_at').notNull(),
})
