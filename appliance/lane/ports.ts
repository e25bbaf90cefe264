import type { Language } from '@gatehouse/domain/language.ts'
import type { Place } from '@gatehouse/domain/place.ts'
import type { PlateRead } from '@gatehouse/domain/plate.ts'
import type { AssignedRight, RightSpecification } from '@gatehouse/domain/right.ts'
import type { Session } from '@gatehouse/domain/session.ts'
import type { Debt } from '@gatehouse/domain/tariff/debt.ts'
import type { Quote } from '@gatehouse/domain/tariff/quote.ts'
import type { RateTable, VehicleClass } from '@gatehouse/domain/tariff/rate-table.ts'
import type { EarlierStay } from '@gatehouse/domain/tariff/stay-pricer.ts'
import type { ClockQuality, EpochMs } from '@gatehouse/domain/time.ts'
import type { VoucherRecords } from '@gatehouse/domain/voucher.ts'
import type { DomainEvent, PlateRecord } from '@gatehouse/domain/wire/event.ts'
import type { CommandReply, KioskCommand, LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import type { LaneTimings } from './timings.ts'

/**
 * Everything a lane needs from outside, as promises it owns. Each port has one contract suite
 * (`appliance/<room>/<port>.contract.ts`) that every adapter passes.
 */

// ── time and identity ────────────────────────────────────────────────────────────────────────────────────────────────
export interface Clock {
  wall(): EpochMs
  /** milliseconds since this boot; never jumps */
  mono(): number
  quality(): ClockQuality
  /** calls back once after `ms` of this clock; returns a cancel function */
  after(ms: number, fn: () => void): () => void
}
/** A fresh UUIDv7 (time-ordered). */
export type NewId = () => string

// ── camera → recognition ─────────────────────────────────────────────────────────────────────────────────────────────
export interface Frame {
  /** JPEG bytes as the camera gave them */
  readonly jpeg: Uint8Array
  readonly capturedAt: EpochMs
  readonly cameraId: string
}

/** Latest-wins: `next()` resolves with the newest frame not yet handed out, or null once stopped. Never queues. */
export interface FrameSource {
  readonly id: string
  start(): Promise<void>
  next(signal: AbortSignal): Promise<Frame | null>
  health(): CameraHealth
  stop(): Promise<void>
}
export type CameraHealth =
  | { readonly state: 'ok'; readonly fps: number }
  | { readonly state: 'stalled' | 'frozen' | 'failed'; readonly since: EpochMs; readonly detail: string }

/** Corners in shares of a picture's width and height, 0..1, from its top left. */
export type Polygon = readonly (readonly [x: number, y: number])[]

/** Where in a camera's pictures cars are looked for: inside the region (the whole picture without one), outside every mask. */
export interface CameraView {
  readonly region?: Polygon | undefined
  readonly masks: readonly Polygon[]
}

/** Reads every plate in one image, or in the part of it that is viewed, best first; an unreadable image rejects with an Error whose message a person understands. */
export interface PlateReader {
  read(jpeg: Uint8Array, view?: CameraView): Promise<readonly PlateRead[]>
  close(): Promise<void>
}

/** A burst of frames of one presentation, fused: the best read, and the frame it was best seen in. */
export interface Sighting {
  readonly read: PlateRead | null
  readonly jpeg: Uint8Array | null
  readonly frames: number
  readonly capturedAt: EpochMs
}
/** Collects and fuses a burst for one presentation. */
export interface Spotter {
  spot(laneId: string, options: SpotOptions): Promise<Sighting>
}
export interface SpotOptions {
  readonly signal: AbortSignal
  /** is told about each frame, for the live picture */
  readonly onFrame?: (frame: Frame, reads: readonly PlateRead[]) => void
  /**
   * The session a read would be charged as without asking, null where there is none: few vehicles are inside, so a plate that no
   * frame shows clearly may be clear all the same, and its driver need not wait for a better frame.
   */
  readonly settles?: (read: PlateRead) => string | null
}

/**
 * Which session inside a read belongs to. `one`: a clear winner with its posterior (0..1) among all cars inside and "none of
 * these": few plates are inside, so even a poor read is often clear; `several`: near ones for the photo choice, best first;
 * `none`: nothing near. A session whose plate was never read is listed with an empty one: it may be the car just as well.
 */
export type ExitMatch =
  | { readonly kind: 'one'; readonly sessionId: string; readonly posterior: number }
  | { readonly kind: 'several'; readonly sessionIds: readonly string[] }
  | { readonly kind: 'none' }
export type ExitMatcher = (read: PlateRead, inside: readonly { readonly sessionId: string; readonly plate: string }[]) => ExitMatch

// ── barrier ──────────────────────────────────────────────────────────────────────────────────────────────────────────
export interface OpenCommand {
  readonly commandId: string
  readonly laneId: string
  readonly issuedAt: EpochMs
  /** a command older than this is refused, never acted on (3 s by default) */
  readonly expiresAt: EpochMs
}
export type OpenResult =
  | { readonly result: 'opened' }
  | { readonly result: 'refused' | 'expired' | 'fault'; readonly reason: string; readonly retry: boolean }

export type ArmState = 'unknown' | 'closed' | 'opening' | 'open' | 'closing' | 'fault'

/** Moves one lane's arm. `open` is idempotent by commandId: a repeated id never pulses twice. There is no remote close. */
export interface Barrier {
  open(command: OpenCommand): Promise<OpenResult>
  arm(): ArmState
  /** arm changes and loop edges, in order; returns an unsubscribe function */
  subscribe(listener: (signal: BarrierSignal) => void): () => void
  /** inputs as they are now, for start-up */
  inputs(): { readonly armingLoop: boolean; readonly closingLoop: boolean }
  stop(): Promise<void>
}
export type BarrierSignal =
  | { readonly kind: 'armingLoop'; readonly occupied: boolean }
  | { readonly kind: 'closingLoop'; readonly occupied: boolean }
  | { readonly kind: 'arm'; readonly state: ArmState; readonly reason?: string }

// ── payment at the lane ──────────────────────────────────────────────────────────────────────────────────────────────
export interface PaymentTerminal {
  ready(): boolean
  /** idempotent by quote id; `declined` may be tried again, `unknown` must be looked up before asking again */
  charge(
    quote: { readonly quoteId: string; readonly amountMinor: number; readonly currency: string },
    signal: AbortSignal,
  ): Promise<
    | { readonly result: 'approved'; readonly ref: string }
    | { readonly result: 'declined' | 'cancelled' | 'unknown'; readonly reason: string }
  >
  /**
   * What became of an earlier `charge`, without asking anybody for a card: `none` = never charged or finally refused.
   * A terminal without it leaves an `unknown` outcome unknown: the lane then never asks that driver again.
   */
  readonly lookUp?: (
    quoteId: string,
    signal: AbortSignal,
  ) => Promise<{ readonly result: 'approved'; readonly ref: string } | { readonly result: 'none' | 'unknown'; readonly reason: string }>
}

// ── ledger ───────────────────────────────────────────────────────────────────────────────────────────────────────────
/** Plate texts and pictures that travel beside the events of one `record` call. */
export interface PersonalRecords {
  readonly plates?: readonly PlateRecord[]
  readonly images?: readonly { readonly ref: string; readonly jpeg: Uint8Array; readonly takenAt: EpochMs }[]
  /** what the driver of a plate reads; kept on this box alone, under the plate's keyed hash */
  readonly languages?: readonly { readonly plate: string; readonly language: Language }[]
}

/** A quote as it was recorded: the nonce is in its QR and gives the ticket tag. */
export interface IssuedQuote extends Quote {
  readonly nonce: string
}

/** A session as the lane and the kiosk search see it. */
export interface SessionInside {
  readonly session: Session
  readonly plate: PlateRecord | null
  /** the newest unsettled quote that is still locked, if any */
  readonly quote: IssuedQuote | null
  /** paid so far towards this session, minor units, duplicates excluded */
  readonly paidMinor: number
  /** the payment counted in `paidMinor` that settled last, or null: the exit grace runs from it */
  readonly lastPayment: { readonly quoteId: string; readonly amountMinor: number; readonly settledAt: EpochMs } | null
}

/** What the lane asks and writes. Synchronous on purpose: a decision is on disk before the next line of code runs. */
export interface LaneLedger extends VoucherRecords {
  /** All events, state tables and log rows in ONE SQL transaction, durable on return (synchronous=FULL). Throws and changes nothing on failure. */
  record(events: readonly DomainEvent[], personal?: PersonalRecords): void
  sessionsInside(): readonly SessionInside[]
  sessionInside(sessionId: string): SessionInside | null
  /** the same for a session that may have left: what was paid for it decides whether a late payment is owed back */
  session(sessionId: string): SessionInside | null
  /** permits whose plate list contains this normalised text, valid at `at` */
  rightsFor(
    plate: string,
    at: EpochMs,
  ): readonly {
    readonly right: AssignedRight
    readonly specification: RightSpecification
    readonly inside: number
    readonly insideGroup: number
  }[]
  isBlocked(plate: string): boolean
  /** the version in force for an entry at `at`, as this box knows it */
  rateTableAt(at: EpochMs): RateTable
  rateTable(id: string, version: number): RateTable | null
  /** versions that came into force after `after` and by `until`, in order, as this box knows them */
  ratesSince(after: EpochMs, until: EpochMs): readonly RateTable[]
  /** earlier stays of the vehicle of this session that were charged, in order */
  earlierStays(sessionId: string): readonly EarlierStay[]
  /** what the vehicle of this session owes from earlier stays; `confidence`: how sure a read must be to be billed (0..1) */
  debtsOf(sessionId: string, confidence: number): readonly Debt[]
  validationsOf(
    sessionId: string,
  ): readonly { readonly id: string; readonly kind: 'minutes' | 'amount' | 'percent'; readonly value: number }[]
  /** some merchant may give discount codes here */
  takesVouchers(): boolean
  /** `settled`: a payment that is not a duplicate is on record for it; sessions that have left keep their quotes */
  quote(quoteId: string): (IssuedQuote & { readonly settled: boolean }) | null
  /** every quote this box issued for a session, oldest first, with the wrong codes typed at it; a sibling's quotes are redeemed there */
  quotesOf(sessionId: string): readonly (IssuedQuote & { readonly settled: boolean; readonly wrongCodes: number })[]
  /** quotes issued at a lane since `since` that no payment is on record for, oldest first */
  unsettledQuotesAt(laneId: string, since: EpochMs): readonly { readonly id: string; readonly sessionId: string }[]
  /** wrong codes at a lane since `since`, whoever typed them */
  wrongCodesAt(laneId: string, since: EpochMs): number
  /** a payment already on record, so the same one told twice is recorded once */
  payment(paymentId: string): { readonly quoteId: string; readonly amountMinor: number; readonly duplicate: boolean } | null
  /** a barrier command with this id is already on record: it is never acted on again, not even after a restart */
  commandSeen(commandId: string): boolean
  /** the unfinished presentation of a lane after a restart, with everything recorded about it */
  openPresentation(laneId: string): OpenPresentation | null
  image(ref: string): Uint8Array | null
  /** the language the driver of this normalised plate chose last, or null */
  languageOf(plate: string): Language | null
  /** what outlives a restart on the lane's record: holds still set, and a call for help nobody has answered */
  standing(laneId: string): { readonly holds: readonly string[]; readonly helpId: string | null }
}

/** What the ledger knows about a presentation that has neither passed nor backed out. */
export interface OpenPresentation {
  readonly presentationId: string
  readonly laneId: string
  readonly direction: 'entry' | 'exit'
  readonly openedAt: EpochMs
  readonly observation: {
    readonly id: string
    readonly plateRef: string | null
    readonly imageRef: string | null
    readonly confidence: number
    readonly frames: number
    readonly country: string | null
  } | null
  readonly plate: PlateRecord | null
  readonly decision: {
    readonly id: string
    readonly result: 'granted' | 'denied'
    readonly basis: string
    readonly sessionId: string | null
  } | null
  readonly command: { readonly commandId: string; readonly at: EpochMs; readonly expiresAt: EpochMs; readonly result: string | null } | null
  /** the newest quote issued at this lane since the presentation opened */
  readonly quote: (IssuedQuote & { readonly settled: boolean }) | null
  /** the session still inside that began at this very presentation: at an exit, one made of the driver's word */
  readonly begun: string | null
}

// ── what the lane offers to its own screens and to people ────────────────────────────────────────────────────────────
/** A running lane as http/, mqtt and the CLI see it. */
export interface LaneConsole {
  readonly laneId: string
  view(): LaneView
  /** called with every new view; returns an unsubscribe function */
  subscribe(listener: (view: LaneView) => void): () => void
  /** a picture the view names that is on no record yet: the live frame of the vehicle being read (`live-…`) */
  readonly picture?: (ref: string) => Uint8Array | null
  command(command: KioskCommand): Promise<CommandReply>
  /** a person opens: recorded with reason and name before the arm moves */
  attendantOpen(request: {
    readonly by: string
    readonly reason: string
    readonly source: 'attendant' | 'cloud'
    readonly commandId?: string
    /** at an exit: let out now, and what is on the screen stays owed by the vehicle */
    readonly owes?: boolean
  }): Promise<CommandReply>
  /** a person has dealt with the driver's call without opening */
  answerHelp(request: { readonly by: string; readonly reason: string | null }): Promise<CommandReply>
  hold(reason: string, held: boolean): CommandReply
  /** a payment that settled elsewhere (phone, cloud, an attendant's hand); unknown or already settled quotes are recorded, never lost */
  paymentSettled(payment: {
    /** `remote` when absent */
    readonly method?: 'remote' | 'cash'
    readonly paymentId: string
    readonly quoteId: string
    readonly amountMinor: number
    readonly currency: string
    readonly provider: string
    readonly providerRef: string | null
    readonly settledAt: EpochMs
  }): void
}

/** Fixed facts a lane is built with. */
export interface LaneSettings {
  readonly place: Place
  /** this box, and the boot its monotonic clock counts from */
  readonly device: string
  readonly bootId: string
  readonly laneId: string
  readonly direction: 'entry' | 'exit'
  /** a screen without a lane, where a driver pays before the exit (`direction` is the exit's); absent: a lane */
  readonly payPoint?: boolean
  /** an entry for one kind of vehicle only, such as a lane for trucks; absent: cars */
  readonly vehicleClass?: VehicleClass
  /** read confidence needed to open an entry without doubt, and to bind an exit to a session and its bill (0..1) */
  readonly openThreshold: number
  readonly chargeThreshold: number
  /** price lock of a quote */
  readonly quoteLockMs: number
  /** builds the text of the QR for a quote; null when this box has no cloud to pay at */
  readonly payUrl: (quote: Quote & { readonly nonce: string }) => string | null
  /** the text of the QR that opens the receipt of a paid quote; absent where there is no cloud to show one */
  readonly receiptUrl?: (quote: IssuedQuote) => string | null
  readonly online: () => boolean
  /**
   * Whether nine well-typed digits are the exit code of this quote, paid in full; absent where no phone can pay. Judged by
   * this box's own keys, the previous one included for a while.
   */
  readonly isExitCode?: (typed: string, quote: IssuedQuote) => boolean
  /** largest fee let out at once while a card payment's outcome is unknown, minor units; absent = 0: only `releaseAfterMs` lets it out */
  readonly riskCapMinor?: number
  /** a difference smaller than this is not asked for after a payment (a provider's minimum); absent = 50 */
  readonly waiveTopUpBelowMinor?: number
  /** how far back a driver whose car cannot be found may say they came in; absent or 0: not at all */
  readonly honestyMs?: number
  /** overrides of the lane's timings; a car with no way to pay is let out after `releaseAfterMs` */
  readonly timings?: Partial<LaneTimings>
}
