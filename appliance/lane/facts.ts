import type { DecisionBasis, DecisionResult } from '@gatehouse/domain/decision.ts'
import type { SessionOutcome } from '@gatehouse/domain/session.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { DomainEvent, EventKind, EventPayload } from '@gatehouse/domain/wire/event.ts'
import { clockOf, type LaneContext } from './context.ts'
import type { OpenCommand } from './ports.ts'
import type { Claim, Presentation, Seen } from './states.ts'

/** The lane's facts as events of the log: one small constructor for each, so a cell reads like a sentence. */
const fact = <K extends EventKind>(kind: K, payload: EventPayload<K>): DomainEvent => ({ kind, payload }) as DomainEvent

export const presentationOpened = (ctx: LaneContext, presentationId: string): DomainEvent =>
  fact('presentation.opened', { presentationId, laneId: ctx.laneId, direction: ctx.direction, at: ctx.at })

export const presentationBackedOut = (ctx: LaneContext, presentationId: string): DomainEvent =>
  fact('presentation.backedOut', { presentationId, laneId: ctx.laneId, at: ctx.at })

export function observationMade(ctx: LaneContext, presentationId: string, seen: Seen, frames: number): DomainEvent {
  const { observationId, plateRef, imageRef, confidence, country } = seen
  const where = { presentationId, laneId: ctx.laneId, direction: ctx.direction, at: ctx.at }
  return fact('observation.made', { observationId, ...where, plateRef, imageRef, confidence, frames, country })
}

export function decisionMade(
  ctx: LaneContext,
  d: {
    readonly presentationId: string | null
    readonly result: DecisionResult
    readonly basis: DecisionBasis
    readonly sessionId?: string | null
    readonly reason?: string | null
  },
): DomainEvent {
  const { presentationId, result, basis, sessionId = null, reason = null } = d
  const where = { laneId: ctx.laneId, direction: ctx.direction, at: ctx.at }
  return fact('decision.made', { decisionId: ctx.newId(), presentationId, result, basis, sessionId, reason, ...where })
}

export function barrierCommanded(
  ctx: LaneContext,
  command: OpenCommand,
  c: { readonly presentationId: string | null; readonly source: 'lane' | 'attendant' | 'cloud'; readonly reason: string | null },
): DomainEvent {
  const { commandId, issuedAt, expiresAt } = command
  return fact('barrier.commanded', { commandId, laneId: ctx.laneId, action: 'open', ...c, at: issuedAt, expiresAt })
}

export const barrierReported = (
  ctx: LaneContext,
  commandId: string | null,
  result: EventPayload<'barrier.reported'>['result'],
  reason: string | null,
): DomainEvent => fact('barrier.reported', { commandId, laneId: ctx.laneId, result, reason, at: ctx.at })

export const passageCompleted = (ctx: LaneContext, presentation: Presentation | null, tailgate: boolean): DomainEvent => {
  const where = { laneId: ctx.laneId, direction: ctx.direction, at: ctx.at }
  return fact('passage.completed', { presentationId: presentation?.id ?? null, tailgate, ...where })
}

/** Priced by the rate table in force at this very passage, as this box knows it. */
export function sessionStarted(ctx: LaneContext, claim: Extract<Claim, { side: 'entry' }>, presentation: Presentation | null): DomainEvent {
  const { id: rateTableId, version: rateTableVersion } = ctx.books.rateTableAt(ctx.at)
  const seen = presentation?.seen ?? null
  return fact('session.started', {
    sessionId: claim.sessionId,
    presentationId: presentation?.id ?? null,
    laneId: ctx.laneId,
    observationId: seen?.observationId ?? null,
    plateRef: seen?.plateRef ?? null,
    imageRef: seen?.imageRef ?? null,
    actualStart: ctx.at,
    rateTableId,
    rateTableVersion,
    rightId: claim.rightId,
    ...(ctx.vehicleClass ? { vehicleClass: ctx.vehicleClass } : {}),
    startClock: clockOf(ctx),
  })
}

/** Begun by the driver's word at the exit: no clock of ours saw it, and it is priced by the rates of that time. */
export function sessionStated(ctx: LaneContext, sessionId: string, actualStart: EpochMs, { id, seen }: Presentation): DomainEvent {
  const { id: rateTableId, version: rateTableVersion } = ctx.books.rateTableAt(actualStart)
  return fact('session.started', {
    ...{ sessionId, presentationId: id, laneId: ctx.laneId, observationId: seen?.observationId ?? null },
    ...{ plateRef: seen?.plateRef ?? null, imageRef: seen?.imageRef ?? null },
    ...{ actualStart, rateTableId, rateTableVersion, rightId: null },
  })
}

export const sessionEnded = (
  ctx: LaneContext,
  sessionId: string,
  outcome: SessionOutcome,
  presentation: Presentation | null,
): DomainEvent =>
  fact('session.ended', {
    sessionId,
    presentationId: presentation?.id ?? null,
    laneId: ctx.laneId,
    observationId: presentation?.seen?.observationId ?? null,
    actualEnd: ctx.at,
    outcome,
  })

/** Closed for review at 0: its exit was never seen, so neither a lane nor a presentation of this exit exists. */
export const sessionSuspect = (ctx: LaneContext, sessionId: string): DomainEvent =>
  fact('session.ended', { sessionId, presentationId: null, laneId: null, observationId: null, actualEnd: ctx.at, outcome: 'suspect' })

export const helpRequested = (ctx: LaneContext, helpId: string, presentation: Presentation | null): DomainEvent =>
  fact('help.requested', { helpId, laneId: ctx.laneId, presentationId: presentation?.id ?? null, at: ctx.at })

export const helpAnswered = (ctx: LaneContext, helpId: string, by: string, reason: string | null): DomainEvent =>
  fact('help.answered', { helpId, laneId: ctx.laneId, by, reason, at: ctx.at })

export const holdChanged = (ctx: LaneContext, reason: string, held: boolean): DomainEvent =>
  fact('hold.changed', { laneId: ctx.laneId, reason, held, at: ctx.at })

export const laneFaulted = (ctx: LaneContext, code: string, detail: string): DomainEvent =>
  fact('lane.faulted', { laneId: ctx.laneId, code, detail, at: ctx.at })

/** Something a person should look at. `detail` never holds a plate. */
export const anomalyNoted = (ctx: LaneContext, code: AnomalyCode, sessionId: string | null, detail: string): DomainEvent =>
  fact('anomaly.noted', { code, laneId: ctx.laneId, sessionId, detail, at: ctx.at })

export type AnomalyCode =
  | 'tailgate'
  | 'freeFlow'
  | 'forcedOpen'
  | 'missedExit'
  | 'unknownVehicle'
  | 'leftUnpaid'
  | 'released'
  | 'assumedPassage'
  | 'closingLoopStuck'
  | 'cameraDown'
  | 'duplicatePayment'
  | 'unknownQuote'
  | 'wrongCurrency'
  | 'paidRejectedCar'
  | 'pickedByDriver'
  | 'honesty'
  | 'untrustedClock'
  | 'codeGuessing'

export const quoteIssued = (payload: EventPayload<'quote.issued'>): DomainEvent => fact('quote.issued', payload)

export const paymentSettled = (payload: EventPayload<'payment.settled'>): DomainEvent => fact('payment.settled', payload)

export const validationGranted = (payload: EventPayload<'validation.granted'>): DomainEvent => fact('validation.granted', payload)

export const codeRefused = (ctx: LaneContext, quoteId: string, sessionId: string): DomainEvent =>
  fact('code.refused', { tryId: ctx.newId(), quoteId, sessionId, laneId: ctx.laneId, at: ctx.at })
