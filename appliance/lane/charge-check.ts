import type { LaneContext } from './context.ts'
import { startTimer } from './effects.ts'
import type { Floor } from './floor.ts'
import { nextRung } from './ladder.ts'
import { go, type Outcome } from './outcome.ts'
import type { IssuedQuote } from './ports.ts'
import type { Bill, Presentation } from './states.ts'

/** The quote of this session whose charge was asked for and never answered for good, or null. */
export function unresolvedCharge(floor: Floor, sessionId: string, ctx: LaneContext): IssuedQuote | null {
  const charge = floor.charges.find((x) => x.sessionId === sessionId)
  const quote = charge ? ctx.books.quote(charge.quoteId) : null
  return quote && !quote.settled ? quote : null
}

/** Finds out what became of a charge before anybody is asked to pay (again). */
export function checkCharge(floor: Floor, presentation: Presentation, bill: Bill, asked: boolean, ctx: LaneContext): Outcome {
  const lookUp = ctx.canLookUp ? [{ kind: 'lookUpCharge', quoteId: bill.quote.id } as const] : []
  return go(
    floor,
    { kind: 'pending', presentation, bill, asked, lookUps: 0, sinceMono: ctx.mono },
    { effects: [...lookUp, startTimer('ladder', nextRung(0, ctx))] },
  )
}

/** Forgets a charge that was answered for good. */
export function resolved(floor: Floor, quoteId: string): Floor {
  const charges = floor.charges.filter((x) => x.quoteId !== quoteId)
  return charges.length === floor.charges.length ? floor : { ...floor, charges }
}
