import { DAY_MS, type EpochMs } from '@gatehouse/domain/time.ts'
import { and, desc, eq, gte, isNotNull, isNull, lte, or, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { observation, presentation, session } from './schema/movement.ts'

/** What says how many of the cars at an exit may be on nobody's list. */
export interface StrangerSigns {
  /** cars that left of late and whose plate the exit's camera read, and how many of them were on nobody's list */
  readonly cars: number
  readonly strangers: number
  /** a stay began more than a day ago: cars that were inside before the list was begun have left */
  readonly listDayOld: boolean
  /** cars that came in during the last day, and how many of their plates the entry's camera did not read */
  readonly entered: number
  readonly enteredUnread: number
}

/** Of the last so many days, and the newest of so many cars. */
const DAYS = 60
const NEWEST = 2_000

/** Strangers: no stay of theirs was found, or it began at the exit by the driver's word. */
export function strangers(db: Db, now: () => EpochMs): { signs(): StrangerSigns } {
  const counted = countedAtExits(db)
  const beganAtEntry = sql`(${session.exitPresentationId} is null or ${session.entryPresentationId} is not ${session.exitPresentationId})`
  const old = db
    .select({ one: sql<number>`1` })
    .from(session)
    .where(and(lte(session.actualStart, sql.placeholder('since')), beganAtEntry))
    .limit(1)
    .prepare()
  const came = db
    .select({ entered: sql<number>`count(*)`, enteredUnread: sql<number>`count(*) filter (where ${session.plateRef} is null)` })
    .from(session)
    // both halves have an index; whoever came in during the last day has not left before
    .where(
      and(
        or(isNull(session.actualEnd), gte(session.actualEnd, sql.placeholder('since'))),
        gte(session.actualStart, sql.placeholder('since')),
        beganAtEntry,
      ),
    )
    .prepare()
  return {
    signs() {
      const at = now()
      return {
        ...(counted.get({ since: at - DAYS * DAY_MS }) ?? { cars: 0, strangers: 0 }),
        listDayOld: old.get({ since: at - DAY_MS }) !== undefined,
        ...(came.get({ since: at - DAY_MS }) ?? { entered: 0, enteredUnread: 0 }),
      }
    },
  }
}

function countedAtExits(db: Db) {
  const found = db
    .select({ presentationId: session.exitPresentationId })
    .from(session)
    .where(
      and(
        gte(session.actualEnd, sql.placeholder('since')),
        isNotNull(session.exitPresentationId),
        sql`${session.entryPresentationId} is not ${session.exitPresentationId}`,
      ),
    )
  const left = db
    .select({ presentationId: presentation.presentationId })
    .from(presentation)
    .innerJoin(observation, eq(observation.observationId, presentation.observationId))
    .where(
      and(
        eq(presentation.direction, 'exit'),
        eq(presentation.state, 'passed'),
        gte(presentation.openedAt, sql.placeholder('since')),
        isNotNull(observation.plateRef),
      ),
    )
    .orderBy(desc(presentation.openedAt))
    .limit(NEWEST)
    .as('car')
  return db
    .select({ cars: sql<number>`count(*)`, strangers: sql<number>`count(*) filter (where ${left.presentationId} not in ${found})` })
    .from(left)
    .prepare()
}
