import { normalisePlate } from '@gatehouse/domain/plate.ts'
import type { LaneContext } from './context.ts'
import { askDriver, meetCar } from './exit-decision.ts'
import { climb } from './ladder.ts'
import { andThen, go, type Outcome, refuse } from './outcome.ts'
import type { SessionInside } from './ports.ts'
import { withdrawStated } from './presentation.ts'
import type { Lane, Presentation } from './states.ts'

/**
 * "Not my car". It may be a slip of the finger, so it can be taken back; and it is no way out for whoever would rather not pay: where the
 * very plate of the car that was found stands here, neither the driver's word nor patience takes the place of its price.
 */
export function declineCar({ state, floor }: Lane<'owing'>, ctx: LaneContext): Outcome {
  const { sessionId } = state.bill.car
  const { stated, declined, ...before } = state.presentation
  const inside = ctx.books.sessionInside(sessionId)
  const rejected = [...before.rejected, sessionId]
  const presentation: Presentation =
    stated === sessionId
      ? { ...before, ...(declined ? { declined } : {}), rejected }
      : {
          ...before,
          ...(stated === undefined ? {} : { stated }),
          rejected,
          declined: { sessionId, very: inside !== null && isVery(before, inside, ctx) },
        }
  return andThen(go(floor, state, { events: withdrawStated(state.presentation, ctx) }), (next) =>
    askDriver(next.floor, presentation, [], ctx),
  )
}

/** The fee of the car that was turned down, again. */
export function takeBack(lane: Lane<'choosing' | 'searching' | 'stating'>, ctx: LaneContext): Outcome {
  const { presentation } = lane.state
  const sessionId = presentation.declined?.sessionId
  const inside = sessionId === undefined ? null : ctx.books.sessionInside(sessionId)
  if (!inside) return refuse(lane, 'gone', 'There is no car to go back to. Search for yours, or call for help.')
  return meetCar(lane, accepted(presentation, inside.session.id), inside, { by: 'driver' }, ctx)
}

/** The driver has changed their mind about a car, by taking it back or by picking it from what they searched for. */
export function accepted({ declined, ...rest }: Presentation, sessionId: string): Presentation {
  const rejected = rest.rejected.filter((id) => id !== sessionId)
  return { ...rest, rejected, ...(declined && declined.sessionId !== sessionId ? { declined } : {}) }
}

/** Nobody knows whose car this is: help, then out; but a car whose very plate is inside comes back to its price. */
export function climbUnfound(lane: Lane<'choosing' | 'searching' | 'stating'>, ctx: LaneContext): Outcome {
  const { presentation, sinceMono } = lane.state
  const { declined } = presentation
  const { releaseAfterMs } = ctx.timings
  if (declined?.very && releaseAfterMs > 0 && ctx.mono - sinceMono >= releaseAfterMs && ctx.books.sessionInside(declined.sessionId))
    return takeBack(lane, ctx)
  const why = `the vehicle could not be identified${declined ? `; its driver had turned down session ${declined.sessionId}` : ''}`
  return climb(lane, ctx, sinceMono, presentation, null, why)
}

/** This plate, read surely, stands here and came in as that session: not merely one that is near it. */
const isVery = ({ seen }: Presentation, { plate }: SessionInside, ctx: LaneContext): boolean =>
  seen !== null &&
  seen.text !== null &&
  plate !== null &&
  seen.confidence >= ctx.chargeThreshold &&
  normalisePlate(seen.text) === normalisePlate(plate.text)
