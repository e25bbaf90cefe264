import type { EventPayload } from '@gatehouse/domain/wire/event.ts'
import { asc, eq, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { insertInto } from './prepared.ts'
import { validation } from './schema/money.ts'
import type { Tx } from './transact.ts'

/** Free time and discounts granted to sessions, in the order they were granted. */
export function validations(db: Db) {
  const insert = insertInto(db, validation)
  const ofSession = db
    .select({ id: validation.validationId, kind: validation.kind, value: validation.value })
    .from(validation)
    .where(eq(validation.sessionId, sql.placeholder('sessionId')))
    .orderBy(asc(sql`rowid`))
    .prepare()
  return {
    grant: (_tx: Tx, p: EventPayload<'validation.granted'>): void => insert(p),
    ofSession: (sessionId: string) => ofSession.all({ sessionId }),
  }
}
