import type { SessionOutcome } from '@gatehouse/domain/session.ts'
import { HOUR_MS } from '@gatehouse/domain/time.ts'
import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { inDoubt } from './charge-check.ts'
import type { LaneContext } from './context.ts'
import { startTimer } from './effects.ts'
import { claimByPerson } from './entry-decision.ts'
import { carOf } from './exit-match.ts'
import { anomalyNoted, holdChanged } from './facts.ts'
import type { Floor } from './floor.ts'
import { andThen, go, type Outcome } from './outcome.ts'
import { completePassage } from './passage.ts'
import type { OpenPresentation } from './ports.ts'
import { backOut, openPresentation, spotting } from './presentation.ts'
import { type Claim, type Faulted, type Grant, idle, type Passing, type Presentation, type Seen } from './states.ts'

/**
 * The lane as it is after a restart, from the ledger's open presentation and the loops as they are now. Nothing opens because
 * of history: a vehicle still on the arming loop is looked at again and decided again; one on the closing loop is let finish;
 * one that is gone has passed if it had been let through, and backed out if it had not. `gone`: what this process saw of it
 * while nothing could be written.
 */
export function recoverLane(floor: Floor, open: OpenPresentation | null, gone: Faulted['gone'], ctx: LaneContext): Outcome {
  if (!open) return nextVehicle(floor, ctx)
  const presentation = presentationFrom(open)
  const grant = grantFrom(open, presentation, ctx)
  const doubtful = stillInDoubt(floor, open, ctx)
  if (gone === 'passed') return finishPassage(doubtful, passing(presentation, grant, floor, ctx), ctx)
  if (gone === 'left') return leave(doubtful, presentation, ctx)
  if (floor.closingLoop)
    return go(floor, passing(presentation, grant, floor, ctx), { effects: [startTimer('passage', ctx.timings.passageMs)] })
  if (floor.armingLoop) {
    const earlier = { grant, sessionId: open.decision?.sessionId ?? open.quote?.sessionId ?? null }
    return go(floor, { kind: 'reading', presentation, earlier }, { effects: spotting(ctx, presentation.id) })
  }
  return grant && !neverOpened(open) ? assumePassage(doubtful, presentation, grant, ctx) : leave(doubtful, presentation, ctx)
}

const nextVehicle = (floor: Floor, ctx: LaneContext): Outcome => (floor.armingLoop ? openPresentation(floor, ctx) : go(floor, idle))

function leave(floor: Floor, presentation: Presentation, ctx: LaneContext): Outcome {
  const left = backOut({ floor, state: { kind: 'reading', presentation, earlier: null } }, ctx)
  return andThen(left, (next) => nextVehicle(next.floor, ctx))
}

const finishPassage = (floor: Floor, state: Passing, ctx: LaneContext): Outcome =>
  completePassage({ floor, state: { ...state, clear: true } }, ctx)

/** The car is gone, and its quote may have been charged in the moment the power went: the terminal is asked until it knows. */
function stillInDoubt(floor: Floor, { quote }: OpenPresentation, ctx: LaneContext): Floor {
  return quote && !quote.settled && ctx.canLookUp ? inDoubt(floor, quote, false) : floor
}

/** What a restart ends or takes up: holds end (nothing opens because of history), an unanswered call for help goes on. */
export function takeUp(floor: Floor, ctx: LaneContext): { readonly floor: Floor; readonly events: readonly DomainEvent[] } {
  const { holds, helpId } = ctx.books.standing(ctx.laneId)
  return {
    floor: { ...floor, help: helpId === null ? null : { helpId }, charges: !ctx.has.loops && ctx.canLookUp ? chargedHere(ctx) : [] },
    events: holds.map((reason) => holdChanged(ctx, reason, false)),
  }
}

/** Without loops there is no presentation on record to tell which of its prices a card was asked for when the power went: all of the last hour. */
const chargedHere = ({ books, laneId, at }: LaneContext): Floor['charges'] =>
  books.unsettledQuotesAt(laneId, at - HOUR_MS).map(({ id: quoteId, sessionId }) => ({ quoteId, sessionId, asked: false }))

function presentationFrom({ presentationId: id, direction, openedAt, observation, plate, begun }: OpenPresentation): Presentation {
  const stated = direction === 'exit' && begun !== null ? { stated: begun } : {}
  return { id, openedAt, seen: observation && seenFrom(observation, plate), rejected: [], ...stated }
}

function seenFrom(o: NonNullable<OpenPresentation['observation']>, plate: OpenPresentation['plate']): Seen {
  const { plateRef, imageRef, confidence, frames, country } = o
  const text = plate?.text ?? null
  const certainty = text === null ? [] : [...text].map(() => confidence)
  return { observationId: o.id, plateRef, imageRef, text, country, confidence, certainty, agreeing: frames }
}

function grantFrom(open: OpenPresentation, presentation: Presentation, ctx: LaneContext): Grant | null {
  const { decision } = open
  if (decision?.result !== 'granted') return null
  const claim = claimFrom(decision, presentation, ctx)
  const paid = decision.basis === 'paid' && decision.sessionId !== null ? ctx.books.sessionInside(decision.sessionId) : null
  const paidQuote = paid?.lastPayment ? ctx.books.quote(paid.lastPayment.quoteId) : null
  return {
    basis: decision.basis as Grant['basis'],
    claim,
    amountMinor: paid?.paidMinor ?? 0,
    reason: null,
    ...(paidQuote ? { paidQuote } : {}),
  }
}

const outcomes: Readonly<Record<string, SessionOutcome>> = {
  paid: 'paid',
  free: 'free',
  permit: 'permit',
  released: 'owed',
}

function claimFrom(decision: NonNullable<OpenPresentation['decision']>, presentation: Presentation, ctx: LaneContext): Claim {
  if (ctx.direction === 'entry') return claimByPerson(presentation.seen, ctx)
  const inside = decision.sessionId === null ? null : ctx.books.sessionInside(decision.sessionId)
  return { side: 'exit', car: inside && carOf(inside), outcome: outcomes[decision.basis] ?? 'attendant' }
}

function passing(presentation: Presentation, grant: Grant | null, floor: Floor, ctx: LaneContext): Passing {
  const blind: Claim =
    ctx.direction === 'entry'
      ? { side: 'entry', sessionId: ctx.newId(), rightId: null, previous: null }
      : { side: 'exit', car: null, outcome: 'suspect' }
  const how = grant ? 'granted' : 'freeFlow'
  return { kind: 'passing', presentation, grant, how, claim: grant ? null : blind, clear: !floor.armingLoop, reopened: 0 }
}

const neverOpened = ({ command }: OpenPresentation): boolean => command?.result != null && command.result !== 'opened'

/** Let through before the power went, and gone after it: most likely it drove. A ghost inside is closed at 0 on its return. */
function assumePassage(floor: Floor, presentation: Presentation, grant: Grant, ctx: LaneContext): Outcome {
  const state = passing(presentation, grant, floor, ctx)
  const events = [anomalyNoted(ctx, 'assumedPassage', null, 'let through before a restart and gone after it')]
  return andThen(go(floor, state, { events }), () => finishPassage(floor, state, ctx))
}
