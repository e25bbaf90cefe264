import { SECOND_MS } from '@gatehouse/domain/time.ts'
import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import type { Books } from './context.ts'
import type { Clock, LaneLedger, SessionInside } from './ports.ts'

/**
 * How old the list of vehicles inside may be when it is used to recognise one. Reading it is the one slow question of a
 * decision, so it is asked while the camera is at work; whatever is then done to a session asks for that session afresh.
 */
const FRESH_MS = 3 * SECOND_MS

const changing: ReadonlySet<DomainEvent['kind']> = new Set([
  'session.started',
  'session.ended',
  'quote.issued',
  'payment.settled',
  'validation.granted',
])

export interface WarmBooks {
  readonly books: Books
  /** reads the list of vehicles inside now, so the decision that follows need not */
  warm(): void
  /** what was just written may have changed it */
  wrote(events: readonly DomainEvent[]): void
}

/** The ledger's reads, with the list of vehicles inside kept for a moment. */
export function warmBooks(ledger: LaneLedger, clock: Clock): WarmBooks {
  let kept: { readonly list: readonly SessionInside[]; readonly atMono: number } | null = null
  const read = () => {
    kept = { list: ledger.sessionsInside(), atMono: clock.mono() }
    return kept.list
  }
  return {
    books: {
      sessionsInside: () => (kept && clock.mono() - kept.atMono < FRESH_MS ? kept.list : read()),
      sessionInside: (sessionId) => ledger.sessionInside(sessionId),
      session: (sessionId) => ledger.session(sessionId),
      rightsFor: (plate, at) => ledger.rightsFor(plate, at),
      isBlocked: (plate) => ledger.isBlocked(plate),
      rateTableAt: (at) => ledger.rateTableAt(at),
      rateTable: (id, version) => ledger.rateTable(id, version),
      ratesSince: (after, until) => ledger.ratesSince(after, until),
      earlierStays: (sessionId) => ledger.earlierStays(sessionId),
      debtsOf: (sessionId, confidence) => ledger.debtsOf(sessionId, confidence),
      validationsOf: (sessionId) => ledger.validationsOf(sessionId),
      voucherBook: (number) => ledger.voucherBook(number),
      takesVouchers: () => ledger.takesVouchers(),
      voucherUses: (bookId, serial) => ledger.voucherUses(bookId, serial),
      voucherUsesOf: (bookId, sessionId) => ledger.voucherUsesOf(bookId, sessionId),
      quote: (quoteId) => ledger.quote(quoteId),
      quotesOf: (sessionId) => ledger.quotesOf(sessionId),
      unsettledQuotesAt: (laneId, since) => ledger.unsettledQuotesAt(laneId, since),
      wrongCodesAt: (laneId, since) => ledger.wrongCodesAt(laneId, since),
      payment: (paymentId) => ledger.payment(paymentId),
      commandSeen: (commandId) => ledger.commandSeen(commandId),
      languageOf: (plate) => ledger.languageOf(plate),
      standing: (laneId) => ledger.standing(laneId),
    },
    warm: () => void read(),
    wrote(events) {
      if (events.some(({ kind }) => changing.has(kind))) kept = null
    },
  }
}
