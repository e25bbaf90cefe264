import { createHash } from 'node:crypto'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { GENESIS_HASH, type IngestReply, type IngestRequest } from '@gatehouse/domain/wire/sync.ts'
import { readEvent } from '@gatehouse/domain/wire/upcast.ts'
import { applyToBooks, type BookChange } from '../store/books.ts'
import { noteEpoch, raiseAlert } from '../store/fleet.ts'
import {
  type ArrivedRow,
  advanceWatermark,
  buryLetters,
  type DeadLetter,
  insertInbox,
  type Lineage,
  lockWatermark,
  park,
  putPlates,
  type Watermark,
} from '../store/inbox.ts'
import type { Store } from '../store/open-store.ts'
import type { Sql } from '../store/sql.ts'
import { trySql } from '../store/try-sql.ts'
import { checkBatch, placeBatch } from './place-batch.ts'
import { project } from './project.ts'

export interface IngestClock {
  now(): EpochMs
  newId(): string
}

export type IngestOutcome =
  | { readonly ok: true; readonly reply: IngestReply; readonly fresh: number }
  /** the rows before `acked + 1` are here; send from there */
  | { readonly ok: false; readonly refusal: 'gap' | 'fork'; readonly acked: number; readonly message: string }
  /** nothing was kept; a smaller batch finds the row */
  | { readonly ok: false; readonly refusal: 'broken'; readonly message: string }

const sha256Hex = (text: string) => createHash('sha256').update(text).digest('hex')

/**
 * Takes one batch: raw rows, projections, plates and the watermark in ONE transaction, serialised per stream by the
 * watermark's row lock. Sending it again changes nothing.
 */
export async function acceptBatch(store: Store, request: IngestRequest, clock: IngestClock): Promise<IngestOutcome> {
  const checked = checkBatch(request, sha256Hex)
  if (!checked.ok && request.rows.length > 1) {
    return { ok: false, refusal: 'broken', message: `row ${checked.seq}: ${checked.problem}` }
  }
  const at: Lineage = { site: request.site, device: request.device, epoch: request.epoch, stream: request.stream }
  return store.transact(async (tx) => {
    const now = clock.now()
    const watermark = await lockWatermark(tx, at, GENESIS_HASH, now)
    if (watermark.seq === 0) await noteNewEpoch(tx, request, clock, now)
    const rows = checked.ok ? checked.rows : [claimed(request)]
    const place = placeBatch(rows, request.prevHash, watermark)
    if (place.kind === 'gap') {
      return { ok: false, refusal: 'gap', acked: watermark.seq, message: `rows from ${watermark.seq + 1} are missing` }
    }
    if (place.kind === 'fork') {
      await raise(tx, clock, at, 'fork', `two histories of ${at.stream} meet at ${place.seq} in epoch ${at.epoch}`)
      return { ok: false, refusal: 'fork', acked: watermark.seq, message: 'another history of this epoch is on record here' }
    }
    const fresh = place.kind === 'next' ? place.fresh : []
    const dead = checked.ok ? await keepRows(tx, at, fresh, now) : fresh.map(({ row }) => letter(row, checked.problem))
    await buryLetters(tx, at, dead, now)
    if (dead.length > 0) await raise(tx, clock, at, 'deadLetter', `${dead.length} unreadable events, first: ${dead[0]?.reason}`)
    await putPlates(tx, at.site, request.plates, now)
    const head = headAfter(fresh, watermark)
    if (fresh.length > 0) await advanceWatermark(tx, at, head, now)
    const rejected = dead.map(({ seq, eventId, reason }) => ({ seq, eventId, reason }))
    const reply = { acked: head.seq, durable: head.seq, rejected, serverIncarnation: store.incarnation, now }
    return { ok: true, reply, fresh: fresh.length }
  })
}

/** A single row that does not verify is taken on the box's word for its hash, into the dead letters: it must not block its neighbours. */
function claimed(request: IngestRequest): ArrivedRow {
  const row = request.rows[0]
  if (!row) throw new Error('an empty batch got past its schema')
  return { row, hash: request.hash }
}

const headAfter = (fresh: readonly ArrivedRow[], before: Watermark): Watermark => {
  const last = fresh.at(-1)
  return last ? { seq: last.row.seq, hash: last.hash } : before
}

/**
 * Inbox and books. Returns what had to be put aside: a known kind with unusable content, or a row Postgres refuses (then
 * the batch is taken again row by row, so only the culprit goes).
 */
async function keepRows(tx: Sql, at: Lineage, rows: readonly ArrivedRow[], now: EpochMs): Promise<readonly DeadLetter[]> {
  const together = await trySql(tx, () => keepReadable(tx, at, rows, now))
  if (together.ok) return together.value
  const dead: DeadLetter[] = []
  for (const arrived of rows) {
    const alone = await trySql(tx, () => keepReadable(tx, at, [arrived], now))
    dead.push(...(alone.ok ? alone.value : [letter(arrived.row, alone.problem)]))
  }
  return dead
}

async function keepReadable(tx: Sql, at: Lineage, rows: readonly ArrivedRow[], now: EpochMs): Promise<readonly DeadLetter[]> {
  const dead: DeadLetter[] = []
  const parked: ArrivedRow[] = []
  const known = new Map<number, DomainEvent>()
  for (const arrived of rows) {
    const event = readEvent(arrived.row.kind, arrived.row.v, arrived.row.payload)
    if (!('unknown' in event)) known.set(arrived.row.seq, event)
    else if (event.problems.length === 0) parked.push(arrived)
    else dead.push(letter(arrived.row, event.problems.join('; ')))
  }
  const buried = new Set(dead.map((d) => d.seq))
  const news = await insertInbox(
    tx,
    at,
    rows.filter((a) => !buried.has(a.row.seq)),
    now,
  )
  await park(
    tx,
    at,
    parked.filter((a) => news.has(a.row.seq)).map((a) => a.row),
    now,
  )
  await applyToBooks(tx, changesOf(at, rows, known, news))
  return dead
}

function changesOf(
  at: Lineage,
  rows: readonly ArrivedRow[],
  known: ReadonlyMap<number, DomainEvent>,
  news: ReadonlySet<number>,
): readonly BookChange[] {
  return rows.flatMap(({ row }) => {
    const event = known.get(row.seq)
    return event && news.has(row.seq) ? project(event, { site: at.site, device: at.device, eventId: row.eventId }) : []
  })
}

const letter = (row: ArrivedRow['row'], reason: string): DeadLetter => ({
  seq: row.seq,
  eventId: row.eventId,
  kind: row.kind,
  v: row.v,
  reason: reason.replaceAll('\0', '').slice(0, 500),
  raw: JSON.stringify(row),
})

async function noteNewEpoch(tx: Sql, request: IngestRequest, clock: IngestClock, now: EpochMs): Promise<void> {
  const siblings = await noteEpoch(tx, request.device, request.epoch, request.parentEpoch, now)
  if (siblings.length > 0) await raiseCloneAlert(tx, clock, { site: request.site, device: request.device }, request.epoch, siblings)
}

/** Two epochs grown from one: a card put back from an old copy, or two boxes with the same card. A person must look. */
export async function raiseCloneAlert(
  tx: Sql,
  clock: IngestClock,
  at: { readonly site: string; readonly device: string },
  epoch: string,
  siblings: readonly string[],
): Promise<void> {
  await raise(tx, clock, at, 'clone', `epoch ${epoch} and ${siblings.join(', ')} grew out of the same start: a restored or copied card`)
}

async function raise(
  tx: Sql,
  clock: IngestClock,
  at: { readonly site: string; readonly device: string },
  code: string,
  detail: string,
): Promise<void> {
  await raiseAlert(tx, { id: clock.newId(), site: at.site, device: at.device, code, detail }, clock.now())
}
