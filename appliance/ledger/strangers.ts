import { DAY_MS, type EpochMs } from '@gatehouse/domain/time.ts'
import { and, desc, eq, gte, isNotNull, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { observation, presentation, session } from './schema/movement.ts'

/** Cars that left of late and whose plate the exit's camera read, and how many of them were on nobody's list. */
export interface ExitsCounted {
  readonly cars: number
  readonly strangers: number
}

/** Of the last so many days, and the newest of so many cars. */
const DAYS = 60
const NEWEST = 2_000

/** Strangers: no stay of theirs was found, or it began at the exit by the driver's word. */
export function strangers(db: Db, now: () => EpochMs): { count(): ExitsCounted } {
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
  const counted = db
    .select({ cars: sql<number>`count(*)`, strangers: sql<number>`count(*) filter (where ${left.presentationId} not in ${found})` })
    .from(left)
    .prepare()
  return { count: () => counted.get({ since: now() - DAYS * DAY_MS }) ?? { cars: 0, strangers: 0 } }
}
