import type { EventPayload } from '@gatehouse/domain/wire/event.ts'
import { and, desc, eq, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { given, insertInto } from './prepared.ts'
import { presentation } from './schema/movement.ts'
import type { Tx } from './transact.ts'

export type OpenRow = typeof presentation.$inferSelect

/** Vehicles on arming loops: each is open until it has passed, backed out, or the next one stands in its place. */
export function presentations(db: Db) {
  const insert = insertInto(db, presentation)
  const ofLane = and(eq(presentation.laneId, sql.placeholder('laneId')), eq(presentation.state, sql.raw(`'open'`)))
  const byId = eq(presentation.presentationId, sql.placeholder('presentationId'))
  const supersede = db
    .update(presentation)
    .set({ state: 'superseded', closedAt: given('at') })
    .where(ofLane)
    .prepare()
  const close = db
    .update(presentation)
    .set({ state: given('state'), closedAt: given('at') })
    .where(and(byId, eq(presentation.state, sql.raw(`'open'`))))
    .prepare()
  const pointAt = (column: 'observationId' | 'decisionId' | 'commandId') =>
    db
      .update(presentation)
      .set({ [column]: given('id') })
      .where(byId)
      .prepare()
  const pointers = { observationId: pointAt('observationId'), decisionId: pointAt('decisionId'), commandId: pointAt('commandId') }
  const pointQuote = db
    .update(presentation)
    .set({ quoteId: given('quoteId') })
    .where(ofLane)
    .prepare()
  const open = db.select().from(presentation).where(ofLane).orderBy(desc(sql`rowid`)).limit(1).prepare()

  return {
    open(_tx: Tx, p: EventPayload<'presentation.opened'>): void {
      supersede.run({ laneId: p.laneId, at: p.at })
      insert({ presentationId: p.presentationId, laneId: p.laneId, direction: p.direction, openedAt: p.at, state: 'open' })
    },
    close(_tx: Tx, presentationId: string | null, state: 'passed' | 'backedOut', at: number): void {
      if (presentationId !== null) close.run({ presentationId, state, at })
    },
    /** the newest observation, decision or command recorded about a presentation */
    point(_tx: Tx, presentationId: string | null, pointer: keyof typeof pointers, id: string): void {
      if (presentationId !== null) pointers[pointer].run({ presentationId, id })
    },
    /** a quote names its lane only: it belongs to the vehicle that stands there */
    pointQuote(_tx: Tx, laneId: string, quoteId: string): void {
      pointQuote.run({ laneId, quoteId })
    },
    openOf: (laneId: string): OpenRow | null => open.get({ laneId }) ?? null,
  }
}
