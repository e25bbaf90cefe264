import { createHmac } from 'node:crypto'
import { DAY_MS, type EpochMs, HOUR_MS } from '@gatehouse/domain/time.ts'
import { and, eq, inArray, isNotNull, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from './database.ts'
import type { Erasure } from './erase.ts'
import { appliedCommand, deadLetter } from './schema/edge.ts'
import { observation, presentation, session } from './schema/movement.ts'
import { image, plate } from './schema/personal.ts'
import { assignedRight, rightPlate } from './schema/rights.ts'
import type { Tx } from './transact.ts'

/** How long things are kept, in milliseconds. Source: the privacy decisions in docs; each is the owner's to change. */
export interface RetentionPolicy {
  /** plates and pictures that no session refers to */
  readonly unmatchedMs: number
  /** pictures after an exit nobody will dispute: paid, free, permit */
  readonly pictureMs: number
  /** pictures after an exit that may be disputed: attendant, suspect, owed */
  readonly disputedPictureMs: number
  /** a closed session's plate, before only its keyed hash stays */
  readonly plateMs: number
  /** log rows after the cloud holds them for good; never money */
  readonly logMs: number
  /** dead letters, finished remote commands, plates of revoked permits */
  readonly lettersMs: number
}

export const defaultRetention: RetentionPolicy = {
  unmatchedMs: 24 * HOUR_MS,
  pictureMs: 72 * HOUR_MS,
  disputedPictureMs: 30 * DAY_MS,
  plateMs: 30 * DAY_MS,
  logMs: 30 * DAY_MS,
  lettersMs: 30 * DAY_MS,
}

/** Which references each rule lets go at `now`. A session still inside, and the vehicle at a lane, keep theirs. */
export function dueErasures(db: Db, now: EpochMs, policy: RetentionPolicy, plateKey: string): readonly Erasure[] {
  const keyPlate = (text: string): string => createHmac('sha256', plateKey).update(text).digest('hex')
  const pictureLife = sql`iif(${session.outcome} in ('paid', 'free', 'permit'), ${policy.pictureMs}, ${policy.disputedPictureMs})`
  return [
    {
      policy: 'unmatchedReads',
      plateRefs: unmatchedPlates(db, now - policy.unmatchedMs),
      imageRefs: unmatchedImages(db, now - policy.unmatchedMs),
    },
    { policy: 'picturesOfClosedSessions', imageRefs: closedImages(db, sql`${session.actualEnd} + ${pictureLife} <= ${now}`) },
    { policy: 'platesOfClosedSessions', plateRefs: closedPlates(db, sql`${session.actualEnd} + ${policy.plateMs} <= ${now}`), keyPlate },
  ]
}

/** Clears finished remote commands, dead letters and the plates of permits revoked before `before`; returns how many rows went. */
export function dropLapsed(_tx: Tx, db: Db, before: EpochMs): number {
  const done = and(isNotNull(appliedCommand.result), lt(appliedCommand.expiresAt, before))
  const revoked = db.select({ id: assignedRight.id }).from(assignedRight).where(lt(assignedRight.revokedAt, before))
  return [
    db.delete(deadLetter).where(lt(deadLetter.at, before)),
    db.delete(appliedCommand).where(done),
    db.delete(rightPlate).where(inArray(rightPlate.rightId, revoked)),
  ].reduce((sum, statement) => sum + statement.run().changes, 0)
}

const platesHeld = or(eq(session.plateRef, plate.ref), eq(session.exitPlateRef, plate.ref))
const imagesHeld = or(eq(session.imageRef, image.ref), eq(session.exitImageRef, image.ref))

/** at a lane right now: perhaps about to become a session */
const atALane = (ref: SQL) => sql`exists (select 1 from ${presentation}
  join ${observation} on ${observation.presentationId} = ${presentation.presentationId}
  where ${presentation.state} = 'open' and ${ref})`

function unmatchedPlates(db: Db, before: EpochMs): readonly string[] {
  const rows = db
    .select({ ref: plate.ref })
    .from(plate)
    .leftJoin(session, platesHeld)
    .where(
      and(
        isNotNull(plate.text),
        lte(plate.recordedAt, before),
        isNull(session.sessionId),
        sql`not ${atALane(eq(observation.plateRef, plate.ref))}`,
      ),
    )
  return rows.all().map((row) => row.ref)
}

function unmatchedImages(db: Db, before: EpochMs): readonly string[] {
  const rows = db
    .select({ ref: image.ref })
    .from(image)
    .leftJoin(session, imagesHeld)
    .where(
      and(
        isNull(image.erasedAt),
        lte(image.recordedAt, before),
        isNull(session.sessionId),
        sql`not ${atALane(eq(observation.imageRef, image.ref))}`,
      ),
    )
  return rows.all().map((row) => row.ref)
}

function closedPlates(db: Db, isOver: SQL): readonly string[] {
  const rows = db
    .select({ ref: plate.ref })
    .from(plate)
    .innerJoin(session, platesHeld)
    .where(isNotNull(plate.text))
    .groupBy(plate.ref)
    .having(everySession(isOver))
  return rows.all().map((row) => row.ref)
}

function closedImages(db: Db, isOver: SQL): readonly string[] {
  const rows = db
    .select({ ref: image.ref })
    .from(image)
    .innerJoin(session, imagesHeld)
    .where(isNull(image.erasedAt))
    .groupBy(image.ref)
    .having(everySession(isOver))
  return rows.all().map((row) => row.ref)
}

/** NULL (still inside) counts as not over */
const everySession = (isOver: SQL): SQL => sql`sum(ifnull(${isOver}, 0)) = count(*)`
