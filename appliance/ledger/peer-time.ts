import type { Session } from '@gatehouse/domain/session.ts'
import type { BoxClock } from '@gatehouse/domain/stay.ts'
import type { ClockQuality, EpochMs } from '@gatehouse/domain/time.ts'
import { and, desc, eq, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { upsertInto } from './prepared.ts'
import { peerClock, peerStart } from './schema/peers.ts'

export interface SiblingClock {
  readonly ourWall: EpochMs
  readonly ourMono: number
  readonly ourBootId: string
  readonly wall: EpochMs
  readonly mono: number
  readonly bootId: string
  readonly quality: ClockQuality
  readonly doubtMs: number
}

/** When a sibling's session began, in this box's time; `startClock` is this box's own where its clocks can be compared. */
export interface StartHere {
  readonly actualStart: EpochMs
  readonly startClock: BoxClock | null
}
export type InOurTime = (
  said: StartHere & { readonly wall: EpochMs; readonly mono: number; readonly bootId: string },
  clock: SiblingClock | null,
  here: { readonly device: string; readonly bootId: string },
) => StartHere

/** Siblings' clocks, and the starts of their sessions in this box's own time (N19). */
export function peerTimes(db: Db, inOurTime: InOurTime, here: { readonly device: string; readonly bootId: string }) {
  const keep = upsertInto(db, peerClock, 'device', 'bootId')
  const clockOf = db
    .select()
    .from(peerClock)
    .where(and(eq(peerClock.device, sql.placeholder('device')), eq(peerClock.bootId, sql.placeholder('bootId'))))
    .prepare()
  const newest = db
    .select()
    .from(peerClock)
    .where(eq(peerClock.device, sql.placeholder('device')))
    .orderBy(desc(peerClock.ourWall))
    .limit(1)
    .prepare()
  const startOf = db
    .select()
    .from(peerStart)
    .where(eq(peerStart.sessionId, sql.placeholder('sessionId')))
    .prepare()
  return {
    keepPeerClock: (device: string, sample: SiblingClock): void => keep({ ...sample, device }),
    startHere(device: string, { id, actualStart, startClock }: Session): StartHere {
      const told = startOf.get({ sessionId: id })
      if (!told) return { actualStart, startClock }
      const { wall, mono, bootId } = told
      const clock = clockOf.get({ device, bootId }) ?? newest.get({ device }) ?? null
      return inOurTime({ actualStart, startClock, wall, mono, bootId }, clock, here)
    },
  }
}
