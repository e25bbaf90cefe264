import { eq, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { deadLetter } from './schema/edge.ts'
import { peerLog } from './schema/peers.ts'

/** Rows that came here and mean nothing here: from the cloud, kept with the reason; from siblings, of kinds newer than this software. */
export interface PutAside {
  readonly fromCloud: number
  readonly fromSiblings: number
}

export function putAside(db: Db): () => PutAside {
  const letters = db.select({ rows: sql<number>`count(*)` }).from(deadLetter).prepare()
  const unread = db.select({ rows: sql<number>`count(*)` }).from(peerLog).where(eq(peerLog.understood, false)).prepare()
  return () => ({ fromCloud: letters.get()?.rows ?? 0, fromSiblings: unread.get()?.rows ?? 0 })
}
