import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import {
  type CloudStanding,
  GENESIS_HASH,
  type HelloReply,
  type HelloRequest,
  type IngestReply,
  type IngestRequest,
} from '@gatehouse/domain/wire/sync.ts'
import { readEvent } from '@gatehouse/domain/wire/upcast.ts'
import type { BookChange } from '../store/books.ts'
import type { Opening, Standing } from '../store/fleet.ts'
import type { ArrivedRow, DeadLetter, Lineage, Watermark } from '../store/inbox.ts'
import { type CheckedBatch, placeBatch } from './place-batch.ts'
import { project } from './project.ts'

/**
 * Everything the cloud decides about a batch or a hello, without a database: `accept.ts` and `hello.ts` carry it out on
 * Postgres, the sync simulation on a store in memory. One contract suite holds both to it.
 */
export type BatchDecision =
  | { readonly kind: 'gap'; readonly acked: number; readonly message: string }
  | { readonly kind: 'fork'; readonly acked: number; readonly message: string; readonly alert: Alert }
  | {
      readonly kind: 'take'
      readonly fresh: readonly ArrivedRow[]
      /** why a batch of one row that does not verify goes to the dead letters; null for a sound batch */
      readonly spoiled: string | null
      readonly head: Watermark
    }

export interface Alert {
  readonly code: string
  readonly detail: string
}

export const START: Watermark = { seq: 0, hash: GENESIS_HASH }

export const lineageOf = ({ site, device, epoch, stream }: IngestRequest): Lineage => ({ site, device, epoch, stream })

/** What becomes of a batch that meets this watermark. The watermark must be locked until the decision is carried out. */
export function decideBatch(request: IngestRequest, checked: CheckedBatch, watermark: Watermark): BatchDecision {
  const rows = checked.ok ? checked.rows : [claimed(request)]
  const place = placeBatch(rows, request.prevHash, watermark)
  if (place.kind === 'gap') return { kind: 'gap', acked: watermark.seq, message: `rows from ${watermark.seq + 1} are missing` }
  if (place.kind === 'fork') {
    const detail = `two histories of ${request.stream} meet at ${place.seq} in epoch ${request.epoch}`
    const message = 'another history of this epoch is on record here'
    return { kind: 'fork', acked: watermark.seq, message, alert: { code: 'fork', detail } }
  }
  const fresh = place.kind === 'next' ? place.fresh : []
  return { kind: 'take', fresh, spoiled: checked.ok ? null : checked.problem, head: headAfter(fresh, watermark) }
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

/** Rows by what becomes of them; `kept` go to the inbox, the parked among them too. */
export interface SortedRows {
  readonly kept: readonly ArrivedRow[]
  readonly parked: readonly ArrivedRow[]
  readonly dead: readonly DeadLetter[]
  readonly known: ReadonlyMap<number, DomainEvent>
}

export function sortRows(rows: readonly ArrivedRow[], read: typeof readEvent = readEvent): SortedRows {
  const kept: ArrivedRow[] = []
  const parked: ArrivedRow[] = []
  const dead: DeadLetter[] = []
  const known = new Map<number, DomainEvent>()
  for (const arrived of rows) {
    const event = read(arrived.row.kind, arrived.row.v, arrived.row.payload)
    if (!('unknown' in event)) known.set(arrived.row.seq, event)
    else if (event.problems.length === 0) parked.push(arrived)
    else {
      dead.push(letter(arrived.row, event.problems.join('; ')))
      continue
    }
    kept.push(arrived)
  }
  return { kept, parked, dead, known }
}

/** What the rows that were new do to the owner's books, in their order. */
export function changesOf(
  at: Lineage,
  rows: readonly ArrivedRow[],
  known: SortedRows['known'],
  news: ReadonlySet<number>,
): readonly BookChange[] {
  return rows.flatMap(({ row }) => {
    const event = known.get(row.seq)
    return event && news.has(row.seq) ? project(event, { site: at.site, device: at.device, eventId: row.eventId }) : []
  })
}

export const letter = (row: ArrivedRow['row'], reason: string): DeadLetter => ({
  seq: row.seq,
  eventId: row.eventId,
  kind: row.kind,
  v: row.v,
  reason: reason.replaceAll('\0', '').slice(0, 500),
  raw: JSON.stringify(row),
})

export const deadAlert = (dead: readonly DeadLetter[]): Alert => ({
  code: 'deadLetter',
  detail: `${dead.length} unreadable events, first: ${dead[0]?.reason}`,
})

/** Two epochs grown from one: a card put back from an old copy, or two boxes with the same card. A person must look. */
export const cloneAlert = (epoch: string, siblings: readonly string[]): Alert => ({
  code: 'clone',
  detail: `epoch ${epoch} and ${siblings.join(', ')} grew out of the same start: a restored or copied card`,
})

/** How long after a new opening of a box's card was seen the one before it may still be heard: requests travel. */
const OUTLIVED_MS = 60_000

/**
 * Whether `mine`, which speaks now, should have ended, because `latest` took over: it grew out of it, or was first heard of
 * later (both may have been heard of in one millisecond, and a parent's first word may be the later one to arrive).
 */
export function isOutlived(mine: Opening, latest: Opening, now: EpochMs): boolean {
  if (latest.epoch === mine.epoch || latest.epoch === mine.parent) return false
  const tookOver = latest.parent === mine.epoch || latest.firstSeen > mine.firstSeen
  return tookOver && latest.firstSeen < now - OUTLIVED_MS
}

/** An opening that still speaks although a later one has taken over: both are running. */
export const twinAlert = (epoch: string, successor: string): Alert => ({
  code: 'clone',
  detail: `epoch ${epoch} still speaks although ${successor} has taken over: two boxes run from one card`,
})

export function replyTo(head: Watermark, dead: readonly DeadLetter[], serverIncarnation: string, now: EpochMs): IngestReply {
  const rejected = dead.map(({ seq, eventId, reason }) => ({ seq, eventId, reason }))
  return { acked: head.seq, durable: head.seq, rejected, serverIncarnation, now }
}

/** Where the box stands, for the owner. */
export function standingOf(
  request: HelloRequest,
  watermarks: readonly HelloReply['watermarks'][number][],
  serverIncarnation: string,
  now: EpochMs,
): Standing {
  return {
    device: request.device,
    version: request.version,
    clockQuality: request.clockQuality,
    clockOffsetMs: now - request.now,
    backlogByStream: Object.fromEntries(request.heads.map((h) => [h.stream, h.backlog])),
    oldestUnsent: request.oldestUnsent,
    completeUntil: isPromise(request, watermarks, serverIncarnation)
      ? Math.min(request.oldestUnsent ?? request.now, request.now) - 1
      : null,
    epoch: request.epoch,
    turnedAway: request.turnedAway ?? null,
  }
}

/**
 * Whether "nothing older is unsent" holds here: not by a clock nobody vouches for, not while this cloud has less than the box
 * thinks it has, and not before the box has compared its older epochs with a cloud that was restored.
 */
function isPromise(request: HelloRequest, watermarks: readonly HelloReply['watermarks'][number][], serverIncarnation: string): boolean {
  const { reconciledWith = serverIncarnation } = request
  const isBehind = request.heads.some(({ stream, acked }) => acked > (watermarks.find((w) => w.stream === stream)?.seq ?? 0))
  return request.clockQuality === 'trusted' && reconciledWith === serverIncarnation && !isBehind
}

export const helloReplyOf = (
  watermarks: readonly HelloReply['watermarks'][number][],
  serverIncarnation: string,
  now: EpochMs,
  standing: CloudStanding | null = null,
): HelloReply => ({
  serverIncarnation,
  now,
  watermarks: watermarks.map(({ stream, seq, hash }) => ({ stream, seq, hash })),
  ...(standing ? { standing } : {}),
})
