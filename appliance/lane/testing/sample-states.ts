import type { LaneContext } from '../context.ts'
import type { LaneEvent } from '../events.ts'
import { emptyFloor, type Floor } from '../floor.ts'
import type { IssuedQuote } from '../ports.ts'
import type { SettledFact } from '../settled-fact.ts'
import type { Bill, Car, Grant, Lane, LaneState, Presentation } from '../states.ts'
import type { TimerName } from '../timer-names.ts'
import { timersOf } from '../timers.ts'
import { defaultTimings } from '../timings.ts'
import { memoryLedger } from './memory-ledger.ts'
import { RIGHT_CODE, WRONG_CODE } from './sample-codes.ts'
import { HOUR, JPEG, MINUTE, plateRead, sampleMatch, samplePlace, sampleRates } from './sample-site.ts'

/** One lane of every state, every event, and a context that answers the same each time: for walking the whole table. */

export const AT = 1_700_000_000_000
const MONO = 5_000_000

const quote: IssuedQuote = {
  ...{ id: 'q1', nonce: '00112233445566', sessionId: 's1', laneId: 'out', amountMinor: 500, currency: 'EUR' },
  ...{ issuedAt: AT - MINUTE, lockUntil: AT + 14 * MINUTE, stayMs: 110 * MINUTE, rateTableId: 'visitor', rateTableVersion: 1 },
  ...{ lines: [], vatBasisPoints: 1900 },
}
const car: Car = { sessionId: 's1', plate: { text: 'AB123', country: null }, imageRef: null, enteredAt: AT - 111 * MINUTE }
const bill: Bill = { car, quote }
const presentation: Presentation = {
  ...{ id: 'p1', openedAt: AT - MINUTE, rejected: [] },
  seen: {
    ...{ observationId: 'o1', plateRef: 'pl1', imageRef: 'im1', text: 'AB123', country: null },
    ...{ confidence: 0.97, certainty: [1, 1, 1, 1, 1], agreeing: 4 },
  },
}
const entryGrant: Grant = {
  basis: 'visitor',
  claim: { side: 'entry', sessionId: 's9', rightId: null, previous: null },
  amountMinor: 0,
  reason: null,
}
const exitGrant: Grant = { basis: 'paid', claim: { side: 'exit', car, outcome: 'paid' }, amountMinor: 500, reason: null }
const command = { commandId: 'c1', issuedAt: AT - 1_000, expiresAt: AT + 2_000 }
const tries = { sinceMono: MONO - 1_000, retryUntilMono: MONO + MINUTE, reopened: 0 }

const states: readonly LaneState[] = [
  { kind: 'idle' },
  { kind: 'reading', presentation: { ...presentation, seen: null }, earlier: null },
  { kind: 'reading', presentation, earlier: { grant: exitGrant, sessionId: 's1' } },
  { kind: 'denied', presentation, basis: 'full' },
  { kind: 'choosing', presentation, cars: [car], sinceMono: MONO - 95_000 },
  {
    ...{ kind: 'searching', presentation, cars: [car], query: 'AB1', results: [car], nextKeys: '23' },
    tooMany: false,
    sinceMono: MONO,
    resetsAt: null,
  },
  { kind: 'stating', presentation, cars: [car], sinceMono: MONO - 95_000, resetsAt: AT + 9_000 },
  { kind: 'owing', presentation, bill, failed: null, helplessMono: null },
  {
    kind: 'owing',
    presentation: { ...presentation, stated: 's1', language: 'tr' },
    bill,
    failed: null,
    elsewhere: true,
    helplessMono: null,
  },
  { kind: 'owing', presentation, bill, failed: { retry: true }, helplessMono: MONO - 95_000 },
  { kind: 'coding', presentation, bill, problem: null, sinceMono: MONO - 1_000, resetsAt: null },
  { kind: 'coding', presentation, bill, problem: 'wrong', sinceMono: MONO - 95_000, resetsAt: AT + 9_000 },
  { kind: 'charging', presentation, bill },
  { kind: 'pending', presentation, bill, asked: true, lookUps: 1, sinceMono: MONO - 30_000 },
  { kind: 'pending', presentation, bill, asked: false, lookUps: 2, sinceMono: MONO - 95_000 },
  { kind: 'opening', presentation, grant: exitGrant, command, problem: null, asks: 1, ...tries },
  { kind: 'opening', presentation: null, grant: entryGrant, command, problem: { result: 'fault', retry: true }, asks: 2, ...tries },
  { kind: 'opening', presentation, grant: exitGrant, command, problem: { result: 'refused', retry: false }, asks: 1, ...tries },
  { kind: 'open', presentation, grant: exitGrant, commandId: 'c1', reopened: 1 },
  { kind: 'open', presentation: null, grant: entryGrant, commandId: null, reopened: 0 },
  { ...{ kind: 'passing', presentation, grant: exitGrant, how: 'granted' }, claim: null, clear: true, reopened: 0 },
  {
    ...{ kind: 'passing', presentation: null, grant: null, how: 'tailgate', clear: false, reopened: 0 },
    claim: { side: 'entry', sessionId: 's9', rightId: null, previous: null },
  },
  { kind: 'settled', presentation, car, basis: 'paid', amountMinor: 500, leaveBy: AT + 9 * MINUTE, paidQuote: quote },
  { kind: 'settled', presentation, car, basis: 'free', amountMinor: 0, leaveBy: null, paidQuote: null },
  { kind: 'faulted', code: 'ledger', kept: [], clear: true, gone: null },
]

const floors: readonly Floor[] = [
  emptyFloor,
  { ...emptyFloor, armingLoop: true, arm: 'closed' },
  { ...emptyFloor, armingLoop: true, closingLoop: true, arm: 'open', lastPassageMono: MONO - 1_000, help: { helpId: 'h1' } },
  { ...emptyFloor, arm: 'open', holds: ['market day'], charges: [{ quoteId: 'q1', sessionId: 's1', asked: true }], closingStuck: true },
]

export const sampleLanes: readonly Lane[] = states.flatMap((state) => floors.map((floor) => ({ state, floor })))

const payment: SettledFact = {
  ...{ paymentId: 'pay1', quoteId: 'q1', amountMinor: 500, currency: 'EUR', method: 'remote' },
  ...{ provider: 'test', providerRef: null, settledAt: AT },
}
const sighted = { kind: 'sighted', presentationId: 'p1', jpeg: JPEG, frames: 5, capturedAt: AT } as const
const timers = [...new Set(Object.values(timersOf).flat())] as TimerName[]

export const sampleEvents: readonly LaneEvent[] = [
  ...(['armingOn', 'armingOff', 'closingOn', 'closingOff'] as const).map((kind) => ({ kind })),
  ...(['unknown', 'closed', 'opening', 'open', 'closing', 'fault'] as const).map((state) => ({
    kind: 'arm' as const,
    state,
    reason: null,
  })),
  { kind: 'arm', state: 'open', reason: 'forced' },
  { ...sighted, read: plateRead('AB123') },
  { ...sighted, read: plateRead('AB128', { confidence: 0.4 }) },
  { ...sighted, read: null, jpeg: null, frames: 0 },
  { ...sighted, presentationId: 'another', read: plateRead('XY9') },
  { kind: 'answered', commandId: 'c1', result: { result: 'opened' } },
  { kind: 'answered', commandId: 'c1', result: { result: 'fault', reason: 'no feedback', retry: true } },
  { kind: 'answered', commandId: 'c1', result: { result: 'expired', reason: 'late', retry: false } },
  { kind: 'answered', commandId: 'another', result: { result: 'refused', reason: 'locked', retry: false } },
  ...(['approved', 'declined', 'cancelled', 'unknown'] as const).map((outcome) => ({
    kind: 'charged' as const,
    quoteId: 'q1',
    outcome,
    ref: null,
  })),
  ...(['approved', 'none', 'unknown'] as const).map((outcome) => ({ kind: 'lookedUp' as const, quoteId: 'q1', outcome, ref: null })),
  { kind: 'charged', quoteId: 'another', outcome: 'approved', ref: null },
  { kind: 'paid', payment },
  { kind: 'paid', payment: { ...payment, quoteId: 'another' } },
  { kind: 'paid', payment: { ...payment, amountMinor: 100 } },
  { kind: 'attendant', by: 'Ana', reason: 'queue', source: 'attendant', commandId: null },
  { kind: 'attendant', by: 'owner', reason: 'queue', source: 'cloud', commandId: 'remote' },
  { kind: 'hold', reason: 'market day', held: true },
  { kind: 'hold', reason: 'market day', held: false },
  ...(['help', 'cancelHelp', 'notMyCar', 'startSearch', 'startHonesty', 'payByCard', 'payElsewhere', 'back'] as const).map((kind) => ({
    kind,
  })),
  { kind: 'startCode' },
  ...[RIGHT_CODE, WRONG_CODE, '123456789'].map((code) => ({ kind: 'enterCode' as const, code })),
  ...[AT - 2 * HOUR, AT + MINUTE, AT - 40 * HOUR].map((at) => ({ kind: 'stateArrival' as const, at })),
  { kind: 'language', language: 'fr' },
  { kind: 'search', query: 'AB12' },
  { kind: 'selectSession', sessionId: 's1' },
  { kind: 'selectSession', sessionId: 'nobody' },
  ...timers.map((name) => ({ kind: 'timer' as const, name })),
]

/** A fresh context with the same answers every time: ids and random bytes start over. The books are never written. */
export function sampleContext(direction: 'entry' | 'exit', over: Partial<LaneContext> = {}): LaneContext {
  let ids = 0
  return {
    ...{ device: 'box', bootId: 'boot-1' },
    ...{ place: samplePlace, laneId: direction === 'entry' ? 'in' : 'out', direction, openThreshold: 0.5, chargeThreshold: 0.8 },
    ...{
      vehicleClass: null,
      has: { arm: true, loops: true, camera: true },
      quoteLockMs: 15 * MINUTE,
      riskCapMinor: 0,
      waiveTopUpBelowMinor: 50,
      honestyMs: 24 * HOUR,
      timings: defaultTimings,
    },
    ...{ at: AT, mono: MONO, clockQuality: 'trusted', books, match: sampleMatch, cardReady: true, canLookUp: true },
    newId: () => `id-${++ids}`,
    randomBytes: (n) => Uint8Array.from({ length: n }, (_, i) => (++ids + i) % 256),
    phoneReady: () => true,
    isExitCode: (typed) => typed === RIGHT_CODE,
    ...over,
  }
}

const books = memoryLedger({ now: () => AT, rateTables: [sampleRates], rights: [], blocked: [] })
const inside = {
  presentationId: null,
  laneId: 'in',
  observationId: null,
  imageRef: null,
  rateTableId: 'visitor',
  rateTableVersion: 1,
  rightId: null,
}
const { id: quoteId, debts: _none, ...issued } = quote
books.record(
  [
    { kind: 'session.started', payload: { ...inside, sessionId: 's1', plateRef: 'pl0', actualStart: AT - 111 * MINUTE } },
    { kind: 'session.started', payload: { ...inside, sessionId: 's2', plateRef: null, actualStart: AT - 9 * HOUR } },
    { kind: 'quote.issued', payload: { quoteId, ...issued, lines: [] } },
  ],
  { plates: [{ ref: 'pl0', text: 'AB123', country: null }] },
)
