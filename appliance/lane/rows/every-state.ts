import { attendantOpens, changeHold } from '../attendant.ts'
import { reconcile, resolved } from '../charge-check.ts'
import type { LaneContext } from '../context.ts'
import type { EventOf } from '../events.ts'
import { barrierReported, laneFaulted } from '../facts.ts'
import { answerHelp, callHelp } from '../help.ts'
import { speak } from '../language.ts'
import { go, type Outcome, refuse, stay } from '../outcome.ts'
import { enterClosingLoop } from '../passage.ts'
import { backOnArmingLoop, backOut, isGone, leftArmingLoop } from '../presentation.ts'
import { cardPayment, settle } from '../settle.ts'
import type { Lane, StateKind } from '../states.ts'
import type { Cell, Row } from '../table.ts'
import type { TimerName } from '../timer-names.ts'

/** Answers that several states share. A row names what it takes from here, so a cell is never left to chance. */
export const ignore = (lane: Lane): Outcome => stay(lane)
export const notNow = (lane: Lane): Outcome => refuse(lane, 'notNow', 'This does not fit what the lane is doing now.')
export const nobodyHere = (lane: Lane): Outcome => refuse(lane, 'nobodyHere', 'No vehicle stands at this lane.')

/** Timers a state listens to; any other one is a leftover and means nothing. */
export const onTimer =
  <K extends StateKind>(cells: Partial<Record<TimerName, Cell<K, 'timer'>>>): Cell<K, 'timer'> =>
  (lane, event, ctx) =>
    event.name === 'reconcile' ? reconcile(lane, ctx) : (cells[event.name]?.(lane, event, ctx) ?? stay(lane))

/** Money, answers that come late and people are heard in every state. */
export const always = {
  answered: (lane: Lane, event: EventOf<'answered'>, ctx: LaneContext) => noteAnswer(lane, event, ctx),
  charged: (lane: Lane, event: EventOf<'charged'>, ctx: LaneContext) => noteCharge(lane, event, ctx),
  lookedUp: (lane: Lane, event: EventOf<'lookedUp'>, ctx: LaneContext) => noteLookUp(lane, event, ctx),
  paid: (lane: Lane, event: EventOf<'paid'>, ctx: LaneContext) => settle(lane, event.payment, ctx),
  attendant: attendantOpens,
  hold: changeHold,
  help: (lane: Lane, _event: EventOf<'help'>, ctx: LaneContext) => callHelp(lane, ctx),
  cancelHelp: (lane: Lane, { by, reason }: EventOf<'cancelHelp'>, ctx: LaneContext) =>
    by === undefined ? answerHelp(lane, ctx, 'driver', 'cancelled') : answerHelp(lane, ctx, by, reason ?? null),
  language: (lane: Lane, event: EventOf<'language'>, ctx: LaneContext) => speak(lane, event.language, ctx),
} satisfies Partial<Row<StateKind>>

/** The loops, for a vehicle that has no opening yet. */
export const onLoops = {
  armingOn: backOnArmingLoop,
  armingOff: (lane: Lane, _event: EventOf<'armingOff'>, ctx: LaneContext) => leftArmingLoop(lane, ctx),
  closingOn: (lane: Lane, _event: EventOf<'closingOn'>, ctx: LaneContext) => enterClosingLoop(lane, ctx),
  closingOff: ignore,
  arm: ignore,
} satisfies Partial<Row<StateKind>>

export const noTaps = {
  notMyCar: notNow,
  startSearch: notNow,
  search: notNow,
  selectSession: notNow,
  startHonesty: notNow,
  stateArrival: notNow,
  payByCard: notNow,
  payElsewhere: notNow,
  startCode: notNow,
  enterCode: notNow,
  back: notNow,
} satisfies Partial<Row<StateKind>>

export const gapOver = (lane: Lane, _event: EventOf<'timer'>, ctx: LaneContext): Outcome =>
  isGone(lane.floor) ? backOut(lane, ctx) : stay(lane)

/** A barrier's answer to a command whose moment has passed is still what happened to that command. */
function noteAnswer(lane: Lane, { commandId, result }: EventOf<'answered'>, ctx: LaneContext): Outcome {
  const reason = result.result === 'opened' ? null : result.reason
  const faulted = result.result === 'fault' ? [laneFaulted(ctx, 'barrier', result.reason)] : []
  return stay(lane, { events: [barrierReported(ctx, commandId, result.result, reason), ...faulted] })
}

/** A card's outcome for a car that is no longer waiting for it: an approval is money and is recorded. */
export function noteCharge(lane: Lane, { quoteId, outcome, ref }: EventOf<'charged'>, ctx: LaneContext): Outcome {
  const quote = ctx.books.quote(quoteId)
  if (outcome === 'approved' && quote) return settle(lane, cardPayment(quote, ref, ctx), ctx)
  return outcome === 'unknown' ? stay(lane) : go(resolved(lane.floor, quoteId), lane.state)
}

export function noteLookUp(lane: Lane, { quoteId, outcome, ref }: EventOf<'lookedUp'>, ctx: LaneContext): Outcome {
  const quote = ctx.books.quote(quoteId)
  if (outcome === 'approved' && quote) return settle(lane, cardPayment(quote, ref, ctx), ctx)
  return outcome === 'unknown' ? stay(lane) : go(resolved(lane.floor, quoteId), lane.state)
}
