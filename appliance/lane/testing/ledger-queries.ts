import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { OpenPresentation, SessionInside } from '../ports.ts'
import type { LedgerFacts, PresentationFacts } from './ledger-facts.ts'

export function sessionsOf(facts: LedgerFacts, now: EpochMs): readonly SessionInside[] {
  return [...facts.sessions.values()].map((session) => {
    const paid = [...facts.payments.values()].filter((p) => p.sessionId === session.id && !p.duplicate)
    const last = paid.toSorted((a, b) => a.settledAt - b.settledAt).at(-1)
    return {
      session,
      plate: session.plateRef === null ? null : (facts.plates.get(session.plateRef) ?? null),
      quote: [...facts.quotes.values()].findLast((q) => q.sessionId === session.id && !q.settled && now <= q.lockUntil) ?? null,
      paidMinor: paid.reduce((sum, p) => sum + p.amountMinor, 0),
      lastPayment: last ? { quoteId: last.quoteId, amountMinor: last.amountMinor, settledAt: last.settledAt } : null,
    }
  })
}

export function sessionsInsideOf(facts: LedgerFacts, now: EpochMs): readonly SessionInside[] {
  return sessionsOf(facts, now).filter(({ session }) => session.actualEnd === null)
}

export function openPresentationIn(facts: LedgerFacts, laneId: string): OpenPresentation | null {
  const newest = [...facts.presentations.values()].findLast((p) => p.opened.laneId === laneId)
  return newest && !newest.closed ? asOpen(facts, newest) : null
}

function asOpen(facts: LedgerFacts, p: PresentationFacts): OpenPresentation {
  const { presentationId, laneId, direction, at } = p.opened
  const plateRef = p.observation?.plateRef ?? null
  return {
    presentationId,
    laneId,
    direction,
    openedAt: at,
    observation: observationOf(p),
    plate: plateRef === null ? null : (facts.plates.get(plateRef) ?? null),
    decision: decisionOf(p),
    command: commandOf(facts, p),
    quote: p.quoteId === null ? null : (facts.quotes.get(p.quoteId) ?? null),
    begun: begunAt(facts, presentationId),
  }
}

function begunAt(facts: LedgerFacts, presentationId: string): string | null {
  const started = facts.log.flatMap((event) => (event.kind === 'session.started' ? [event.payload] : []))
  const here = started.find((p) => p.presentationId === presentationId && facts.sessions.get(p.sessionId)?.actualEnd === null)
  return here?.sessionId ?? null
}

function observationOf({ observation }: PresentationFacts): OpenPresentation['observation'] {
  if (!observation) return null
  const { observationId, plateRef, imageRef, confidence, frames, country } = observation
  return { id: observationId, plateRef, imageRef, confidence, frames, country }
}

function decisionOf({ decision }: PresentationFacts): OpenPresentation['decision'] {
  return decision && { id: decision.decisionId, result: decision.result, basis: decision.basis, sessionId: decision.sessionId }
}

function commandOf(facts: LedgerFacts, { command }: PresentationFacts): OpenPresentation['command'] {
  if (!command) return null
  const { commandId, at, expiresAt } = command
  return { commandId, at, expiresAt, result: facts.commands.get(commandId)?.result ?? null }
}
