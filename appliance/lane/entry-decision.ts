import { decideEntry, type EntryVerdict, type HeldRight } from '@gatehouse/domain/decision.ts'
import { normalisePlate } from '@gatehouse/domain/plate.ts'
import { rightHoldsUntil } from '@gatehouse/domain/right-times.ts'
import type { LaneContext } from './context.ts'
import { startTimer } from './effects.ts'
import { decisionMade } from './facts.ts'
import { isHeld } from './floor.ts'
import { grantPassage } from './grant.ts'
import { go, type Outcome } from './outcome.ts'
import type { SessionInside } from './ports.ts'
import type { Claim, Denied, Lane, Presentation, Seen } from './states.ts'

/** May the vehicle that was just seen come in? Decides, writes it down, opens or refuses. */
export function decideAtEntry(lane: Lane, presentation: Presentation, ctx: LaneContext): Outcome {
  if (isHeld(lane.floor)) {
    const claim = claimByPerson(presentation.seen, ctx)
    const reason = `held open: ${lane.floor.holds.join(', ')}`
    return grantPassage(lane, ctx, { presentation, grant: { basis: 'attendant', claim, amountMinor: 0, reason }, source: 'attendant' })
  }
  const { verdict, claim } = judgeEntry(presentation.seen, ctx)
  if (verdict.result === 'granted') {
    const grant = { basis: verdict.basis, claim, amountMinor: 0, reason: verdict.reason }
    return grantPassage(lane, ctx, { presentation, grant, source: 'lane' })
  }
  return deny(lane, presentation, verdict, ctx)
}

function deny(lane: Lane, presentation: Presentation, verdict: EntryVerdict, ctx: LaneContext): Outcome {
  const basis = deniedBasis(verdict)
  const { reason } = verdict
  const { state } = lane
  // Waiting for a space asks again and again; the same answer is written down once.
  const known = state.kind === 'denied' && state.basis === basis
  return go(
    lane.floor,
    { kind: 'denied', presentation, basis },
    {
      events: known ? [] : [decisionMade(ctx, { presentationId: presentation.id, result: 'denied', basis, reason })],
      effects: [
        ...(known ? [] : [startTimer('help', ctx.timings.helpAfterMs)]),
        ...(basis === 'full' ? [startTimer('retry', ctx.timings.retryMs)] : []),
      ],
    },
  )
}

function deniedBasis({ basis }: EntryVerdict): Denied['basis'] {
  return basis === 'full' || basis === 'alreadyInside' ? basis : 'blocked'
}

/** What the domain says about this evidence, and what a passage would put on record. */
export function judgeEntry(seen: Seen | null, ctx: LaneContext): { readonly verdict: EntryVerdict; readonly claim: Claim } {
  const inside = ctx.books.sessionsInside()
  const previous = seen?.text ? samePlate(inside, seen.text, seen.country) : null
  const verdict = decideEntry({
    read: seen?.text ? { text: seen.text, confidence: seen.confidence, frames: seen.agreeing } : null,
    openThreshold: ctx.openThreshold,
    chargeThreshold: ctx.chargeThreshold,
    rights: seen?.text ? heldNow(seen.text, ctx) : [],
    blocked: seen?.text ? ctx.books.isBlocked(seen.text) : false,
    alreadyInside: previous !== null,
    spacesLeft: ctx.place.capacity === null ? null : ctx.place.capacity - inside.length,
  })
  const missed = verdict.closePrevious ? (previous?.session.id ?? null) : null
  return { verdict, claim: { side: 'entry', sessionId: ctx.newId(), rightId: verdict.rightId, previous: missed } }
}

/** The permits of a plate, and whether their times hold at this moment. */
function heldNow(plate: string, ctx: LaneContext): readonly HeldRight[] {
  const { transitions } = ctx.books.rateTableAt(ctx.at)
  return ctx.books
    .rightsFor(plate, ctx.at)
    .map((held) => ({ ...held, holdsNow: rightHoldsUntil(held.specification.times, transitions, ctx.at) !== null }))
}

/** A person or a held arm lets the vehicle in: its permit and its missed exit count all the same. */
export function claimByPerson(seen: Seen | null, ctx: LaneContext): Claim {
  const { claim, verdict } = judgeEntry(seen, ctx)
  if (verdict.basis !== 'alreadyInside' || claim.side !== 'entry' || !seen?.text) return claim
  const permit = ctx.books.rightsFor(seen.text, ctx.at).find(({ specification }) => specification.charging === 'free')
  const previous = samePlate(ctx.books.sessionsInside(), seen.text, seen.country)
  return { ...claim, rightId: permit?.right.id ?? null, previous: previous?.session.id ?? null }
}

/** The key of a plate is its country and its text: a number of two countries is two vehicles. */
export function samePlate(inside: readonly SessionInside[], text: string, country: string | null): SessionInside | null {
  return (
    inside.find(
      ({ plate }) =>
        plate !== null && normalisePlate(plate.text) === text && (plate.country === null || country === null || plate.country === country),
    ) ?? null
  )
}
