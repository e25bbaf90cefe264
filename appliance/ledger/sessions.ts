import type { Session } from '@gatehouse/domain/session.ts'
import type { EventPayload, PlateRecord } from '@gatehouse/domain/wire/event.ts'
import { and, asc, eq, isNull, or, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { given, insertInto } from './prepared.ts'
import { observation, session } from './schema/movement.ts'
import { plate } from './schema/personal.ts'
import type { Tx } from './transact.ts'

/** A session with its plate, if that is still on record. */
export interface SessionRow {
  readonly session: Session
  readonly plate: PlateRecord | null
}

/** Actual use of the place. A session ends once; only one closed on suspicion may end again, when its vehicle does leave. */
export function sessions(db: Db) {
  const insert = insertInto(db, session)
  const end = db
    .update(session)
    .set({
      actualEnd: given('actualEnd'),
      outcome: given('outcome'),
      exitLaneId: given('laneId'),
      exitPresentationId: given('presentationId'),
      exitObservationId: given('observationId'),
      exitPlateRef: seenAtExit(sql.raw('plate_ref')),
      exitImageRef: seenAtExit(sql.raw('image_ref')),
    })
    .where(
      and(eq(session.sessionId, sql.placeholder('sessionId')), or(isNull(session.actualEnd), eq(session.outcome, sql.raw(`'suspect'`)))),
    )
    .prepare()
  const all = selectSession(db)
    .where(isNull(session.actualEnd))
    .orderBy(asc(session.actualStart), asc(sql`${session}.rowid`))
    .prepare()
  const one = selectSession(db)
    .where(eq(session.sessionId, sql.placeholder('sessionId')))
    .prepare()
  return {
    start(_tx: Tx, p: EventPayload<'session.started'>): void {
      const { presentationId, laneId, observationId, ...rest } = p
      insert({ ...rest, entryLaneId: laneId, entryPresentationId: presentationId, entryObservationId: observationId })
    },
    end: (_tx: Tx, p: EventPayload<'session.ended'>): void => void end.run({ ...p }),
    inside: (): readonly SessionRow[] => all.all().map(toRow),
    byId(sessionId: string): SessionRow | null {
      const row = one.get({ sessionId })
      return row ? toRow(row) : null
    },
  }
}

const seenAtExit = (column: ReturnType<typeof sql.raw>) =>
  sql`(select ${column} from ${observation} where ${observation.observationId} = ${sql.placeholder('observationId')})`

const selectSession = (db: Db) =>
  db.select({ session, text: plate.text, country: plate.country }).from(session).leftJoin(plate, eq(plate.ref, session.plateRef)).$dynamic()

type SelectedRow = ReturnType<ReturnType<typeof selectSession>['all']>[number]

function toRow({ session: row, text, country }: SelectedRow): SessionRow {
  const { sessionId, plateRef, imageRef, entryLaneId, exitLaneId, actualStart, actualEnd, rateTableId, rateTableVersion, rightId } = row
  return {
    session: {
      id: sessionId,
      plateRef,
      imageRef,
      entryLaneId,
      exitLaneId,
      actualStart,
      actualEnd,
      rateTableId,
      rateTableVersion,
      rightId,
      outcome: row.outcome as Session['outcome'],
    },
    plate: plateRef !== null && text !== null ? { ref: plateRef, text, country } : null,
  }
}
