import type { DomainEvent, EventKind, EventPayload } from '@gatehouse/domain/wire/event.ts'
import type { StateTables } from './state.ts'
import type { Tx } from './transact.ts'

type Fold = { readonly [K in EventKind]: (state: StateTables, tx: Tx, payload: EventPayload<K>) => void }

/** What every event does to the state tables; the compiler counts the kinds. It reads nothing but earlier events, so a replay gives the same. */
const fold: Fold = {
  'presentation.opened': (s, tx, p) => {
    s.presentations.open(tx, p)
    s.lanes.open(tx, p)
  },
  'observation.made': (s, tx, p) => {
    s.observations.make(tx, p)
    s.presentations.point(tx, p.presentationId, 'observationId', p.observationId)
  },
  'session.started': (s, tx, p) => s.sessions.start(tx, p),
  'session.ended': (s, tx, p) => s.sessions.end(tx, p),
  'passage.completed': (s, tx, p) => {
    s.presentations.close(tx, p.presentationId, 'passed', p.at)
    s.lanes.pass(tx, p)
  },
  'presentation.backedOut': (s, tx, p) => s.presentations.close(tx, p.presentationId, 'backedOut', p.at),
  'decision.made': (s, tx, p) => {
    s.decisions.make(tx, p)
    s.presentations.point(tx, p.presentationId, 'decisionId', p.decisionId)
  },
  'barrier.commanded': (s, tx, p) => {
    s.barrierCommands.command(tx, p)
    s.presentations.point(tx, p.presentationId, 'commandId', p.commandId)
  },
  'barrier.reported': (s, tx, p) => {
    s.barrierCommands.report(tx, p)
    s.lanes.report(tx, p)
  },
  'help.requested': (s, tx, p) => s.helpCalls.request(tx, p),
  'help.answered': (s, tx, p) => s.helpCalls.answer(tx, p),
  'hold.changed': (s, tx, p) => s.lanes.hold(tx, p),
  'lane.faulted': (s, tx, p) => s.lanes.fault(tx, p),
  'quote.issued': (s, tx, p) => {
    s.quotes.issue(tx, p)
    s.presentations.pointQuote(tx, p.laneId, p.quoteId)
  },
  'payment.settled': (s, tx, p) => {
    s.payments.settle(tx, p)
    if (p.method === 'exitCode') s.quotes.burn(tx, p.quoteId, p.settledAt)
  },
  'code.refused': (s, tx, p) => s.codeTries.refuse(tx, p),
  'validation.granted': (s, tx, p) => s.validations.grant(tx, p),
  'plate.corrected': (s, tx, p) => s.sessions.correctPlate(tx, p),
  'vehicle.classed': (s, tx, p) => s.sessions.classify(tx, p),
  'debt.waived': (s, tx, p) => s.debts.waive(tx, p),
  'till.counted': (s, tx, p) => s.till.count(tx, p),
  // facts for the record: no state hangs on them
  'anomaly.noted': () => {},
  'box.started': () => {},
  'rates.applied': () => {},
  'command.applied': () => {},
  'personal.erased': () => {},
}

export function applyEvent<K extends EventKind>(
  state: StateTables,
  tx: Tx,
  event: DomainEvent & { readonly kind: K; readonly payload: EventPayload<K> },
): void {
  fold[event.kind](state, tx, event.payload)
}
