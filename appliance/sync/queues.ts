import { type Stream, streams } from '@gatehouse/domain/wire/event.ts'
import type { PendingBatch } from './ports.ts'

export const FULL_BATCH = 500
/** the next batch of a backlog travels while the one before it is being booked; a third would only wait */
const AHEAD = 2

/** A batch on its way. */
export interface UnderWay {
  readonly batch: PendingBatch
  /** it holds as many rows as it may, so there is more behind it */
  readonly full: boolean
  /** None was under way before it. Of another one a refusal says nothing: it may only have come too early. */
  readonly alone: boolean
}

/** How one stream's way up is doing. */
export interface Queue {
  /** in the order of their rows */
  readonly underWay: Set<UnderWay>
  /** the most rows in a batch */
  limit: number
  /** the most batches under way */
  depth: number
  stuck: { readonly reason: string; readonly cancel: () => void } | null
  stuckTimes: number
  /** where the cloud last said a gap begins; the same twice means the rows are gone */
  gapAt: string | null
}

export function openQueues(limit: number): ReadonlyMap<Stream, Queue> {
  return new Map(streams.map((stream) => [stream, { underWay: new Set(), limit, depth: 1, stuck: null, stuckTimes: 0, gapAt: null }]))
}

export const isBusy = ({ underWay }: Queue): boolean => [...underWay].some(({ full }) => full)

/** Behind which row the next batch starts, if one may: alone, or the second behind a full one. */
export function nextStart({
  underWay,
  depth,
  stuck,
}: Queue): { readonly after: { readonly epoch: string; readonly seq: number } | null } | null {
  if (stuck !== null || underWay.size >= depth) return null
  const last = [...underWay].at(-1)
  if (!last) return { after: null }
  return last.full ? { after: { epoch: last.batch.epoch, seq: last.batch.rows.at(-1)?.seq ?? 0 } } : null
}

/** One was taken: batches may grow again, and once they are whole travel two at a time. */
export function taken(queue: Queue, fullBatch: number): void {
  queue.limit = Math.min(fullBatch, queue.limit * 2)
  queue.depth = queue.limit < fullBatch ? 1 : AHEAD
  queue.gapAt = null
  queue.stuckTimes = 0
}
