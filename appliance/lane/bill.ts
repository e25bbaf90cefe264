import { newNonce } from '@gatehouse/domain/proof/ticket.ts'
import { debtLines } from '@gatehouse/domain/tariff/debt.ts'
import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import type { LaneContext } from './context.ts'
import type { Due } from './due.ts'
import { type Effect, startTimer } from './effects.ts'
import { anomalyNoted, quoteIssued } from './facts.ts'
import type { Floor } from './floor.ts'
import { nextRung } from './ladder.ts'
import { go, type Outcome } from './outcome.ts'
import type { IssuedQuote, SessionInside } from './ports.ts'
import type { Bill, Owing, Presentation } from './states.ts'

export interface Offer {
  readonly quote: IssuedQuote
  readonly events: readonly DomainEvent[]
  /** an earlier quote that is still locked: it may have been charged already */
  readonly reused: boolean
}

/** The locked quote of the session while it is no dearer than the price now and for the same kind of vehicle, else a new one. */
export function offerFor(inside: SessionInside, due: Due, ctx: LaneContext): Offer {
  const locked = inside.quote
  const stands = locked && locked.lockUntil > ctx.at && locked.amountMinor <= due.amountMinor && isOfThisKind(locked, inside)
  if (locked && stands) return { quote: locked, events: [], reused: true }
  return newOffer(inside, due, ctx)
}

/** A person may have said meanwhile that it is another kind of vehicle. */
export const isOfThisKind = ({ vehicleClass }: IssuedQuote, { session }: SessionInside): boolean =>
  (vehicleClass ?? null) === session.vehicleClass

/** A fresh quote, whatever was offered before. */
export function newOffer(inside: SessionInside, due: Due, ctx: LaneContext): Offer {
  const { fee, table } = due
  const quote: IssuedQuote = {
    id: ctx.newId(),
    nonce: newNonce(ctx.randomBytes),
    sessionId: inside.session.id,
    laneId: ctx.laneId,
    amountMinor: due.amountMinor,
    currency: table.currency,
    issuedAt: ctx.at,
    lockUntil: ctx.at + ctx.quoteLockMs,
    stayMs: fee.stayMs,
    rateTableId: table.id,
    rateTableVersion: table.version,
    lines: [...fee.lines, ...debtLines(due.debts)],
    vatBasisPoints: table.vatBasisPoints,
    ...(inside.session.vehicleClass ? { vehicleClass: inside.session.vehicleClass } : {}),
    ...(due.debts.length > 0 ? { debts: due.debts.map(({ sessionId, amountMinor }) => ({ sessionId, amountMinor })) } : {}),
  }
  const { id: quoteId, lines, debts, ...rest } = quote
  const owed = debts ? { debts: [...debts] } : {}
  return {
    quote,
    events: [quoteIssued({ quoteId, ...rest, lines: [...lines], ...owed }), ...clockDoubt(due, quote.sessionId, ctx)],
    reused: false,
  }
}

/** What a person should know of a price that no trusted clock stands behind. */
export function clockDoubt(due: Due, sessionId: string, ctx: LaneContext): readonly DomainEvent[] {
  if (due.stay === 'lowerBound')
    return [anomalyNoted(ctx, 'untrustedClock', sessionId, 'the stay is charged as the shortest it can have been')]
  return ctx.clockQuality === 'trusted' ? [] : [anomalyNoted(ctx, 'untrustedClock', sessionId, 'quoted by a clock nobody vouches for')]
}

/** Shows the fee and waits for the money. */
export function owe(floor: Floor, presentation: Presentation, bill: Bill, ctx: LaneContext, failed: Owing['failed'] = null): Outcome {
  const helplessMono = canPay(bill.quote, ctx) ? null : ctx.mono
  return go(
    floor,
    { kind: 'owing', presentation, bill, failed, helplessMono },
    {
      effects: [
        // A wall clock that was set back must not make this wait for weeks.
        startTimer('lock', Math.min(ctx.quoteLockMs, Math.max(0, bill.quote.lockUntil - ctx.at))),
        startTimer('ladder', nextRung(0, ctx)),
        ...(!ctx.has.loops ? untouched(ctx) : failed ? [startTimer('idleReset', ctx.timings.idleResetMs)] : []),
      ],
    },
  )
}

/** Where nothing tells that a driver has gone, the next must not find this one's car: as long as on the keypad, for a phone may be paying meanwhile. */
export const untouched = ({ timings }: LaneContext): readonly Effect[] => [
  startTimer('idleWarn', timings.codeWarnMs),
  startTimer('idleReset', timings.codeResetMs),
]

/** Some way to pay reaches this lane now. */
export const canPay = (quote: IssuedQuote, ctx: LaneContext): boolean => ctx.cardReady || ctx.phoneReady(quote)
