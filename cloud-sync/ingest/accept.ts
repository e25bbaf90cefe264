import { hash } from 'node:crypto'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import { rowHash } from '@gatehouse/domain/wire/chain.ts'
import type { IngestReply, IngestRequest } from '@gatehouse/domain/wire/sync.ts'
import { applyToBooks } from '../store/books.ts'
import { noteEpoch, noteRelay, raiseAlert } from '../store/fleet.ts'
import {
  type ArrivedRow,
  advanceWatermark,
  buryLetters,
  type DeadLetter,
  insertInbox,
  insertNewRows,
  type Lineage,
  lockWatermark,
  moveWatermark,
  park,
  putPlates,
} from '../store/inbox.ts'
import type { Store } from '../store/open-store.ts'
import type { Sql } from '../store/sql.ts'
import { isRefusal, trySql } from '../store/try-sql.ts'
import { type Alert, changesOf, cloneAlert, deadAlert, decideBatch, letter, lineageOf, replyTo, START, sortRows } from './decide.ts'
import { checkBatch } from './place-batch.ts'

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

const sha256Hex = (text: string) => hash('sha256', text, 'hex')
const hashRow = (row: ArrivedRow['row'], prevHash: string) => rowHash(row, prevHash, sha256Hex)

/**
 * Takes one batch: raw rows, projections, plates and the watermark in ONE transaction, serialised per stream by the
 * watermark's row lock. Sending it again changes nothing. `carrier`: the sibling that brings it, null where its author does.
 */
export async function acceptBatch(
  store: Store,
  request: IngestRequest,
  clock: IngestClock,
  carrier: string | null = null,
): Promise<IngestOutcome> {
  const checked = checkBatch(request, hashRow)
  // a carrier's word is not enough to put a row aside: its author may have written another
  if (!checked.ok && (request.rows.length > 1 || carrier !== null)) {
    return { ok: false, refusal: 'broken', message: `row ${checked.seq}: ${checked.problem}` }
  }
  const booked = checked.ok && carrier === null ? await bookNext(store, request, checked.rows, clock.now()) : null
  if (booked) return booked
  const at = lineageOf(request)
  return store.transact(async (tx) => {
    const now = clock.now()
    const watermark = await lockWatermark(tx, at, START.hash, now)
    if (watermark.seq === 0) await noteNewEpoch(tx, request, clock, now)
    const decision = decideBatch(request, checked, watermark)
    if (decision.kind === 'gap') return { ok: false, refusal: 'gap', acked: decision.acked, message: decision.message }
    if (decision.kind === 'fork') {
      await raise(tx, clock, at, decision.alert)
      return { ok: false, refusal: 'fork', acked: decision.acked, message: decision.message }
    }
    const { fresh, spoiled, head } = decision
    const dead = spoiled === null ? await keepRows(tx, at, fresh, now) : fresh.map(({ row }) => letter(row, spoiled))
    if (dead.length > 0) {
      await buryLetters(tx, at, dead, now)
      await raise(tx, clock, at, deadAlert(dead))
    }
    if (carrier !== null && fresh.length > 0) await noteRelay(tx, at.device, carrier, now)
    await Promise.all([putPlates(tx, at.site, request.plates, now), ...(fresh.length > 0 ? [advanceWatermark(tx, at, head, now)] : [])])
    return { ok: true, reply: replyTo(head, dead, store.incarnation, now), fresh: fresh.length }
  })
}

/**
 * What a batch nearly always is: the next one of its stream, every row readable and brought by nobody before. Then nothing depends on an
 * answer of Postgres, and while this one is booked the next one is being read. Null: it is something else, and nothing of it was kept.
 */
async function bookNext(store: Store, request: IngestRequest, rows: readonly ArrivedRow[], now: EpochMs): Promise<IngestOutcome | null> {
  const [first, last] = [rows[0], rows.at(-1)]
  // the first batch of an epoch also notes the epoch
  if (!first || !last || first.row.seq === 1) return null
  const { kept, parked, dead, known } = sortRows(rows)
  if (dead.length > 0) return null
  const at = lineageOf(request)
  const changes = changesOf(at, rows, known, new Set(known.keys()))
  const strange = parked.map((a) => a.row)
  const from = { seq: first.row.seq - 1, hash: request.prevHash }
  const head = { seq: last.row.seq, hash: last.hash }
  try {
    await store.transactAtOnce((tx) =>
      Promise.all([
        moveWatermark(tx, at, from, head, now),
        ...[insertNewRows(tx, at, kept, now), park(tx, at, strange, now)],
        ...[applyToBooks(tx, changes), putPlates(tx, at.site, request.plates, now)],
      ]),
    )
  } catch (error) {
    if (isRefusal(error)) return null
    throw error
  }
  return { ok: true, reply: replyTo(head, [], store.incarnation, now), fresh: rows.length }
}

/**
 * Inbox and books. Returns what had to be put aside: a known kind with unusable content, or a row Postgres refuses (then
 * the batch is taken again row by row, so only the culprit goes).
 */
async function keepRows(tx: Sql, at: Lineage, rows: readonly ArrivedRow[], now: EpochMs): Promise<readonly DeadLetter[]> {
  const news = await trySql(tx, () => keepNews(tx, at, rows, now))
  if (news.ok) return news.value
  const together = await trySql(tx, () => keepReadable(tx, at, rows, now))
  if (together.ok) return together.value
  const dead: DeadLetter[] = []
  for (const arrived of rows) {
    const alone = await trySql(tx, () => keepReadable(tx, at, [arrived], now))
    dead.push(...(alone.ok ? alone.value : [letter(arrived.row, alone.problem)]))
  }
  return dead
}

/**
 * What a batch nearly always is: rows that nobody has brought before. Postgres need not look for them first, and everything is on its
 * way to it at once. Refused (23505) when one was brought under another epoch.
 */
async function keepNews(tx: Sql, at: Lineage, rows: readonly ArrivedRow[], now: EpochMs): Promise<readonly DeadLetter[]> {
  const { kept, parked, dead, known } = sortRows(rows)
  const strange = parked.map((a) => a.row)
  const changes = changesOf(at, rows, known, new Set(known.keys()))
  await Promise.all([insertNewRows(tx, at, kept, now), park(tx, at, strange, now), applyToBooks(tx, changes)])
  return dead
}

async function keepReadable(tx: Sql, at: Lineage, rows: readonly ArrivedRow[], now: EpochMs): Promise<readonly DeadLetter[]> {
  const { kept, parked, dead, known } = sortRows(rows)
  const news = await insertInbox(tx, at, kept, now)
  const strange = parked.filter((a) => news.has(a.row.seq)).map((a) => a.row)
  await park(tx, at, strange, now)
  await applyToBooks(tx, changesOf(at, rows, known, news))
  return dead
}

async function noteNewEpoch(tx: Sql, request: IngestRequest, clock: IngestClock, now: EpochMs): Promise<void> {
  const siblings = await noteEpoch(tx, request.device, request.epoch, request.parentEpoch, now)
  if (siblings.length > 0) await raise(tx, clock, request, cloneAlert(request.epoch, siblings))
}

export async function raise(
  tx: Sql,
  clock: IngestClock,
  at: { readonly site: string; readonly device: string },
  { code, detail }: Alert,
): Promise<void> {
  await raiseAlert(tx, { id: clock.newId(), site: at.site, device: at.device, code, detail }, clock.now())
}
