import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'

export const T0 = 1_700_000_000_000

export const entered = (sessionId: string, at = T0, plateRef: string | null = null): DomainEvent => ({
  kind: 'session.started',
  payload: {
    ...{ sessionId, presentationId: null, laneId: 'in', observationId: null, plateRef, imageRef: null, actualStart: at },
    ...{ rateTableId: 'local', rateTableVersion: 1, rightId: null },
  },
})
export const left = (sessionId: string, at: number, laneId = 'out', outcome: 'paid' | 'suspect' | 'owed' = 'paid'): DomainEvent => ({
  kind: 'session.ended',
  payload: { sessionId, presentationId: null, laneId, observationId: null, actualEnd: at, outcome },
})
export const offered = (quoteId: string, sessionId: string, amountMinor: number, creditMinor = 0): DomainEvent => ({
  kind: 'quote.issued',
  payload: {
    ...{ quoteId, nonce: quoteId, sessionId, laneId: 'out', amountMinor, currency: 'EUR', issuedAt: T0, lockUntil: T0 + 900_000 },
    ...{ stayMs: 3_600_000, rateTableId: 'local', rateTableVersion: 1, vatBasisPoints: 0 },
    lines:
      creditMinor === 0
        ? []
        : [{ code: 'credit', amountMinor: -creditMinor, count: 1, unitMinor: creditMinor, stepMs: 0, fromMs: T0, untilMs: T0 }],
  },
})
export const paid = (paymentId: string, quoteId: string, sessionId: string, amountMinor: number): DomainEvent => ({
  kind: 'payment.settled',
  payload: {
    ...{ paymentId, quoteId, sessionId, amountMinor, currency: 'EUR', method: 'terminal', provider: 'card', providerRef: null },
    ...{ settledAt: T0, duplicate: false },
  },
})
export const validated = (validationId: string, sessionId: string): DomainEvent => ({
  kind: 'validation.granted',
  payload: { validationId, sessionId, kind: 'minutes', value: 60, by: 'shop', at: T0 },
})
