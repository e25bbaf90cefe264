import type { Session } from '@gatehouse/domain/session.ts'
import type { VehicleClass } from '@gatehouse/domain/tariff/rate-table.ts'
import { canonicalJson } from '@gatehouse/domain/wire/canonical.ts'
import type { EventPayload, PlateRecord } from '@gatehouse/domain/wire/event.ts'
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { precedes } from './lesser.ts'
import { given, insertInto, insertNew, upsertInto } from './prepared.ts'
import { observation, session } from './schema/movement.ts'
import { plateCorrection, sessionEnd, vehicleClaim } from './schema/peers.ts'
import { plate } from './schema/personal.ts'
import type { Tx } from './transact.ts'

/** A session with its plate, if that is still on record. `device`: the sibling it began at, null for this box. */
export interface SessionRow {
  readonly session: Session
  readonly plate: PlateRecord | null
  readonly device: string | null
}

/**
 * Actual use of the place. Every end that is told is kept; the one that counts is a seen one before one closed on suspicion, then the
 * earliest (N12): whichever is told first, by this box or a sibling.
 */
export function sessions(db: Db) {
  const write = upsertInto(db, session, 'sessionId')
  const insert = insertInto(db, session)
  const keepEnd = insertNew(db, sessionEnd)
  const counting = db
    .select()
    .from(sessionEnd)
    .where(eq(sessionEnd.sessionId, sql.placeholder('sessionId')))
    .orderBy(sql`${sessionEnd.outcome} = 'suspect'`, asc(sessionEnd.actualEnd), asc(sessionEnd.claim))
    .limit(1)
    .prepare()
  const setEnd = db
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
    .where(eq(session.sessionId, sql.placeholder('sessionId')))
    .prepare()
  const keepCorrection = insertNew(db, plateCorrection)
  const countingPlate = db
    .select({ plateRef: plateCorrection.plateRef })
    .from(plateCorrection)
    .where(eq(plateCorrection.sessionId, sql.placeholder('sessionId')))
    .orderBy(desc(plateCorrection.at), desc(plateCorrection.claim))
    .limit(1)
    .prepare()
  const setPlate = db
    .update(session)
    .set({ correctedPlateRef: given('plateRef') })
    .where(eq(session.sessionId, sql.placeholder('sessionId')))
    .prepare()
  const keepClass = insertNew(db, vehicleClaim)
  const settlePlate = (sessionId: string): void => {
    const right = countingPlate.get({ sessionId })
    if (right) setPlate.run({ sessionId, plateRef: right.plateRef })
  }
  const settleEnd = (sessionId: string): void => {
    const end = counting.get({ sessionId })
    if (end) setEnd.run({ ...end })
  }
  const all = selectSession(db)
    .where(isNull(session.actualEnd))
    .orderBy(asc(session.actualStart), asc(sql`${session}.rowid`))
    .prepare()
  const begun = db
    .select({ sessionId: session.sessionId })
    .from(session)
    .where(and(isNull(session.actualEnd), eq(session.entryPresentationId, sql.placeholder('presentationId'))))
    .limit(1)
    .prepare()
  const raw = db
    .select()
    .from(session)
    .where(eq(session.sessionId, sql.placeholder('sessionId')))
    .prepare()
  const one = selectSession(db)
    .where(eq(session.sessionId, sql.placeholder('sessionId')))
    .prepare()
  return {
    start(_tx: Tx, p: EventPayload<'session.started'>): void {
      insert(toColumns(p))
      settleEnd(p.sessionId)
      settlePlate(p.sessionId)
    },
    /** a sibling's word: known once by its id; told with other content, every box believes the same one (N11) */
    startAtSibling(_tx: Tx, p: EventPayload<'session.started'>, device: string): void {
      const known = raw.get({ sessionId: p.sessionId })
      if (known && !precedes(p, toStarted(known))) return
      write({ ...toColumns(p), device })
      settleEnd(p.sessionId)
      settlePlate(p.sessionId)
    },
    end(_tx: Tx, p: EventPayload<'session.ended'>): void {
      keepEnd({ ...p, claim: canonicalJson(p) })
      settleEnd(p.sessionId)
    },
    /** the newest correction counts, told in any order, before or after the session it is about (N10) */
    correctPlate(_tx: Tx, p: EventPayload<'plate.corrected'>): void {
      keepCorrection({ claim: canonicalJson(p), sessionId: p.sessionId, plateRef: p.plateRef, at: p.at })
      settlePlate(p.sessionId)
    },
    /** the newest word counts, as with plates */
    classify(_tx: Tx, p: EventPayload<'vehicle.classed'>): void {
      const { sessionId, vehicleClass, at } = p
      keepClass({ claim: canonicalJson(p), sessionId, vehicleClass, at })
    },
    inside: (): readonly SessionRow[] => all.all().map(toRow),
    /** the one still inside that began at this presentation */
    begunAt: (presentationId: string): string | null => begun.get({ presentationId })?.sessionId ?? null,
    byId(sessionId: string): SessionRow | null {
      const row = one.get({ sessionId })
      return row ? toRow(row) : null
    },
  }
}

function toColumns(p: EventPayload<'session.started'>): typeof session.$inferInsert {
  const { presentationId, laneId, observationId, startClock = null, vehicleClass = null, ...rest } = p
  return { ...rest, startClock, vehicleClass, entryLaneId: laneId, entryPresentationId: presentationId, entryObservationId: observationId }
}

function toStarted(row: typeof session.$inferSelect): EventPayload<'session.started'> {
  const { sessionId, plateRef, imageRef, actualStart, rateTableId, rateTableVersion, rightId, startClock, vehicleClass } = row
  const { entryPresentationId: presentationId, entryLaneId: laneId, entryObservationId: observationId } = row
  const started = { sessionId, presentationId, laneId, observationId, plateRef, imageRef, actualStart }
  return {
    ...started,
    rateTableId,
    rateTableVersion,
    rightId,
    ...(vehicleClass ? { vehicleClass } : {}),
    ...(startClock ? { startClock } : {}),
  }
}

const seenAtExit = (column: ReturnType<typeof sql.raw>) =>
  sql`(select ${column} from ${observation} where ${observation.observationId} = ${sql.placeholder('observationId')})`

/** a person's word before the reader's */
const plateRefNow = sql`coalesce(${session.correctedPlateRef}, ${session.plateRef})`

/** what a person said last about the kind of vehicle, or null */
const classSaid = sql<VehicleClass | 'car' | null>`(select ${vehicleClaim.vehicleClass} from ${vehicleClaim}
  where ${vehicleClaim.sessionId} = ${session.sessionId} order by ${vehicleClaim.at} desc, ${vehicleClaim.claim} desc limit 1)`

const selectSession = (db: Db) =>
  db
    .select({ session, text: plate.text, country: plate.country, said: classSaid })
    .from(session)
    .leftJoin(plate, eq(plate.ref, plateRefNow))
    .$dynamic()

type SelectedRow = ReturnType<ReturnType<typeof selectSession>['all']>[number]

function toRow({ session: row, text, country, said }: SelectedRow): SessionRow {
  const { sessionId, imageRef, entryLaneId, exitLaneId, actualStart, actualEnd, rateTableId, rateTableVersion, rightId, startClock } = row
  const plateRef = row.correctedPlateRef ?? row.plateRef
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
      vehicleClass: said === 'car' ? null : (said ?? row.vehicleClass),
      outcome: row.outcome as Session['outcome'],
      startClock,
    },
    plate: plateRef !== null && text !== null ? { ref: plateRef, text, country } : null,
    device: row.device,
  }
}
