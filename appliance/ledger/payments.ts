import type { EventPayload } from '@gatehouse/domain/wire/event.ts'
import { and, asc, eq, isNull, sql } from 'drizzle-orm/sql'
import type { SessionInside } from '../lane/ports.ts'
import type { Db } from './database.ts'
import { counts } from './lesser.ts'
import { insertInto, upsertInto } from './prepared.ts'
import { payment, quote, quoteDebt } from './schema/money.ts'
import { session } from './schema/movement.ts'
import type { Tx } from './transact.ts'

type Settled = EventPayload<'payment.settled'>
export type Paid = Pick<SessionInside, 'paidMinor' | 'lastPayment'>

export const nothingPaid: Paid = { paidMinor: 0, lastPayment: null }

/** Money received. What a quote asked for settles it; whatever is paid on it after that is on record as owed back. */
export function payments(db: Db) {
  const insert = insertInto(db, payment)
  const write = upsertInto(db, payment, 'paymentId')
  const byId = db
    .select()
    .from(payment)
    .where(eq(payment.paymentId, sql.placeholder('paymentId')))
    .prepare()
  const onQuote = db
    .select({ paidMinor: sql<number | null>`sum(${payment.amountMinor})`, askedMinor: quote.amountMinor })
    .from(payment)
    .leftJoin(quote, eq(quote.quoteId, payment.quoteId))
    .where(and(eq(payment.quoteId, sql.placeholder('quoteId')), eq(payment.duplicate, sql.raw('0'))))
    .prepare()
  // what a quote asked for earlier stays is theirs, and no credit of this one
  const debtMinor = sql<number>`(select coalesce(sum(d.amount_minor), 0) from ${quoteDebt} d where d.quote_id = ${payment}.quote_id)`
  const counted = () => db.select({ payment, debtMinor }).from(payment).$dynamic()
  const earliestFirst = [asc(payment.settledAt), asc(sql`${payment}.rowid`)]
  const towardsInside = counted()
    .innerJoin(session, eq(session.sessionId, payment.sessionId))
    .where(and(isNull(session.actualEnd), eq(payment.duplicate, sql.raw('0'))))
    .orderBy(...earliestFirst)
    .prepare()
  const towards = counted()
    .where(and(eq(payment.sessionId, sql.placeholder('sessionId')), eq(payment.duplicate, sql.raw('0'))))
    .orderBy(...earliestFirst)
    .prepare()
  return {
    /** marks a payment of a quote that needs no more money as a duplicate: whoever reports it need not know */
    judge(_tx: Tx, p: Settled): Settled {
      const { paidMinor, askedMinor } = onQuote.get({ quoteId: p.quoteId }) ?? { paidMinor: null, askedMinor: null }
      const needsNoMore = paidMinor !== null && paidMinor >= (askedMinor ?? paidMinor)
      return needsNoMore ? { ...p, duplicate: true } : p
    },
    settle: (_tx: Tx, p: Settled): void => insert(p),
    /** a sibling's word: counted once by its id (N11) */
    settleAtSibling(_tx: Tx, p: Settled, device: string): void {
      const known = byId.get({ paymentId: p.paymentId })
      if (counts(p, known)) write({ ...p, device })
    },
    byId: (paymentId: string) => byId.get({ paymentId }) ?? null,
    towards: (sessionId: string): Paid => towards.all({ sessionId }).reduce(add, nothingPaid),
    towardsInside(): ReadonlyMap<string, Paid> {
      const paid = new Map<string, Paid>()
      for (const row of towardsInside.all()) paid.set(row.payment.sessionId, add(paid.get(row.payment.sessionId) ?? nothingPaid, row))
      return paid
    },
  }
}

interface Counted {
  readonly payment: typeof payment.$inferSelect
  readonly debtMinor: number
}

const add = (paid: Paid, { payment: { quoteId, amountMinor, settledAt }, debtMinor }: Counted): Paid => ({
  paidMinor: paid.paidMinor + Math.max(0, amountMinor - debtMinor),
  lastPayment: { quoteId, amountMinor, settledAt },
})
