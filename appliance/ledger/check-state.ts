import { asc, gt, sql } from 'drizzle-orm/sql'
import { type Db, openDatabase } from './database.ts'
import { logReader } from './log.ts'
import { migrate, readMigrations } from './migrate.ts'
import { replayInto, stateDifferences } from './replay.ts'
import { watermark } from './schema/log.ts'
import { peerLog, peerMark } from './schema/peers.ts'

/** Folds the whole log again, in memory, and compares. Null when retention has removed rows: the log alone no longer gives the state. */
export function checkState(db: Db, migrationsDir: string): readonly string[] | null {
  const siblings = db.select().from(peerLog).orderBy(asc(peerLog.position)).all()
  const known =
    db
      .select({ rows: sql<number>`coalesce(sum(${peerMark.seq}), 0)` })
      .from(peerMark)
      .get()?.rows ?? 0
  if (siblings.length < known) return null
  if (db.select().from(watermark).where(gt(watermark.prunedSeq, 0)).limit(1).get()) return null
  const fresh = openDatabase(':memory:', () => 0)
  try {
    migrate(fresh.$client, readMigrations(migrationsDir), ':memory:')
    replayInto(fresh, logReader(db).all(), siblings)
    return stateDifferences(db, fresh)
  } finally {
    fresh.$client.close()
  }
}
