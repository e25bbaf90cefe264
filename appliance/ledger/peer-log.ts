import type { EpochMs } from '@gatehouse/domain/time.ts'
import { canonicalJson } from '@gatehouse/domain/wire/canonical.ts'
import type { EventPayload, LogRow, PlateRecord, Stream } from '@gatehouse/domain/wire/event.ts'
import type { Seal } from '@gatehouse/domain/wire/seal.ts'
import { readEvent } from '@gatehouse/domain/wire/upcast.ts'
import { and, asc, eq, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import type { images } from './images.ts'
import { applySiblingEvent } from './peer-fold.ts'
import type { plates } from './plates.ts'
import { insertInto, insertNew, upsertInto } from './prepared.ts'
import { peerLog, peerMark, peerStart } from './schema/peers.ts'
import type { StateTables } from './state.ts'
import type { Transact, Tx } from './transact.ts'

/** A sibling's rows that continue what is on record here; whoever brings them has verified their chain. */
export interface SiblingRows {
  readonly device: string
  readonly epoch: string
  readonly parentEpoch: string | null
  readonly stream: Stream
  readonly from: { readonly seq: number; readonly hash: string }
  readonly rows: readonly LogRow[]
  readonly plates: readonly PlateRecord[]
  /** its author's, under the last row */
  readonly seal?: Seal | null
}

type Stored = typeof peerLog.$inferSelect

/** Siblings' logs as they came, and what they mean here: one transaction with the mark they lead to (N4). */
export function peerLogs(parts: {
  readonly db: Db
  readonly transact: Transact
  readonly state: StateTables
  readonly plates: ReturnType<typeof plates>
  readonly images: ReturnType<typeof images>
  readonly now: () => EpochMs
  readonly keyPlate: (text: string) => string
  /** empties the write-ahead log, where erased bytes would still stand */
  readonly scrub: () => void
}) {
  const { db, transact, state, plates, images, now } = parts
  const s = prepare(db)

  function fold(
    tx: Tx,
    device: string,
    row: Pick<Stored, 'kind' | 'v' | 'wall' | 'mono' | 'bootId'>,
    payload: unknown,
    erased: Erased,
  ): boolean {
    const event = readEvent(row.kind, row.v, payload)
    if ('unknown' in event) return false
    applySiblingEvent(state, tx, event, device)
    if (event.kind === 'session.started')
      s.start({ sessionId: event.payload.sessionId, device, wall: row.wall, mono: row.mono, bootId: row.bootId })
    if (event.kind === 'personal.erased') eraseToo(tx, event.payload, erased)
    return true
  }

  function eraseToo(tx: Tx, { action, plateRefs, imageRefs }: EventPayload<'personal.erased'>, erased: Erased): void {
    const at = now()
    for (const ref of plateRefs) {
      const text = plates.get(ref)?.text
      if (plates.eraseAtSibling(tx, ref, at, action === 'hashed' && text ? parts.keyPlate(text) : null)) erased.plates += 1
    }
    for (const ref of imageRefs) if (images.erase(tx, ref, at)) erased.images.push(ref)
  }

  return {
    peerMark: (device: string, epoch: string, stream: Stream) => s.mark(device, epoch, stream) ?? null,
    peerMarks: (device: string) => s.marks.all({ device }),
    applyPeerRows({ device, epoch, parentEpoch, stream, from, rows, plates: texts, seal = null }: SiblingRows): void {
      const erased: Erased = { plates: 0, images: [] }
      transact((tx) => {
        const known = s.mark(device, epoch, stream)
        const mark = known ?? { ...from, seq: stream === 'money' ? 0 : from.seq }
        const jumps = stream !== 'money' && from.seq > mark.seq
        if (!jumps && (mark.seq !== from.seq || mark.hash !== from.hash))
          throw new Error(`the rows of ${device} continue row ${from.seq} of its ${stream} log, and row ${mark.seq} is the last one here`)
        for (const plate of texts) plates.put(tx, plate, now())
        const last = rows.at(-1)
        for (const { payload, ...row } of rows) {
          const understood = fold(tx, device, row, payload, erased)
          const under = row.seq === last?.seq && seal ? JSON.stringify(seal) : null
          s.row({ ...row, device, payload: canonicalJson(payload), understood, seal: under })
        }
        // what has been taken to the cloud stays taken
        const { relayed, relayedTo } = known ?? { relayed: 0, relayedTo: null }
        if (last) s.moveMark({ device, epoch, stream, parentEpoch, seq: last.seq, hash: last.hash, relayed, relayedTo })
      })
      for (const ref of erased.images) images.dropBytes(ref)
      if (erased.plates > 0) parts.scrub()
    },
    /** rows a newer release wrote, once this one is new enough (N8); called when the ledger opens */
    understandMore(tx: Tx): void {
      const erased: Erased = { plates: 0, images: [] }
      for (const row of s.unread.all())
        if (fold(tx, row.device, row, JSON.parse(row.payload), erased)) s.understood.run({ position: row.position })
    },
  }
}

interface Erased {
  plates: number
  readonly images: string[]
}

/** One stream of one epoch of one sibling. */
export const thisStrand = and(
  eq(peerMark.device, sql.placeholder('device')),
  eq(peerMark.epoch, sql.placeholder('epoch')),
  eq(peerMark.stream, sql.placeholder('stream')),
)

function prepare(db: Db) {
  const find = db.select().from(peerMark).where(thisStrand).prepare()
  return {
    marks: db
      .select({ epoch: peerMark.epoch, stream: peerMark.stream, seq: peerMark.seq })
      .from(peerMark)
      .where(eq(peerMark.device, sql.placeholder('device')))
      .prepare(),
    mark: (device: string, epoch: string, stream: Stream) => find.get({ device, epoch, stream }),
    moveMark: upsertInto(db, peerMark, 'device', 'epoch', 'stream'),
    row: insertInto(db, peerLog),
    start: insertNew(db, peerStart),
    unread: db.select().from(peerLog).where(sql`understood = 0`).orderBy(asc(peerLog.position)).prepare(),
    understood: db
      .update(peerLog)
      .set({ understood: true })
      .where(eq(peerLog.position, sql.placeholder('position')))
      .prepare(),
  }
}
