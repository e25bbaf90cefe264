import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import type { LaneContext } from './context.ts'
import { type Effect, startTimer, stopTimer } from './effects.ts'
import { presentationBackedOut, presentationOpened, sessionSuspect } from './facts.ts'
import type { Floor } from './floor.ts'
import { answerHelp } from './help.ts'
import { andThen, go, type Outcome, stay } from './outcome.ts'
import { idle, type Lane, type Presentation, presentationOf } from './states.ts'

/** A vehicle on the arming loop: it is written down, and the camera starts. */
export function openPresentation(floor: Floor, ctx: LaneContext): Outcome {
  const presentation: Presentation = { id: ctx.newId(), openedAt: ctx.at, seen: null, rejected: [] }
  const opened = presentationOpened(ctx, presentation.id)
  return go(floor, { kind: 'reading', presentation, earlier: null }, { events: [opened], effects: spotting(ctx, presentation.id) })
}

export const spotting = (ctx: LaneContext, presentationId: string): readonly Effect[] => [
  { kind: 'startSpotting', presentationId },
  startTimer('spotting', ctx.timings.spottingMs),
]

/** The vehicle left without passing. What it owes or has paid stays with its session. */
export function backOut(lane: Lane, ctx: LaneContext): Outcome {
  const presentation = presentationOf(lane.state)
  const facts = presentation ? [presentationBackedOut(ctx, presentation.id), ...withdrawStated(presentation, ctx)] : []
  const effects: readonly Effect[] = [{ kind: 'stopSpotting' }, ...cancelCharge(lane)]
  return andThen(stay(lane, { events: facts, effects }), (left) => backToIdle(left, ctx))
}

/** A session that is only the driver's word and was not paid must not stand in the books as a vehicle inside. */
export function withdrawStated({ stated }: Presentation, ctx: LaneContext): readonly DomainEvent[] {
  const inside = stated === undefined ? null : ctx.books.sessionInside(stated)
  return inside && inside.paidMinor === 0 ? [sessionSuspect(ctx, inside.session.id)] : []
}

/** Nobody is here: an open call for help was this vehicle's. */
export function backToIdle(lane: Lane, ctx: LaneContext): Outcome {
  return andThen(answerHelp(lane, ctx, 'lane', 'the vehicle has left'), ({ floor }) => go(floor, idle))
}

/** Takes back a request for a card; an approval that comes all the same is recorded like any other. */
export function cancelCharge({ state }: Lane): readonly Effect[] {
  return state.kind === 'charging' || state.kind === 'pending' ? [{ kind: 'cancelCharge', quoteId: state.bill.quote.id }] : []
}

/** Off the arming loop: gone, or between the loops. A granted vehicle gets longer, it has to roll under the arm. */
export function leftArmingLoop(lane: Lane, ctx: LaneContext): Outcome {
  const granted = lane.state.kind === 'open' || lane.state.kind === 'opening'
  return stay(lane, { effects: [startTimer('gap', ctx.timings.gapMs * (granted ? 3 : 1))] })
}

export const backOnArmingLoop = (lane: Lane): Outcome => stay(lane, { effects: [stopTimer('gap')] })

/** The gap timer ran out: is the vehicle gone? */
export function isGone({ armingLoop, closingLoop, closingStuck }: Floor): boolean {
  return !armingLoop && (!closingLoop || closingStuck)
}
