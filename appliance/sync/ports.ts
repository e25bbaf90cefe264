import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { EdgeTable } from '@gatehouse/domain/wire/edge.ts'
import type { LogRow, PlateRecord, Stream } from '@gatehouse/domain/wire/event.ts'
import type { Seal } from '@gatehouse/domain/wire/seal.ts'
import type { MoneyRange } from '@gatehouse/domain/wire/sync.ts'

/** Where a stream of this box stands. `hash` is the head's; `backlog` counts rows not yet acknowledged, older epochs included. */
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
  /** hash of the row before the first (GENESIS_HASH for seq 1) */
  readonly prevHash: string
  readonly hash: string
  readonly rows: readonly LogRow[]
  readonly plates: readonly PlateRecord[]
}

/** A row of a stream that is named beside it. */
export interface RowPlace {
  readonly epoch: string
  readonly seq: number
}

/** The money of a log, and a note of how far it was compared. */
export interface MoneyLog {
  /**
   * The payments among at most `rows` money rows behind `place` (null: from the first) that the cloud has acknowledged, of one epoch. Null:
   * there are none yet.
   */
  moneyBehind(place: RowPlace | null, rows: number): MoneyRange | null
  /** as it was last noted; null: never */
  moneyNote(): string | null
  noteMoney(note: string): void
}

/** What the push side reads from the log. The ledger fits this structurally. Synchronous, like every ledger call. */
export interface SyncSource {
  readonly device: string
  readonly site: string
  readonly epoch: string
  readonly parentEpoch: string | null
  heads(): readonly StreamHead[]
  /** `after`: rows of the oldest epoch up to there are on their way already; null where nothing of that epoch follows them */
  pending(stream: Stream, limit: number, after?: RowPlace | null): PendingBatch | null
  /** rows of this epoch and stream up to `acked` are at the cloud; up to `durable` they may be dropped by retention */
  acknowledge(stream: Stream, epoch: string, acked: number, durable: number): void
  /** the cloud stands behind what we thought acknowledged (a restored cloud): send again from there */
  unacknowledge(stream: Stream, epoch: string, seq: number): void
  /**
   * Older epochs that still hold rows the cloud has acknowledged (retention has not dropped them), newest first: asked
   * about when the cloud has been restored. A source without it loses what a restore took from older epochs.
   */
  readonly pastEpochs?: () => readonly {
    readonly epoch: string
    readonly parentEpoch: string | null
    readonly heads: readonly StreamHead[]
  }[]
  /** incarnation of the cloud that all past epochs were last compared with, or null; absent: they are compared at every start */
  readonly knownCloud?: () => string | null
  readonly noteCloud?: (incarnation: string) => void
  /** absent: this source's money is not compared */
  readonly moneyLog?: MoneyLog
  /** wall time of the oldest row the cloud does not have, or null */
  oldestUnsent(): EpochMs | null
  /** called after every committed write; returns an unsubscribe function */
  onAppend(listener: () => void): () => void
}

/** A strand (a stream of an epoch) of another box of this site that its cloud is not known to have whole. */
export interface RelayStrand {
  readonly device: string
  readonly epoch: string
  readonly parentEpoch: string | null
  readonly stream: Stream
  /** how far it is here, and the hash there */
  readonly seq: number
  readonly hash: string
  /** how far the cloud has it; null: this cloud has not been asked */
  readonly relayed: number | null
}

/** What the relay side reads: logs of siblings. The ledger fits this structurally. */
export interface RelaySource {
  readonly site: string
  /** of one sibling, the newest epoch first; `cloud`: its incarnation */
  relayStrands(device: string, cloud: string): readonly RelayStrand[]
  /** Rows after `strand.relayed` that end under a seal of their author: at most `limit`, more only where no seal stands earlier. */
  relayBatch(
    strand: RelayStrand,
    limit: number,
  ): { readonly kind: 'rows'; readonly batch: PendingBatch; readonly seal: Seal } | { readonly kind: 'pruned' | 'unsealed' }
  relayed(strand: Pick<RelayStrand, 'device' | 'epoch' | 'stream'>, seq: number, cloud: string): void
}

/** One change of a contract table, values as Electric hands them (text). */
export interface ShapeChange {
  readonly operation: 'insert' | 'update' | 'delete'
  readonly key: string
  readonly row: Readonly<Record<string, unknown>>
}

/** What the pull side writes: rows and the position they brought us to, in one SQL transaction. */
export interface SyncSink {
  shapePosition(table: EdgeTable): { readonly handle: string; readonly offset: string } | null
  /** `replace`: these rows are the whole table (a refetch), swapped in at once. */
  applyShape(
    table: EdgeTable,
    batch: { readonly changes: readonly ShapeChange[]; readonly handle: string; readonly offset: string; readonly replace: boolean },
  ): void
  forgetShape(table: EdgeTable): void
}

/** A picture the cloud does not have yet; `sha256` of its bytes, hex. */
export interface WaitingPicture {
  readonly ref: string
  readonly sha256: string
  readonly bytes: number
  readonly takenAt: EpochMs
}

/** What the picture side reads. The ledger fits this structurally. */
export interface PictureSource {
  /** the oldest that waits */
  nextPicture(): WaitingPicture | null
  picturesWaiting(): { readonly count: number; readonly bytes: number }
  /** null: torn or gone */
  image(ref: string): Uint8Array | null
  /** the cloud has it, or will not have it */
  pictureSettled(ref: string): void
}
