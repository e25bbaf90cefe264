import { canPay } from '../bill.ts'
import { startTimer } from '../effects.ts'
import { climb, nextRung } from '../ladder.ts'
import { andThen, go, refuse, stay } from '../outcome.ts'
import { enterCode, showKeypad } from '../redeem.ts'
import { cheaperByNow, reoffer } from '../reoffer.ts'
import type { Row } from '../table.ts'
import { always, gapOver, ignore, notNow, onLoops, onTimer } from './every-state.ts'

/** The driver types the exit code of a phone that has paid. The price does not run out meanwhile. */
export const codingRow: Row<'coding'> = {
  ...always,
  ...onLoops,
  armingOn: (lane, _event, ctx) =>
    andThen(onLoops.armingOn(lane), (back) => cheaperByNow({ ...lane, floor: back.floor }, ctx) ?? stay(back)),
  sighted: ignore,
  notMyCar: notNow,
  startSearch: notNow,
  search: notNow,
  selectSession: notNow,
  startHonesty: notNow,
  stateArrival: notNow,
  payElsewhere: (lane) => refuse(lane, 'goBack', 'Go back to the price first.'),
  payByCard: (lane) => refuse(lane, 'goBack', 'Go back to the price first.'),
  startCode: (lane, _event, ctx) => showKeypad(lane, ctx),
  enterCode: (lane, event, ctx) => enterCode(lane, event.code, ctx),
  back: (lane, _event, ctx) => reoffer(lane, ctx),
  timer: onTimer<'coding'>({
    gap: gapOver,
    ladder: (lane, _event, ctx) => {
      const cheaper = cheaperByNow(lane, ctx)
      if (cheaper) return cheaper
      const { presentation, bill, sinceMono } = lane.state
      if (canPay(bill.quote, ctx)) return stay(lane, { effects: [startTimer('ladder', nextRung(0, ctx))] })
      return climb(lane, ctx, sinceMono, presentation, bill, 'no way to pay worked')
    },
    idleWarn: ({ state, floor }, _event, ctx) =>
      go(floor, { ...state, resetsAt: ctx.at + ctx.timings.codeResetMs - ctx.timings.codeWarnMs }),
    idleReset: (lane, _event, ctx) => reoffer(lane, ctx),
  }),
}
