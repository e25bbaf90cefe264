import { DAY_MS, type EpochMs, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { LaneContext } from './context.ts'
import { dueOf } from './due.ts'
import { startTimer } from './effects.ts'
import { carOf } from './exit-match.ts'
import { findCar } from './find-car.ts'
import type { Floor } from './floor.ts'
import { callHelp } from './help.ts'
import { andThen, go, type Outcome, stay } from './outcome.ts'
import type { SessionInside } from './ports.ts'
import { backToIdle } from './presentation.ts'
import { idle, type Lane, type Presentation } from './states.ts'

/*
 * A pay point is the exit's conversation without a road. A driver at the screen stands in for the vehicle on the arming loop, so
 * prices, ways to pay and money are the exit's own; the differences are that the driver begins and ends the visit, and that a
 * paid stay sends them to their car.
 */

export const POLL_MS = 5_000
/** as far as anybody is told when to leave */
const HORIZON_MS = DAY_MS

/** Somebody touched the resting screen: the price is frozen from here on. */
export function startVisit({ floor }: Lane, ctx: LaneContext): Outcome {
  const presentation: Presentation = { id: ctx.newId(), openedAt: ctx.at, seen: null, rejected: [] }
  return findCar({ ...floor, armingLoop: true }, presentation, [], '', ctx)
}

/** The driver is done, or has walked away. */
export function endVisit(lane: Lane, ctx: LaneContext): Outcome {
  return andThen(backToIdle(lane, ctx), ({ floor }) => go({ ...floor, armingLoop: false }, idle))
}

/** Nothing is owed any more: to the car, and by when. */
export function settledHere(
  { floor }: Lane,
  presentation: Presentation,
  inside: SessionInside,
  basis: 'paid' | 'free' | 'permit',
  ctx: LaneContext,
): Outcome {
  const paidQuote = basis === 'paid' && inside.lastPayment ? ctx.books.quote(inside.lastPayment.quoteId) : null
  const leaveBy = basis === 'permit' ? null : leaveByOf(inside, floor, ctx)
  const amountMinor = basis === 'paid' ? inside.paidMinor : 0
  const settled = { kind: 'settled', presentation, car: carOf(inside), basis, amountMinor, leaveBy, paidQuote } as const
  return go(floor, settled, { effects: [startTimer('idleReset', ctx.timings.codeResetMs)] })
}

/**
 * Until when an exit would ask for nothing more: the end of the exit grace, or later while what is paid covers the tariff. Whole
 * minutes, never late; null when it would ask for nothing within a day.
 */
function leaveByOf(inside: SessionInside, floor: Floor, ctx: LaneContext): EpochMs | null {
  const asksNothing = (ahead: number): boolean =>
    dueOf(inside, null, floor, { ...ctx, at: ctx.at + ahead, mono: ctx.mono + ahead }).amountMinor === 0
  if (asksNothing(HORIZON_MS)) return null
  let free = 0
  for (let owing = HORIZON_MS; owing - free > MINUTE_MS; ) {
    const middle = Math.floor((free + owing) / 2)
    if (asksNothing(middle)) free = middle
    else owing = middle
  }
  return Math.floor((ctx.at + free) / MINUTE_MS) * MINUTE_MS
}

/**
 * Nobody blocks a road here, so nobody is let out: only a driver whose card may have been charged gets a person called, and may
 * go after a while. The looking up goes on without them.
 */
export function waitAtPayPoint(lane: Lane, waited: number, ctx: LaneContext): Outcome {
  const { helpAfterMs, releaseAfterMs } = ctx.timings
  const isInDoubt = lane.state.kind === 'pending'
  if (isInDoubt && releaseAfterMs > 0 && waited >= releaseAfterMs) return endVisit(lane, ctx)
  const called = isInDoubt && waited >= helpAfterMs ? callHelp(lane, ctx) : stay(lane)
  return andThen(called, (next) => stay(next, { effects: [startTimer('ladder', POLL_MS)] }))
}
