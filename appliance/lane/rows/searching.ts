import { climbUnfound } from '../declined.ts'
import { go, refuse } from '../outcome.ts'
import { pickSession, searchInside, stopSearch } from '../search.ts'
import type { Row } from '../table.ts'
import { always, gapOver, ignore, notNow, onLoops, onTimer } from './every-state.ts'

/** The driver types their plate. */
export const searchingRow: Row<'searching'> = {
  ...always,
  ...onLoops,
  sighted: ignore,
  notMyCar: stopSearch,
  startSearch: (lane, _event, ctx) => searchInside(lane, '', ctx),
  search: (lane, event, ctx) => searchInside(lane, event.query, ctx),
  selectSession: (lane, event, ctx) => pickSession(lane, event.sessionId, ctx),
  startHonesty: notNow,
  stateArrival: notNow,
  payElsewhere: (lane) => refuse(lane, 'noQuote', 'Choose your car first.'),
  payByCard: (lane) => refuse(lane, 'noQuote', 'Choose your car first.'),
  startCode: (lane) => refuse(lane, 'noQuote', 'Choose your car first.'),
  enterCode: (lane) => refuse(lane, 'noQuote', 'Choose your car first.'),
  back: stopSearch,
  timer: onTimer<'searching'>({
    gap: gapOver,
    ladder: (lane, _event, ctx) => climbUnfound(lane, ctx),
    idleWarn: ({ state, floor }, _event, ctx) =>
      go(floor, { ...state, resetsAt: ctx.at + ctx.timings.idleResetMs - ctx.timings.idleWarnMs }),
    idleReset: stopSearch,
  }),
}
