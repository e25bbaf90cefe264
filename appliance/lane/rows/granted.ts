import type { LaneContext } from '../context.ts'
import { stopTimer } from '../effects.ts'
import { claimByPerson } from '../entry-decision.ts'
import type { EventOf } from '../events.ts'
import { carOf, identify } from '../exit-match.ts'
import { decisionMade } from '../facts.ts'
import { andThen, go, type Outcome, stay } from '../outcome.ts'
import { completePassage, enterClosingLoop } from '../passage.ts'
import { backOnArmingLoop, backOut, backToIdle, isGone, openPresentation } from '../presentation.ts'
import { observe } from '../sighting.ts'
import type { Claim, Lane } from '../states.ts'

/** What `opening`, `open` and `passing` share: a vehicle that is (about to be) let through. */

/** An arm that a person opened before a vehicle came: this one is it. */
export function arriveUnderOpenArm(lane: Lane<'opening' | 'open'>, _event: unknown, ctx: LaneContext): Outcome {
  const { state } = lane
  if (state.presentation) return backOnArmingLoop(lane)
  const opened = openPresentation(lane.floor, ctx)
  const arrived = opened.next.state
  if (arrived.kind !== 'reading') return opened
  const { presentation } = arrived
  // The camera collects evidence only; nobody waits for it, so it needs no deadline.
  const effects = [...opened.effects.filter(({ kind }) => kind === 'startSpotting'), stopTimer('gap')]
  const { basis, reason } = state.grant
  const decided = decisionMade(ctx, { presentationId: presentation.id, result: 'granted', basis, reason })
  return { ...opened, events: [...opened.events, decided], next: { floor: opened.next.floor, state: { ...state, presentation } }, effects }
}

/** Evidence that came after the decision: it is recorded, and a claim a person made blindly takes it up. */
export function seenUnderOpenArm(lane: Lane<'opening' | 'open' | 'passing'>, event: EventOf<'sighted'>, ctx: LaneContext): Outcome {
  const { state, floor } = lane
  if (state.presentation === null || event.presentationId !== state.presentation.id) return stay(lane)
  // An empty look takes nothing from what was seen before.
  if (event.read === null && state.presentation.seen) return stay(lane)
  const { seen, parts } = observe(event, state.presentation, ctx)
  const presentation = { ...state.presentation, seen }
  if (state.kind === 'passing' && !state.grant) {
    return go(floor, { ...state, presentation, claim: state.claim && better(state.claim, presentation, event, ctx) }, parts)
  }
  const { grant } = state
  if (!grant) return go(floor, { ...state, presentation }, parts)
  return go(
    floor,
    { ...state, presentation, grant: { ...grant, claim: better(grant.claim, presentation, event, ctx) } } as Lane['state'],
    parts,
  )
}

function better(
  claim: Claim,
  presentation: NonNullable<Lane<'open'>['state']['presentation']>,
  { read }: EventOf<'sighted'>,
  ctx: LaneContext,
): Claim {
  if (claim.side === 'entry') return { ...claimByPerson(presentation.seen, ctx), sessionId: claim.sessionId } as Claim
  if (claim.car) return claim
  const found = identify(read, presentation.rejected, ctx)
  const sure = found.kind === 'one' && found.posterior >= ctx.chargeThreshold
  return sure ? { ...claim, car: carOf(found.session) } : claim
}

/** Off the arming loop for too long with the arm up: backed out; under a stuck closing loop, through. */
export function stillHere(lane: Lane<'opening' | 'open'>, _event: unknown, ctx: LaneContext): Outcome {
  if (!isGone(lane.floor)) return stay(lane)
  if (!lane.state.presentation) return lane.state.kind === 'open' ? backToIdle(lane, ctx) : stay(lane)
  if (!lane.floor.closingStuck) return backOut(lane, ctx)
  return andThen(enterClosingLoop(lane, ctx), (next) => (isPassing(next) ? completePassage(next, ctx) : stay(next)))
}

const isPassing = (lane: Lane): lane is Lane<'passing'> => lane.state.kind === 'passing'
