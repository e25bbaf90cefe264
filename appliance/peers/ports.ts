import type { ClockQuality, EpochMs } from '@gatehouse/domain/time.ts'
import type { LogRow, PlateRecord, Stream } from '@gatehouse/domain/wire/event.ts'
import type { Seal } from '@gatehouse/domain/wire/seal.ts'
import type { Mark } from './judge-batch.ts'
import type { ClockSample } from './sibling-clock.ts'
import type { EpochHeads, RowBatch, TermsMessage } from './wire.ts'

/** A sibling's rows that continue what is on record, verified. */
export interface PeerRows {
  readonly device: string
  readonly epoch: string
  readonly parentEpoch: string | null
  readonly stream: Stream
  /** what they continue; the store refuses when it stands elsewhere */
  readonly from: Mark
  readonly rows: readonly LogRow[]
  readonly plates: readonly PlateRecord[]
  /** its author's, under the last row; null: it has no keys */
  readonly seal?: Seal | null
}

/** One stream of one epoch of a sibling, and how far it goes. */
export interface Strand {
  readonly epoch: string
  readonly stream: Stream
  readonly seq: number
}

/** What peers need of the box's memory. The ledger fits this structurally. Synchronous, like every ledger call. */
export interface PeerStore {
  readonly device: string
  readonly site: string
  readonly epoch: string
  /** every epoch of this box that holds rows, oldest first, and where its streams stand */
  ownIndex(): readonly EpochHeads[]
  ownHeads(): EpochHeads
  /** rows of this box's own log after `after`, at most `limit`; null: there are none */
  ownRows(stream: Stream, epoch: string, after: number, limit: number): RowBatch | null
  onAppend(listener: () => void): () => void

  peerMark(device: string, epoch: string, stream: Stream): Mark | null
  /** how far every strand of a sibling is here */
  peerMarks(device: string): readonly Strand[]
  /** rows, what they mean and the mark in one transaction; throws and changes nothing when the mark is elsewhere */
  applyPeerRows(batch: PeerRows): void
  ownTerms(): TermsMessage
  /** replaces what this sibling grants and charges */
  applyPeerTerms(device: string, terms: TermsMessage): void
  keepPeerClock(device: string, sample: ClockSample): void
  image(ref: string): Uint8Array | null
}

/** The part of the box's clock that peers need; the lane's clock fits. */
export interface PeerClock {
  wall(): EpochMs
  mono(): number
  quality(): ClockQuality
  after(ms: number, fn: () => void): () => void
}

export interface PeerLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void
  warn(fields: Readonly<Record<string, unknown>>, message: string): void
}
