import type { AssignedRight, RightSpecification } from './right.ts'

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

/** What the lane knows of the read when it decides; a `PlateRead` fits. */
export interface SeenPlate {
  readonly text: string
  /** probability that the whole text is right, 0..1 */
  readonly confidence: number
  /** how many frames agree on it */
  readonly frames: number
}

/** A permit of this plate, as `LaneLedger.rightsFor` returns it: valid now, with how many of its vehicles are inside. */
export interface HeldRight {
  readonly right: AssignedRight
  readonly specification: RightSpecification
  readonly inside: number
  /** vehicles inside of all rights of its product; counts where the product has a limit */
  readonly insideGroup?: number
  /** false: its times do not hold now */
  readonly holdsNow?: boolean
}

export interface EntryFacts {
  readonly read: SeenPlate | null
  readonly openThreshold: number
  readonly chargeThreshold: number
  readonly rights: readonly HeldRight[]
  /** the exact text is on the blocklist */
  readonly blocked: boolean
  /** a session inside has this very plate */
  readonly alreadyInside: boolean
  /** null when nobody counts */
  readonly spacesLeft: number | null
  /** false when nothing stands on the arming loop; true when left out */
  readonly vehicleOnLoop?: boolean
}

export interface EntryVerdict {
  readonly result: DecisionResult
  readonly basis: DecisionBasis
  /** a sentence for people and the record, or null */
  readonly reason: string | null
  /** the right this session uses, null for a visitor */
  readonly rightId: string | null
  /** the session inside with the same plate missed its exit: close it as suspect at 0 (D6) */
  readonly closePrevious: boolean
  /** told to the driver: the permit's vehicles are all inside, so this one pays the visitor's rate (D5) */
  readonly poolFull: boolean
}

/** Whether a vehicle at an entry may come in, and on what basis (D1–D9 of SPEC.md). */
export function decideEntry(facts: EntryFacts): EntryVerdict {
  const { read } = facts
  if (facts.vehicleOnLoop === false) return denied('unreadable', 'no vehicle on the arming loop')
  if (read === null) return photoTicket(facts, 'no plate could be read')
  const sure = read.confidence >= facts.chargeThreshold
  if (facts.blocked && sure && read.frames >= 2) return denied('blocked', 'on the blocklist')
  if (read.confidence < facts.openThreshold) return photoTicket(facts, 'the plate was not read clearly')
  const free = facts.rights.filter(parksFree)
  const permits = free.filter(({ holdsNow }) => holdsNow !== false)
  const permit = permits.find(hasRoom)
  if (permits.length > 0 && facts.alreadyInside && sure) return denied('alreadyInside', 'the vehicle of this permit is already inside')
  if (permit !== undefined) return { ...granted('permit', null), rightId: permit.right.id }
  if (isFull(facts)) return denied('full', 'no space left')
  const known = facts.rights.find((held) => !parksFree(held))
  return {
    ...granted('visitor', whyVisitor(free, permits)),
    rightId: known?.right.id ?? null,
    closePrevious: facts.alreadyInside && sure,
    poolFull: permits.length > 0,
  }
}

function whyVisitor(free: readonly HeldRight[], holding: readonly HeldRight[]): string | null {
  if (holding.length > 0) return 'the permit’s spaces are in use: visitor rate'
  return free.length > 0 ? 'the permit does not hold at this time: visitor rate' : null
}

function parksFree({ specification }: HeldRight): boolean {
  return specification.charging === 'free'
}

function hasRoom({ inside, insideGroup = 0, specification }: HeldRight): boolean {
  const { poolSize, groupSize } = specification
  return inside < poolSize && (groupSize === undefined || insideGroup < groupSize)
}

function isFull({ spacesLeft }: EntryFacts): boolean {
  return spacesLeft !== null && spacesLeft <= 0
}

function photoTicket(facts: EntryFacts, reason: string): EntryVerdict {
  return isFull(facts) ? denied('full', 'no space left') : granted('unreadable', reason)
}

function granted(basis: DecisionBasis, reason: string | null): EntryVerdict {
  return { result: 'granted', basis, reason, rightId: null, closePrevious: false, poolFull: false }
}

function denied(basis: DecisionBasis, reason: string): EntryVerdict {
  return { ...granted(basis, reason), result: 'denied' }
}

export interface ExitFacts {
  /** which session inside this vehicle is: by its read, with its posterior among all cars inside and "none of these" (0..1), or chosen by the driver or a person */
  readonly identified:
    | { readonly by: 'read'; readonly sessionId: string; readonly posterior: number }
    | { readonly by: 'driver' | 'attendant'; readonly sessionId: string }
    | null
  /** sessions near enough to show as photos */
  readonly nearby: number
  readonly chargeThreshold: number
  /** the session has a right that parks free and is still valid */
  readonly permit: boolean
  /** still to pay by the locked quote, after everything already paid */
  readonly amountMinor: number
  readonly paidMinor: number
}

export type ExitVerdict =
  | { readonly result: 'granted'; readonly basis: 'permit' | 'free' | 'paid'; readonly reason: null; readonly sessionId: string }
  /** the session is known: ask for `amountMinor`, then decide again */
  | { readonly result: 'payFirst'; readonly basis: null; readonly reason: null; readonly sessionId: string }
  /** not sure enough to bind a bill: show the photos and let the driver choose */
  | { readonly result: 'askDriver'; readonly basis: null; readonly reason: string; readonly sessionId: null }
  | { readonly result: 'denied'; readonly basis: 'notFound'; readonly reason: string; readonly sessionId: null }

/** Whether a vehicle at an exit may leave now, must pay or be identified first (D10–D16 of SPEC.md). */
export function decideExit(facts: ExitFacts): ExitVerdict {
  const { identified, chargeThreshold } = facts
  if (identified === null) {
    if (facts.nearby > 0)
      return { result: 'askDriver', basis: null, reason: 'several vehicles inside are near this plate', sessionId: null }
    return { result: 'denied', basis: 'notFound', reason: 'no session inside fits this vehicle', sessionId: null }
  }
  if (identified.by === 'read' && identified.posterior < chargeThreshold) {
    return { result: 'askDriver', basis: null, reason: 'the plate was not read surely enough to charge', sessionId: null }
  }
  const { sessionId } = identified
  if (facts.permit) return { result: 'granted', basis: 'permit', reason: null, sessionId }
  if (facts.amountMinor > 0) return { result: 'payFirst', basis: null, reason: null, sessionId }
  return { result: 'granted', basis: facts.paidMinor > 0 ? 'paid' : 'free', reason: null, sessionId }
}
