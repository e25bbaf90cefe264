import { climbUnfound, takeBack } from '../declined.ts'
import { askArrival } from '../honesty.ts'
import { go, refuse } from '../outcome.ts'
import { pickSession, searchInside } from '../search.ts'
import type { Row } from '../table.ts'
import { always, gapOver, ignore, notNow, onLoops, onTimer } from './every-state.ts'

/** No session, or several: photos to choose from. */
export const choosingRow: Row<'choosing'> = {
  ...always,
  ...onLoops,
  sighted: ignore,
  notMyCar: ({ state, floor }, _event, ctx) => {
    const rejected = [...state.presentation.rejected, ...state.cars.map((car) => car.sessionId)]
    return go(floor, { ...state, presentation: { ...state.presentation, rejected }, cars: [], sinceMono: ctx.mono })
  },
  startSearch: (lane, _event, ctx) => searchInside(lane, '', ctx),
  search: (lane, event, ctx) => searchInside(lane, event.query, ctx),
  selectSession: (lane, event, ctx) => pickSession(lane, event.sessionId, ctx),
  startHonesty: (lane, _event, ctx) => askArrival(lane, ctx),
  stateArrival: notNow,
  payElsewhere: (lane) => refuse(lane, 'noQuote', 'Choose your car first.'),
  payByCard: (lane) => refuse(lane, 'noQuote', 'Choose your car first.'),
  startCode: (lane) => refuse(lane, 'noQuote', 'Choose your car first.'),
  enterCode: (lane) => refuse(lane, 'noQuote', 'Choose your car first.'),
  back: (lane, _event, ctx) => takeBack(lane, ctx),
  timer: onTimer<'choosing'>({
    gap: gapOver,
    ladder: (lane, _event, ctx) => climbUnfound(lane, ctx),
  }),
}
