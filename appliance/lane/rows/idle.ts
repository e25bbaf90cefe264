import { openByPerson } from '../attendant.ts'
import type { LaneContext } from '../context.ts'
import { startTimer } from '../effects.ts'
import { isHeld } from '../floor.ts'
import { type Outcome, stay } from '../outcome.ts'
import { enterClosingLoop } from '../passage.ts'
import { startVisit } from '../pay-point.ts'
import { openPresentation } from '../presentation.ts'
import type { Lane } from '../states.ts'
import type { Row } from '../table.ts'
import { always, ignore, nobodyHere, onTimer } from './every-state.ts'

/** Nobody here. */
export const idleRow: Row<'idle'> = {
  ...always,
  armingOn: (lane, _event, ctx) => openPresentation(lane.floor, ctx),
  armingOff: ignore,
  closingOn: (lane, _event, ctx) => enterClosingLoop(lane, ctx),
  closingOff: ignore,
  // A held arm that came down is opened again.
  arm: (lane, event, ctx) => (event.state === 'closed' ? holdUp(lane, ctx) : stay(lane)),
  sighted: ignore,
  notMyCar: nobodyHere,
  startSearch: (lane, _event, ctx) => (ctx.has.loops ? nobodyHere(lane) : startVisit(lane, ctx)),
  search: nobodyHere,
  selectSession: nobodyHere,
  startHonesty: nobodyHere,
  stateArrival: nobodyHere,
  payByCard: nobodyHere,
  payElsewhere: nobodyHere,
  startCode: nobodyHere,
  enterCode: nobodyHere,
  back: nobodyHere,
  timer: onTimer<'idle'>({
    retry: (lane, _event, ctx) =>
      lane.floor.arm === 'open' ? stay(lane, { effects: [startTimer('retry', ctx.timings.passageMs)] }) : holdUp(lane, ctx),
  }),
}

function holdUp(lane: Lane<'idle'>, ctx: LaneContext): Outcome {
  return isHeld(lane.floor)
    ? openByPerson(lane, { reason: `held open: ${lane.floor.holds.join(', ')}`, source: 'attendant' }, ctx)
    : stay(lane)
}
