import { decideAtEntry } from '../entry-decision.ts'
import { callHelp } from '../help.ts'
import { stay } from '../outcome.ts'
import type { Row } from '../table.ts'
import { always, gapOver, ignore, noTaps, onLoops, onTimer } from './every-state.ts'

/** An entry refused: the driver backs out, a space becomes free, or a person decides. */
export const deniedRow: Row<'denied'> = {
  ...always,
  ...onLoops,
  ...noTaps,
  sighted: ignore,
  timer: onTimer<'denied'>({
    gap: gapOver,
    help: (lane, _event, ctx) => callHelp(lane, ctx),
    retry: (lane, _event, ctx) => (lane.floor.armingLoop ? decideAtEntry(lane, lane.state.presentation, ctx) : stay(lane)),
  }),
}
