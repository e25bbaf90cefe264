/** Why the barrier moved, or did not. */
export type DecisionBasis =
  | 'visitor' // entry of an ordinary vehicle
  | 'unreadable' // entry without a plate: photo ticket
  | 'permit' // an assigned right that parks free
  | 'free' // the fee is zero (grace, validation, free period)
  | 'paid' // the quote was settled
  | 'attendant' // a person opened, with a reason
  | 'full' // denied: no space left
  | 'blocked' // denied: blocklist, exact consensus
  | 'alreadyInside' // anti-passback: soft challenge
  | 'notFound' // exit: no session for this vehicle
  | 'released' // let out unpaid because nothing worked: the fee stays owed, with the photo on record
  | 'freeFlow' // a passage without a command: arm open, forced or broken

export type DecisionResult = 'granted' | 'denied'

export interface Decision {
  readonly id: string
  readonly laneId: string
  readonly presentationId: string | null
  readonly direction: 'entry' | 'exit'
  readonly result: DecisionResult
  readonly basis: DecisionBasis
  readonly sessionId: string | null
  /** free text for people: the attendant's reason, or what was seen */
  readonly reason: string | null
}
