import type { EventPayload } from '@gatehouse/domain/wire/event.ts'
import { and, asc, eq, sql } from 'drizzle-orm/sql'
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
  const usesOfCode = db
    .select({ n: sql<number>`count(*)` })
    .from(validation)
    .where(and(eq(validation.bookId, sql.placeholder('bookId')), eq(validation.serial, sql.placeholder('serial'))))
    .prepare()
  const usesOfStay = db
    .select({ n: sql<number>`count(*)` })
    .from(validation)
    .where(and(eq(validation.sessionId, sql.placeholder('sessionId')), eq(validation.bookId, sql.placeholder('bookId'))))
    .prepare()
  return {
    grant: (_tx: Tx, p: EventPayload<'validation.granted'>): void => insert(toColumns(p)),
    grantAtSibling(_tx: Tx, p: EventPayload<'validation.granted'>, device: string): void {
      const known = byId.get({ validationId: p.validationId })
      if (counts(p, known && toGranted(known))) write({ ...toColumns(p), device })
    },
    /** how often a merchant's code has counted, here or at a sibling, and how many of its book this stay has used */
    voucherUses: (bookId: string, serial: number): number => usesOfCode.get({ bookId, serial })?.n ?? 0,
    voucherUsesOf: (bookId: string, sessionId: string): number => usesOfStay.get({ bookId, sessionId })?.n ?? 0,
    ofSession: (sessionId: string) => ofSession.all({ sessionId }),
  }
}

function toColumns({ voucher, ...rest }: EventPayload<'validation.granted'>): typeof validation.$inferInsert {
  return { ...rest, ...voucher }
}

function toGranted({ bookId, serial, takesOffMinor, ...rest }: typeof validation.$inferSelect) {
  const isVoucher = bookId !== null && serial !== null && takesOffMinor !== null
  return { ...rest, ...(isVoucher ? { voucher: { bookId, serial, takesOffMinor } } : {}) }
}
