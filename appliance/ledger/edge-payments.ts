import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { EdgeRow } from '@gatehouse/domain/wire/edge.ts'
import { and, asc, eq, isNull, or, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { insertNew } from './prepared.ts'
import { remotePayment } from './schema/edge.ts'
import { payment, quote } from './schema/money.ts'
import type { EdgeConsumer } from './shapes.ts'

/** A payment that settled in the cloud for a quote of this box, not yet on this box's record. */
export interface RemotePayment {
  readonly paymentId: string
  readonly quoteId: string
  readonly sessionId: string
  /** the lane that issued the quote */
  readonly laneId: string
  readonly amountMinor: number
  readonly currency: string
  readonly provider: string
  readonly providerRef: string | null
  readonly settledAt: EpochMs
}

/** L72: an exit code has brought this very money already. */
const provenByCode = and(
  eq(payment.quoteId, remotePayment.quoteId),
  eq(payment.method, sql.raw("'exitCode'")),
  eq(payment.amountMinor, remotePayment.amountMinor),
  eq(payment.duplicate, sql.raw('0')),
)

/**
 * Payments made on phones. One counts as done when `payment.settled` with its id is on record, so a crash between hearing and
 * recording repeats nothing and loses nothing. Those of a sibling box's quotes wait here, out of the way.
 */
export function remotePayments(db: Db, now: () => EpochMs) {
  const insert = insertNew(db, remotePayment)
  const unapplied = db
    .select({ remote: remotePayment, sessionId: quote.sessionId, laneId: quote.laneId })
    .from(remotePayment)
    .innerJoin(quote, eq(quote.quoteId, remotePayment.quoteId))
    .leftJoin(payment, or(eq(payment.paymentId, remotePayment.paymentId), provenByCode))
    .where(and(isNull(payment.paymentId), isNull(quote.device)))
    .orderBy(asc(sql`${remotePayment}.rowid`))
    .prepare()
  const consumer: EdgeConsumer<EdgeRow<'edge_v1_remote_payments'>> = {
    put(_tx, row) {
      const { payment_id: paymentId, quote_id: quoteId, amount_minor: amountMinor, currency, provider } = row
      const settled = { providerRef: row.provider_ref, settledAt: row.settled_at, receivedAt: now() }
      insert({ paymentId, quoteId, amountMinor, currency, provider, ...settled })
    },
    // the cloud may tidy up its table; money that was received stays received
    remove() {},
  }
  return {
    consumer,
    unapplied: (): readonly RemotePayment[] =>
      unapplied.all().map(({ remote: { receivedAt: _, ...remote }, sessionId, laneId }) => ({ ...remote, sessionId, laneId })),
  }
}
