import { foreignKey, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { ms } from './columns.ts'
import { site } from './fleet.ts'

/** An authority under which boxes of a site met on the network of the house, and the newest roster of it that was shown here. */
export const siteAuthority = pgTable(
  'site_authority',
  {
    site_id: text().notNull(),
    /** SHA-256 of its certificate, hex */
    authority: text().notNull(),
    serial: integer().notNull(),
    told_by: text().notNull(),
    told_at: ms().notNull(),
  },
  (t) => [primaryKey({ columns: [t.site_id, t.authority] }), foreignKey({ columns: [t.site_id], foreignColumns: [site.id] })],
)

/** Who is on that roster, by which certificate; boxes that were never let in here among them. */
export const siteMember = pgTable(
  'site_member',
  {
    site_id: text().notNull(),
    authority: text().notNull(),
    device_id: text().notNull(),
    certificate: text().notNull(),
    /** the key of the box that said the certificate is its own; null: none has */
    key_id: text(),
    stated_at: ms(),
  },
  (t) => [
    primaryKey({ columns: [t.site_id, t.authority, t.device_id] }),
    foreignKey({ columns: [t.site_id, t.authority], foreignColumns: [siteAuthority.site_id, siteAuthority.authority] }),
  ],
)

/** A member that the owner will not have heard on the network of the house, though it was never let in here. */
export const siteRefusal = pgTable(
  'site_refusal',
  {
    site_id: text().notNull(),
    device_id: text().notNull(),
    refused_at: ms().notNull(),
  },
  (t) => [primaryKey({ columns: [t.site_id, t.device_id] }), foreignKey({ columns: [t.site_id], foreignColumns: [site.id] })],
)
