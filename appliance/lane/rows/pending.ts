import { resolved } from '../charge-check.ts'
import type { LaneContext } from '../context.ts'
import { startTimer } from '../effects.ts'
import { isOccupied } from '../floor.ts'
import { climb, release } from '../ladder.ts'
import { go, type Outcome, refuse, stay } from '../outcome.ts'
import { cheaperByNow, reoffer } from '../reoffer.ts'
import type { Lane } from '../states.ts'
import type { Row } from '../table.ts'
import { always, gapOver, ignore, noteCharge, noteLookUp, notNow, onLoops, onTimer } from './every-state.ts'

const WHY = 'the outcome of a card payment is unknown'
const PRECAUTIONS = 3

const asking = (lane: Lane): Outcome => refuse(lane, 'paying', 'We are finding out whether your card was charged. Please wait.')

/** What became of a charge is being found out: nobody is asked to pay until it is known. */
export const pendingRow: Row<'pending'> = {
  ...always,
  ...onLoops,
  sighted: ignore,
  charged: (lane, event, ctx) => {
    if (event.quoteId !== lane.state.bill.quote.id || event.outcome === 'approved') return noteCharge(lane, event, ctx)
    return event.outcome === 'unknown' ? stillUnknown(lane, ctx) : notCharged(lane, ctx)
  },
  lookedUp: (lane, event, ctx) => {
    if (event.quoteId !== lane.state.bill.quote.id || event.outcome === 'approved') return noteLookUp(lane, event, ctx)
    return event.outcome === 'unknown' ? stillUnknown(lane, ctx) : notCharged(lane, ctx)
  },
  notMyCar: asking,
  startSearch: notNow,
  search: notNow,
  selectSession: notNow,
  startHonesty: notNow,
  stateArrival: notNow,
  payByCard: asking,
  payElsewhere: asking,
  startCode: notNow,
  enterCode: notNow,
  back: asking,
  timer: onTimer<'pending'>({
    gap: gapOver,
    lookUp: (lane) => stay(lane, { effects: [{ kind: 'lookUpCharge', quoteId: lane.state.bill.quote.id }] }),
    ladder: (lane, _event, ctx) =>
      cheaperByNow(lane, ctx) ?? climb(lane, ctx, lane.state.sinceMono, lane.state.presentation, lane.state.bill, WHY),
  }),
}

function notCharged(lane: Lane<'pending'>, ctx: LaneContext): Outcome {
  const { state } = lane
  const floor = resolved(lane.floor, state.bill.quote.id)
  return reoffer({ state, floor }, ctx, state.asked ? { retry: true } : null)
}

function stillUnknown(lane: Lane<'pending'>, ctx: LaneContext): Outcome {
  const { state, floor } = lane
  const { presentation, bill, asked } = state
  if (asked && bill.quote.amountMinor <= ctx.riskCapMinor && isOccupied(floor))
    return release(lane, ctx, presentation, bill, `${WHY}, within the site’s risk cap`)
  const lookUps = state.lookUps + 1
  if (!asked && lookUps >= PRECAUTIONS) return reoffer(lane, ctx)
  return go(floor, { ...state, lookUps }, { effects: ctx.canLookUp ? [startTimer('lookUp', ctx.timings.lookUpMs)] : [] })
}
