import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { ms } from './columns.ts'

/**
 * Pictures of cars by the reference their events name. The bytes lie in the picture folder under `sha256`. After erasure the row
 * stays as a tombstone, so a late copy is refused; `sha256` goes once the bytes have gone.
 */
export const picture = pgTable(
  'picture',
  {
    site_id: text().notNull(),
    ref: text().notNull(),
    sha256: text(),
    bytes: integer(),
    device_id: text(),
    taken_at: ms(),
    received_at: ms(),
    erased_at: ms(),
  },
  (t) => [
    primaryKey({ columns: [t.site_id, t.ref] }),
    index('picture_bytes').on(t.sha256, t.site_id),
    index('picture_kept').on(t.site_id, t.received_at).where(sql`erased_at is null`),
    index('picture_leaving').on(t.site_id).where(sql`erased_at is not null and sha256 is not null`),
  ],
)
