import type { EventPayload } from '@gatehouse/domain/wire/event.ts'
import { eq, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { given, insertInto } from './prepared.ts'
import { barrierCommand } from './schema/movement.ts'
import type { Tx } from './transact.ts'

/** Every request to move an arm, written before the arm moved, and what the barrier answered. */
export function barrierCommands(db: Db) {
  const insert = insertInto(db, barrierCommand)
  const byIdSql = eq(barrierCommand.commandId, sql.placeholder('id'))
  const byId = db.select().from(barrierCommand).where(byIdSql).prepare()
  const answer = db
    .update(barrierCommand)
    .set({ result: given('result'), resultReason: given('reason'), resultAt: given('at') })
    .where(byIdSql)
    .prepare()
  const closed = db
    .update(barrierCommand)
    .set({ closedAt: given('at') })
    .where(byIdSql)
    .prepare()
  return {
    command: (_tx: Tx, p: EventPayload<'barrier.commanded'>): void => insert(p),
    /** the arm coming down again does not overwrite how the opening went */
    report(_tx: Tx, p: EventPayload<'barrier.reported'>): void {
      if (p.commandId === null) return
      if (p.result === 'closed') closed.run({ id: p.commandId, at: p.at })
      else answer.run({ id: p.commandId, result: p.result, reason: p.reason, at: p.at })
    },
    byId: (id: string) => byId.get({ id }) ?? null,
  }
}
