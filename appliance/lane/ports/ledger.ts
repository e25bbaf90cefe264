import type { Language } from '@gatehouse/domain/language.ts'
import type { AssignedRight, RightSpecification } from '@gatehouse/domain/right.ts'
import type { Session } from '@gatehouse/domain/session.ts'
import type { Debt } from '@gatehouse/domain/tariff/debt.ts'
import type { Quote } from '@gatehouse/domain/tariff/quote.ts'
import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import type { EarlierStay } from '@gatehouse/domain/tariff/stay-pricer.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { VoucherRecords } from '@gatehouse/domain/voucher.ts'
import type { DomainEvent, PlateRecord } from '@gatehouse/domain/wire/event.ts'

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
