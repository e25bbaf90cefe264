import type { LaneContext } from './context.ts'
import { startTimer } from './effects.ts'
import { barrierCommanded, decisionMade } from './facts.ts'
import { isHeld, isUp } from './floor.ts'
import { go, type Outcome } from './outcome.ts'
import type { OpenCommand } from './ports.ts'
import type { Claim, Grant, Lane, Presentation } from './states.ts'

export interface GrantRequest {
  readonly presentation: Presentation | null
  readonly grant: Grant
  readonly source: 'lane' | 'attendant' | 'cloud'
  /** the command's id when somebody else chose it */
  readonly commandId?: string | null
  /** how long a failed opening is tried again */
  readonly retryForMs?: number
}

/**
 * The one way to a granted decision: decision and barrier command stand in one record before the barrier is asked. An arm
 * that is already held up gets no pulse.
 */
export function grantPassage(lane: Lane, ctx: LaneContext, request: GrantRequest): Outcome {
  const { presentation, grant, source } = request
  const presentationId = presentation?.id ?? null
  const { basis, reason } = grant
  const decided = decisionMade(ctx, { presentationId, result: 'granted', basis, reason, sessionId: sessionIdOf(grant.claim) })
  if (isHeld(lane.floor) && isUp(lane.floor)) {
    const open = { kind: 'open', presentation, grant, commandId: null, reopened: 0 } as const
    return go(lane.floor, open, { events: [decided], effects: [startTimer('passage', ctx.timings.passageMs)] })
  }
  const command = newCommand(ctx, request.commandId ?? ctx.newId())
  return go(
    { ...lane.floor, lastCommandMono: ctx.mono },
    {
      ...{ kind: 'opening', presentation, grant, command: keptOf(command), problem: null, asks: 1 },
      ...{ sinceMono: ctx.mono, retryUntilMono: ctx.mono + (request.retryForMs ?? usualRetryMs(ctx)), reopened: 0 },
    },
    {
      events: [decided, barrierCommanded(ctx, command, { presentationId, source, reason })],
      effects: [
        { kind: 'openBarrier', command },
        startTimer('answer', ctx.timings.feedbackMs),
        startTimer('help', ctx.timings.helpAfterMs),
      ],
    },
  )
}

const usualRetryMs = ({ direction, timings }: LaneContext): number => (direction === 'exit' ? timings.exitRetryForMs : timings.retryForMs)

/** A further command for a grant whose earlier one is known not to have let the vehicle through. */
export function commandAgain(lane: Lane<'opening' | 'open'>, ctx: LaneContext, why: string): Outcome {
  const { state } = lane
  const { presentation, grant } = state
  const command = newCommand(ctx, ctx.newId())
  const about = { presentationId: presentation?.id ?? null, source: 'lane', reason: why } as const
  const tries =
    state.kind === 'opening'
      ? { sinceMono: state.sinceMono, retryUntilMono: state.retryUntilMono, reopened: state.reopened }
      : { sinceMono: ctx.mono, retryUntilMono: ctx.mono + usualRetryMs(ctx), reopened: state.reopened + 1 }
  return go(
    { ...lane.floor, lastCommandMono: ctx.mono },
    { kind: 'opening', presentation, grant, command: keptOf(command), problem: null, asks: 1, ...tries },
    {
      events: [barrierCommanded(ctx, command, about)],
      effects: [{ kind: 'openBarrier', command }, startTimer('answer', ctx.timings.feedbackMs)],
    },
  )
}

export const openCommand = (ctx: LaneContext, kept: { commandId: string; issuedAt: number; expiresAt: number }): OpenCommand => ({
  ...kept,
  laneId: ctx.laneId,
})

function newCommand(ctx: LaneContext, commandId: string): OpenCommand {
  return { commandId, laneId: ctx.laneId, issuedAt: ctx.at, expiresAt: ctx.at + ctx.timings.commandTtlMs }
}

const keptOf = ({ commandId, issuedAt, expiresAt }: OpenCommand) => ({ commandId, issuedAt, expiresAt })

/** The session a decision is about; an entry's does not exist before its passage. */
const sessionIdOf = (claim: Claim): string | null => (claim.side === 'exit' ? (claim.car?.sessionId ?? null) : null)
