import type { Debt } from '@gatehouse/domain/tariff/debt.ts'
import type { EventPayload } from '@gatehouse/domain/wire/event.ts'
import { and, asc, eq, isNotNull, ne, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { upsertInto } from './prepared.ts'
import { ofThisVehicle, platesOf } from './same-vehicle.ts'
import { debtWaiver, payment, quote, quoteDebt } from './schema/money.ts'
import { observation, session } from './schema/movement.ts'
import { plate } from './schema/personal.ts'
import type { Tx } from './transact.ts'

/**
 * Stays that left without paying what their last quote asked for. A plate identifies, it does not authenticate, so one is owed by a
 * vehicle only where both stays were read surely at their entry (or put right by a person) and the debtor was read alike at its exit.
 */
export function debts(db: Db) {
  const waive = upsertInto(db, debtWaiver, 'sessionId')
  const waiver = db
    .select()
    .from(debtWaiver)
    .where(eq(debtWaiver.sessionId, sql.placeholder('sessionId')))
    .prepare()
  const plates = platesOf(db)
  const owed = db
    .select({ session, amountMinor: quote.amountMinor, currency: quote.currency })
    .from(plate)
    .innerJoin(session, ofThisVehicle)
    .innerJoin(quote, eq(quote.quoteId, lastQuote))
    .where(
      and(
        eq(plate.text, sql.placeholder('text')),
        sql`(${plate.country} is null or ${sql.placeholder('country')} is null or ${plate.country} = ${sql.placeholder('country')})`,
        ne(session.sessionId, sql.placeholder('sessionId')),
        isNotNull(session.exitLaneId),
        sql`${session.outcome} in ('owed', 'suspect')`,
        sql`(${session.correctedPlateRef} is not null or (${readSurely(sql.placeholder('confidence'))} and ${readAlikeAtExit}))`,
        sql`not exists (select 1 from ${payment} p where p.quote_id = ${quote.quoteId} and p.duplicate = 0)`,
        sql`not exists (select 1 from ${quoteDebt} d join ${payment} p on p.quote_id = d.quote_id and p.duplicate = 0
          where d.session_id = ${session.sessionId})`,
        sql`not exists (select 1 from ${debtWaiver} w where w.session_id = ${session.sessionId})`,
      ),
    )
    .orderBy(asc(session.actualStart), asc(session.sessionId))
    .prepare()
  const surely = db
    .select({ one: sql`1` })
    .from(session)
    .where(
      and(
        eq(session.sessionId, sql.placeholder('sessionId')),
        sql`(${session.correctedPlateRef} is not null or ${readSurely(sql.placeholder('confidence'))})`,
      ),
    )
    .prepare()
  return {
    /** the first word counts, and it is the same on every box: the earliest */
    waive(_tx: Tx, { sessionId, at }: EventPayload<'debt.waived'>): void {
      const known = waiver.get({ sessionId })
      if (!known || at < known.at) waive({ sessionId, at })
    },
    /** what the vehicle of this session owes from earlier stays; `confidence`: how sure a read must be to bind it to a bill, 0..1 */
    of(sessionId: string, confidence: number): readonly Debt[] {
      const its = plates(sessionId)
      if (!its || !surely.get({ sessionId, confidence })) return []
      return owed.all({ ...its, sessionId, confidence }).map(({ session: gone, amountMinor, currency }) => ({
        ...{ sessionId: gone.sessionId, amountMinor, currency, entryAt: gone.actualStart, exitAt: gone.actualEnd ?? gone.actualStart },
      }))
    },
  }
}

const lastQuote = sql`(select q.quote_id from ${quote} q where q.session_id = ${session.sessionId} order by q.issued_at desc, q.quote_id desc limit 1)`
const readSurely = (confidence: ReturnType<typeof sql.placeholder>) =>
  sql`exists (select 1 from ${observation} o where o.observation_id = ${session.entryObservationId} and o.confidence >= ${confidence})`
const readAlikeAtExit = sql`exists (select 1 from ${plate} x where x.ref = ${session.exitPlateRef} and x.text = ${plate.text})`
