import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { LogRow, PlateRecord, Stream } from '@gatehouse/domain/wire/event.ts'
import { and, asc, desc, eq, gt, ne, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { toLogRow } from './log.ts'
import type { plates } from './plates.ts'
import { given } from './prepared.ts'
import { epoch, held, log, meta, watermark } from './schema/log.ts'
import type { Transact } from './transact.ts'

const KNOWN_CLOUD = 'knownCloud'

/** Where a stream of the open epoch stands; `backlog` counts the rows of every epoch that the cloud has not acknowledged. */
export interface StreamHead {
  readonly stream: Stream
  readonly seq: number
  readonly hash: string
  readonly acked: number
  readonly backlog: number
}

/** A contiguous run of unacknowledged rows of one stream and one epoch, oldest epoch first. */
export interface PendingBatch {
  readonly epoch: string
  readonly parentEpoch: string | null
  readonly stream: Stream
  readonly prevHash: string
  readonly hash: string
  readonly rows: readonly LogRow[]
  readonly plates: readonly PlateRecord[]
}

/** An epoch before the open one that still holds rows the cloud has acknowledged. */
export interface PastEpoch {
  readonly epoch: string
  readonly parentEpoch: string | null
  readonly heads: readonly StreamHead[]
}

export type Outbox = ReturnType<typeof outbox>

/** `transact` is on disk on return, `unforced` later (transact.ts). */
export interface OutboxWrites {
  readonly transact: Transact
  readonly unforced: Transact
}

/** The log as the push side sees it: what the cloud does not have yet. */
export function outbox(db: Db, { transact, unforced }: OutboxWrites, current: string, plateTexts: ReturnType<typeof plates>) {
  const s = prepare(db)
  return {
    heads: (): readonly StreamHead[] =>
      s.heads.all({ epoch: current }).map((row) => ({ ...row, backlog: s.backlog.get({ stream: row.stream })?.rows ?? 0 })),
    /** `after`: rows of the oldest epoch up to there are on their way already */
    pending(stream: Stream, limit: number, after: { readonly epoch: string; readonly seq: number } | null = null): PendingBatch | null {
      const oldest = s.unsent.get({ stream })
      if (!oldest || (after && after.epoch !== oldest.epoch)) return null
      const stored = s.rows.all({ stream, epoch: oldest.epoch, after: Math.max(oldest.acked, after?.seq ?? 0), limit })
      const [first, last] = [stored.at(0), stored.at(-1)]
      if (!first || !last) return null
      const rows = stored.map(toLogRow)
      const { epoch, parent } = oldest
      return { epoch, parentEpoch: parent, stream, prevHash: first.prevHash, hash: last.hash, rows, plates: platesOf(rows, plateTexts) }
    },
    /** Marks only move forward, and never past what this box has written. One lost in a power cut costs sending its rows again. */
    acknowledge(stream: Stream, epoch: string, acked: number, durable: number): void {
      unforced(() => void s.acknowledge.run({ stream, epoch, acked, durable }))
    },
    /** back to `seq`, or to the first row still here: what retention removed was durable in the cloud */
    unacknowledge(stream: Stream, epoch: string, seq: number): void {
      transact(() => {
        s.unacknowledge.run({ stream, epoch, seq })
        // what it lacked it has not held: retention counts anew
        s.notHeld.run({ stream, epoch, seq })
      })
    },
    /** Walls run forward while the clock is trusted; behind a row nobody vouched for it may have been set back, so all are looked at. */
    oldestUnsent(): EpochMs | null {
      const walls = s.firsts
        .all()
        .map((first) => (first.clockQuality === 'trusted' ? first.wall : (s.oldest.get(first)?.wall ?? first.wall)))
      return walls.length > 0 ? Math.min(...walls) : null
    },
    /** newest first */
    pastEpochs: (): readonly PastEpoch[] => pastOf(s.past.all({ epoch: current })),
    knownCloud: (): string | null => s.knownCloud.get()?.value ?? null,
    noteCloud(incarnation: string): void {
      transact(() => void s.noteCloud.run({ incarnation }))
    },
  }
}

/** The plates these rows speak of, as far as they have not been erased. */
export function platesOf(rows: readonly LogRow[], texts: ReturnType<typeof plates>): readonly PlateRecord[] {
  const refs = new Set(rows.map(({ payload }) => (payload as { readonly plateRef?: string | null }).plateRef ?? null))
  return [...refs].map((ref) => texts.get(ref)).filter((plate) => plate !== null)
}

type PastRow = Omit<StreamHead, 'backlog'> & { readonly epoch: string; readonly parent: string | null }

function pastOf(rows: readonly PastRow[]): readonly PastEpoch[] {
  const byEpoch = Map.groupBy(rows, (row) => row.epoch)
  return [...byEpoch].map(([epoch, heads]) => ({
    epoch,
    parentEpoch: heads[0]?.parent ?? null,
    heads: heads.map(({ stream, seq, hash, acked }) => ({ stream, seq, hash, acked, backlog: seq - acked })),
  }))
}

function prepare(db: Db) {
  const mark = and(eq(watermark.stream, sql.placeholder('stream')), eq(watermark.epoch, sql.placeholder('epoch')))
  const unsent = sql`${watermark.acked} < ${watermark.headSeq}`
  const ofStream = eq(watermark.stream, sql.placeholder('stream'))
  return {
    heads: db
      .select({ stream: watermark.stream, seq: watermark.headSeq, hash: watermark.headHash, acked: watermark.acked })
      .from(watermark)
      .where(eq(watermark.epoch, sql.placeholder('epoch')))
      .orderBy(asc(sql`${watermark}.rowid`))
      .prepare(),
    backlog: db
      .select({ rows: sql<number>`coalesce(sum(${watermark.headSeq} - ${watermark.acked}), 0)` })
      .from(watermark)
      .where(and(ofStream, unsent))
      .prepare(),
    unsent: db
      .select({ epoch: watermark.epoch, acked: watermark.acked, parent: epoch.parent })
      .from(watermark)
      .innerJoin(epoch, eq(epoch.epoch, watermark.epoch))
      .where(and(ofStream, unsent))
      .orderBy(asc(epoch.ordinal))
      .limit(1)
      .prepare(),
    rows: db
      .select()
      .from(log)
      .where(and(eq(log.stream, sql.placeholder('stream')), eq(log.epoch, sql.placeholder('epoch')), gt(log.seq, sql.placeholder('after'))))
      .orderBy(asc(log.seq))
      .limit(sql.placeholder('limit'))
      .prepare(),
    acknowledge: db
      .update(watermark)
      .set({
        acked: sql`max(${watermark.acked}, min(${given('acked')}, ${watermark.headSeq}))`,
        durable: sql`max(${watermark.durable}, min(${given('durable')}, ${given('acked')}, ${watermark.headSeq}))`,
      })
      .where(mark)
      .prepare(),
    unacknowledge: db
      .update(watermark)
      .set({
        acked: sql`min(${watermark.acked}, max(${given('seq')}, ${watermark.prunedSeq}))`,
        durable: sql`min(${watermark.durable}, max(${given('seq')}, ${watermark.prunedSeq}))`,
      })
      .where(mark)
      .prepare(),
    notHeld: db
      .delete(held)
      .where(
        and(eq(held.stream, sql.placeholder('stream')), eq(held.epoch, sql.placeholder('epoch')), gt(held.seq, sql.placeholder('seq'))),
      )
      .prepare(),
    past: db
      .select({
        ...{ epoch: watermark.epoch, parent: epoch.parent, stream: watermark.stream },
        ...{ seq: watermark.headSeq, hash: watermark.headHash, acked: watermark.acked },
      })
      .from(watermark)
      .innerJoin(epoch, eq(epoch.epoch, watermark.epoch))
      .where(and(ne(watermark.epoch, sql.placeholder('epoch')), gt(watermark.acked, watermark.prunedSeq)))
      .orderBy(desc(epoch.ordinal))
      .prepare(),
    knownCloud: db.select({ value: meta.value }).from(meta).where(eq(meta.key, KNOWN_CLOUD)).prepare(),
    noteCloud: db
      .insert(meta)
      .values({ key: KNOWN_CLOUD, value: sql`${sql.placeholder('incarnation')}` })
      .onConflictDoUpdate({ target: meta.key, set: { value: sql`excluded.value` } })
      .prepare(),
    oldest: db
      .select({ wall: sql<number | null>`min(${log.wall})` })
      .from(log)
      .where(and(eq(log.stream, sql.placeholder('stream')), eq(log.epoch, sql.placeholder('epoch')), gt(log.seq, sql.placeholder('after'))))
      .prepare(),
    firsts: db
      .select({ stream: log.stream, epoch: log.epoch, after: watermark.acked, wall: log.wall, clockQuality: log.clockQuality })
      .from(watermark)
      .innerJoin(log, and(eq(log.stream, watermark.stream), eq(log.epoch, watermark.epoch), eq(log.seq, sql`${watermark.acked} + 1`)))
      .where(unsent)
      .prepare(),
  }
}
