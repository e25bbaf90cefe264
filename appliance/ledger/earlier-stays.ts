import type { EarlierStay } from '@gatehouse/domain/tariff/stay-pricer.ts'
import { DAY_MS } from '@gatehouse/domain/time.ts'
import { and, asc, eq, gte, lte, ne, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { ofThisVehicle, platesOf } from './same-vehicle.ts'
import { payment, quote } from './schema/money.ts'
import { session } from './schema/movement.ts'
import { plate } from './schema/personal.ts'

/** The longest rolling period a tariff has, and plates are readable for thirty days: stays that ended before that cannot count. */
const LOOK_BACK_MS = 32 * DAY_MS
/** each is priced again at every question */
const MOST = 60

/**
 * Earlier stays of the vehicle of a session that were charged: paid, or let out owing. They count to the end that was charged, which
 * is where the paid quote froze, not where the vehicle passed (T31).
 */
export function earlierStays(db: Db): (sessionId: string) => readonly EarlierStay[] {
  const plates = platesOf(db)
  const startOf = db
    .select({ at: session.actualStart })
    .from(session)
    .where(eq(session.sessionId, sql.placeholder('sessionId')))
    .prepare()
  const paidStayMs = sql<number | null>`(select max(q.stay_ms) from ${payment} p join ${quote} q on q.quote_id = p.quote_id
    where p.session_id = ${session.sessionId} and p.duplicate = 0)`
  const stays = db
    .select({ entryAt: session.actualStart, exitAt: session.actualEnd, paidStayMs })
    .from(plate)
    .innerJoin(session, ofThisVehicle)
    .where(
      and(
        eq(plate.text, sql.placeholder('text')),
        sql`(${plate.country} is null or ${sql.placeholder('country')} is null or ${plate.country} = ${sql.placeholder('country')})`,
        ne(session.sessionId, sql.placeholder('sessionId')),
        gte(session.actualEnd, sql.placeholder('from')),
        lte(session.actualEnd, sql.placeholder('until')),
        sql`(${session.outcome} = 'owed' or ${paidStayMs} is not null)`,
      ),
    )
    .orderBy(asc(session.actualStart), asc(session.sessionId))
    .prepare()
  return (sessionId) => {
    const its = plates(sessionId)
    const start = startOf.get({ sessionId })
    if (!its || !start) return []
    const rows = stays.all({ ...its, sessionId, from: start.at - LOOK_BACK_MS, until: start.at })
    return rows
      .slice(-MOST)
      .map(({ entryAt, exitAt, paidStayMs: ms }) => ({ entryAt, exitAt: ms === null ? (exitAt ?? entryAt) : entryAt + ms }))
  }
}
