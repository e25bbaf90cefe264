import type { LaneContext } from './context.ts'
import { startTimer } from './effects.ts'
import { anomalyNoted } from './facts.ts'
import { isOccupied } from './floor.ts'
import { grantPassage } from './grant.ts'
import { callHelp } from './help.ts'
import { andThen, type Outcome, stay } from './outcome.ts'
import { POLL_MS, waitAtPayPoint } from './pay-point.ts'
import type { Bill, Lane, Presentation } from './states.ts'

/** When the ladder is looked at next by a car that has waited `waited` ms: at the call for help, then at the release. */
export function nextRung(waited: number, { timings }: LaneContext): number {
  const rungs = [timings.helpAfterMs, timings.releaseAfterMs].filter((rung) => rung > waited)
  return Math.min(POLL_MS, ...rungs.map((rung) => rung - waited))
}

/**
 * A vehicle at an exit for which nothing works does not block the lane: help is called, and after `releaseAfterMs` it is let
 * out with the fee on record as owed (0 = this site never releases by itself).
 */
export function climb(
  lane: Lane,
  ctx: LaneContext,
  sinceMono: number,
  presentation: Presentation,
  bill: Bill | null,
  why: string,
): Outcome {
  const waited = ctx.mono - sinceMono
  if (!ctx.has.arm) return waitAtPayPoint(lane, waited, ctx)
  const { helpAfterMs, releaseAfterMs } = ctx.timings
  if (releaseAfterMs > 0 && waited >= releaseAfterMs && isOccupied(lane.floor)) return release(lane, ctx, presentation, bill, why)
  const called = waited >= helpAfterMs ? callHelp(lane, ctx) : stay(lane)
  return andThen(called, (next) => stay(next, { effects: [startTimer('ladder', nextRung(waited, ctx))] }))
}

/** Out, unpaid. The screen does not say why: "payments down" would be free parking by tomorrow. */
export function release(lane: Lane, ctx: LaneContext, presentation: Presentation, bill: Bill | null, why: string): Outcome {
  const claim = { side: 'exit', car: bill?.car ?? null, outcome: 'owed' } as const
  const grant = { basis: 'released', claim, amountMinor: 0, reason: why } as const
  const noted = anomalyNoted(ctx, 'released', bill?.car.sessionId ?? null, why)
  return andThen(stay(lane, { events: [noted] }), (next) => grantPassage(next, ctx, { presentation, grant, source: 'lane' }))
}
