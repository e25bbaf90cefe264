import { endVisit, startVisit } from '../pay-point.ts'
import type { Row } from '../table.ts'
import { always, ignore, noTaps, onTimer } from './every-state.ts'

/** At a pay point: nothing is owed, and the driver is on the way to their car. */
export const settledRow: Row<'settled'> = {
  ...always,
  ...noTaps,
  armingOn: ignore,
  armingOff: ignore,
  closingOn: ignore,
  closingOff: ignore,
  arm: ignore,
  sighted: ignore,
  startSearch: (lane, _event, ctx) => startVisit(lane, ctx),
  back: (lane, _event, ctx) => endVisit(lane, ctx),
  timer: onTimer<'settled'>({ idleReset: (lane, _event, ctx) => endVisit(lane, ctx) }),
}
