import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { EventPayload } from '@gatehouse/domain/wire/event.ts'
import { and, count, eq, gte, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { insertInto } from './prepared.ts'
import { codeTry } from './schema/money.ts'
import type { Tx } from './transact.ts'

/** Wrong exit codes, counted by lane here and by quote in quotes.ts. */
export function codeTries(db: Db) {
  const insert = insertInto(db, codeTry)
  const atLane = db
    .select({ wrong: count() })
    .from(codeTry)
    .where(and(eq(codeTry.laneId, sql.placeholder('laneId')), gte(codeTry.at, sql.placeholder('since'))))
    .prepare()
  return {
    refuse: (_tx: Tx, p: EventPayload<'code.refused'>): void => insert(p),
    atLane: (laneId: string, since: EpochMs): number => atLane.get({ laneId, since })?.wrong ?? 0,
  }
}
