import type { LaneContext } from '../context.ts'
import { startTimer } from '../effects.ts'
import type { EventOf } from '../events.ts'
import { isHeld } from '../floor.ts'
import { commandAgain } from '../grant.ts'
import { callHelp } from '../help.ts'
import { andThen, type Outcome, stay } from '../outcome.ts'
import { backToIdle } from '../presentation.ts'
import type { Lane } from '../states.ts'
import type { Row } from '../table.ts'
import { always, noTaps, onLoops, onTimer } from './every-state.ts'
import { arriveUnderOpenArm, seenUnderOpenArm, stillHere } from './granted.ts'

/** The arm is up. */
export const openRow: Row<'open'> = {
  ...always,
  ...onLoops,
  ...noTaps,
  armingOn: arriveUnderOpenArm,
  sighted: seenUnderOpenArm,
  arm: (lane, event, ctx) => (event.state === 'closed' ? armCameDown(lane, event, ctx) : stay(lane)),
  timer: onTimer<'open'>({ gap: stillHere, passage: notMoving }),
}

const MAX_REOPENED = 2

/** The arm came down before the vehicle had passed: its pulse is used up, so another one is due. */
function armCameDown(lane: Lane<'open'>, _event: EventOf<'arm'>, ctx: LaneContext): Outcome {
  const { state, floor } = lane
  if (!state.presentation) return isHeld(floor) ? reopen(lane, ctx) : backToIdle(lane, ctx)
  if (!floor.armingLoop) return stay(lane)
  return state.reopened < MAX_REOPENED ? reopen(lane, ctx) : callHelp(lane, ctx)
}

const reopen = (lane: Lane<'open'>, ctx: LaneContext): Outcome => commandAgain(lane, ctx, 'the arm came down before the vehicle had passed')

/** Nobody has moved for a while: an opening for nobody is over, a driver may need help. */
function notMoving(lane: Lane<'open'>, _event: unknown, ctx: LaneContext): Outcome {
  const again = [startTimer('passage', ctx.timings.passageMs)]
  if (!lane.state.presentation) return isHeld(lane.floor) ? stay(lane, { effects: again }) : backToIdle(lane, ctx)
  return andThen(callHelp(lane, ctx), (next) => stay(next, { effects: again }))
}
