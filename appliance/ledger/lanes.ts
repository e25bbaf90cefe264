import type { EventPayload } from '@gatehouse/domain/wire/event.ts'
import { eq, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { upsertInto } from './prepared.ts'
import { lane } from './schema/movement.ts'
import type { Tx } from './transact.ts'

type LaneRow = typeof lane.$inferSelect

/** What each lane's events amount to: holds, last fault, last word of the barrier, passages counted. */
export function lanes(db: Db) {
  const write = upsertInto(db, lane, 'laneId')
  const byId = db
    .select()
    .from(lane)
    .where(eq(lane.laneId, sql.placeholder('laneId')))
    .prepare()
  const all = db.select().from(lane).orderBy(lane.laneId).prepare()
  const change = (laneId: string, patch: (row: LaneRow) => Partial<LaneRow>): void => {
    const row = byId.get({ laneId }) ?? emptyLane(laneId)
    write({ ...row, ...patch(row) })
  }
  return {
    open: (_tx: Tx, p: EventPayload<'presentation.opened'>): void => change(p.laneId, () => ({})),
    pass: (_tx: Tx, p: EventPayload<'passage.completed'>): void =>
      change(p.laneId, (row) => ({ passages: row.passages + 1, lastPassageAt: p.at })),
    hold: (_tx: Tx, p: EventPayload<'hold.changed'>): void =>
      change(p.laneId, (row) => ({ holds: [...row.holds.filter((reason) => reason !== p.reason), ...(p.held ? [p.reason] : [])].sort() })),
    fault: (_tx: Tx, p: EventPayload<'lane.faulted'>): void =>
      change(p.laneId, () => ({ faultCode: p.code, faultDetail: p.detail, faultAt: p.at })),
    report: (_tx: Tx, p: EventPayload<'barrier.reported'>): void => change(p.laneId, () => ({ arm: p.result, armAt: p.at })),
    holdsOf: (laneId: string): readonly string[] => byId.get({ laneId })?.holds ?? [],
    all: (): readonly LaneRow[] => all.all(),
  }
}

const emptyLane = (laneId: string): LaneRow => ({
  laneId,
  holds: [],
  faultCode: null,
  faultDetail: null,
  faultAt: null,
  arm: null,
  armAt: null,
  passages: 0,
  lastPassageAt: null,
})
