import { canPay, untouched } from '../bill.ts'
import { inDoubt } from '../charge-check.ts'
import type { LaneContext } from '../context.ts'
import { declineCar } from '../declined.ts'
import { startTimer, stopTimer } from '../effects.ts'
import { climb, nextRung } from '../ladder.ts'
import { andThen, go, type Outcome, refuse, stay } from '../outcome.ts'
import { endVisit } from '../pay-point.ts'
import { enterCode, showKeypad } from '../redeem.ts'
import { cheaperByNow, reoffer } from '../reoffer.ts'
import { payFor } from '../settle.ts'
import type { Lane, Owing } from '../states.ts'
import type { Row } from '../table.ts'
import { always, gapOver, ignore, notNow, onLoops, onTimer } from './every-state.ts'

/** The fee is on the screen. */
export const owingRow: Row<'owing'> = {
  ...always,
  ...onLoops,
  // Money may have come while the vehicle was off the loop.
  armingOn: (lane, _event, ctx) => {
    const back = stay(lane, { effects: [stopTimer('gap')] })
    const inside = ctx.books.sessionInside(lane.state.bill.car.sessionId)
    return inside ? andThen(back, (next) => payFor(next, inside, ctx)) : back
  },
  sighted: ignore,
  notMyCar: (lane, _event, ctx) => declineCar(lane, ctx),
  startSearch: notNow,
  search: notNow,
  selectSession: notNow,
  startHonesty: notNow,
  stateArrival: notNow,
  payByCard: (lane, _event, ctx) => charge(lane, ctx),
  payElsewhere: ({ state, floor }, _event, ctx) => {
    if (!ctx.has.arm) return notNow({ state, floor })
    return go(floor, { ...state, elsewhere: true }, { effects: [startTimer('idleReset', ctx.timings.idleResetMs)] })
  },
  startCode: (lane, _event, ctx) => showKeypad(lane, ctx),
  enterCode: (lane, event, ctx) => enterCode(lane, event.code, ctx),
  back: ({ state, floor }, _event, ctx) =>
    go(floor, plainly(state), { effects: ctx.has.loops ? [stopTimer('idleReset')] : untouched(ctx) }),
  timer: onTimer<'owing'>({
    gap: gapOver,
    lock: (lane, _event, ctx) => reoffer(lane, ctx),
    ladder: (lane, _event, ctx) => cheaperByNow(lane, ctx) ?? climbIfHelpless(lane, ctx),
    idleWarn: ({ state, floor }, _event, ctx) =>
      go(floor, ctx.has.loops ? state : { ...state, resetsAt: ctx.at + ctx.timings.codeResetMs - ctx.timings.codeWarnMs }),
    idleReset: (lane, _event, ctx) => (ctx.has.loops ? go(lane.floor, plainly(lane.state)) : endVisit(lane, ctx)),
  }),
}

/** The fee alone: neither what went wrong nor other ways. */
const plainly = ({ resetsAt: _resetsAt, ...state }: Owing): Owing => ({ ...state, failed: null, elsewhere: false })

function charge(lane: Lane<'owing'>, ctx: LaneContext): Outcome {
  if (!ctx.cardReady) return refuse(lane, 'cardNotReady', 'The card terminal does not answer. Pay with your phone, or call for help.')
  const { presentation, bill } = lane.state
  const { id: quoteId, amountMinor, currency } = bill.quote
  return go(
    inDoubt(lane.floor, bill.quote, true),
    { kind: 'charging', presentation, bill },
    { effects: [{ kind: 'chargeTerminal', quoteId, amountMinor, currency }, startTimer('charge', ctx.timings.chargeMs)] },
  )
}

/** Only a driver who cannot pay climbs the ladder; one who does not pay waits. */
function climbIfHelpless(lane: Lane<'owing'>, ctx: LaneContext): Outcome {
  const { state, floor } = lane
  const { presentation, bill } = state
  const helplessMono = canPay(bill.quote, ctx) ? null : (state.helplessMono ?? ctx.mono)
  const now = { floor, state: { ...state, helplessMono } }
  if (helplessMono === null) return stay(now, { effects: [startTimer('ladder', nextRung(0, ctx))] })
  return climb(now, ctx, helplessMono, presentation, bill, 'no way to pay worked')
}
