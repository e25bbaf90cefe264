import { normalisePlate } from '@gatehouse/domain/plate.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { EdgeRow } from '@gatehouse/domain/wire/edge.ts'
import { asc, eq, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { upsertInto } from './prepared.ts'
import { blocklist } from './schema/rights.ts'
import type { EdgeConsumer } from './shapes.ts'
import type { Tx } from './transact.ts'

export interface BlockedPlate {
  readonly plate: string
  readonly reason: string
  readonly addedAt: EpochMs
}

/** Plates that are not let in: exact, normalised text; never a near match. */
export function blockedPlates(db: Db) {
  const write = upsertInto(db, blocklist, 'plate')
  const byPlate = eq(blocklist.plate, sql.placeholder('plate'))
  const find = db.select().from(blocklist).where(byPlate).prepare()
  const remove = db.delete(blocklist).where(byPlate).prepare()
  const all = db.select().from(blocklist).orderBy(asc(blocklist.plate)).prepare()
  return {
    add: (_tx: Tx, plate: string, reason: string, addedAt: EpochMs): void => write({ plate: normalisePlate(plate), reason, addedAt }),
    remove: (_tx: Tx, plate: string): boolean => remove.run({ plate: normalisePlate(plate) }).changes > 0,
    has: (plate: string): boolean => find.get({ plate }) !== undefined,
    all: (): readonly BlockedPlate[] => all.all(),
  }
}

/** Plates the owner blocks from afar; the row going takes the plate off the list. */
export function blockedFromCloud(blocked: ReturnType<typeof blockedPlates>, now: () => EpochMs): EdgeConsumer<EdgeRow<'edge_v1_blocked'>> {
  return {
    put: (tx, { plate, reason }) => blocked.add(tx, plate, reason, now()),
    remove: (tx, { plate }) => void blocked.remove(tx, plate),
  }
}
