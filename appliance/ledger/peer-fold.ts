import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import type { StateTables } from './state.ts'
import type { Tx } from './transact.ts'

/**
 * What a sibling's event does to the state here: sessions and money, in a way that does not depend on the order in which boxes are
 * heard (N10). Its lanes, barriers and calls for help are its own.
 */
export function applySiblingEvent(state: StateTables, tx: Tx, event: DomainEvent, device: string): void {
  if (event.kind === 'observation.made') state.observations.makeAtSibling(tx, event.payload)
  else if (event.kind === 'session.started') state.sessions.startAtSibling(tx, event.payload, device)
  else if (event.kind === 'session.ended') state.sessions.end(tx, event.payload)
  else if (event.kind === 'plate.corrected') state.sessions.correctPlate(tx, event.payload)
  else if (event.kind === 'vehicle.classed') state.sessions.classify(tx, event.payload)
  else if (event.kind === 'debt.waived') state.debts.waive(tx, event.payload)
  else if (event.kind === 'quote.issued') state.quotes.issueAtSibling(tx, event.payload, device)
  else if (event.kind === 'payment.settled') state.payments.settleAtSibling(tx, event.payload, device)
  else if (event.kind === 'validation.granted') state.validations.grantAtSibling(tx, event.payload, device)
}
