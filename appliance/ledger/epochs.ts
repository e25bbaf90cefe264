import { streams } from '@gatehouse/domain/wire/event.ts'
import { GENESIS_HASH } from '@gatehouse/domain/wire/sync.ts'
import { desc, eq } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { epoch, watermark } from './schema/log.ts'
import type { Tx } from './transact.ts'

export type EpochRow = typeof epoch.$inferSelect
type Fresh = Pick<EpochRow, 'epoch' | 'device' | 'site' | 'bootId' | 'openedAt'>

/**
 * Begins a fresh epoch, child of the last one. Every opening does: a restored copy of this file then writes under another name than
 * the original, and nothing either of them wrote is mistaken for the other's. The parent's heads are noted, so a row cut off its end shows.
 */
export function beginEpoch(_tx: Tx, db: Db, fresh: Fresh): EpochRow {
  const parent = newestEpoch(db)
  const heads = parent ? db.select().from(watermark).where(eq(watermark.epoch, parent.epoch)).all() : []
  const parentHeads = Object.fromEntries(heads.map((head) => [head.stream, { seq: head.headSeq, hash: head.headHash }]))
  const row = db
    .insert(epoch)
    .values({ ...fresh, parent: parent?.epoch ?? null, parentHeads })
    .returning()
    .get()
  const start = { epoch: fresh.epoch, headSeq: 0, headHash: GENESIS_HASH, prunedHash: GENESIS_HASH }
  for (const stream of streams)
    db.insert(watermark)
      .values({ stream, ...start })
      .run()
  return row
}

export function newestEpoch(db: Db): EpochRow | undefined {
  return db.select().from(epoch).orderBy(desc(epoch.ordinal)).limit(1).get()
}
