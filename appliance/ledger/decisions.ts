import type { EventPayload } from '@gatehouse/domain/wire/event.ts'
import { eq, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { insertInto } from './prepared.ts'
import { decision } from './schema/movement.ts'
import type { Tx } from './transact.ts'

/** Why each barrier moved, or did not. */
export function decisions(db: Db) {
  const insert = insertInto(db, decision)
  const byId = db
    .select()
    .from(decision)
    .where(eq(decision.decisionId, sql.placeholder('id')))
    .prepare()
  return {
    make: (_tx: Tx, p: EventPayload<'decision.made'>): void => insert(p),
    byId: (id: string) => byId.get({ id }) ?? null,
  }
}
