import type { DecisionBasis } from '@gatehouse/domain/decision.ts'
import type { Language } from '@gatehouse/domain/language.ts'
import type { SessionOutcome } from '@gatehouse/domain/session.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { CodeProblem } from '@gatehouse/domain/wire/kiosk.ts'
import type { Floor } from './floor.ts'
import type { IssuedQuote } from './ports.ts'
import type { SettledFact } from './settled-fact.ts'

/**
 * The states of a lane: literals with their data, plain values that survive JSON. `…Mono` fields are of the clock that
 * never jumps and mean nothing after a restart; recover.ts makes new ones.
 */
export interface States {
  readonly idle: Idle
  readonly reading: Reading
  readonly denied: Denied
  readonly choosing: Choosing
  readonly searching: Searching
  readonly stating: Stating
  readonly owing: Owing
  readonly coding: Coding
  readonly charging: Charging
  readonly pending: Pending
  readonly opening: Opening
  readonly open: Open
  readonly passing: Passing
  readonly settled: Settled
  readonly faulted: Faulted
}
export type StateKind = keyof States
export type LaneState = States[StateKind]

/** A lane at one instant: what its conversation is at, and what is true of it whatever the conversation. */
export interface Lane<K extends StateKind = StateKind> {
  readonly state: States[K]
  readonly floor: Floor
}

/** What the camera made of the vehicle; `text` is the evidence, never a proof of identity. */
export interface Seen {
  readonly observationId: string
  readonly plateRef: string | null
  readonly imageRef: string | null
  readonly text: string | null
  readonly country: string | null
  readonly confidence: number
  /** 0..1 per character of `text` */
  readonly certainty: readonly number[]
  /** how many frames agree on the text */
  readonly agreeing: number
}

/** One vehicle on the arming loop, from its first contact to its passage or back-out. */
export interface Presentation {
  readonly id: string
  readonly openedAt: EpochMs
  readonly seen: Seen | null
  /** sessions the driver said are not theirs */
  readonly rejected: readonly string[]
  /** the last of them that was on the screen with its fee; `very`: its very plate was read here surely */
  readonly declined?: { readonly sessionId: string; readonly very: boolean }
  /** the driver has looked for their car by its plate */
  readonly searched?: boolean
  /** the session made of the driver's word for when they came in */
  readonly stated?: string
  /** chosen by the driver at this visit, or an earlier one */
  readonly language?: Language
  /** at this visit */
  readonly choseLanguage?: true
}

/** A session inside, as far as a screen may show it. */
export interface Car {
  readonly sessionId: string
  readonly plate: { readonly text: string; readonly country: string | null } | null
  readonly imageRef: string | null
  readonly enteredAt: EpochMs
}

/** A session and the quote that its driver is asked to pay. */
export interface Bill {
  readonly car: Car
  readonly quote: IssuedQuote
}

/** What the passage will put on record. */
export type Claim =
  | {
      readonly side: 'entry'
      readonly sessionId: string
      readonly rightId: string | null
      /** a session inside with this very plate: it missed its exit and is closed as suspect when this vehicle passes */
      readonly previous: string | null
    }
  | { readonly side: 'exit'; readonly car: Car | null; readonly outcome: SessionOutcome }

/** Why the arm may be open: a decision that is on record. */
export interface Grant {
  readonly basis: DecisionBasis
  readonly claim: Claim
  readonly amountMinor: number
  readonly reason: string | null
  /** what was paid: its receipt is offered */
  readonly paidQuote?: IssuedQuote
}

export interface Command {
  readonly commandId: string
  readonly issuedAt: EpochMs
  readonly expiresAt: EpochMs
}

/** Nobody on the loops. */
export interface Idle {
  readonly kind: 'idle'
}
/** The camera is collecting frames of the vehicle on the arming loop. */
export interface Reading {
  readonly kind: 'reading'
  readonly presentation: Presentation
  /** after a restart: what had been decided about this presentation; evidence decides again, nothing opens from history */
  readonly earlier: { readonly grant: Grant | null; readonly sessionId: string | null } | null
}
/** An entry refused. */
export interface Denied {
  readonly kind: 'denied'
  readonly presentation: Presentation
  readonly basis: 'full' | 'blocked' | 'alreadyInside'
}
/** An exit that could not be bound to a session: photos to choose from, or none. */
export interface Choosing {
  readonly kind: 'choosing'
  readonly presentation: Presentation
  readonly cars: readonly Car[]
  readonly sinceMono: number
}
export interface Searching {
  readonly kind: 'searching'
  readonly presentation: Presentation
  /** the photos to go back to */
  readonly cars: readonly Car[]
  readonly query: string
  readonly results: readonly Car[]
  readonly nextKeys: string
  readonly tooMany: boolean
  readonly sinceMono: number
  /** set while the screen warns that it will start over */
  readonly resetsAt: EpochMs | null
}
/** The driver says when they came in: no session could be found. */
export interface Stating {
  readonly kind: 'stating'
  readonly presentation: Presentation
  /** the photos to go back to */
  readonly cars: readonly Car[]
  readonly sinceMono: number
  readonly resetsAt: EpochMs | null
}
/** The fee is shown. `helplessMono`: since when no way to pay has worked, null while one does. */
export interface Owing {
  readonly kind: 'owing'
  readonly presentation: Presentation
  readonly bill: Bill
  readonly failed: { readonly retry: boolean } | null
  /** the driver asked how to pay in another place */
  readonly elsewhere?: boolean
  readonly helplessMono: number | null
  /** set while the screen of a pay point warns that it will start over */
  readonly resetsAt?: EpochMs
}
/** The driver types the exit code of a phone that has paid. `sinceMono`: the last time they did anything. */
export interface Coding {
  readonly kind: 'coding'
  readonly presentation: Presentation
  readonly bill: Bill
  readonly problem: CodeProblem | null
  readonly sinceMono: number
  /** set while the screen warns that it will go back to the price */
  readonly resetsAt: EpochMs | null
}
/** The card terminal asks for a card. */
export interface Charging {
  readonly kind: 'charging'
  readonly presentation: Presentation
  readonly bill: Bill
}
/**
 * A charge whose outcome must be found out before anybody is asked to pay again. `asked`: this lane asked for the card, so
 * only an answer ends it; otherwise it is a precaution after a restart and three fruitless look-ups end it.
 */
export interface Pending {
  readonly kind: 'pending'
  readonly presentation: Presentation
  readonly bill: Bill
  readonly asked: boolean
  readonly lookUps: number
  readonly sinceMono: number
}
/** Decided, on record, and the barrier is being asked. `problem`: its last answer was not "opened". */
export interface Opening {
  readonly kind: 'opening'
  readonly presentation: Presentation | null
  readonly grant: Grant
  readonly command: Command
  readonly problem: { readonly result: 'refused' | 'expired' | 'fault'; readonly retry: boolean } | null
  /** times the same command was sent; it pulses once however often */
  readonly asks: number
  readonly sinceMono: number
  /** new commands are tried until then */
  readonly retryUntilMono: number
  /** times the arm came down before the vehicle had passed, and was opened again */
  readonly reopened: number
}
/** The arm is up and the vehicle has not moved yet. */
export interface Open {
  readonly kind: 'open'
  readonly presentation: Presentation | null
  readonly grant: Grant
  readonly commandId: string | null
  readonly reopened: number
}
/** A vehicle on the closing loop. `grant: null`: nobody authorised it. */
export interface Passing {
  readonly kind: 'passing'
  readonly presentation: Presentation | null
  readonly grant: Grant | null
  readonly how: 'granted' | 'tailgate' | 'freeFlow'
  /** what an unauthorised passage will put on record */
  readonly claim: Claim | null
  /** the arming loop has been free since the closing loop was taken: the vehicle is through, not half way */
  readonly clear: boolean
  readonly reopened: number
}
/** At a pay point: nothing is owed, and the driver may go to their car. */
export interface Settled {
  readonly kind: 'settled'
  readonly presentation: Presentation
  readonly car: Car
  readonly basis: 'paid' | 'free' | 'permit'
  /** paid for this stay so far */
  readonly amountMinor: number
  /** the exit asks for no more until then; null: no end in sight */
  readonly leaveBy: EpochMs | null
  /** what was paid: its receipt is offered */
  readonly paidQuote: IssuedQuote | null
}
/** A write was refused: nothing is acted on until one succeeds. `kept`: money told to us meanwhile. */
export interface Faulted {
  readonly kind: 'faulted'
  readonly code: 'ledger'
  readonly kept: readonly SettledFact[]
  /** the arming loop has been free since: the vehicle there now is not the one of before */
  readonly clear: boolean
  /** what the loops told of the vehicle that was here, to be written when it can be */
  readonly gone: 'passed' | 'left' | null
}

export const idle: Idle = { kind: 'idle' }

/** The vehicle this state is about, or null. */
export function presentationOf(state: LaneState): Presentation | null {
  return 'presentation' in state ? state.presentation : null
}
