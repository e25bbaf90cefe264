import type { EpochMs } from '@gatehouse/domain/time.ts'
import { and, eq, lte, ne, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { log, watermark } from './schema/log.ts'
import type { Tx } from './transact.ts'

/** rows of one stream and epoch that go in one run */
export const PRUNE_AT_ONCE = 5_000

/**
 * Removes log rows written up to `before` that the cloud holds for good, money excepted: the only way a row leaves the log. The mark is raised
 * first, with the hash the rest of the chain continues from; the triggers let go only what lies under it. Returns how many rows went.
 */
export function pruneLog(_tx: Tx, db: Db, before: EpochMs): number {
  const marks = db
    .select()
    .from(watermark)
    .where(and(ne(watermark.stream, 'money'), sql`${watermark.durable} > ${watermark.prunedSeq}`))
    .all()
  return marks.reduce((sum, mark) => sum + pruneStream(db, mark, before), 0)
}

function pruneStream(db: Db, { stream, epoch, durable, prunedSeq }: typeof watermark.$inferSelect, before: EpochMs): number {
  const ofStream = and(eq(log.stream, stream), eq(log.epoch, epoch))
  const last = db
    .select({ seq: log.seq, hash: log.hash })
    .from(log)
    .where(and(ofStream, lte(log.seq, Math.min(durable, prunedSeq + PRUNE_AT_ONCE)), lte(log.wall, before)))
    .orderBy(sql`${log.seq} desc`)
    .limit(1)
    .get()
  if (!last) return 0
  db.update(watermark)
    .set({ prunedSeq: last.seq, prunedHash: last.hash })
    .where(and(eq(watermark.stream, stream), eq(watermark.epoch, epoch)))
    .run()
  return db
    .delete(log)
    .where(and(ofStream, lte(log.seq, last.seq)))
    .run().changes
}
