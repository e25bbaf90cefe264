import type { LaneContext } from './context.ts'
import { startTimer } from './effects.ts'
import type { Floor } from './floor.ts'
import { nextRung } from './ladder.ts'
import { go, type Outcome } from './outcome.ts'
import type { IssuedQuote } from './ports.ts'
import type { Bill, Lane, Presentation } from './states.ts'

/** The quote of this session whose card this process asked for and never got an answer for good, or null. */
export function unresolvedCharge(floor: Floor, sessionId: string, ctx: LaneContext): IssuedQuote | null {
  const charge = floor.charges.find((x) => x.asked && x.sessionId === sessionId)
  const quote = charge ? ctx.books.quote(charge.quoteId) : null
  return quote && !quote.settled ? quote : null
}

/** Keeps a charge in mind until it is answered for good. */
export function inDoubt(floor: Floor, { id: quoteId, sessionId }: IssuedQuote, asked: boolean): Floor {
  const isAsked = asked || floor.charges.some((x) => x.asked && x.quoteId === quoteId)
  return { ...floor, charges: [...resolved(floor, quoteId).charges, { quoteId, sessionId, asked: isAsked }] }
}

/** Looks up every charge in doubt but the one a driver is waiting for: money taken is found even when its car has left. */
export function reconcile({ state, floor }: Lane, ctx: LaneContext): Outcome {
  const waiting = state.kind === 'charging' || state.kind === 'pending' ? state.bill.quote.id : null
  const asked = floor.charges
    .filter(({ quoteId }) => quoteId !== waiting)
    .map(({ quoteId }) => ({ kind: 'lookUpCharge', quoteId }) as const)
  const again = floor.charges.length > 0 ? [startTimer('reconcile', ctx.timings.reconcileMs)] : []
  return go(floor, state, { effects: [...(ctx.canLookUp ? asked : []), ...again] })
}

/** Finds out what became of a charge before anybody is asked to pay (again). */
export function checkCharge(floor: Floor, presentation: Presentation, bill: Bill, asked: boolean, ctx: LaneContext): Outcome {
  const lookUp = ctx.canLookUp ? [{ kind: 'lookUpCharge', quoteId: bill.quote.id } as const] : []
  return go(
    inDoubt(floor, bill.quote, asked),
    { kind: 'pending', presentation, bill, asked, lookUps: 0, sinceMono: ctx.mono },
    { effects: [...lookUp, startTimer('ladder', nextRung(0, ctx))] },
  )
}

/** Forgets a charge that was answered for good. */
export function resolved(floor: Floor, quoteId: string): Floor {
  const charges = floor.charges.filter((x) => x.quoteId !== quoteId)
  return charges.length === floor.charges.length ? floor : { ...floor, charges }
}
