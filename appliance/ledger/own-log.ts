import type { LogRow, PlateRecord, Stream } from '@gatehouse/domain/wire/event.ts'
import { and, asc, eq, gt, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { toLogRow } from './log.ts'
import { platesOf } from './outbox.ts'
import type { plates } from './plates.ts'
import { epoch, log, watermark } from './schema/log.ts'

interface Heads {
  readonly epoch: string
  readonly parentEpoch: string | null
  readonly heads: { readonly stream: Stream; readonly seq: number; readonly hash: string }[]
}

/** Rows of one strand for a sibling, without their hashes: it computes them again. */
export interface OwnRows {
  readonly v: 1
  readonly epoch: string
  readonly parentEpoch: string | null
  readonly stream: Stream
  readonly prevHash: string
  readonly hash: string
  readonly rows: Omit<LogRow, 'prevHash' | 'hash'>[]
  readonly plates: PlateRecord[]
  readonly pruned?: boolean
}

/** This box's log as its siblings may read it: every epoch, any range. */
export function ownLog(db: Db, current: string, texts: ReturnType<typeof plates>) {
  const strands = () =>
    db
      .select({
        epoch: watermark.epoch,
        parentEpoch: epoch.parent,
        stream: watermark.stream,
        seq: watermark.headSeq,
        hash: watermark.headHash,
      })
      .from(watermark)
      .innerJoin(epoch, eq(epoch.epoch, watermark.epoch))
      .orderBy(asc(epoch.ordinal), asc(sql`${watermark}.rowid`))
      .$dynamic()
  const all = strands().where(gt(watermark.headSeq, watermark.prunedSeq)).prepare()
  const oneEpoch = strands()
    .where(eq(watermark.epoch, sql.placeholder('epoch')))
    .prepare()
  const rowsAfter = db
    .select()
    .from(log)
    .where(and(eq(log.stream, sql.placeholder('stream')), eq(log.epoch, sql.placeholder('epoch')), gt(log.seq, sql.placeholder('after'))))
    .orderBy(asc(log.seq))
    .limit(sql.placeholder('limit'))
    .prepare()
  const parentOf = db
    .select({ parent: epoch.parent })
    .from(epoch)
    .where(eq(epoch.epoch, sql.placeholder('epoch')))
    .prepare()

  return {
    ownIndex(): readonly Heads[] {
      const index = new Map<string, Heads>()
      for (const { epoch, parentEpoch, ...head } of all.all()) {
        const entry = index.get(epoch) ?? { epoch, parentEpoch, heads: [] }
        entry.heads.push(head)
        index.set(epoch, entry)
      }
      return [...index.values()]
    },
    ownHeads(): Heads {
      const heads = oneEpoch.all({ epoch: current })
      return {
        epoch: current,
        parentEpoch: heads[0]?.parentEpoch ?? null,
        heads: heads.map(({ stream, seq, hash }) => ({ stream, seq, hash })),
      }
    },
    ownRows(stream: Stream, of: string, after: number, limit: number): OwnRows | null {
      const stored = rowsAfter.all({ stream, epoch: of, after, limit }).map(toLogRow)
      const [first, last] = [stored.at(0), stored.at(-1)]
      if (!first || !last) return null
      const rows = stored.map(({ prevHash: _prevHash, hash: _hash, ...row }) => row)
      const strand = { epoch: of, parentEpoch: parentOf.get({ epoch: of })?.parent ?? null, stream }
      const batch: OwnRows = { v: 1, ...strand, prevHash: first.prevHash, hash: last.hash, rows, plates: [...platesOf(stored, texts)] }
      return first.seq > after + 1 ? { ...batch, pruned: true } : batch
    },
  }
}
