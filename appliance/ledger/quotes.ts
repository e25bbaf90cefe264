import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { EventPayload } from '@gatehouse/domain/wire/event.ts'
import { and, asc, eq, gte, isNull, sql } from 'drizzle-orm/sql'
import type { IssuedQuote } from '../lane/ports.ts'
import type { Db } from './database.ts'
import { precedes } from './lesser.ts'
import { insertInto, insertNew, upsertInto } from './prepared.ts'
import { codeTry, payment, quote, quoteDebt } from './schema/money.ts'
import { session } from './schema/movement.ts'
import type { Tx } from './transact.ts'

export type SettledQuote = IssuedQuote & { readonly settled: boolean }

// names spelled out: in a select from one table drizzle drops the table's name, and the inner quote_id would be meant twice
const settled = sql<number>`exists (select 1 from ${payment} p where p.quote_id = ${quote}.quote_id and p.duplicate = 0)`

/** Frozen price offers. A quote is settled once a payment that is no duplicate is on record for it. */
export function quotes(db: Db) {
  const insert = insertInto(db, quote)
  const write = upsertInto(db, quote, 'quoteId')
  const insertDebt = insertNew(db, quoteDebt)
  const dropDebts = db
    .delete(quoteDebt)
    .where(eq(quoteDebt.quoteId, sql.placeholder('quoteId')))
    .prepare()
  const debtsOf = db
    .select({ sessionId: quoteDebt.sessionId, amountMinor: quoteDebt.amountMinor })
    .from(quoteDebt)
    .where(eq(quoteDebt.quoteId, sql.placeholder('quoteId')))
    .orderBy(asc(sql`rowid`))
    .prepare()
  const keepDebts = ({ quoteId, debts = [] }: EventPayload<'quote.issued'>): void => {
    for (const debt of debts) insertDebt({ quoteId, ...debt })
  }
  const toQuote = ({ quoteId, device: _, redeemedAt: _burnt, vehicleClass, ...rest }: typeof quote.$inferSelect): IssuedQuote => {
    const debts = debtsOf.all({ quoteId })
    return { id: quoteId, ...rest, ...(vehicleClass ? { vehicleClass } : {}), ...(debts.length > 0 ? { debts } : {}) }
  }
  const byId = db
    .select({ quote, settled })
    .from(quote)
    .where(eq(quote.quoteId, sql.placeholder('quoteId')))
    .prepare()
  const wrongCodes = sql<number>`(select count(*) from ${codeTry} t where t.quote_id = ${quote}.quote_id)`
  const ofSession = db
    .select({ quote, settled, wrongCodes })
    .from(quote)
    .where(and(isNull(quote.device), eq(quote.sessionId, sql.placeholder('sessionId'))))
    .orderBy(asc(sql`${quote}.rowid`))
    .prepare()
  const unsettledAt = db
    .select({ id: quote.quoteId, sessionId: quote.sessionId })
    .from(quote)
    .where(
      and(
        ...[isNull(quote.device), eq(quote.laneId, sql.placeholder('laneId'))],
        ...[gte(quote.issuedAt, sql.placeholder('since')), eq(settled, sql.raw('0'))],
      ),
    )
    .orderBy(asc(sql`${quote}.rowid`))
    .prepare()
  const burn = db
    .update(quote)
    .set({ redeemedAt: sql`${sql.placeholder('at')}` })
    .where(and(eq(quote.quoteId, sql.placeholder('quoteId')), isNull(quote.device), isNull(quote.redeemedAt)))
    .prepare()
  const selectLocked = () => db.select({ quote, settled }).from(quote).$dynamic()
  // N15: a sibling's offer is redeemed at the sibling
  const stillLocked = [isNull(quote.device), gte(quote.lockUntil, sql.placeholder('now')), eq(settled, sql.raw('0'))]
  const oldestFirst = asc(sql`${quote}.rowid`)
  const locked = selectLocked()
    .innerJoin(session, eq(session.sessionId, quote.sessionId))
    .where(and(isNull(session.actualEnd), ...stillLocked))
    .orderBy(oldestFirst)
    .prepare()
  const lockedOf = selectLocked()
    .where(and(eq(quote.sessionId, sql.placeholder('sessionId')), ...stillLocked))
    .orderBy(oldestFirst)
    .prepare()
  return {
    issue(_tx: Tx, p: EventPayload<'quote.issued'>): void {
      insert(p)
      keepDebts(p)
    },
    issueAtSibling(_tx: Tx, p: EventPayload<'quote.issued'>, device: string): void {
      const known = byId.get({ quoteId: p.quoteId })
      if (known) {
        const { id, ...rest } = toQuote(known.quote)
        if (!precedes(p, { quoteId: id, ...rest })) return
        dropDebts.run({ quoteId: id })
      }
      write({ ...p, device })
      keepDebts(p)
    },
    /** burns its exit code; false: it had burnt already */
    burn: (_tx: Tx, quoteId: string, at: EpochMs): boolean => burn.run({ quoteId, at }).changes > 0,
    ofSession: (sessionId: string): readonly (SettledQuote & { readonly wrongCodes: number })[] =>
      ofSession.all({ sessionId }).map((row) => ({ ...toQuote(row.quote), settled: row.settled === 1, wrongCodes: row.wrongCodes })),
    unsettledAt: (laneId: string, since: EpochMs): readonly { readonly id: string; readonly sessionId: string }[] =>
      unsettledAt.all({ laneId, since }),
    byId(quoteId: string): SettledQuote | null {
      const row = byId.get({ quoteId })
      return row ? { ...toQuote(row.quote), settled: row.settled === 1 } : null
    },
    /** the newest unsettled offer still locked at `now`, per session inside */
    lockedAt: (now: EpochMs): ReadonlyMap<string, IssuedQuote> =>
      new Map(locked.all({ now }).map((row) => [row.quote.sessionId, toQuote(row.quote)])),
    lockedFor(sessionId: string, now: EpochMs): IssuedQuote | null {
      const newest = lockedOf.all({ sessionId, now }).at(-1)
      return newest ? toQuote(newest.quote) : null
    },
  }
}
