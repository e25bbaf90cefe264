import { createHash } from 'node:crypto'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import { and, eq, isNull, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import type { ImageStore } from './image-store.ts'
import { given, insertNew } from './prepared.ts'
import { image } from './schema/personal.ts'
import type { Tx } from './transact.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A picture the cloud does not have yet. `takenAt` epoch ms; `sha256` of its bytes, hex. */
export interface WaitingPicture {
  readonly ref: string
  readonly sha256: string
  readonly bytes: number
  readonly takenAt: EpochMs
}

/** Pictures by reference: the row says what the bytes must be, so a torn file is no picture rather than a wrong one. */
export function images(db: Db, store: ImageStore) {
  const insert = insertNew(db, image)
  const byRef = db
    .select()
    .from(image)
    .where(eq(image.ref, sql.placeholder('ref')))
    .prepare()
  const erase = db
    .update(image)
    .set({ erasedAt: given('at') })
    .where(and(eq(image.ref, sql.placeholder('ref')), isNull(image.erasedAt)))
    .prepare()
  const isWaiting = and(isNull(image.settledAt), isNull(image.erasedAt), isNull(image.droppedAt))
  const nextWaiting = db
    .select({ ref: image.ref, sha256: image.sha256, bytes: image.bytes, takenAt: image.takenAt })
    .from(image)
    .where(isWaiting)
    .orderBy(image.recordedAt)
    .limit(1)
    .prepare()
  const waiting = db
    .select({ count: sql<number>`count(*)`, bytes: sql<number>`coalesce(sum(${image.bytes}), 0)` })
    .from(image)
    .where(isWaiting)
    .prepare()
  const settle = db
    .update(image)
    .set({ settledAt: given('at') })
    .where(and(eq(image.ref, sql.placeholder('ref')), isNull(image.settledAt)))
    .prepare()
  const drop = db
    .update(image)
    .set({ droppedAt: given('at') })
    .where(and(eq(image.ref, sql.placeholder('ref')), isNull(image.droppedAt)))
    .prepare()
  const kept = db
    .select({ ref: image.ref })
    .from(image)
    .where(and(isNull(image.erasedAt), isNull(image.droppedAt)))
    .prepare()
  return {
    /** says what the bytes will be; false: a picture of this reference is on record already, or was erased */
    announce: (_tx: Tx, ref: string, jpeg: Uint8Array, takenAt: EpochMs, recordedAt: EpochMs): boolean =>
      insert({ ref, takenAt, recordedAt, bytes: jpeg.length, sha256: sha256(jpeg) }),
    /** throws what the disk says */
    keep: (ref: string, jpeg: Uint8Array): void => store.put(ref, jpeg),
    get(ref: string): Uint8Array | null {
      const row = byRef.get({ ref })
      if (!row || row.erasedAt !== null) return null
      const jpeg = store.get(ref)
      return jpeg && jpeg.length === row.bytes && sha256(jpeg) === row.sha256 ? jpeg : null
    },
    /** marks it erased; `dropBytes` follows once that is committed */
    erase: (_tx: Tx, ref: string, at: EpochMs): boolean => erase.run({ ref, at }).changes > 0,
    /** the oldest picture the cloud does not have yet */
    nextWaiting: (): WaitingPicture | null => nextWaiting.get() ?? null,
    waiting: () => waiting.get() ?? { count: 0, bytes: 0 },
    /** it is not sent any more: the cloud has it, or refused it for good */
    settle: (_tx: Tx, ref: string, at: EpochMs): void => void settle.run({ ref, at }),
    /** marks its bytes as given up; `dropBytes` follows once that is committed */
    drop: (_tx: Tx, ref: string, at: EpochMs): void => void drop.run({ ref, at }),
    dropBytes: (ref: string): void => store.remove(ref),
    /** removes bytes written before `before` that no row speaks of; returns how many files went */
    sweep(before: EpochMs): number {
      const names = new Set(kept.all().map((row) => store.nameOf(row.ref)))
      return store.sweep((name) => names.has(name), before)
    },
  }
}
