import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { EventPayload } from '@gatehouse/domain/wire/event.ts'
import { and, asc, eq, isNull, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { given, insertInto } from './prepared.ts'
import { helpCall } from './schema/movement.ts'
import type { Tx } from './transact.ts'

export interface OpenHelpCall {
  readonly helpId: string
  readonly laneId: string
  readonly presentationId: string | null
  readonly at: EpochMs
}

/** Drivers who asked for a person; the first answer is the one on record. */
export function helpCalls(db: Db) {
  const insert = insertInto(db, helpCall)
  const answer = db
    .update(helpCall)
    .set({ answeredAt: given('at'), answeredBy: given('by'), answer: given('reason') })
    .where(and(eq(helpCall.helpId, sql.placeholder('helpId')), isNull(helpCall.answeredAt)))
    .prepare()
  const open = db
    .select({ helpId: helpCall.helpId, laneId: helpCall.laneId, presentationId: helpCall.presentationId, at: helpCall.at })
    .from(helpCall)
    .where(isNull(helpCall.answeredAt))
    .orderBy(asc(sql`rowid`))
    .prepare()
  return {
    request: (_tx: Tx, p: EventPayload<'help.requested'>): void => insert(p),
    answer: (_tx: Tx, p: EventPayload<'help.answered'>): void => void answer.run({ ...p }),
    open: (): readonly OpenHelpCall[] => open.all(),
    /** the oldest call of a lane that nobody has answered */
    openAt: (laneId: string): string | null => open.all().find((call) => call.laneId === laneId)?.helpId ?? null,
  }
}
