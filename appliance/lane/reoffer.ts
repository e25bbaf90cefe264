import { offerFor, owe } from './bill.ts'
import type { LaneContext } from './context.ts'
import { dueOf } from './due.ts'
import { askDriver, letOut } from './exit-decision.ts'
import { carOf } from './exit-match.ts'
import { andThen, type Outcome, stay } from './outcome.ts'
import type { Lane, Owing } from './states.ts'

/** Back to the fee: the same locked quote, or what is owed by now if its lock is over or something was paid meanwhile. */
export function reoffer(lane: Lane<'owing' | 'charging' | 'pending'>, ctx: LaneContext, failed: Owing['failed'] = null): Outcome {
  const { presentation, bill } = lane.state
  const inside = ctx.books.sessionInside(bill.car.sessionId)
  if (!inside) return askDriver(lane.floor, presentation, [], ctx)
  const due = dueOf(inside, presentation.openedAt, lane.floor, ctx)
  if (due.amountMinor === 0) return letOut(lane, presentation, inside, inside.paidMinor > 0 ? 'paid' : 'free', ctx)
  const { quote, events } = offerFor(inside, due, ctx)
  return andThen(stay(lane, { events }), ({ floor }) => owe(floor, presentation, { car: carOf(inside), quote }, ctx, failed))
}
