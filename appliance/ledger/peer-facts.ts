import type { EpochMs } from '@gatehouse/domain/time.ts'
import { readBook } from '@gatehouse/domain/wire/voucher-book.ts'
import { and, asc, eq, gte, inArray, isNotNull, lt, lte, ne, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { voucherBook } from './schema/edge.ts'
import { payment, quote, validation } from './schema/money.ts'
import { session } from './schema/movement.ts'
import { peerBook, peerLog, peerStart, sessionEnd } from './schema/peers.ts'
import type { Tx } from './transact.ts'

/** What the search for anomalies needs, from `since` on, of the sessions that more than one box has spoken of, or that end before they began. */
export function peerFacts(db: Db) {
  return (since: EpochMs = 0) => {
    const shared = db
      .select({ id: sessionEnd.sessionId })
      .from(sessionEnd)
      .where(gte(sessionEnd.actualEnd, since))
      .groupBy(sessionEnd.sessionId)
      .having(sql`count(*) > 1 or not exists (select 1 from ${session} s where s.session_id = ${sessionEnd.sessionId})`)
      .union(
        db
          .select({ id: session.sessionId })
          .from(session)
          .where(and(lt(session.actualEnd, session.actualStart), gte(session.actualStart, since))),
      )
      .union(db.select({ id: peerStart.sessionId }).from(peerStart).where(gte(peerStart.wall, since)))
      .union(
        db
          .select({ id: payment.sessionId })
          .from(payment)
          .where(and(isNotNull(payment.device), gte(payment.settledAt, since))),
      )
      .all()
      .map((row) => row.id)
    const starts = new Map<string, { actualStart: number }>()
    const ends = new Map<string, (typeof sessionEnd.$inferSelect)[]>()
    const quotes = new Map<string, typeof quote.$inferSelect>()
    const payments = new Map<string, typeof payment.$inferSelect>()
    // SQLite takes a limited number of parameters
    for (let i = 0; i < shared.length; i += 500) {
      const ids = shared.slice(i, i + 500)
      const started = db
        .select({ id: session.sessionId, actualStart: session.actualStart })
        .from(session)
        .where(inArray(session.sessionId, ids))
      for (const { id, actualStart } of started.all()) starts.set(id, { actualStart })
      const claims = db
        .select()
        .from(sessionEnd)
        .where(inArray(sessionEnd.sessionId, ids))
        .orderBy(sql`${sessionEnd.outcome} = 'suspect'`, asc(sessionEnd.actualEnd), asc(sessionEnd.claim))
      for (const row of claims.all()) ends.set(row.sessionId, [...(ends.get(row.sessionId) ?? []), row])
      for (const row of db.select().from(quote).where(inArray(quote.sessionId, ids)).all()) quotes.set(row.quoteId, row)
      for (const row of db.select().from(payment).where(inArray(payment.sessionId, ids)).all()) payments.set(row.paymentId, row)
    }
    return { starts, ends, quotes, payments, conflicts: [] as readonly string[], overused: overused(db, since) }
  }
}

/** Merchants' codes that counted more often than their books say, the last time since `since`. */
function overused(db: Db, since: EpochMs) {
  const uses = sql<number>`count(*)`
  const rows = db
    .select({
      bookId: validation.bookId,
      serial: validation.serial,
      uses,
      last: sql<number>`max(${validation.at})`,
      sessionId: validation.sessionId,
    })
    .from(validation)
    .where(and(isNotNull(validation.bookId), isNotNull(validation.serial)))
    .groupBy(validation.bookId, validation.serial)
    .having(sql`count(*) > 1 and max(${validation.at}) >= ${since}`)
    .all()
  return rows.flatMap(({ bookId, serial, uses: counted, sessionId }) => {
    const own = db
      .select({ body: voucherBook.body })
      .from(voucherBook)
      .where(eq(voucherBook.bookId, bookId ?? ''))
      .get()
    const body =
      own ??
      db
        .select({ body: peerBook.body })
        .from(peerBook)
        .where(eq(peerBook.bookId, bookId ?? ''))
        .limit(1)
        .get()
    const read = body && bookId ? readBook(bookId, body.body) : null
    if (!read?.ok || serial === null || counted <= read.book.uses) return []
    return [{ merchant: read.book.merchant, serial, uses: counted, allowed: read.book.uses, sessionId }]
  })
}

/** Siblings' rows written up to `before`, money excepted: their authors keep their own. Returns how many went. */
export function prunePeerLog(_tx: Tx, db: Db, before: EpochMs, most: number): number {
  const old = db
    .select({ position: peerLog.position })
    .from(peerLog)
    .where(and(ne(peerLog.stream, 'money'), lte(peerLog.wall, before)))
    .orderBy(asc(peerLog.position))
    .limit(most)
  return db.delete(peerLog).where(inArray(peerLog.position, old)).run().changes
}
