import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'

export interface Step {
  readonly events: readonly DomainEvent[]
  /** reference of a plate recorded beside them */
  readonly plate?: string
}

/** One visit from arrival to exit as a lane records it: each step is one `record` call. */
export function aCar(newId: () => string, at: number): readonly Step[] {
  const [came, left, sessionId, plateRef, quoteId] = [newId(), newId(), newId(), newId(), newId()]
  return [
    { events: [opened(came, 'in', 'entry', at)] },
    {
      events: [
        observed(newId(), came, 'in', 'entry', plateRef, at),
        granted(newId(), came, 'in', 'entry', sessionId, at),
        open(newId(), came, 'in', at),
      ],
      plate: plateRef,
    },
    { events: [passed(came, 'in', 'entry', at), started(sessionId, came, plateRef, at)] },
    { events: [opened(left, 'out', 'exit', at), observed(newId(), left, 'out', 'exit', plateRef, at)] },
    { events: [quoted(quoteId, sessionId, at)] },
    {
      events: [
        settled(newId(), quoteId, sessionId, at),
        granted(newId(), left, 'out', 'exit', sessionId, at),
        open(newId(), left, 'out', at),
      ],
    },
    { events: [passed(left, 'out', 'exit', at), ended(sessionId, left, at)] },
  ]
}

type Direction = 'entry' | 'exit'

export const opened = (presentationId: string, laneId: string, direction: Direction, at: number): DomainEvent => ({
  kind: 'presentation.opened',
  payload: { presentationId, laneId, direction, at },
})
export const observed = (
  observationId: string,
  presentationId: string,
  laneId: string,
  direction: Direction,
  plateRef: string | null,
  at: number,
  imageRef: string | null = null,
): DomainEvent => ({
  kind: 'observation.made',
  payload: { observationId, presentationId, laneId, direction, plateRef, imageRef, confidence: 0.93, frames: 7, country: 'DE', at },
})
export const granted = (
  decisionId: string,
  presentationId: string,
  laneId: string,
  direction: Direction,
  sessionId: string,
  at: number,
): DomainEvent => ({
  kind: 'decision.made',
  payload: {
    ...{ decisionId, laneId, presentationId, direction, sessionId, at },
    ...{ result: 'granted', basis: direction === 'entry' ? 'visitor' : 'paid', reason: null },
  },
})
export const open = (commandId: string, presentationId: string | null, laneId: string, at: number): DomainEvent => ({
  kind: 'barrier.commanded',
  payload: { commandId, laneId, presentationId, action: 'open', source: 'lane', reason: null, at, expiresAt: at + 3_000 },
})
export const passed = (presentationId: string | null, laneId: string, direction: Direction, at: number): DomainEvent => ({
  kind: 'passage.completed',
  payload: { presentationId, laneId, direction, tailgate: presentationId === null, at },
})
export const started = (sessionId: string, presentationId: string | null, plateRef: string | null, at: number): DomainEvent => ({
  kind: 'session.started',
  payload: {
    ...{ sessionId, presentationId, laneId: 'in', observationId: null, plateRef, imageRef: null, actualStart: at },
    ...{ rateTableId: 'local', rateTableVersion: 1, rightId: null },
  },
})
export const ended = (sessionId: string, presentationId: string | null, at: number): DomainEvent => ({
  kind: 'session.ended',
  payload: { sessionId, presentationId, laneId: 'out', observationId: null, actualEnd: at, outcome: 'paid' },
})
export const quoted = (quoteId: string, sessionId: string, at: number, amountMinor = 500): DomainEvent => ({
  kind: 'quote.issued',
  payload: {
    ...{ quoteId, nonce: quoteId.slice(0, 14), sessionId, laneId: 'out', amountMinor, currency: 'EUR', issuedAt: at },
    ...{ lockUntil: at + 900_000, stayMs: 3_600_000, rateTableId: 'local', rateTableVersion: 1, lines: [], vatBasisPoints: 1_900 },
  },
})
export const settled = (
  paymentId: string,
  quoteId: string,
  sessionId: string,
  at: number,
  amountMinor = 500,
): DomainEvent & { kind: 'payment.settled' } => ({
  kind: 'payment.settled',
  payload: {
    ...{ paymentId, quoteId, sessionId, amountMinor, currency: 'EUR', method: 'terminal', provider: 'card' },
    ...{ providerRef: 'ref', settledAt: at, duplicate: false },
  },
})
