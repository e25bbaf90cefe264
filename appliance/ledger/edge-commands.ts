import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { EdgeRow } from '@gatehouse/domain/wire/edge.ts'
import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm/sql'
import type { Clock } from '../lane/ports.ts'
import type { Db } from './database.ts'
import { given, insertNew } from './prepared.ts'
import type { Recorder } from './record.ts'
import { appliedCommand } from './schema/edge.ts'
import type { EdgeConsumer } from './shapes.ts'
import type { Transact, Tx } from './transact.ts'

export interface RemoteCommand {
  readonly commandId: string
  readonly laneId: string
  readonly action: 'open'
  readonly reason: string
  readonly expiresAt: EpochMs
}

/** `act`: it is yours, now, once. Anything else: do not act; the refusal is on record and on its way up. */
export type CommandVerdict = 'act' | 'alreadyApplied' | 'expired' | 'untrustedClock' | 'unknown'

/** Commands from the cloud: each acted on at most once, whatever crashes, is replayed or comes late. */
export function remoteCommands(db: Db, transact: Transact, clock: Clock) {
  const insert = insertNew(db, appliedCommand)
  const s = prepare(db)
  const consumer: EdgeConsumer<EdgeRow<'edge_v1_commands'>> = {
    put(_tx, { command_id: commandId, lane_id: laneId, action, reason, expires_at: expiresAt }) {
      insert({ commandId, laneId, action, reason, expiresAt, receivedAt: clock.wall() })
    },
    // taken back before it was acted on; what was applied stays on record
    remove: (_tx, { command_id: commandId }) => void s.takeBack.run({ commandId }),
  }
  return {
    consumer,
    unapplied: (): readonly RemoteCommand[] =>
      s.unapplied.all().map(({ commandId, laneId, action, reason, expiresAt }) => ({ commandId, laneId, action, reason, expiresAt })),
    /** Call before acting. A refusal is recorded as the command's result in the same transaction. */
    claim: (commandId: string, write: Recorder['write']): CommandVerdict =>
      transact((tx) => {
        const row = s.byId.get({ commandId })
        if (!row) return 'unknown'
        if (row.appliedAt !== null) return 'alreadyApplied'
        const verdict = judge(row.expiresAt, clock)
        s.claim.run({ commandId, at: clock.wall() })
        if (verdict !== 'act') write(tx, applied(commandId, verdict, clock.wall()))
        return verdict
      }),
    noteResult(_tx: Tx, event: DomainEvent): void {
      if (event.kind === 'command.applied') s.result.run(event.payload)
    },
    /** at start-up: what was claimed and never reported is told as interrupted, and not tried again */
    reportInterrupted(tx: Tx, write: Recorder['write']): void {
      for (const { commandId } of s.unreported.all()) write(tx, applied(commandId, 'interrupted', clock.wall()))
    },
  }
}

/** With a clock nobody vouches for, a command from last week could look fresh: none is acted on. */
function judge(expiresAt: EpochMs, clock: Clock): 'act' | 'expired' | 'untrustedClock' {
  if (clock.wall() > expiresAt) return 'expired'
  return clock.quality() === 'trusted' ? 'act' : 'untrustedClock'
}

const applied = (commandId: string, result: string, at: EpochMs): DomainEvent => ({
  kind: 'command.applied',
  payload: { commandId, result, at },
})

function prepare(db: Db) {
  const byId = eq(appliedCommand.commandId, sql.placeholder('commandId'))
  return {
    byId: db.select().from(appliedCommand).where(byId).prepare(),
    unapplied: db.select().from(appliedCommand).where(isNull(appliedCommand.appliedAt)).orderBy(asc(sql`rowid`)).prepare(),
    unreported: db
      .select({ commandId: appliedCommand.commandId })
      .from(appliedCommand)
      .where(and(isNotNull(appliedCommand.appliedAt), isNull(appliedCommand.result)))
      .prepare(),
    claim: db
      .update(appliedCommand)
      .set({ appliedAt: given('at') })
      .where(byId)
      .prepare(),
    result: db
      .update(appliedCommand)
      .set({ result: given('result') })
      .where(byId)
      .prepare(),
    takeBack: db
      .delete(appliedCommand)
      .where(and(byId, isNull(appliedCommand.appliedAt)))
      .prepare(),
  }
}
