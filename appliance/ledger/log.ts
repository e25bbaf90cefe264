import { hash as digest } from 'node:crypto'
import { canonicalJson } from '@gatehouse/domain/wire/canonical.ts'
import { rowHash } from '@gatehouse/domain/wire/chain.ts'
import { type DomainEvent, eventKinds, type LogRow } from '@gatehouse/domain/wire/event.ts'
import { currentVersion } from '@gatehouse/domain/wire/upcast.ts'
import { and, asc, desc, eq, gt, sql } from 'drizzle-orm/sql'
import type { Clock, NewId } from '../lane/ports.ts'
import type { Db } from './database.ts'
import { insertInto } from './prepared.ts'
import { log, watermark } from './schema/log.ts'
import type { Tx } from './transact.ts'

export const sha256Hex = (text: string): string => digest('sha256', text, 'hex')

export type StoredRow = typeof log.$inferSelect

/** Writes events as numbered, chained rows of the epoch that is open; the head of a stream moves by trigger. */
export function logWriter(
  db: Db,
  parts: {
    readonly epoch: string
    readonly bootId: string
    readonly clock: Clock
    readonly newId: NewId
    /** told of every row, inside its transaction */
    readonly onRow: () => void
  },
) {
  const { epoch, bootId, clock, newId, onRow } = parts
  const insert = insertInto(db, log)
  const head = db
    .select({ seq: watermark.headSeq, hash: watermark.headHash })
    .from(watermark)
    .where(and(eq(watermark.stream, sql.placeholder('stream')), eq(watermark.epoch, epoch)))
    .prepare()
  return {
    append(_tx: Tx, { kind, payload }: DomainEvent): void {
      const { stream } = eventKinds[kind]
      const last = head.get({ stream })
      if (!last) throw new Error(`stream ${stream} was not begun in epoch ${epoch}`)
      const when = { wall: clock.wall(), bootId, mono: clock.mono(), clockQuality: clock.quality() }
      const row = { stream, epoch, seq: last.seq + 1, eventId: newId(), kind, v: currentVersion(kind), ...when }
      const hash = rowHash({ ...row, payload }, last.hash, sha256Hex)
      insert({ ...row, payload: canonicalJson(payload), prevHash: last.hash, hash })
      onRow()
    },
  }
}
export type LogWriter = ReturnType<typeof logWriter>

/** Reads the log in the order it was written, across streams and epochs. */
export function logReader(db: Db) {
  const PAGE = 1_000
  const page = db
    .select()
    .from(log)
    .where(gt(log.position, sql.placeholder('after')))
    .orderBy(asc(log.position))
    .limit(PAGE)
    .prepare()
  const newest = db.select().from(log).orderBy(desc(log.position)).limit(sql.placeholder('limit')).prepare()
  return {
    *all(): Generator<StoredRow> {
      for (let rows = page.all({ after: 0 }); rows.length > 0; rows = page.all({ after: rows.at(-1)?.position ?? 0 })) yield* rows
    },
    newest: (limit: number): readonly StoredRow[] => newest.all({ limit }),
    lastWall(): number | null {
      const walls = newest.all({ limit: PAGE }).map((row) => row.wall)
      return walls.length > 0 ? Math.max(...walls) : null
    },
  }
}

export function toLogRow({ position: _, payload, ...row }: StoredRow): LogRow {
  return { ...row, payload: JSON.parse(payload) }
}
