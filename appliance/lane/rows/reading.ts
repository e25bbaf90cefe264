import type { LaneContext } from '../context.ts'
import { startTimer, stopTimer } from '../effects.ts'
import { decideAtEntry, judgeEntry } from '../entry-decision.ts'
import type { EventOf } from '../events.ts'
import { decideAtExit } from '../exit-decision.ts'
import { isUp } from '../floor.ts'
import { recall } from '../language.ts'
import { andThen, go, type Outcome, stay } from '../outcome.ts'
import { spotting } from '../presentation.ts'
import { blindness, observe, unread } from '../sighting.ts'
import type { Grant, Lane } from '../states.ts'
import type { Row } from '../table.ts'
import { always, gapOver, noTaps, onLoops, onTimer } from './every-state.ts'

/** The camera is at work. */
export const readingRow: Row<'reading'> = {
  ...always,
  ...onLoops,
  ...noTaps,
  // It rolled off the loop while it was read, and is back: look again.
  armingOn: ({ state, floor }, _event, ctx) =>
    go(floor, state, { effects: [stopTimer('gap'), ...(state.presentation.seen ? spotting(ctx, state.presentation.id) : [])] }),
  sighted: (lane, event, ctx) => (event.presentationId === lane.state.presentation.id ? decide(lane, event, ctx) : stay(lane)),
  timer: onTimer<'reading'>({
    gap: gapOver,
    spotting: (lane, _event, ctx) =>
      andThen(stay(lane, { effects: [{ kind: 'stopSpotting' }] }), () => decide(lane, unread(lane.state.presentation.id, ctx), ctx)),
  }),
}

function decide(lane: Lane<'reading'>, event: EventOf<'sighted'>, ctx: LaneContext): Outcome {
  const { seen, parts } = observe(event, lane.state.presentation, ctx)
  const { presentation, languages } = recall({ ...lane.state.presentation, seen }, seen?.text ?? null, ctx)
  const { earlier } = lane.state
  const events = [...(parts.events ?? []), ...blindness(event, ctx)]
  const observed = go(lane.floor, { ...lane.state, presentation }, { ...parts, events, languages, effects: [stopTimer('spotting')] })
  // Nothing stands here: nothing opens. The gap timer or the vehicle's return decides.
  if (!lane.floor.armingLoop) return observed
  const grant = earlier?.grant ?? null
  if (grant && isUp(lane.floor)) return andThen(observed, (next) => goOn(next, presentation, grant, ctx))
  if (ctx.direction === 'entry') return andThen(observed, (next) => decideAtEntry(next, presentation, ctx))
  return andThen(observed, (next) => decideAtExit(next, presentation, event.read, earlier?.sessionId ?? null, ctx))
}

/** After a restart with the arm still up for this vehicle: no second pulse. */
function goOn(lane: Lane, presentation: Lane<'reading'>['state']['presentation'], grant: Grant, ctx: LaneContext): Outcome {
  const claim = grant.claim.side === 'entry' ? judgeEntry(presentation.seen, ctx).claim : grant.claim
  const open = { kind: 'open', presentation, grant: { ...grant, claim }, commandId: null, reopened: 0 } as const
  return go(lane.floor, open, { effects: [startTimer('passage', ctx.timings.passageMs)] })
}
