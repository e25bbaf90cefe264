import type { LaneContext } from './context.ts'
import { accepted } from './declined.ts'
import { startTimer } from './effects.ts'
import { meetCar } from './exit-decision.ts'
import { anomalyNoted } from './facts.ts'
import { findCar } from './find-car.ts'
import { andThen, go, type Outcome, refuse, stay } from './outcome.ts'
import { endVisit } from './pay-point.ts'
import type { Car, Lane } from './states.ts'

/** What the driver has typed so far. */
export function searchInside({ state, floor }: Lane<'choosing' | 'searching'>, query: string, ctx: LaneContext): Outcome {
  return findCar(floor, state.presentation, state.cars, query, ctx)
}

/** Back to the photos, or to the resting screen of a pay point: the driver's wish, or nobody has touched the screen. */
export function stopSearch(lane: Lane<'searching' | 'stating'>, _event: unknown, ctx: LaneContext): Outcome {
  if (!ctx.has.loops) return endVisit(lane, ctx)
  const { presentation, cars, sinceMono } = lane.state
  return go(lane.floor, { kind: 'choosing', presentation, cars, sinceMono }, { effects: [startTimer('ladder', 1)] })
}

/** The driver says which car is theirs: only one that was offered, and only while it is inside. */
export function pickSession(lane: Lane<'choosing' | 'searching'>, sessionId: string, ctx: LaneContext): Outcome {
  const { state } = lane
  const offered: readonly Car[] = state.kind === 'searching' ? state.results : state.cars
  if (!offered.some((car) => car.sessionId === sessionId))
    return refuse(lane, 'notOffered', 'This car was not among those shown. Search again.')
  const inside = ctx.books.sessionInside(sessionId)
  if (!inside) return refuse(lane, 'gone', 'This car has left. Search again, or call for help.')
  // Where no camera looks every car is found by its driver.
  const noted = ctx.has.camera
    ? [anomalyNoted(ctx, 'pickedByDriver', sessionId, 'bound to its session by the driver, not by its plate')]
    : []
  return andThen(stay(lane, { events: noted }), (next) =>
    meetCar(next, accepted(state.presentation, sessionId), inside, { by: 'driver' }, ctx),
  )
}
