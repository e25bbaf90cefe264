import { type Stream, streams } from '@gatehouse/domain/wire/event.ts'

export const FULL_BATCH = 500

/** How one stream's way up is doing. */
export interface Queue {
  inFlight: boolean
  /** the batch under way was full, so there is more behind it */
  busy: boolean
  limit: number
  stuck: { readonly reason: string; readonly cancel: () => void } | null
  stuckTimes: number
  /** where the cloud last said a gap begins; the same twice means the rows are gone */
  gapAt: string | null
}

export function openQueues(): ReadonlyMap<Stream, Queue> {
  return new Map(
    streams.map((stream) => [stream, { inFlight: false, busy: false, limit: FULL_BATCH, stuck: null, stuckTimes: 0, gapAt: null }]),
  )
}
