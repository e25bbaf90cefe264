import type { LaneContext } from '../context.ts'
import { startTimer } from '../effects.ts'
import { anomalyNoted, laneFaulted } from '../facts.ts'
import { callHelp } from '../help.ts'
import { andThen, go, type Outcome, stay } from '../outcome.ts'
import { completePassage, leaveClosingLoop } from '../passage.ts'
import type { Lane } from '../states.ts'
import type { Row } from '../table.ts'
import { always, ignore, noTaps, onTimer } from './every-state.ts'
import { seenUnderOpenArm } from './granted.ts'

/** A vehicle on the closing loop. The barrier's own controller keeps the arm up; this box never closes one. */
export const passingRow: Row<'passing'> = {
  ...always,
  ...noTaps,
  // The next vehicle, or this one rolling back: which, the closing loop will tell.
  armingOn: ignore,
  // Past the camera: what it has collected of this vehicle so far is the evidence, so it is asked for it now.
  armingOff: ({ state, floor }) => go(floor, { ...state, clear: true }, { effects: [{ kind: 'stopSpotting' }] }),
  closingOn: ignore,
  closingOff: (lane, _event, ctx) => leaveClosingLoop(lane, ctx),
  arm: ignore,
  sighted: seenUnderOpenArm,
  timer: onTimer<'passing'>({
    // A closing loop that never clears must not block the lane: the vehicle counts as through once the arming loop says so.
    passage: (lane, _event, ctx) => {
      const { state, floor } = lane
      if (!state.clear) return standing(lane, ctx)
      const events = [
        laneFaulted(ctx, 'closingLoop', 'the closing loop does not clear'),
        anomalyNoted(ctx, 'closingLoopStuck', null, 'passages are told by the arming loop alone'),
      ]
      return andThen(go({ ...floor, closingStuck: true }, state, { events }), (next) => completePassage({ ...next, state }, ctx))
    },
  }),
}

/** On both loops and not moving: a long vehicle, or one in trouble. */
function standing(lane: Lane<'passing'>, ctx: LaneContext): Outcome {
  return andThen(callHelp(lane, ctx), (next) => stay(next, { effects: [startTimer('passage', ctx.timings.passageMs)] }))
}
