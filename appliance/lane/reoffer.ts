import { isOfThisKind, offerFor, owe } from './bill.ts'
import type { LaneContext } from './context.ts'
import { dueOf } from './due.ts'
import { askDriver, letOut } from './exit-decision.ts'
import { carOf } from './exit-match.ts'
import { isOccupied } from './floor.ts'
import { andThen, type Outcome, stay } from './outcome.ts'
import { cancelCharge } from './presentation.ts'
import type { Lane, Owing } from './states.ts'

/**
 * What nobody told this lane: paid at another lane, a validation granted meanwhile, or a person who said what kind of vehicle
 * it is. The new outcome when another price holds by now, else null.
 */
export function cheaperByNow(lane: Lane<'owing' | 'coding' | 'pending'>, ctx: LaneContext): Outcome | null {
  const { state, floor } = lane
  const { presentation, bill } = state
  const inside = ctx.books.sessionInside(bill.car.sessionId)
  if (!inside || !isOccupied(floor)) return null
  const { amountMinor } = dueOf(inside, presentation.openedAt, floor, ctx)
  if (state.kind === 'owing')
    return amountMinor < bill.quote.amountMinor || !isOfThisKind(bill.quote, inside) ? reoffer(lane, ctx, state.failed) : null
  if (state.kind === 'coding') return amountMinor === 0 ? reoffer(lane, ctx) : null
  return amountMinor === 0 ? andThen(stay(lane, { effects: cancelCharge(lane) }), () => reoffer(lane, ctx)) : null
}

/** Back to the fee: the same locked quote, or what is owed by now if its lock is over or something was paid meanwhile. */
export function reoffer(
  lane: Lane<'owing' | 'coding' | 'charging' | 'pending'>,
  ctx: LaneContext,
  failed: Owing['failed'] = null,
): Outcome {
  const { presentation, bill } = lane.state
  const inside = ctx.books.sessionInside(bill.car.sessionId)
  if (!inside) return askDriver(lane.floor, presentation, [], ctx)
  const due = dueOf(inside, presentation.openedAt, lane.floor, ctx)
  if (due.amountMinor === 0) return letOut(lane, presentation, inside, inside.paidMinor > 0 ? 'paid' : 'free', ctx)
  const { quote, events } = offerFor(inside, due, ctx)
  return andThen(stay(lane, { events }), ({ floor }) => owe(floor, presentation, { car: carOf(inside), quote }, ctx, failed))
}
