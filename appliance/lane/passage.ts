import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import type { LaneContext } from './context.ts'
import { startTimer } from './effects.ts'
import { anomalyNoted, decisionMade, passageCompleted, sessionEnded, sessionStarted, sessionSuspect } from './facts.ts'
import { type Floor, isHeld } from './floor.ts'
import { andThen, go, type Outcome, stay } from './outcome.ts'
import { backToIdle, cancelCharge, openPresentation, spotting } from './presentation.ts'
import { type Claim, idle, type Lane, type Passing, presentationOf } from './states.ts'

/** A vehicle has reached the closing loop. */
export function enterClosingLoop(lane: Lane, ctx: LaneContext): Outcome {
  const { state, floor } = lane
  const grant = grantOf(state)
  const passing: Passing = {
    kind: 'passing',
    presentation: presentationOf(state),
    grant,
    how: grant ? 'granted' : unauthorised(floor, ctx),
    claim: grant ? null : unauthorisedClaim(state, ctx),
    clear: !floor.armingLoop,
    reopened: state.kind === 'open' ? state.reopened : 0,
  }
  return go(floor, passing, { effects: [...cancelCharge(lane), startTimer('passage', ctx.timings.passageMs)] })
}

function grantOf(state: Lane['state']): Passing['grant'] {
  if (state.kind === 'opening' || state.kind === 'open') return state.grant
  return state.kind === 'reading' ? (state.earlier?.grant ?? null) : null
}

/** A second vehicle before the arm was down, or within seconds of the first, used the first one's opening. */
function unauthorised({ arm, lastPassageMono }: Floor, { mono, timings }: LaneContext): 'tailgate' | 'freeFlow' {
  if (lastPassageMono === null) return 'freeFlow'
  const armUp = arm === 'opening' || arm === 'open' || arm === 'closing'
  return armUp || mono - lastPassageMono < timings.tailgateMs ? 'tailgate' : 'freeFlow'
}

function unauthorisedClaim(state: Lane['state'], ctx: LaneContext): Claim {
  if (ctx.direction === 'entry') return { side: 'entry', sessionId: ctx.newId(), rightId: null, previous: null }
  return { side: 'exit', car: 'bill' in state ? state.bill.car : null, outcome: 'suspect' }
}

/** The closing loop is free again: through, or rolled back. */
export function leaveClosingLoop(lane: Lane<'passing'>, ctx: LaneContext): Outcome {
  return lane.state.clear ? completePassage(lane, ctx) : rollBack(lane, ctx)
}

/** Through: the session starts or ends with the passage, in one record; the vehicle behind it is next. */
export function completePassage(lane: Lane<'passing'>, ctx: LaneContext): Outcome {
  const { state } = lane
  const { presentation, how } = state
  const held = how !== 'granted' && isHeld(lane.floor)
  const events = [
    ...(how === 'granted' ? [] : freeFlowDecision(lane, held, ctx)),
    passageCompleted(ctx, presentation, how === 'tailgate' && !held),
    ...sessionFacts(state, held, ctx),
    ...(how === 'granted' || held ? [] : [anomalyNoted(ctx, how, null, 'a vehicle passed without its own opening')]),
  ]
  const floor = { ...lane.floor, lastPassageMono: ctx.mono }
  const passed = go(floor, state, { events, effects: [{ kind: 'stopSpotting' }] })
  return andThen(
    andThen(passed, (next) => backToIdle(next, ctx)),
    (next) => (next.floor.armingLoop ? openPresentation(next.floor, ctx) : stay(next)),
  )
}

function freeFlowDecision({ state, floor }: Lane<'passing'>, held: boolean, ctx: LaneContext): readonly DomainEvent[] {
  const basis = held ? 'attendant' : 'freeFlow'
  const reason = held ? `held open: ${floor.holds.join(', ')}` : 'a passage without a command'
  return [decisionMade(ctx, { presentationId: state.presentation?.id ?? null, result: 'granted', basis, reason })]
}

function sessionFacts(state: Passing, held: boolean, ctx: LaneContext): readonly DomainEvent[] {
  const claim = state.grant?.claim ?? state.claim
  if (!claim) return []
  return claim.side === 'entry' ? entryFacts(state, claim, ctx) : exitFacts(state, claim, held, ctx)
}

function entryFacts({ presentation }: Passing, claim: Extract<Claim, { side: 'entry' }>, ctx: LaneContext): readonly DomainEvent[] {
  const missed = claim.previous !== null && ctx.books.sessionInside(claim.previous) ? claim.previous : null
  const closed = missed
    ? [sessionSuspect(ctx, missed), anomalyNoted(ctx, 'missedExit', missed, 'its vehicle came in again: closed for review at 0')]
    : []
  return [...closed, sessionStarted(ctx, claim, presentation)]
}

function exitFacts(
  { presentation, how }: Passing,
  claim: Extract<Claim, { side: 'exit' }>,
  held: boolean,
  ctx: LaneContext,
): readonly DomainEvent[] {
  const { car } = claim
  if (!car || !ctx.books.sessionInside(car.sessionId)) {
    return [anomalyNoted(ctx, 'unknownVehicle', car?.sessionId ?? null, 'a vehicle left and no session inside was ended')]
  }
  const outcome = held ? 'attendant' : claim.outcome
  const ended = sessionEnded(ctx, car.sessionId, outcome, presentation)
  return how === 'granted' || held ? [ended] : [ended, anomalyNoted(ctx, 'leftUnpaid', car.sessionId, 'left through an open arm')]
}

/** It touched the closing loop and rolled back on the arming loop: nothing has passed. */
function rollBack(lane: Lane<'passing'>, ctx: LaneContext): Outcome {
  const { presentation, grant, reopened } = lane.state
  if (grant) {
    const open = { kind: 'open', presentation, grant, commandId: null, reopened } as const
    return go(lane.floor, open, { effects: [startTimer('passage', ctx.timings.passageMs)] })
  }
  if (!presentation) return andThen(go(lane.floor, idle), (next) => openPresentation(next.floor, ctx))
  return go(lane.floor, { kind: 'reading', presentation, earlier: null }, { effects: spotting(ctx, presentation.id) })
}
