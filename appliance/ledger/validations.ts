import type { EventPayload } from '@gatehouse/domain/wire/event.ts'
import { asc, eq, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { counts } from './lesser.ts'
import { insertInto, upsertInto } from './prepared.ts'
import { validation } from './schema/money.ts'
import type { Tx } from './transact.ts'

/** Free time and discounts granted to sessions, in the order they were granted; the same order on every box. */
export function validations(db: Db) {
  const insert = insertInto(db, validation)
  const write = upsertInto(db, validation, 'validationId')
  const byId = db
    .select()
    .from(validation)
    .where(eq(validation.validationId, sql.placeholder('validationId')))
    .prepare()
  const ofSession = db
    .select({ id: validation.validationId, kind: validation.kind, value: validation.value })
    .from(validation)
    .where(eq(validation.sessionId, sql.placeholder('sessionId')))
    .orderBy(asc(validation.at), asc(validation.validationId))
    .prepare()
  return {
    grant: (_tx: Tx, p: EventPayload<'validation.granted'>): void => insert(p),
    grantAtSibling(_tx: Tx, p: EventPayload<'validation.granted'>, device: string): void {
      const known = byId.get({ validationId: p.validationId })
      if (counts(p, known)) write({ ...p, device })
    },
    ofSession: (sessionId: string) => ofSession.all({ sessionId }),
  }
}
