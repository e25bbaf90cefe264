import { decideExit, type ExitFacts } from '@gatehouse/domain/decision.ts'
import type { PlateRead } from '@gatehouse/domain/plate.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import { clockDoubt, type Offer, offerFor, owe } from './bill.ts'
import { checkCharge, unresolvedCharge } from './charge-check.ts'
import type { LaneContext } from './context.ts'
import { dueOf, permitEnd, tableOf } from './due.ts'
import { startTimer } from './effects.ts'
import { carOf, identify } from './exit-match.ts'
import { decisionMade } from './facts.ts'
import { findCar } from './find-car.ts'
import { type Floor, isHeld } from './floor.ts'
import { grantPassage } from './grant.ts'
import { nextRung } from './ladder.ts'
import { recall } from './language.ts'
import { andThen, go, type Outcome, stay } from './outcome.ts'
import { settledHere } from './pay-point.ts'
import type { SessionInside } from './ports.ts'
import type { Car, Lane, Presentation } from './states.ts'

type How = NonNullable<ExitFacts['identified']> extends infer I ? (I extends { sessionId: string } ? Omit<I, 'sessionId'> : never) : never

const MAX_PHOTOS = 4

/** Whose vehicle is this, and what does it owe? `known`: the session this presentation was bound to before a restart. */
export function decideAtExit(
  lane: Lane,
  presentation: Presentation,
  read: PlateRead | null,
  known: string | null,
  ctx: LaneContext,
): Outcome {
  const found = identify(read, presentation.rejected, ctx)
  const sure = found.kind === 'one' && found.posterior >= ctx.chargeThreshold
  if (isHeld(lane.floor)) return letOutHeld(lane, presentation, sure ? carOf(found.session) : null, ctx)
  if (found.kind === 'one' && (sure || known === null)) {
    const how = { by: 'read', posterior: found.posterior } as const
    return meetCar(lane, presentation, found.session, how, ctx)
  }
  const before = known === null ? null : ctx.books.sessionInside(known)
  if (before) return meetCar(lane, presentation, before, { by: 'driver' }, ctx)
  const near = found.kind === 'several' ? found.near : read === null ? withoutPlate(presentation, ctx) : []
  return askDriver(lane.floor, presentation, near.map(carOf), ctx)
}

/** A vehicle nobody can read is most likely one nobody could read when it came in: if they are few, show them. */
function withoutPlate({ rejected }: Presentation, ctx: LaneContext): readonly SessionInside[] {
  const unread = ctx.books.sessionsInside().filter(({ session, plate }) => plate === null && !rejected.includes(session.id))
  return unread.length <= MAX_PHOTOS ? unread : []
}

/** The vehicle is (probably) this session: let it go, ask for the money, or ask the driver. */
export function meetCar(lane: Lane, before: Presentation, inside: SessionInside, how: How, ctx: LaneContext): Outcome {
  const due = dueOf(inside, before.openedAt, lane.floor, ctx)
  const offer = due.amountMinor > 0 ? offerFor(inside, due, ctx) : null
  const car = carOf(inside)
  const verdict = decideExit({
    identified: { ...how, sessionId: inside.session.id },
    nearby: 1,
    chargeThreshold: ctx.chargeThreshold,
    permit: holdsPermit(inside, before.openedAt, ctx),
    amountMinor: offer?.quote.amountMinor ?? 0,
    paidMinor: inside.paidMinor,
  })
  if (verdict.result === 'askDriver' || verdict.result === 'denied') return askDriver(lane.floor, before, [car], ctx)
  const { presentation, languages } = recall(before, inside.plate?.text ?? null, ctx)
  if (verdict.result === 'granted' || !offer) {
    const basis = verdict.basis ?? 'free'
    const doubt = basis === 'free' && due.stay === 'lowerBound' ? clockDoubt(due, inside.session.id, ctx) : []
    return andThen(stay(lane, { events: doubt, languages }), (next) => letOut(next, presentation, inside, basis, ctx))
  }
  return andThen(stay(lane, { languages }), (next) => askForMoney(next, presentation, inside, offer, ctx))
}

function askForMoney({ floor }: Lane, presentation: Presentation, inside: SessionInside, offer: Offer, ctx: LaneContext): Outcome {
  const car = carOf(inside)
  const asked = unresolvedCharge(floor, inside.session.id, ctx)
  if (asked) return checkCharge(floor, presentation, { car, quote: asked }, true, ctx)
  if (offer.reused && ctx.canLookUp) return checkCharge(floor, presentation, { car, quote: offer.quote }, false, ctx)
  const owing = owe(floor, presentation, { car, quote: offer.quote }, ctx)
  return { ...owing, events: [...offer.events, ...owing.events] }
}

/** Nothing to pay, or paid: out. The opening is tried for as long as the exit grace lasts. */
export function letOut(
  lane: Lane,
  presentation: Presentation,
  inside: SessionInside,
  basis: 'paid' | 'free' | 'permit',
  ctx: LaneContext,
): Outcome {
  if (!ctx.has.arm) return settledHere(lane, presentation, inside, basis, ctx)
  const { exitGraceMs } = dueOf(inside, presentation.openedAt, lane.floor, ctx).table
  const retryForMs = Math.max(exitGraceMs, ctx.timings.exitRetryForMs)
  const claim = { side: 'exit', car: carOf(inside), outcome: basis } as const
  const paidQuote = basis === 'paid' && inside.lastPayment ? ctx.books.quote(inside.lastPayment.quoteId) : null
  const grant = { basis, claim, amountMinor: basis === 'paid' ? inside.paidMinor : 0, reason: null, ...(paidQuote ? { paidQuote } : {}) }
  return grantPassage(lane, ctx, { presentation, grant, source: 'lane', retryForMs })
}

function letOutHeld(lane: Lane, presentation: Presentation, car: Car | null, ctx: LaneContext): Outcome {
  const reason = `held open: ${lane.floor.holds.join(', ')}`
  const grant = { basis: 'attendant', claim: { side: 'exit', car, outcome: 'attendant' }, amountMinor: 0, reason } as const
  return grantPassage(lane, ctx, { presentation, grant, source: 'attendant' })
}

/** Photos to choose from, or none: the driver searches. */
export function askDriver(floor: Floor, presentation: Presentation, cars: readonly Car[], ctx: LaneContext): Outcome {
  if (!ctx.has.camera) return findCar(floor, presentation, [], '', ctx)
  const notFound = {
    presentationId: presentation.id,
    result: 'denied',
    basis: 'notFound',
    reason: 'no session inside fits this vehicle',
  } as const
  return go(
    floor,
    { kind: 'choosing', presentation, cars, sinceMono: ctx.mono },
    { events: cars.length === 0 ? [decisionMade(ctx, notFound)] : [], effects: [startTimer('ladder', nextRung(0, ctx))] },
  )
}

/** The session's own right still parks it free here: valid for this plate, and its times not over by more than the exit grace. */
function holdsPermit(inside: SessionInside, arrivedAt: EpochMs, ctx: LaneContext): boolean {
  const end = permitEnd(inside, ctx)
  return end !== null && arrivedAt <= end + tableOf(inside, ctx).exitGraceMs
}
