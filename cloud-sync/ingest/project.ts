import type { DomainEvent, EventKind } from '@gatehouse/domain/wire/event.ts'
import type { BookChange, BookTable } from '../store/books.ts'

/** Whose event it is. */
export interface Origin {
  readonly site: string
  readonly device: string
  readonly eventId: string
}

type Payload<K extends EventKind> = Extract<DomainEvent, { kind: K }>['payload']
type Projections = { readonly [K in EventKind]: (p: Payload<K>, from: Origin) => readonly BookChange[] }

/** What one event does to the owner's books. Pure; the compiler insists on every kind. */
export function project(event: DomainEvent, from: Origin): readonly BookChange[] {
  const projection = projections[event.kind] as (p: DomainEvent['payload'], from: Origin) => readonly BookChange[]
  return projection(event.payload, from)
}

const put = (table: BookTable, from: Origin, row: Readonly<Record<string, unknown>>): BookChange => ({
  do: 'put',
  table,
  row: { site_id: from.site, ...row },
})

const lane = (
  from: Origin,
  id: string,
  at: number,
  rest: Omit<Extract<BookChange, { do: 'lane' }>['lane'], 'site' | 'device' | 'id' | 'at'>,
) => ({ do: 'lane', lane: { site: from.site, device: from.device, id, at, ...rest } }) satisfies BookChange

const projections: Projections = {
  'presentation.opened': (p, from) => [
    put('presentation', from, { id: p.presentationId, lane_id: p.laneId, direction: p.direction, opened_at: p.at }),
    lane(from, p.laneId, p.at, { direction: p.direction }),
  ],
  'observation.made': (p, from) => [
    put('observation', from, {
      id: p.observationId,
      presentation_id: p.presentationId,
      lane_id: p.laneId,
      direction: p.direction,
      plate_ref: p.plateRef,
      image_ref: p.imageRef,
      confidence: p.confidence,
      frames: p.frames,
      country: p.country,
      at: p.at,
    }),
  ],
  'session.started': (p, from) => [
    put('session', from, {
      id: p.sessionId,
      plate_ref: p.plateRef,
      image_ref: p.imageRef,
      entry_presentation_id: p.presentationId,
      entry_lane_id: p.laneId,
      actual_start: p.actualStart,
      rate_table_id: p.rateTableId,
      rate_table_version: p.rateTableVersion,
      right_id: p.rightId,
      ...(p.vehicleClass ? { vehicle_class: p.vehicleClass } : {}),
    }),
  ],
  'session.ended': (p, from) => [
    put('session', from, {
      id: p.sessionId,
      exit_presentation_id: p.presentationId,
      exit_lane_id: p.laneId,
      actual_end: p.actualEnd,
      outcome: p.outcome,
    }),
  ],
  'passage.completed': (p, from) =>
    p.presentationId === null
      ? []
      : [
          put('presentation', from, {
            id: p.presentationId,
            lane_id: p.laneId,
            direction: p.direction,
            closed_at: p.at,
            ending: 'passed',
            tailgate: p.tailgate,
          }),
        ],
  'presentation.backedOut': (p, from) => [
    put('presentation', from, { id: p.presentationId, lane_id: p.laneId, closed_at: p.at, ending: 'backedOut' }),
  ],
  'decision.made': (p, from) => [
    put('decision', from, {
      id: p.decisionId,
      lane_id: p.laneId,
      presentation_id: p.presentationId,
      direction: p.direction,
      result: p.result,
      basis: p.basis,
      session_id: p.sessionId,
      reason: p.reason,
      at: p.at,
    }),
  ],
  'barrier.commanded': (p, from) => [
    put('barrier_event', from, {
      event_id: from.eventId,
      lane_id: p.laneId,
      command_id: p.commandId,
      presentation_id: p.presentationId,
      result: 'commanded',
      source: p.source,
      reason: p.reason,
      at: p.at,
    }),
  ],
  'barrier.reported': (p, from) => [
    put('barrier_event', from, {
      event_id: from.eventId,
      lane_id: p.laneId,
      command_id: p.commandId,
      result: p.result,
      reason: p.reason,
      at: p.at,
    }),
    lane(from, p.laneId, p.at, armAfter(p.result, p.reason)),
  ],
  'help.requested': (p, from) => [
    put('help_call', from, { id: p.helpId, lane_id: p.laneId, presentation_id: p.presentationId, requested_at: p.at }),
  ],
  'help.answered': (p, from) => [
    put('help_call', from, { id: p.helpId, lane_id: p.laneId, answered_at: p.at, answered_by: p.by, reason: p.reason }),
  ],
  'hold.changed': (p, from) => [lane(from, p.laneId, p.at, { hold: { reason: p.reason, held: p.held } })],
  'lane.faulted': (p, from) => [
    lane(from, p.laneId, p.at, { fault: `${p.code}: ${p.detail}` }),
    put('anomaly', from, { event_id: from.eventId, code: p.code, lane_id: p.laneId, detail: p.detail, at: p.at }),
  ],
  'anomaly.noted': (p, from) => [
    put('anomaly', from, { event_id: from.eventId, code: p.code, lane_id: p.laneId, session_id: p.sessionId, detail: p.detail, at: p.at }),
  ],
  'plate.corrected': (p, from) => [
    put('session', from, { id: p.sessionId, corrected_plate_ref: p.plateRef }),
    put('anomaly', from, {
      ...{ event_id: from.eventId, code: 'plateCorrected', lane_id: null, session_id: p.sessionId, at: p.at },
      detail: p.reason === null ? `by ${p.by}` : `by ${p.by}: ${p.reason}`,
    }),
  ],
  'vehicle.classed': (p, from) => [put('session', from, { id: p.sessionId, classed_as: p.vehicleClass })],
  'debt.waived': (p, from) => [put('debt_waiver', from, { session_id: p.sessionId, by: p.by, reason: p.reason, at: p.at })],
  // these four are read from the inbox where a page needs them
  'box.started': (p, from) => (p.lanes ?? []).map(({ id, name, direction }) => lane(from, id, p.at, { name, direction })),
  'till.counted': () => [],
  'rates.applied': () => [],
  'command.applied': () => [],
  'personal.erased': (p, from) => [{ do: 'erase', site: from.site, plateRefs: p.plateRefs, imageRefs: p.imageRefs, at: p.at }],
  'quote.issued': (p, from) => [
    put('quote', from, {
      id: p.quoteId,
      device_id: from.device,
      nonce: p.nonce,
      session_id: p.sessionId,
      lane_id: p.laneId,
      amount_minor: p.amountMinor,
      currency: p.currency,
      issued_at: p.issuedAt,
      lock_until: p.lockUntil,
      stay_ms: p.stayMs,
      rate_table_id: p.rateTableId,
      rate_table_version: p.rateTableVersion,
      lines: p.lines,
      vat_basis_points: p.vatBasisPoints,
      vehicle_class: p.vehicleClass ?? null,
      debts: p.debts ?? null,
    }),
  ],
  'payment.settled': (p, from) => [
    put('payment', from, {
      id: p.paymentId,
      device_id: from.device,
      quote_id: p.quoteId,
      session_id: p.sessionId,
      amount_minor: p.amountMinor,
      currency: p.currency,
      method: p.method,
      provider: p.provider,
      provider_ref: p.providerRef,
      settled_at: p.settledAt,
      duplicate: p.duplicate,
    }),
  ],
  // the lane tells of guessing as an anomaly
  'code.refused': () => [],
  'validation.granted': (p, from) => [
    put('validation', from, {
      ...{ id: p.validationId, session_id: p.sessionId, kind: p.kind, value: p.value, by: p.by, at: p.at },
      ...(p.voucher ? { book_id: p.voucher.bookId, serial: p.voucher.serial, takes_off_minor: p.voucher.takesOffMinor } : {}),
    }),
  ],
}

/** A faulty arm that moves again is no longer faulty. */
function armAfter(result: Payload<'barrier.reported'>['result'], reason: string | null) {
  if (result === 'opened' || result === 'forced') return { arm: 'open', fault: null }
  if (result === 'closed') return { arm: 'closed', fault: null }
  return result === 'fault' ? { arm: 'fault', fault: reason ?? 'fault' } : {}
}
