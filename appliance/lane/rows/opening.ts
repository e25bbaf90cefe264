import type { LaneContext } from '../context.ts'
import { startTimer, stopTimer } from '../effects.ts'
import type { EventOf } from '../events.ts'
import { barrierReported, laneFaulted } from '../facts.ts'
import { isHeld } from '../floor.ts'
import { commandAgain, openCommand } from '../grant.ts'
import { callHelp } from '../help.ts'
import { andThen, go, type Outcome, stay } from '../outcome.ts'
import { backToIdle } from '../presentation.ts'
import type { Lane } from '../states.ts'
import type { Row } from '../table.ts'
import { always, noTaps, onLoops, onTimer } from './every-state.ts'
import { arriveUnderOpenArm, seenUnderOpenArm, stillHere } from './granted.ts'

/** Decided and on record; the barrier is being asked. */
export const openingRow: Row<'opening'> = {
  ...always,
  ...onLoops,
  ...noTaps,
  armingOn: arriveUnderOpenArm,
  sighted: seenUnderOpenArm,
  answered: (lane, event, ctx) =>
    event.commandId === lane.state.command.commandId ? barrierAnswered(lane, event, ctx) : always.answered(lane, event, ctx),
  arm: armMoved,
  timer: onTimer<'opening'>({
    gap: stillHere,
    help: (lane, _event, ctx) => callHelp(lane, ctx),
    answer: noAnswer,
    retry: (lane, _event, ctx) => (lane.state.problem ? retry(lane, ctx) : stay(lane)),
  }),
}

const MAX_ASKS = 2

function barrierAnswered(lane: Lane<'opening'>, event: EventOf<'answered'>, ctx: LaneContext): Outcome {
  const { result } = event
  const noted = always.answered(lane, event, ctx)
  if (result.result === 'opened') return andThen(noted, (next) => armIsUp(next.floor, lane, ctx))
  const { result: what, retry: again } = result
  // An expired command was never acted on, so a new one is no second pulse.
  const mayRetry = again || what === 'expired'
  const problem = { result: what, retry: mayRetry }
  const effects = [stopTimer('answer'), ...(mayRetry ? [startTimer('retry', ctx.timings.retryMs)] : [])]
  return andThen(noted, ({ floor }) => endIfNobody(go(floor, { ...lane.state, problem }, { effects }), mayRetry, ctx))
}

function armIsUp(floor: Lane['floor'], { state }: Lane<'opening'>, ctx: LaneContext): Outcome {
  const { presentation, grant, command, reopened } = state
  const open = { kind: 'open', presentation, grant, commandId: command.commandId, reopened } as const
  return go(floor, open, { effects: [startTimer('passage', ctx.timings.passageMs)] })
}

/** Feedback after a failed answer counts: an arm that is up is open, one that is down again may be asked again. */
function armMoved(lane: Lane<'opening'>, event: EventOf<'arm'>, ctx: LaneContext): Outcome {
  const { state, floor } = lane
  if (!state.problem) return stay(lane)
  if (event.state === 'open') return armIsUp(floor, lane, ctx)
  if (event.state !== 'closed' || state.problem.retry || ctx.mono >= state.retryUntilMono) return stay(lane)
  return go(floor, { ...state, problem: { ...state.problem, retry: true } }, { effects: [startTimer('retry', ctx.timings.retryMs)] })
}

/** Silence: the same command again (it pulses once however often it is sent), then it is a fault. */
function noAnswer(lane: Lane<'opening'>, _event: unknown, ctx: LaneContext): Outcome {
  const { state, floor } = lane
  if (state.problem) return stay(lane)
  if (state.asks < MAX_ASKS) {
    const effects = [
      { kind: 'openBarrier', command: openCommand(ctx, state.command) } as const,
      startTimer('answer', ctx.timings.feedbackMs),
    ]
    return go(floor, { ...state, asks: state.asks + 1 }, { effects })
  }
  const events = [
    barrierReported(ctx, state.command.commandId, 'fault', 'no answer'),
    laneFaulted(ctx, 'barrier', 'the barrier does not answer'),
  ]
  return endIfNobody(go(floor, { ...state, problem: { result: 'fault', retry: false } }, { events }), false, ctx)
}

function retry(lane: Lane<'opening'>, ctx: LaneContext): Outcome {
  const { state, floor } = lane
  const { problem } = state
  if (problem && ctx.mono >= state.retryUntilMono)
    return endIfNobody(go(floor, { ...state, problem: { ...problem, retry: false } }), false, ctx)
  return commandAgain(lane, ctx, `again after ${lane.state.problem?.result}`)
}

/** An opening for nobody (an attendant's, a hold) that failed for good waits for nobody. */
function endIfNobody(failed: Outcome, mayRetry: boolean, ctx: LaneContext): Outcome {
  const { state, floor } = failed.next
  if (mayRetry || state.kind !== 'opening' || state.presentation) return failed
  const effects = isHeld(floor) ? [startTimer('retry', ctx.timings.passageMs)] : []
  return andThen(
    andThen(failed, (next) => backToIdle(next, ctx)),
    (next) => stay(next, { effects }),
  )
}
