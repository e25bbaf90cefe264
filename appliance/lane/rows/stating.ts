import { climbUnfound } from '../declined.ts'
import { askArrival, stateArrival } from '../honesty.ts'
import { go, refuse } from '../outcome.ts'
import { stopSearch } from '../search.ts'
import type { Row } from '../table.ts'
import { always, gapOver, ignore, notNow, onLoops, onTimer } from './every-state.ts'

/** The driver says when they came in. */
export const statingRow: Row<'stating'> = {
  ...always,
  ...onLoops,
  sighted: ignore,
  notMyCar: notNow,
  startSearch: notNow,
  search: notNow,
  selectSession: notNow,
  payByCard: (lane) => refuse(lane, 'noQuote', 'Say first when you came in.'),
  payElsewhere: (lane) => refuse(lane, 'noQuote', 'Say first when you came in.'),
  startCode: (lane) => refuse(lane, 'noQuote', 'Say first when you came in.'),
  enterCode: (lane) => refuse(lane, 'noQuote', 'Say first when you came in.'),
  startHonesty: (lane, _event, ctx) => askArrival(lane, ctx),
  stateArrival: (lane, event, ctx) => stateArrival(lane, event.at, ctx),
  back: stopSearch,
  timer: onTimer<'stating'>({
    gap: gapOver,
    ladder: (lane, _event, ctx) => climbUnfound(lane, ctx),
    idleWarn: ({ state, floor }, _event, ctx) =>
      go(floor, { ...state, resetsAt: ctx.at + ctx.timings.idleResetMs - ctx.timings.idleWarnMs }),
    idleReset: stopSearch,
  }),
}
