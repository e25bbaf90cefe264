import { desc } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { insertInto } from './prepared.ts'
import { deadLetter } from './schema/edge.ts'
import type { Tx } from './transact.ts'

export type DeadLetter = Omit<typeof deadLetter.$inferSelect, 'id'>

/** Rows from the cloud that made no sense: kept with the reason, never in the way of the next. */
export function deadLetters(db: Db) {
  const insert = insertInto(db, deadLetter)
  const newest = db.select().from(deadLetter).orderBy(desc(deadLetter.id)).limit(100).prepare()
  return {
    put: (_tx: Tx, letter: DeadLetter): void => insert(letter),
    newest: (): readonly DeadLetter[] => newest.all(),
  }
}
