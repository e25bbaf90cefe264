import type { Session } from '@gatehouse/domain/session.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { LaneContext } from './context.ts'
import { startTimer } from './effects.ts'
import { meetCar } from './exit-decision.ts'
import { anomalyNoted, sessionStated } from './facts.ts'
import { andThen, go, type Outcome, refuse, stay } from './outcome.ts'
import type { SessionInside } from './ports.ts'
import type { Lane, Presentation } from './states.ts'

/**
 * Honesty: a vehicle nobody can find pays for the time its driver says it came in. The session that this makes is told apart
 * by an anomaly of its own, so the owner sees what rests on a driver's word.
 */

/**
 * Only once the photos are used up: none were near, or the driver has searched; whoever turned down a car has to search. Never where the very
 * plate that stands here is inside: its time is known.
 */
export const mayState = ({ cars, presentation }: Lane<'choosing'>['state'], honestyMs: number): boolean =>
  honestyMs > 0 && presentation.declined?.very !== true && (presentation.searched === true || (cars.length === 0 && !presentation.declined))

/** "When did you come in?", or the same question again: any touch of it starts its waits over. */
export function askArrival(lane: Lane<'choosing' | 'stating'>, ctx: LaneContext): Outcome {
  const { state, floor } = lane
  if (state.kind === 'choosing' && !mayState(state, ctx.honestyMs))
    return refuse(lane, 'searchFirst', 'Search for your car by its number plate first, or call for help.')
  const { presentation, cars } = state
  const { idleWarnMs, idleResetMs } = ctx.timings
  return go(
    floor,
    { kind: 'stating', presentation, cars, sinceMono: ctx.mono, resetsAt: null },
    { effects: [startTimer('idleWarn', idleWarnMs), startTimer('idleReset', idleResetMs), startTimer('ladder', idleResetMs)] },
  )
}

/** The driver's word, priced like any other stay. */
export function stateArrival(lane: Lane<'stating'>, at: EpochMs, ctx: LaneContext): Outcome {
  const { presentation } = lane.state
  if (at > ctx.at || at < earliestArrival(presentation, ctx.honestyMs))
    return refuse(lane, 'notPossible', 'That time cannot be. Choose another, or call for help.')
  const sessionId = ctx.newId()
  const turnedDown = presentation.declined ? `, after turning down session ${presentation.declined.sessionId}` : ''
  const events = [
    sessionStated(ctx, sessionId, at, presentation),
    anomalyNoted(ctx, 'honesty', sessionId, `came in at ${new Date(at).toISOString()} by the driver’s word${turnedDown}`),
  ]
  const said = { ...presentation, stated: sessionId }
  return andThen(stay(lane, { events }), (next) =>
    meetCar(next, said, statedSession(sessionId, at, presentation, ctx), { by: 'driver' }, ctx),
  )
}

/** How far back a driver's word reaches; it stands still while they think. */
export const earliestArrival = ({ openedAt }: Presentation, honestyMs: number): EpochMs => openedAt - honestyMs

/** The session as the ledger will show it: it is being recorded in this very step. */
function statedSession(id: string, actualStart: EpochMs, { seen }: Presentation, ctx: LaneContext): SessionInside {
  const { id: rateTableId, version: rateTableVersion } = ctx.books.rateTableAt(actualStart)
  const session: Session = {
    ...{ id, plateRef: seen?.plateRef ?? null, imageRef: seen?.imageRef ?? null, entryLaneId: ctx.laneId, exitLaneId: null },
    ...{ actualStart, actualEnd: null, rateTableId, rateTableVersion, rightId: null, outcome: null, startClock: null, vehicleClass: null },
  }
  const plate = seen?.plateRef && seen.text ? { ref: seen.plateRef, text: seen.text, country: seen.country } : null
  return { session, plate, quote: null, paidMinor: 0, lastPayment: null }
}
