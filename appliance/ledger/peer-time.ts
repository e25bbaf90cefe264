import type { Session } from '@gatehouse/domain/session.ts'
import type { ClockQuality, EpochMs } from '@gatehouse/domain/time.ts'
import { eq, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { upsertInto } from './prepared.ts'
import { peerClock, peerStart } from './schema/peers.ts'

export interface SiblingClock {
  readonly ourWall: EpochMs
  readonly wall: EpochMs
  readonly mono: number
  readonly bootId: string
  readonly quality: ClockQuality
  readonly doubtMs: number
}

/** When something a sibling dated happened in this box's time; never earlier than it said. */
export type InOurTime = (
  said: { readonly at: EpochMs; readonly wall: EpochMs; readonly mono: number; readonly bootId: string },
  clock: SiblingClock | null,
) => EpochMs

/** Siblings' clocks, and the starts of their sessions in this box's own time (N19). */
export function peerTimes(db: Db, inOurTime: InOurTime) {
  const keep = upsertInto(db, peerClock, 'device')
  const clockOf = db
    .select()
    .from(peerClock)
    .where(eq(peerClock.device, sql.placeholder('device')))
    .prepare()
  const startOf = db
    .select()
    .from(peerStart)
    .where(eq(peerStart.sessionId, sql.placeholder('sessionId')))
    .prepare()
  return {
    keepPeerClock: (device: string, sample: SiblingClock): void => keep({ ...sample, device }),
    actualStart(device: string, { id, actualStart }: Session): EpochMs {
      const told = startOf.get({ sessionId: id })
      return told
        ? inOurTime({ at: actualStart, wall: told.wall, mono: told.mono, bootId: told.bootId }, clockOf.get({ device }) ?? null)
        : actualStart
    },
  }
}
