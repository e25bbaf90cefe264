import type { LaneContext } from './context.ts'
import { helpAnswered, helpRequested } from './facts.ts'
import { go, type Outcome, stay } from './outcome.ts'
import { type Lane, presentationOf } from './states.ts'

/** Opens a call for help; one that is open stays the same call. */
export function callHelp(lane: Lane, ctx: LaneContext): Outcome {
  if (lane.floor.help) return stay(lane)
  const helpId = ctx.newId()
  const floor = { ...lane.floor, help: { helpId } }
  return go(floor, lane.state, { events: [helpRequested(ctx, helpId, presentationOf(lane.state))] })
}

/** Closes the open call, if there is one. */
export function answerHelp(lane: Lane, ctx: LaneContext, by: string, reason: string | null): Outcome {
  if (!lane.floor.help) return stay(lane)
  return go({ ...lane.floor, help: null }, lane.state, { events: [helpAnswered(ctx, lane.floor.help.helpId, by, reason)] })
}
