import type { OpenPresentation } from '../lane/ports.ts'
import type { plates } from './plates.ts'
import type { StateTables } from './state.ts'

/** Everything on record about the vehicle that stands at a lane, so a restarted lane goes on where it was. */
export function openPresentationOf(state: StateTables, texts: ReturnType<typeof plates>, laneId: string): OpenPresentation | null {
  const row = state.presentations.openOf(laneId)
  if (!row) return null
  const { presentationId, direction, openedAt } = row
  const observation = observationOf(state, row.observationId)
  return {
    ...{ presentationId, laneId, direction, openedAt, observation },
    plate: texts.get(observation?.plateRef ?? null),
    decision: decisionOf(state, row.decisionId),
    command: commandOf(state, row.commandId),
    quote: row.quoteId === null ? null : state.quotes.byId(row.quoteId),
    begun: state.sessions.begunAt(presentationId),
  }
}

function observationOf(state: StateTables, id: string | null): OpenPresentation['observation'] {
  const row = id === null ? null : state.observations.byId(id)
  if (!row) return null
  const { observationId, plateRef, imageRef, confidence, frames, country } = row
  return { id: observationId, plateRef, imageRef, confidence, frames, country }
}

function decisionOf(state: StateTables, id: string | null): OpenPresentation['decision'] {
  const row = id === null ? null : state.decisions.byId(id)
  return row && { id: row.decisionId, result: row.result, basis: row.basis, sessionId: row.sessionId }
}

function commandOf(state: StateTables, id: string | null): OpenPresentation['command'] {
  const row = id === null ? null : state.barrierCommands.byId(id)
  return row && { commandId: row.commandId, at: row.at, expiresAt: row.expiresAt, result: row.result }
}
