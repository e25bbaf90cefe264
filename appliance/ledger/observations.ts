import type { EventPayload } from '@gatehouse/domain/wire/event.ts'
import { eq, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { insertInto, insertNew } from './prepared.ts'
import { observation } from './schema/movement.ts'
import type { Tx } from './transact.ts'

/** What the cameras made of the vehicles, entry and exit alike. */
export function observations(db: Db) {
  const insert = insertInto(db, observation)
  const insertOnce = insertNew(db, observation)
  const byId = db
    .select()
    .from(observation)
    .where(eq(observation.observationId, sql.placeholder('id')))
    .prepare()
  return {
    make: (_tx: Tx, p: EventPayload<'observation.made'>): void => insert(p),
    makeAtSibling: (_tx: Tx, p: EventPayload<'observation.made'>): void => void insertOnce(p),
    byId: (id: string) => byId.get({ id }) ?? null,
  }
}
