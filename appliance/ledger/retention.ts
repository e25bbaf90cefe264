import { DAY_MS, type EpochMs, HOUR_MS } from '@gatehouse/domain/time.ts'
import { and, gt, inArray, isNotNull, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import type { Erasure } from './erase.ts'
import { keyedHash } from './keyed-hash.ts'
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
  /** the language a plate's driver chose, after the choice */
  readonly languageMs: number
}

export const defaultRetention: RetentionPolicy = {
  unmatchedMs: 24 * HOUR_MS,
  pictureMs: 72 * HOUR_MS,
  disputedPictureMs: 30 * DAY_MS,
  plateMs: 30 * DAY_MS,
  logMs: 30 * DAY_MS,
  lettersMs: 30 * DAY_MS,
  languageMs: 365 * DAY_MS,
}

/** A run lets go of this many references per rule, so that no car waits for a purge; the rest is due at the next run. */
export const PURGE_AT_ONCE = 500

/** Which references each rule lets go at `now`. A session still inside, and the vehicle at a lane, keep theirs. */
export function dueErasures(db: Db, now: EpochMs, policy: RetentionPolicy, plateKey: string): readonly Erasure[] {
  const keyPlate = (text: string): string => keyedHash(plateKey, text)
  const pictureLife = sql`iif(${session.outcome} in ('paid', 'free', 'permit'), ${policy.pictureMs}, ${policy.disputedPictureMs})`
  const over = (life: SQL | number): SQL => sql`${session.actualEnd} + ${life} <= ${now}`
  const before = (ms: number): Span => ({ before: now - ms, now })
  return [
    {
      policy: 'unmatchedReads',
      plateRefs: due(db, plates, before(policy.unmatchedMs), sql`not ${plates.inSession} and not ${plates.atALane}`),
      imageRefs: due(db, pictures, before(policy.unmatchedMs), sql`not ${pictures.inSession} and not ${pictures.atALane}`),
    },
    {
      policy: 'picturesOfClosedSessions',
      imageRefs: due(db, pictures, before(Math.min(policy.pictureMs, policy.disputedPictureMs)), pictures.everySession(over(pictureLife))),
    },
    {
      policy: 'platesOfClosedSessions',
      plateRefs: due(db, plates, before(policy.plateMs), plates.everySession(over(policy.plateMs))),
      keyPlate,
    },
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

interface Span {
  readonly before: EpochMs
  readonly now: EpochMs
}

/** How one kind of personal record hangs together with sessions and lanes. */
interface Personal {
  readonly table: typeof plate | typeof image
  readonly isKept: SQL
  readonly inSession: SQL
  /** of a car that is inside */
  readonly inOpenSession: SQL
  /** at a lane right now: perhaps about to become a session */
  readonly atALane: SQL
  /** it has sessions, and of each this holds; NULL (still inside) counts as not */
  readonly everySession: (holds: SQL) => SQL
}

function personal(
  table: Personal['table'],
  isKept: SQL,
  atEntry: typeof session.plateRef | typeof session.imageRef,
  atExit: typeof session.exitPlateRef | typeof session.exitImageRef,
  observed: typeof observation.plateRef | typeof observation.imageRef,
  /** a plate a person put right */
  corrected: typeof session.correctedPlateRef | null = null,
): Personal {
  const put = corrected === null ? sql`` : sql` or ${corrected} = ${table.ref}`
  const itsSessions = sql`from ${session} where (${atEntry} = ${table.ref} or ${atExit} = ${table.ref}${put})`
  const inSession = sql`exists (select 1 ${itsSessions})`
  const inOpenSession = sql`exists (select 1 ${itsSessions} and ${session.actualEnd} is null)`
  const atALane = sql`${table.ref} in (select ${observed} from ${presentation}
    join ${observation} on ${observation.presentationId} = ${presentation.presentationId}
    where ${presentation.state} = 'open' and ${observed} is not null)`
  const everySession = (holds: SQL): SQL => sql`(${inSession} and not exists (select 1 ${itsSessions} and not ifnull(${holds}, 0)))`
  return { table, isKept, inSession, inOpenSession, atALane, everySession }
}

const plates = personal(
  plate,
  isNotNull(plate.text),
  session.plateRef,
  session.exitPlateRef,
  observation.plateRef,
  session.correctedPlateRef,
)
export const pictures = personal(image, isNull(image.erasedAt), session.imageRef, session.exitImageRef, observation.imageRef)

function due(db: Db, { table, isKept }: Personal, { before, now }: Span, rule: SQL): readonly string[] {
  // what a wrong clock dated in the future is looked at every time, or it would be kept for ever
  const oldEnough = or(lte(table.recordedAt, before), gt(table.recordedAt, now))
  const rows = db
    .select({ ref: table.ref })
    .from(table)
    .where(and(isKept, oldEnough, rule))
    .orderBy(table.recordedAt)
    .limit(PURGE_AT_ONCE)
  return rows.all().map((row) => row.ref)
}
