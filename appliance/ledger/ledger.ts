import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { EdgeTable } from '@gatehouse/domain/wire/edge.ts'
import type { Stream } from '@gatehouse/domain/wire/event.ts'
import type { LaneLedger } from '../lane/ports.ts'
import type { BlockedPlate } from './blocklist.ts'
import type { DeadLetter } from './dead-letters.ts'
import type { CommandVerdict, RemoteCommand } from './edge-commands.ts'
import type { RemotePayment } from './edge-payments.ts'
import type { Erased } from './erase.ts'
import type { OpenHelpCall } from './help-calls.ts'
import type { WaitingPicture } from './images.ts'
import type { RoomMade } from './make-room.ts'
import type { CharacterPair } from './misreads.ts'
import type { moneyLog } from './money-log.ts'
import type { PastEpoch, PendingBatch, StreamHead } from './outbox.ts'
import type { LedgerPeers } from './peer-ledger.ts'
import type { People } from './people.ts'
import type { PutAside } from './put-aside.ts'
import type { Activity, Occupancy, Takings } from './reports.ts'
import type { RetentionPolicy } from './retention.ts'
import type { RightGrant } from './rights.ts'
import type { ShapeBatch } from './shapes.ts'
import type { StrangerSigns } from './strangers.ts'
import type { LastTillCount } from './till.ts'
import type { ChainReport } from './verify-chain.ts'

/** What one purge removed, and whether more is due: a run is bounded, because lanes wait for it. None while nobody vouches for the clock. */
export type RetentionReport =
  | { readonly ran: false; readonly reason: string }
  | ({ readonly ran: true; readonly logRows: number; readonly letters: number; readonly more: boolean } & Erased)

/** Where the log stands for the cloud; fits sync/'s SyncSource. */
export interface LedgerOutbox {
  readonly device: string
  readonly site: string
  readonly epoch: string
  readonly parentEpoch: string | null
  heads(): readonly StreamHead[]
  pending(stream: Stream, limit: number): PendingBatch | null
  acknowledge(stream: Stream, epoch: string, acked: number, durable: number): void
  unacknowledge(stream: Stream, epoch: string, seq: number): void
  oldestUnsent(): EpochMs | null
  /** epochs before the open one that still hold rows the cloud has acknowledged, newest first */
  pastEpochs(): readonly PastEpoch[]
  /** incarnation of the cloud they were last compared with */
  knownCloud(): string | null
  noteCloud(incarnation: string): void
  /** its money as the cloud has acknowledged it, to be compared with the books there */
  readonly moneyLog: ReturnType<typeof moneyLog>['moneyLog']
  /** called after every committed write of events; returns an unsubscribe function */
  onAppend(listener: () => void): () => void
}

/** Pictures on their way up, and what may go when the disk is full; fits sync/'s PictureSource. */
export interface LedgerPictures {
  /** the oldest picture the cloud does not have yet */
  nextPicture(): WaitingPicture | null
  picturesWaiting(): { readonly count: number; readonly bytes: number }
  /** it is not sent any more: the cloud has it, or refused it for good */
  pictureSettled(ref: string): void
  /** gives up at least `wanted` bytes where that is allowed; a run is bounded, because lanes wait for it */
  makeRoom(wanted: number): RoomMade
}

/** What comes down from the cloud; fits sync/'s SyncSink, and what main.ts does with it. */
export interface LedgerInbox {
  shapePosition(table: EdgeTable): { readonly handle: string; readonly offset: string } | null
  applyShape(table: EdgeTable, batch: ShapeBatch): void
  forgetShape(table: EdgeTable): void
  /** payments made on phones for quotes of this box that are not on its record yet, in order of arrival */
  unappliedRemotePayments(): readonly RemotePayment[]
  /** commands from the cloud that nobody has claimed yet */
  unappliedCommands(): readonly RemoteCommand[]
  /** call before acting, and act only on `act`: claimed for ever, across crashes; report with `command.applied` afterwards */
  markCommandApplied(commandId: string): CommandVerdict
  deadLetters(): readonly DeadLetter[]
  putAside(): PutAside
}

export interface RetentionRun {
  readonly now: EpochMs
  readonly policy?: Partial<RetentionPolicy>
  /** false: the cloud does not answer, or has not been compared with this box since it changed; then no row of the log goes */
  readonly cloudAnswers?: boolean
}

/** The box's memory. Every call is synchronous; every write but `acknowledge` is durable on return, or has changed nothing and throws LedgerError. */
export interface Ledger extends LaneLedger, LedgerOutbox, LedgerPictures, LedgerInbox, LedgerPeers {
  /** what happened, newest first, with plates: for screens on this box only */
  activity(limit: number): readonly Activity[]
  occupancy(): Occupancy
  /** payments settled from `from` up to, not including, `until` (epoch ms) */
  takings(from: EpochMs, until: EpochMs): readonly Takings[]
  /** the same of this box alone, without its siblings: what its own till can hold */
  tillTakings(from: EpochMs, until: EpochMs): readonly Takings[]
  openHelpCalls(): readonly OpenHelpCall[]
  /** the newest count of the till, or null */
  lastTillCount(): LastTillCount | null
  /** who may log in to the attendant's page */
  readonly people: People
  /** reasons each lane is held open, by lane; lanes never heard of are absent */
  holds(): ReadonlyMap<string, readonly string[]>
  /** latest wall time among the newest events, or null: a clock without a battery starts no earlier */
  lastWall(): EpochMs | null

  /** how characters written down at entries were read at exits of confirmed stays, all days together */
  misreads(): readonly CharacterPair[]
  /** what says how many of the cars at this box's exits may be on nobody's list */
  strangerSigns(): StrangerSigns

  rightsUpsert(grant: RightGrant): void
  rightsRevoke(rightId: string): void
  blocklist(): readonly BlockedPlate[]
  blocklistAdd(plate: string, reason: string): void
  /** false: it was not on the list */
  blocklistRemove(plate: string): boolean
  /** returns the validation's id */
  grantValidation(validation: {
    readonly sessionId: string
    readonly kind: 'minutes' | 'amount' | 'percent'
    readonly value: number
    readonly by: string
    readonly voucher?: { readonly bookId: string; readonly serial: number; readonly takesOffMinor: number }
  }): string

  /** `ok`, or what SQLite finds wrong in the whole file; reads all of it while the caller waits, as `verifyChain` does */
  quickCheck(): string
  /** reads the whole log while the caller waits: on a big one, ask `inspectLedger` in a process of its own */
  verifyChain(stream?: Stream): ChainReport
  /** what in the state tables the log does not account for, one sentence each; empty = they are the log, folded. Null: rows were pruned. */
  stateDifferences(): readonly string[] | null
  /** erases one plate text or picture; false: there was nothing (left) to erase */
  erase(target: { readonly plateRef: string } | { readonly imageRef: string }): boolean
  retention(run: RetentionRun): RetentionReport
  close(): void
}
