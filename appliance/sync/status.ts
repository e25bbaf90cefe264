import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { EdgeTable } from '@gatehouse/domain/wire/edge.ts'
import type { Stream } from '@gatehouse/domain/wire/event.ts'
import type { CloudStanding } from '@gatehouse/domain/wire/sync.ts'
import type { MoneyCheckState } from './money-check.ts'
import type { PictureState } from './pictures.ts'
import type { RelayState } from './relay.ts'

/** Where sync stands, as `gatehouse sync status`, the terminal and the attendant's page show it. */
export interface SyncStatus {
  /** the cloud answered the last request */
  readonly online: boolean
  /** why not, or what a person should know although it is; null when all is well */
  readonly problem: string | null
  readonly lastContact: EpochMs | null
  /** the cloud's clock minus ours at the last hello */
  readonly clockOffsetMs: number | null
  /** what the cloud said about this box at the last hello; null: nothing yet, or a cloud that does not tell */
  readonly atCloud: CloudStanding | null
  /** how this box's money compares with the cloud's books; null: not compared yet */
  readonly money: MoneyCheckState | null
  readonly backlog: number
  readonly streams: readonly StreamStatus[]
  readonly oldestUnsent: EpochMs | null
  readonly tables: Readonly<Record<EdgeTable, TableStatus>>
  /** null: this box sends none */
  readonly pictures: PictureState | null
  /** siblings whose logs this box carries */
  readonly relays: readonly RelayState[]
}

export interface StreamStatus {
  readonly stream: Stream
  readonly backlog: number
  readonly acked: number
  readonly inFlight: boolean
  /** why this stream does not move although the cloud answers */
  readonly stuck: string | null
}

/** `loading`: not yet up to date since the start; `waiting`: it ended and is tried again. */
export interface TableStatus {
  readonly state: 'stopped' | 'loading' | 'live' | 'waiting'
  readonly problem: string | null
  /** when rows were last applied, or the table confirmed unchanged */
  readonly lastContact: EpochMs | null
  readonly offset: string | null
}

/** What the push side contributes. */
export interface PushState {
  readonly online: boolean
  /** incarnation of the cloud that answered the last hello */
  readonly cloud: string | null
  /** why the cloud did not let this box in; null since it does */
  readonly refusal: string | null
  readonly problem: string | null
  readonly lastContact: number | null
  readonly clockOffsetMs: number | null
  readonly atCloud: CloudStanding | null
  readonly money: MoneyCheckState | null
  readonly inFlight: ReadonlySet<Stream>
  readonly stuck: ReadonlyMap<Stream, string>
}
