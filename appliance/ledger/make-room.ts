import type { EpochMs } from '@gatehouse/domain/time.ts'
import { and, isNull, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import type { images } from './images.ts'
import { noteHeld, PRUNE_AT_ONCE, pruneLog } from './prune-log.ts'
import { pictures } from './retention.ts'
import { image } from './schema/personal.ts'
import type { Transact } from './transact.ts'

/** What one run gave up. `pictures` includes `unsent`, which the cloud never had; `more`: the run was bounded, and more can go. */
export interface RoomMade {
  readonly pictures: number
  readonly unsent: number
  readonly bytes: number
  readonly logRows: number
  readonly more: boolean
}

/** lanes wait for a run */
const AT_ONCE = 200

/**
 * Gives up what a full disk may cost, in this order, until `wanted` bytes are free: pictures the cloud has, pictures it has not, both of
 * cars that have left and the oldest first; pictures of cars inside; then log rows the cloud holds for good, ahead of their time.
 * Never what the cloud does not have of the log, never money, never who is inside.
 */
export function roomMaker(parts: {
  readonly db: Db
  readonly transact: Transact
  readonly images: ReturnType<typeof images>
  readonly now: () => EpochMs
}) {
  const { db, transact, images, now } = parts
  const isInside = sql<number>`(${pictures.inOpenSession} or ${pictures.atALane})`
  const candidates = db
    .select({ ref: image.ref, bytes: image.bytes, settledAt: image.settledAt })
    .from(image)
    .where(and(isNull(image.erasedAt), isNull(image.droppedAt)))
    .orderBy(isInside, sql`${image.settledAt} is null`, image.recordedAt)
    .limit(AT_ONCE)
    .prepare()

  return (wanted: number): RoomMade => {
    const going: { readonly ref: string; readonly bytes: number; readonly settledAt: number | null }[] = []
    let bytes = 0
    for (const one of candidates.all()) {
      if (bytes >= wanted) break
      going.push(one)
      bytes += one.bytes
    }
    const logRows = transact((tx) => {
      for (const { ref } of going) images.drop(tx, ref, now())
      if (bytes >= wanted || going.length === AT_ONCE) return 0
      noteHeld(tx, db, now())
      return pruneLog(tx, db, Number.MAX_SAFE_INTEGER)
    })
    for (const { ref } of going) images.dropBytes(ref)
    const unsent = going.filter(({ settledAt }) => settledAt === null).length
    return { pictures: going.length, unsent, bytes, logRows, more: going.length === AT_ONCE || logRows >= PRUNE_AT_ONCE }
  }
}
