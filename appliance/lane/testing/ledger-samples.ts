import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import type { DomainEvent, EventPayload } from '@gatehouse/domain/wire/event.ts'
import type { IssuedQuote } from '../ports.ts'
import type { LedgerSeed } from './ledger-facts.ts'

/** Events and seeds the ledger contract is told with. */
export const NOW = 1_700_000_000_000
export const MINUTE = 60_000

export function rates(version: number, effectiveFrom: number): RateTable {
  const zone = { timeZone: 'Europe/Berlin', transitions: [{ fromMs: 0, offsetMinutes: 60 }] }
  const grace = { freeMs: 15 * MINUTE, freeIsGrace: true, exitGraceMs: 15 * MINUTE }
  const line = { kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: 60 * MINUTE, amountMinor: 250 } as const
  const price = { lines: [line], cap: { kind: 'none' }, vatBasisPoints: 1900 } as const
  return { id: 'visitor', version, name: 'Visitor', currency: 'EUR', effectiveFrom, ...zone, ...grace, ...price }
}

export const permit: LedgerSeed['rights'][number] = {
  specification: { id: 'spec', name: 'Residents', charging: 'free', poolSize: 2 },
  right: {
    ...{ id: 'r1', specificationId: 'spec', holderId: null, plates: ['PER1', 'PER2'] },
    ...{ validFrom: NOW - 86_400_000, validUntil: NOW + 86_400_000, revokedAt: null },
  },
}

export const started = (sessionId: string, plateRef: string | null, rightId: string | null = null): DomainEvent => ({
  kind: 'session.started',
  payload: {
    ...{ sessionId, presentationId: null, laneId: 'in', observationId: null, plateRef, imageRef: null, actualStart: NOW, rightId },
    ...{ rateTableId: 'visitor', rateTableVersion: 1 },
  },
})
export const ended = (sessionId: string, outcome: EventPayload<'session.ended'>['outcome']): DomainEvent => ({
  kind: 'session.ended',
  payload: { sessionId, presentationId: null, laneId: 'out', observationId: null, actualEnd: NOW, outcome },
})
export const opened = (presentationId: string, laneId: string, direction: 'entry' | 'exit'): DomainEvent => ({
  kind: 'presentation.opened',
  payload: { presentationId, laneId, direction, at: NOW },
})
export const observed = (pr: string): DomainEvent => ({
  kind: 'observation.made',
  payload: {
    ...{ observationId: `ob-${pr}`, presentationId: pr, laneId: 'out', direction: 'exit' as const, plateRef: `pl-${pr}` },
    ...{ imageRef: `img-${pr}`, confidence: 0.9, frames: 3, country: 'DE', at: NOW },
  },
})
export const decided = (decisionId: string, presentationId: string | null): DomainEvent => ({
  kind: 'decision.made',
  payload: {
    ...{ decisionId, laneId: 'out', presentationId, direction: 'exit' as const, result: 'granted' as const },
    ...{ basis: 'paid' as const, sessionId: 's1', reason: null, at: NOW },
  },
})
export const commanded = (commandId: string, presentationId: string | null): DomainEvent => ({
  kind: 'barrier.commanded',
  payload: {
    ...{ commandId, laneId: 'out', presentationId, action: 'open' as const, source: 'lane' as const, reason: null },
    ...{ at: NOW, expiresAt: NOW + 3_000 },
  },
})
export const reported = (commandId: string, result: EventPayload<'barrier.reported'>['result']): DomainEvent => ({
  kind: 'barrier.reported',
  payload: { commandId, laneId: 'out', result, reason: null, at: NOW },
})
export const passed = (presentationId: string | null): DomainEvent => ({
  kind: 'passage.completed',
  payload: { presentationId, laneId: 'out', direction: 'exit', tailgate: presentationId === null, at: NOW },
})

type QuotePayload = EventPayload<'quote.issued'>
export const quoteIssued = (quoteId: string, sessionId: string, over: Partial<QuotePayload> = {}) => ({
  kind: 'quote.issued' as const,
  payload: {
    ...{ quoteId, nonce: '00112233445566', sessionId, laneId: 'out', amountMinor: 750, currency: 'EUR', issuedAt: NOW },
    ...{ lockUntil: NOW + 15 * MINUTE, stayMs: 161 * MINUTE, rateTableId: 'visitor', rateTableVersion: 1, vatBasisPoints: 1900 },
    lines: [
      {
        ...{ code: 'steps' as const, amountMinor: 750, count: 3, unitMinor: 250, stepMs: 60 * MINUTE },
        fromMs: NOW - 161 * MINUTE,
        untilMs: NOW,
      },
    ],
    ...over,
  } satisfies QuotePayload,
})
export function quoteOf({ quoteId, ...rest }: QuotePayload): IssuedQuote {
  return { id: quoteId, ...rest }
}
export const settled = (
  paymentId: string,
  quoteId: string,
  sessionId: string,
  amountMinor: number,
  over: Partial<EventPayload<'payment.settled'>> = {},
): DomainEvent => ({
  kind: 'payment.settled',
  payload: {
    ...{ paymentId, quoteId, sessionId, amountMinor, currency: 'EUR', method: 'remote' as const, provider: 'test' },
    ...{ providerRef: 'ref', settledAt: NOW, duplicate: false },
    ...over,
  },
})

export const oneOfEach: readonly DomainEvent[] = [
  opened('pr', 'out', 'exit'),
  observed('pr'),
  started('s', null),
  quoteIssued('q', 's'),
  settled('p', 'q', 's', 750),
  decided('d', 'pr'),
  commanded('c', 'pr'),
  reported('c', 'opened'),
  { kind: 'barrier.reported', payload: { commandId: null, laneId: 'out', result: 'forced', reason: 'arm up without command', at: NOW } },
  passed('pr'),
  ended('s', 'paid'),
  opened('pr2', 'out', 'exit'),
  { kind: 'presentation.backedOut', payload: { presentationId: 'pr2', laneId: 'out', at: NOW } },
  { kind: 'help.requested', payload: { helpId: 'h', laneId: 'out', presentationId: null, at: NOW } },
  { kind: 'help.answered', payload: { helpId: 'h', laneId: 'out', by: 'Ana', reason: 'came over', at: NOW } },
  { kind: 'hold.changed', payload: { laneId: 'out', reason: 'market day', held: true, at: NOW } },
  { kind: 'lane.faulted', payload: { laneId: 'out', code: 'barrier', detail: 'no feedback', at: NOW } },
  { kind: 'anomaly.noted', payload: { code: 'tailgate', laneId: 'out', sessionId: null, detail: '', at: NOW } },
  { kind: 'box.started', payload: { bootId: 'b', version: '0.1.0', clockQuality: 'trusted', at: NOW } },
  { kind: 'plate.corrected', payload: { sessionId: 's', plateRef: 'pl-new', by: 'Ana', reason: null, at: NOW } },
  {
    kind: 'till.counted',
    payload: { tillId: 't', by: 'Ana', from: 0, at: NOW, currency: 'EUR', takings: [], countedMinor: null, note: null },
  },
  { kind: 'rates.applied', payload: { rateTableId: 'visitor', rateTableVersion: 1, at: NOW } },
  { kind: 'command.applied', payload: { commandId: 'c', result: 'opened', at: NOW } },
  {
    kind: 'validation.granted',
    payload: { validationId: 'v', sessionId: 's', kind: 'minutes', value: 60, by: 'bakery', at: NOW },
  },
]
