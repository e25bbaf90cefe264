import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { offerFor, owe } from './bill.ts'
import { resolved } from './charge-check.ts'
import type { LaneContext } from './context.ts'
import { creditedWith, dueOf, feeUntil, tableOf } from './due.ts'
import { letOut } from './exit-decision.ts'
import { carOf } from './exit-match.ts'
import { anomalyNoted, paymentSettled } from './facts.ts'
import { isOccupied } from './floor.ts'
import { callHelp } from './help.ts'
import { andThen, go, type Outcome, stay } from './outcome.ts'
import type { IssuedQuote, SessionInside } from './ports.ts'
import { cancelCharge } from './presentation.ts'
import type { SettledFact } from './settled-fact.ts'
import { type Lane, presentationOf } from './states.ts'

/**
 * Money has arrived. It is recorded once by its id, whatever state the lane is in; then, if it pays for the vehicle that
 * stands here, the decision and the command go into the same record.
 */
export function settle(lane: Lane, fact: SettledFact, ctx: LaneContext): Outcome {
  const quote = ctx.books.quote(fact.quoteId)
  const before = quote ? ctx.books.session(quote.sessionId) : null
  const known = ctx.books.payment(fact.paymentId) !== null || isProven(fact, ctx)
  const owedBack = !known && isOwedBack(fact, quote, before, lane, ctx)
  const events = known ? [] : paymentFacts(fact, quote, owedBack, ctx)
  const after = before && !known && !owedBack && quote ? creditedWith(before, fact, quote) : before
  const floor = fact.method === 'terminal' ? resolved(lane.floor, fact.quoteId) : lane.floor
  return andThen(go(floor, lane.state, { events }), (next) => (after ? payFor(next, after, ctx) : stay(next)))
}

/** The phone's own payment, told after its exit code has been counted: the same money. */
function isProven({ method, quoteId, amountMinor }: SettledFact, ctx: LaneContext): boolean {
  const proof = method === 'remote' ? ctx.books.payment(codePaymentId(quoteId)) : null
  return proof !== null && !proof.duplicate && proof.amountMinor === amountMinor
}

/** The payment an exit code proves; one per quote, so it is counted once. */
export const codePaymentId = (quoteId: string): string => `code:${quoteId}`

/** What a paid session means for the vehicle here, if it is this one. */
export function payFor(lane: Lane, inside: SessionInside, ctx: LaneContext): Outcome {
  const { state, floor } = lane
  const presentation = presentationOf(state)
  const due = dueOf(inside, presentation?.openedAt ?? null, floor, ctx)
  if (state.kind === 'owing' || state.kind === 'coding' || state.kind === 'charging' || state.kind === 'pending') {
    if (state.bill.car.sessionId !== inside.session.id || !isOccupied(floor)) return stay(lane)
    const stopped = stay(lane, { effects: cancelCharge(lane) })
    if (due.amountMinor === 0) return andThen(stopped, (next) => letOut(next, state.presentation, inside, 'paid', ctx))
    // Less is owed than the card is being asked for: that charge is taken back, and its answer brings the new quote.
    if (state.kind !== 'owing' && state.kind !== 'coding') return state.kind === 'charging' ? stopped : stay(lane)
    const offer = offerFor(inside, due, ctx)
    if (offer.quote.id === state.bill.quote.id) return stay(lane)
    const topUp = { car: carOf(inside), quote: offer.quote }
    return andThen(stay(lane, { events: offer.events }), (next) => owe(next.floor, state.presentation, topUp, ctx))
  }
  if (presentation?.rejected.includes(inside.session.id)) return paidForAnother(lane, inside, ctx)
  return due.amountMinor === 0 ? stay({ floor, state: paidAfterAll(state, inside.session.id) }) : stay(lane)
}

/** The driver scanned, said "not my car", and paid it: the money is that car's, and somebody must talk to this driver. */
function paidForAnother(lane: Lane, { session }: SessionInside, ctx: LaneContext): Outcome {
  const noted = anomalyNoted(ctx, 'paidRejectedCar', session.id, 'paid at this lane after its driver had said it is not their car')
  return andThen(stay(lane, { events: [noted] }), (next) => callHelp(next, ctx))
}

/** Let out as owing, and the money came before the car had left: the session ends as paid. */
function paidAfterAll(state: Lane['state'], sessionId: string): Lane['state'] {
  if (state.kind !== 'opening' && state.kind !== 'open' && state.kind !== 'passing') return state
  const { grant } = state
  if (grant?.claim.side !== 'exit' || grant.claim.car?.sessionId !== sessionId || grant.claim.outcome !== 'owed') return state
  return { ...state, grant: { ...grant, claim: { ...grant.claim, outcome: 'paid' } } }
}

function paymentFacts(fact: SettledFact, quote: IssuedQuote | null, owedBack: boolean, ctx: LaneContext): readonly DomainEvent[] {
  const sessionId = quote?.sessionId ?? UNKNOWN
  const notes = [
    ...(quote ? [] : [anomalyNoted(ctx, 'unknownQuote', null, `payment ${fact.paymentId} names a quote this box does not know`)]),
    ...(quote && quote.currency !== fact.currency ? [anomalyNoted(ctx, 'wrongCurrency', sessionId, `payment ${fact.paymentId}`)] : []),
    ...(owedBack ? [anomalyNoted(ctx, 'duplicatePayment', sessionId, `payment ${fact.paymentId} is owed back`)] : []),
  ]
  return [paymentSettled({ ...fact, sessionId, duplicate: owedBack }), ...notes]
}

/** A payment of a quote that no ledger here knows still has to name a session: this one. */
const UNKNOWN = 'unknown'

/** Nothing was owed any more when this money came, or it is not the quote's currency: it goes back. */
function isOwedBack(
  fact: SettledFact,
  quote: (IssuedQuote & { readonly settled: boolean }) | null,
  session: SessionInside | null,
  lane: Lane,
  ctx: LaneContext,
): boolean {
  if (!quote) return false
  if (quote.currency !== fact.currency || quote.settled) return true
  if (!session) return false
  return session.session.actualEnd === null ? owesNothing(session, lane, ctx) : leftOwingNothing(session, session.session.actualEnd, ctx)
}

function owesNothing(inside: SessionInside, { state, floor }: Lane, ctx: LaneContext): boolean {
  const isHere = 'bill' in state && state.bill.car.sessionId === inside.session.id
  const arrivedAt = isHere ? (presentationOf(state)?.openedAt ?? null) : grantedHere(state, inside.session.id)
  const due = dueOf(inside, arrivedAt, floor, ctx)
  return due.covered || due.fee.feeMinor === 0
}

const grantedHere = (state: Lane['state'], sessionId: string): number | null =>
  'grant' in state && state.grant?.claim.side === 'exit' && state.grant.claim.car?.sessionId === sessionId
    ? (state.presentation?.openedAt ?? null)
    : null

function leftOwingNothing(gone: SessionInside, actualEnd: number, ctx: LaneContext): boolean {
  const { outcome } = gone.session
  if (outcome === 'paid' || outcome === 'free' || outcome === 'permit') return true
  return gone.paidMinor > 0 && feeUntil(gone, actualEnd, tableOf(gone, ctx), ctx).amountMinor === 0
}

/** The facts of a card payment; its id follows from the quote, so the same approval told twice is one payment. */
export function cardPayment(quote: IssuedQuote, ref: string | null, ctx: LaneContext): SettledFact {
  const { id: quoteId, amountMinor, currency } = quote
  return {
    paymentId: `card:${quoteId}`,
    quoteId,
    amountMinor,
    currency,
    method: 'terminal',
    provider: 'terminal',
    providerRef: ref,
    settledAt: ctx.at,
  }
}
