import { isWellTyped } from '@gatehouse/domain/proof/exit-code.ts'
import { readVoucherCode } from '@gatehouse/domain/proof/voucher-code.ts'
import { HOUR_MS } from '@gatehouse/domain/time.ts'
import type { CodeProblem } from '@gatehouse/domain/wire/kiosk.ts'
import { newOffer } from './bill.ts'
import type { LaneContext } from './context.ts'
import { dueOf } from './due.ts'
import { type Effect, startTimer } from './effects.ts'
import { anomalyNoted, codeRefused } from './facts.ts'
import { isOccupied } from './floor.ts'
import { callHelp } from './help.ts'
import { nextRung } from './ladder.ts'
import { andThen, go, type Outcome, refuse, stay } from './outcome.ts'
import type { IssuedQuote, LaneLedger } from './ports.ts'
import { reoffer } from './reoffer.ts'
import { codePaymentId, settle } from './settle.ts'
import type { SettledFact } from './settled-fact.ts'
import type { Bill, Lane } from './states.ts'
import { isLikeVoucher, redeemVoucher } from './voucher.ts'

/** Guessing a code of eight free digits is hopeless within these, restarts or not: they are counted in the ledger. */
const WRONG_PER_QUOTE = 5
const WRONG_PER_SESSION = 10
const WRONG_PER_LANE_AND_HOUR = 30

type Paying = Lane<'owing' | 'coding'>
type Offered = ReturnType<LaneLedger['quotesOf']>[number]

/** The keypad, or the same keypad again: any touch of it starts its waits over. */
export function showKeypad(lane: Paying, ctx: LaneContext): Outcome {
  if (ctx.isExitCode === null && !ctx.books.takesVouchers())
    return refuse(lane, 'noCodes', 'This exit takes no codes. Pay by card, or call for help.')
  const problem = lane.state.kind === 'coding' ? lane.state.problem : null
  return keypad(lane, lane.state.bill, problem, ctx)
}

/**
 * Nine digits from a phone that has paid. They are held against the quotes this box issued for the very car that stands here;
 * the right ones are money, and are burnt in the same record as the decision and the barrier's command.
 */
export function enterCode(lane: Paying, typed: string, ctx: LaneContext): Outcome {
  const { state, floor } = lane
  const isVoucher = isLikeVoucher(typed) && ctx.books.takesVouchers()
  const { isExitCode } = ctx
  if (isExitCode === null && !isVoucher) return showKeypad(lane, ctx)
  if (!isOccupied(floor)) return refuse(lane, 'nobodyHere', 'No vehicle stands at this lane.')
  if (isVoucher ? readVoucherCode(typed) === null : !isWellTyped(typed)) return keypad(lane, state.bill, 'typo', ctx)
  if (ctx.books.wrongCodesAt(ctx.laneId, ctx.at - HOUR_MS) >= WRONG_PER_LANE_AND_HOUR) return keypad(lane, state.bill, 'paused', ctx)
  const offered = ctx.books.quotesOf(state.bill.car.sessionId)
  if (wrongIn(offered) >= WRONG_PER_SESSION) return askForHelp(lane, ctx)
  if (isVoucher) return enterVoucher(lane, typed, offered, ctx)
  const match = offered.find((quote) => quote.wrongCodes < WRONG_PER_QUOTE && isExitCode?.(typed, quote))
  if (!match) return wrongCode(lane, offered, ctx)
  if (match.settled) return alreadyCounted(lane, ctx)
  return settle(lane, provenPayment(match, ctx), ctx)
}

/** A merchant's discount: the lower price, or why not. A forged one counts as a guess, like a wrong exit code. */
function enterVoucher(lane: Paying, typed: string, offered: readonly Offered[], ctx: LaneContext): Outcome {
  const redeemed = redeemVoucher(lane, typed, ctx)
  if (typeof redeemed !== 'string') return redeemed
  return redeemed === 'wrong' ? wrongCode(lane, offered, ctx) : keypad(lane, lane.state.bill, redeemed, ctx)
}

/** Its settlement reached this box first, or it was typed before: what it pays is counted, and decides. */
function alreadyCounted(lane: Paying, ctx: LaneContext): Outcome {
  const inside = ctx.books.sessionInside(lane.state.bill.car.sessionId)
  const isPaid = inside !== null && dueOf(inside, lane.state.presentation.openedAt, lane.floor, ctx).amountMinor === 0
  return isPaid ? reoffer(lane, ctx) : keypad(lane, lane.state.bill, 'used', ctx)
}

/** A code says that its quote was paid, not when: at the latest when the lock ended, for nobody begins to pay after it. */
function provenPayment({ id: quoteId, amountMinor, currency, lockUntil }: IssuedQuote, ctx: LaneContext): SettledFact {
  const settledAt = Math.min(ctx.at, lockUntil)
  const how = { method: 'exitCode', provider: 'exitCode', providerRef: null } as const
  return { paymentId: codePaymentId(quoteId), quoteId, amountMinor, currency, ...how, settledAt }
}

/** On record before the next try; the fifth at one price makes a new price with a new code. */
function wrongCode(lane: Paying, offered: readonly Offered[], ctx: LaneContext): Outcome {
  const { bill } = lane.state
  const { sessionId } = bill.car
  const refused = stay(lane, { events: [codeRefused(ctx, bill.quote.id, sessionId), ...alarm(ctx)] })
  if (wrongIn(offered) + 1 >= WRONG_PER_SESSION) return andThen(refused, () => askForHelp(lane, ctx))
  const atThisPrice = offered.find(({ id }) => id === bill.quote.id)?.wrongCodes ?? 0
  if (atThisPrice + 1 < WRONG_PER_QUOTE) return andThen(refused, () => keypad(lane, bill, 'wrong', ctx))
  const inside = ctx.books.sessionInside(sessionId)
  if (!inside) return andThen(refused, () => reoffer(lane, ctx))
  const { quote, events } = newOffer(inside, dueOf(inside, lane.state.presentation.openedAt, lane.floor, ctx), ctx)
  return andThen(
    andThen(refused, (next) => stay(next, { events })),
    () => keypad(lane, { car: bill.car, quote }, 'newPrice', ctx),
  )
}

/** The hour's last wrong code at this lane: somebody is guessing, and somebody should know. */
function alarm(ctx: LaneContext) {
  const isLast = ctx.books.wrongCodesAt(ctx.laneId, ctx.at - HOUR_MS) + 1 === WRONG_PER_LANE_AND_HOUR
  return isLast
    ? [anomalyNoted(ctx, 'codeGuessing', null, `${WRONG_PER_LANE_AND_HOUR} wrong exit codes within an hour: the keypad pauses`)]
    : []
}

const askForHelp = (lane: Paying, ctx: LaneContext): Outcome =>
  andThen(callHelp(lane, ctx), ({ floor }) => keypad({ state: lane.state, floor }, lane.state.bill, 'askHelp', ctx))

const wrongIn = (offered: readonly Offered[]): number => offered.reduce((sum, { wrongCodes }) => sum + wrongCodes, 0)

function keypad({ state, floor }: Paying, bill: Bill, problem: CodeProblem | null, ctx: LaneContext): Outcome {
  const { codeWarnMs, codeResetMs } = ctx.timings
  const effects: readonly Effect[] = [
    startTimer('idleWarn', codeWarnMs),
    startTimer('idleReset', codeResetMs),
    startTimer('ladder', nextRung(0, ctx)),
  ]
  const coding = { kind: 'coding', presentation: state.presentation, bill, problem, sinceMono: ctx.mono, resetsAt: null } as const
  return go(floor, coding, { effects })
}
