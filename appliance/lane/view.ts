import { type Place, screenAt } from '@gatehouse/domain/place.ts'
import { ticketTag } from '@gatehouse/domain/proof/ticket.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { CarView, LaneView, PayView, PlateView, QuoteView, RateSummary, Screen } from '@gatehouse/domain/wire/kiosk.ts'
import { isHeld } from './floor.ts'
import { earliestArrival, mayState } from './honesty.ts'
import type { IssuedQuote } from './ports.ts'
import { type Bill, type Car, type Lane, type LaneState, presentationOf, type Seen } from './states.ts'
import { photoTicketTag } from './ticket.ts'

/** What a picture of the lane needs beside its state. */
export interface ViewContext {
  readonly place: Place
  readonly lane: LaneView['lane']
  readonly now: EpochMs
  readonly online: boolean
  readonly cardReady: boolean
  readonly rate: RateSummary
  readonly spacesLeft: number | null
  readonly payUrl: (quote: IssuedQuote) => string | null
  readonly takesCodes: boolean
  readonly takesVouchers: boolean
  readonly receiptUrl: (quote: IssuedQuote) => string | null
  readonly honestyMs: number
  /** reference of the live picture of a presentation that is being read */
  readonly liveRef: (presentationId: string) => string | null
}

/** A lane's screen as a value: pure, so the same lane always looks the same. `revision` is the caller's. */
export function viewOf({ state, floor }: Lane, view: ViewContext, revision: number): LaneView {
  const { name, country, currency, timeZone, languages } = view.place
  const language = presentationOf(state)?.language
  const resetsAt = 'resetsAt' in state ? (state.resetsAt ?? null) : null
  return {
    v: 1,
    revision,
    place: { name, country, currency, timeZone, ...(languages ? { languages } : {}) },
    lane: view.lane,
    now: view.now,
    online: view.online,
    cardReady: view.cardReady,
    helpOpen: floor.help !== null,
    arm: floor.arm,
    screen: screenOf({ state, floor }, view),
    ...(language === undefined ? {} : { language }),
    ...(resetsAt === null ? {} : { resetsAt }),
  }
}

function screenOf({ state, floor }: Lane, view: ViewContext): Screen {
  switch (state.kind) {
    case 'idle':
      return restingScreen({ state, floor }, view)
    case 'reading':
      return { kind: 'reading', imageUrl: imageUrl(view.liveRef(state.presentation.id) ?? state.presentation.seen?.imageRef ?? null) }
    case 'denied':
      return { kind: 'denied', reason: state.basis, plate: seenPlate(state.presentation.seen) }
    case 'choosing':
      return {
        kind: 'notFound',
        plate: seenPlate(state.presentation.seen),
        suggestions: state.cars.map(unconfirmed),
        honesty: mayState(state, view.honestyMs),
        ...(state.presentation.declined ? { declined: true } : {}),
      }
    case 'searching': {
      const { query, nextKeys, results, tooMany } = state
      return { kind: 'search', query, nextKeys, results: results.map(unconfirmed), tooMany }
    }
    case 'stating': {
      const { presentation } = state
      const earliest = earliestArrival(presentation, view.honestyMs)
      return { kind: 'honesty', plate: seenPlate(presentation.seen), imageUrl: imageUrl(presentation.seen?.imageRef ?? null), earliest }
    }
    case 'owing': {
      const shown = { ...billOf(state.bill), pay: payOf(state.bill, view) }
      if (state.elsewhere) return { kind: 'payElsewhere', ...shown, exits: otherExits(view) }
      return state.failed ? { kind: 'paymentFailed', ...shown, retry: state.failed.retry } : { kind: 'yourCar', ...shown }
    }
    case 'coding':
      return { kind: 'exitCode', ...billOf(state.bill), problem: state.problem, vouchers: view.takesVouchers }
    case 'charging':
    case 'pending':
      return { kind: 'paying', ...billOf(state.bill), via: 'card' }
    case 'opening':
      return isBroken(state) ? { kind: 'fault', code: 'barrier' } : grantedScreen({ state, floor }, view)
    case 'open':
    case 'passing':
      return grantedScreen({ state, floor }, view)
    case 'settled': {
      const { car, basis, amountMinor, leaveBy, paidQuote } = state
      return { kind: 'settled', car: confirmed(car), basis, amountMinor, leaveBy, receiptUrl: receiptOf(paidQuote, view) }
    }
    case 'faulted':
      return { kind: 'fault', code: state.code }
  }
}

function restingScreen({ floor }: Lane, { rate, spacesLeft }: ViewContext): Screen {
  if (isHeld(floor)) return { kind: 'held', reasons: floor.holds }
  return floor.arm === 'fault' ? { kind: 'fault', code: 'barrier' } : { kind: 'attract', rate, spacesLeft }
}

/** The barrier did not do what was on record: the next try is under way, or a person is needed. */
function isBroken(state: Extract<LaneState, { kind: 'opening' }>): boolean {
  return state.problem !== null && state.problem.result === 'fault'
}

function grantedScreen({ state, floor }: Lane<'opening' | 'open' | 'passing'>, view: ViewContext): Screen {
  const { grant, presentation } = state
  // An arm that is up for nobody in particular: the screen waits for whoever comes.
  if (!grant || !presentation) return restingScreen({ state, floor }, view)
  const { claim, basis } = grant
  const { seen } = presentation
  if (view.lane.direction === 'entry') {
    const isTicket = basis === 'unreadable' && claim.side === 'entry'
    return {
      kind: 'welcome',
      plate: isTicket ? null : seenPlate(seen),
      imageUrl: imageUrl(seen?.imageRef ?? null),
      permit: basis === 'permit',
      ticketTag: isTicket ? photoTicketTag(claim.sessionId) : null,
    }
  }
  const car = claim.side === 'exit' ? claim.car : null
  const shown = basis === 'paid' || basis === 'free' || basis === 'permit' ? basis : 'attendant'
  return {
    kind: 'thankYou',
    car: car && confirmed(car),
    basis: shown,
    amountMinor: grant.amountMinor,
    receiptUrl: receiptOf(grant.paidQuote ?? null, view),
  }
}

/** The receipt of what was paid here. A sibling's quote is in the cloud under the sibling's own code, which this box cannot make. */
function receiptOf(paid: IssuedQuote | null, { place, receiptUrl }: ViewContext): string | null {
  return paid && screenAt(place, paid.laneId) ? receiptUrl(paid) : null
}

const otherExits = ({ place, lane }: ViewContext): readonly string[] =>
  place.lanes.filter(({ id, direction }) => id !== lane.id && direction !== 'entryOnly').map(({ name }) => name)

const billOf = ({ car, quote }: Bill): { car: CarView; quote: QuoteView } => ({ car: confirmed(car), quote: quoteView(quote) })

function payOf({ quote }: Bill, { payUrl, cardReady, takesCodes, takesVouchers }: ViewContext): PayView {
  const qrUrl = payUrl(quote)
  return { qrUrl, card: cardReady, code: (takesCodes && qrUrl !== null) || takesVouchers }
}

function quoteView(quote: IssuedQuote): QuoteView {
  const { id, amountMinor, currency, stayMs, lockUntil, lines, vatBasisPoints, vehicleClass } = quote
  const price = { amountMinor, currency, stayMs, lockUntil, lines, vatBasisPoints, ...(vehicleClass ? { vehicleClass } : {}) }
  return { id, tag: ticketTag(quote.nonce), ...price }
}

const confirmed = (car: Car): CarView => ({ ...unconfirmed(car), enteredAt: car.enteredAt })

/** Until the driver has said it is theirs, nobody learns when a car came in. */
function unconfirmed({ sessionId, plate, imageRef }: Car): CarView {
  const shown: PlateView | null = plate && { ...plate, certainty: [...plate.text].map(() => 1) }
  return { sessionId, plate: shown, imageUrl: imageUrl(imageRef), enteredAt: null }
}

function seenPlate(seen: Seen | null): PlateView | null {
  if (!seen?.text) return null
  const { text, country, certainty } = seen
  return { text, country, certainty: [...text].map((_, i) => certainty[i] ?? 0) }
}

const imageUrl = (ref: string | null): string | null => (ref === null ? null : `/api/images/${encodeURIComponent(ref)}`)
