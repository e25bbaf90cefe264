import { checkCharge, resolved } from '../charge-check.ts'
import type { LaneContext } from '../context.ts'
import type { EventOf } from '../events.ts'
import { andThen, type Outcome, refuse, stay } from '../outcome.ts'
import { cancelCharge } from '../presentation.ts'
import { reoffer } from '../reoffer.ts'
import type { Lane } from '../states.ts'
import type { Row } from '../table.ts'
import { always, gapOver, ignore, noteCharge, notNow, onLoops, onTimer } from './every-state.ts'

/** A card is being asked for: nobody else is asked to pay, and the screen does not run out. */
export const chargingRow: Row<'charging'> = {
  ...always,
  ...onLoops,
  sighted: ignore,
  charged: chargeAnswered,
  notMyCar: (lane) => refuse(lane, 'paying', 'A card payment is under way. Cancel it at the terminal first.'),
  startSearch: notNow,
  search: notNow,
  selectSession: notNow,
  startHonesty: notNow,
  stateArrival: notNow,
  payByCard: ignore,
  payElsewhere: notNow,
  startCode: notNow,
  enterCode: notNow,
  back: (lane) => stay(lane, { effects: cancelCharge(lane) }),
  timer: onTimer<'charging'>({
    gap: gapOver,
    // Silence is not a refusal: the terminal is told to stop, and asked what became of it.
    charge: (lane, _event, ctx) => andThen(stay(lane, { effects: cancelCharge(lane) }), (next) => outcomeUnknown(next, lane, ctx)),
  }),
}

function chargeAnswered(lane: Lane<'charging'>, event: EventOf<'charged'>, ctx: LaneContext): Outcome {
  if (event.quoteId !== lane.state.bill.quote.id || event.outcome === 'approved') return noteCharge(lane, event, ctx)
  if (event.outcome === 'unknown') return outcomeUnknown(lane, lane, ctx)
  const { state } = lane
  const floor = resolved(lane.floor, event.quoteId)
  return reoffer({ state, floor }, ctx, event.outcome === 'declined' ? { retry: true } : null)
}

const outcomeUnknown = ({ floor }: Lane, { state }: Lane<'charging'>, ctx: LaneContext): Outcome =>
  checkCharge(floor, state.presentation, state.bill, true, ctx)
