import type { EpochMs } from '@gatehouse/domain/time.ts'
import { and, eq, gt, lte, ne, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { held, log, watermark } from './schema/log.ts'
import type { Tx } from './transact.ts'

/** rows of one stream and epoch that go in one run */
export const PRUNE_AT_ONCE = 5_000

/** Notes how far the cloud holds each stream for good, where that is further than was noted before. */
export function noteHeld(_tx: Tx, db: Db, now: EpochMs): void {
  // a wrong clock's future would keep rows for ever: it counts from now
  db.update(held).set({ since: now }).where(gt(held.since, now)).run()
  const noted = sql`(select coalesce(max(h.seq), 0) from held h where h.stream = ${watermark.stream} and h.epoch = ${watermark.epoch})`
  const further = db
    .select({ stream: watermark.stream, epoch: watermark.epoch, seq: watermark.durable, since: sql<number>`${now}`.as('since') })
    .from(watermark)
    .where(and(ne(watermark.stream, 'money'), gt(watermark.durable, watermark.prunedSeq), sql`${watermark.durable} > ${noted}`))
  for (const row of further.all()) db.insert(held).values(row).run()
}

/**
 * Removes log rows that the cloud has held for good since `before`, money excepted: the only way a row leaves the log. The mark is raised
 * first, with the hash the rest of the chain continues from; the triggers let go only what lies under it. Returns how many rows went.
 */
export function pruneLog(_tx: Tx, db: Db, before: EpochMs): number {
  const due = db
    .select({ stream: held.stream, epoch: held.epoch, seq: sql<number>`max(${held.seq})` })
    .from(held)
    .where(lte(held.since, before))
    .groupBy(held.stream, held.epoch)
    .all()
  return due.reduce((sum, strand) => sum + pruneStream(db, strand), 0)
}

function pruneStream(db: Db, { stream, epoch, seq }: Omit<typeof held.$inferSelect, 'since'>): number {
  const strand = and(eq(watermark.stream, stream), eq(watermark.epoch, epoch))
  const mark = db.select().from(watermark).where(strand).get()
  if (!mark) return 0
  const ofStream = and(eq(log.stream, stream), eq(log.epoch, epoch))
  const last = db
    .select({ seq: log.seq, hash: log.hash })
    .from(log)
    .where(and(ofStream, lte(log.seq, Math.min(seq, mark.durable, mark.prunedSeq + PRUNE_AT_ONCE))))
    .orderBy(sql`${log.seq} desc`)
    .limit(1)
    .get()
  if (!last) return 0
  db.update(watermark).set({ prunedSeq: last.seq, prunedHash: last.hash }).where(strand).run()
  db.delete(held)
    .where(and(eq(held.stream, stream), eq(held.epoch, epoch), lte(held.seq, last.seq)))
    .run()
  return db
    .delete(log)
    .where(and(ofStream, lte(log.seq, last.seq)))
    .run().changes
}
