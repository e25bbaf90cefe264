import type { Debt } from '@gatehouse/domain/tariff/debt.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { VoucherRecords } from '@gatehouse/domain/voucher.ts'
import type { DomainEvent, PlateRecord } from '@gatehouse/domain/wire/event.ts'
import type { SessionInside } from '../lane/ports.ts'

/** Somebody who may log in. `hash` is what {@link hashPin} made. */
export interface Person {
  readonly name: string
  readonly hash: string
}

/** Wrong tries in a row under one name, and when the next one is allowed. */
export interface Tries {
  readonly count: number
  readonly notBefore: EpochMs
}

/** Who may log in; survives restarts. Names are compared as written, without regard to case. */
export interface People {
  all(): readonly Person[]
  /** a new person, or a new PIN for a known one */
  put(person: Person): void
  /** false: nobody has that name */
  remove(name: string): boolean
  tries(name: string): Tries
  setTries(name: string, tries: Tries): void
}

export interface Activity {
  readonly at: EpochMs
  readonly kind: string
  readonly laneId: string | null
  readonly plate: string | null
  readonly amountMinor: number | null
  readonly currency: string | null
  readonly detail: string | null
}

export interface Takings {
  readonly currency: string
  readonly method: string
  readonly count: number
  readonly amountMinor: number
}

/** One count of the till. `countedMinor` is the cash in hand, null where none was taken. */
export interface TillCount {
  readonly by: string
  readonly at: EpochMs
  readonly from: EpochMs
  readonly cashMinor: number
  readonly countedMinor: number | null
}

/** What the page asks of the box's records. The ledger fits it structurally. */
export interface AttendantBooks extends VoucherRecords {
  sessionsInside(): readonly SessionInside[]
  /** null: it is not inside, or no longer */
  sessionInside(sessionId: string): SessionInside | null
  /** what the vehicle of this session owes from earlier stays */
  debtsOf(sessionId: string, confidence: number): readonly Debt[]
  image(ref: string): Uint8Array | null
  activity(limit: number): readonly Activity[]
  occupancy(): { readonly inside: number }
  openHelpCalls(): readonly { readonly helpId: string; readonly laneId: string; readonly at: EpochMs }[]
  /** payments this box itself took from `from` up to, not including, `until` */
  tillTakings(from: EpochMs, until: EpochMs): readonly Takings[]
  lastTillCount(): TillCount | null
  grantValidation(validation: {
    readonly sessionId: string
    readonly kind: 'minutes' | 'amount' | 'percent'
    readonly value: number
    readonly by: string
    readonly voucher?: { readonly bookId: string; readonly serial: number; readonly takesOffMinor: number }
  }): string
  record(events: readonly DomainEvent[], personal?: { readonly plates?: readonly PlateRecord[] }): void
}

/** What a camera saw last. */
export interface LivePicture {
  readonly jpeg: Uint8Array
  readonly capturedAt: EpochMs
}

/** How the box and its cloud stand, in words. `good`: all is well; `odd`: it mends itself; `bad`: a person is needed. */
export interface Connection {
  readonly headline: Sentence
  readonly notes: readonly Sentence[]
  readonly facts: readonly { readonly name: string; readonly value: string }[]
  readonly streams: readonly { readonly name: string; readonly waits: number; readonly state: string; readonly mood: Sentence['mood'] }[]
  readonly peers: readonly {
    readonly name: string
    readonly link: string
    readonly seen: string
    readonly behind: string
    readonly cloud: string
    readonly countersigned: string
  }[]
}

export interface Sentence {
  readonly mood: 'good' | 'plain' | 'odd' | 'bad'
  readonly text: string
}
