import { canonicalJson } from '@gatehouse/domain/wire/canonical.ts'
import type { DomainEvent, EventPayload } from '@gatehouse/domain/wire/event.ts'
import { type Anomaly, anomaliesOf } from './anomalies.ts'

type Started = EventPayload<'session.started'>
type Ended = EventPayload<'session.ended'>
type Quoted = EventPayload<'quote.issued'>
type Settled = EventPayload<'payment.settled'>
type Granted = EventPayload<'validation.granted'>

/** Everything all boxes have said about sessions and money, as sets: nothing here remembers an order (N10). */
export interface SiteFacts {
  readonly starts: ReadonlyMap<string, Started>
  /** session → its exits, the one that counts first */
  readonly ends: ReadonlyMap<string, readonly Ended[]>
  readonly quotes: ReadonlyMap<string, Quoted>
  readonly payments: ReadonlyMap<string, Settled>
  readonly validations: ReadonlyMap<string, Granted>
  /** ids told twice with different content */
  readonly conflicts: readonly string[]
}

/** A session as all boxes together know it. */
export interface SiteSession {
  readonly sessionId: string
  readonly start: Started
  /** the exit that counts, or null while it is inside */
  readonly end: Ended | null
  /** never below zero; null while it is inside */
  readonly stayMs: number | null
  readonly paidMinor: number
}

export interface SiteState {
  readonly sessions: ReadonlyMap<string, SiteSession>
  readonly facts: SiteFacts
  readonly anomalies: readonly Anomaly[]
}

/** What a set of events, told in any order and any number of times, amounts to (N10–N14, N20). Pure. */
export function foldSite(events: Iterable<DomainEvent>): SiteState {
  const facts = gather(events)
  const paid = new Map<string, number>()
  for (const { sessionId, amountMinor, duplicate } of facts.payments.values())
    if (!duplicate) paid.set(sessionId, (paid.get(sessionId) ?? 0) + amountMinor)
  const sessions = new Map<string, SiteSession>()
  for (const [sessionId, start] of facts.starts) {
    const end = facts.ends.get(sessionId)?.[0] ?? null
    const stayMs = end && Math.max(0, end.actualEnd - start.actualStart)
    sessions.set(sessionId, { sessionId, start, end, stayMs, paidMinor: paid.get(sessionId) ?? 0 })
  }
  return { sessions, facts, anomalies: anomaliesOf(facts) }
}

function gather(events: Iterable<DomainEvent>): SiteFacts {
  const starts = new Map<string, Started>()
  const ends = new Map<string, Map<string, Ended>>()
  const quotes = new Map<string, Quoted>()
  const payments = new Map<string, Settled>()
  const validations = new Map<string, Granted>()
  const conflicts = new Set<string>()
  const put = <T extends object>(map: Map<string, T>, id: string, fact: T): void => {
    const before = map.get(id)
    if (before && canonicalJson(before) !== canonicalJson(fact)) conflicts.add(id)
    map.set(id, before ? lesser(before, fact) : fact)
  }
  for (const { kind, payload } of events) {
    if (kind === 'session.started') put(starts, payload.sessionId, payload)
    else if (kind === 'session.ended') {
      const known = ends.get(payload.sessionId) ?? new Map<string, Ended>()
      ends.set(payload.sessionId, known.set(canonicalJson(payload), payload))
    } else if (kind === 'quote.issued') put(quotes, payload.quoteId, payload)
    else if (kind === 'payment.settled') put(payments, payload.paymentId, payload)
    else if (kind === 'validation.granted') put(validations, payload.validationId, payload)
  }
  const ranked = new Map([...ends].map(([id, set]) => [id, [...set.values()].sort(byClaim)]))
  return { starts, ends: ranked, quotes, payments, validations, conflicts: [...conflicts].sort() }
}

/** N12: a seen exit before a suspected one, then the earliest; what is still equal is told apart by its text. */
function byClaim(a: Ended, b: Ended): number {
  const suspect = Number(a.outcome === 'suspect') - Number(b.outcome === 'suspect')
  return suspect || a.actualEnd - b.actualEnd || (canonicalJson(a) < canonicalJson(b) ? -1 : 1)
}

const lesser = <T extends object>(a: T, b: T): T => (canonicalJson(a) <= canonicalJson(b) ? a : b)
