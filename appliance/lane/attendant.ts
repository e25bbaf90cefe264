import type { LaneContext } from './context.ts'
import { claimByPerson } from './entry-decision.ts'
import type { EventOf } from './events.ts'
import { carOf } from './exit-match.ts'
import { holdChanged } from './facts.ts'
import { grantPassage } from './grant.ts'
import { answerHelp } from './help.ts'
import { andThen, go, type Outcome, refuse, stay } from './outcome.ts'
import { cancelCharge } from './presentation.ts'
import { type Car, type Claim, type Lane, presentationOf } from './states.ts'

/** A person opens. Recorded with reason and name before the arm moves; it answers the call for help. */
export function attendantOpens(lane: Lane, event: EventOf<'attendant'>, ctx: LaneContext): Outcome {
  const { by, reason, source, commandId, owes = false } = event
  if (commandId !== null && ctx.books.commandSeen(commandId)) return stay(lane)
  const answered = answerHelp(lane, ctx, by, reason)
  if (!ctx.has.arm) return lane.floor.help ? answered : noBarrier(lane)
  return andThen(answered, (next) =>
    isMoving(next) ? stay(next) : openByPerson(next, { reason: `${reason} (${by})`, source, commandId, owes }, ctx),
  )
}

/** The arm is held open for a reason; the last reason gone, it closes behind the next vehicle as always. */
export function changeHold(lane: Lane, { reason, held }: EventOf<'hold'>, ctx: LaneContext): Outcome {
  const { holds } = lane.floor
  if (!ctx.has.arm) return noBarrier(lane)
  if (holds.includes(reason) === held) return stay(lane)
  const floor = { ...lane.floor, holds: held ? [...holds, reason] : holds.filter((x) => x !== reason) }
  const changed = go(floor, lane.state, { events: [holdChanged(ctx, reason, held)] })
  return andThen(changed, (next) =>
    held && !isMoving(next) ? openByPerson(next, { reason: `held open: ${reason}`, source: 'attendant' }, ctx) : stay(next),
  )
}

/** While the ledger refuses writes nobody opens through this box: an opening nobody wrote down has no cause. */
export const cannotWrite = (lane: Lane): Outcome =>
  refuse(lane, 'ledger', 'This box cannot write to its disk, so it opens nothing. Use the key switch and call a technician.')

const noBarrier = (lane: Lane): Outcome => refuse(lane, 'noBarrier', 'There is no barrier at a pay point.')

/** An opening is under way or up: one pulse per passage, however many people press. */
function isMoving({ state }: Lane): boolean {
  if (state.kind === 'opening') return state.problem === null
  return state.kind === 'open' || state.kind === 'passing'
}

export function openByPerson(
  lane: Lane,
  order: {
    readonly reason: string
    readonly source: 'attendant' | 'cloud'
    readonly commandId?: string | null
    readonly owes?: boolean
  },
  ctx: LaneContext,
): Outcome {
  const { reason, source, commandId = null, owes = false } = order
  const { state } = lane
  const presentation = presentationOf(state)
  const claim = state.kind === 'opening' ? state.grant.claim : claimOf(state, owes, ctx)
  const amountMinor = state.kind === 'opening' ? state.grant.amountMinor : 0
  const grant = { basis: 'attendant', claim, amountMinor, reason } as const
  return andThen(stay(lane, { effects: cancelCharge(lane) }), (next) => grantPassage(next, ctx, { presentation, grant, source, commandId }))
}

function claimOf(state: Lane['state'], owes: boolean, ctx: LaneContext): Claim {
  if (ctx.direction === 'entry') return claimByPerson(presentationOf(state)?.seen ?? null, ctx)
  return { side: 'exit', car: carHere(state, ctx), outcome: owes ? 'owed' : 'attendant' }
}

/** The session this vehicle is known to be, by its bill or from before a restart. */
function carHere(state: Lane['state'], ctx: LaneContext): Car | null {
  if ('bill' in state) return state.bill.car
  const known = state.kind === 'reading' ? (state.earlier?.sessionId ?? null) : null
  const inside = known === null ? null : ctx.books.sessionInside(known)
  return inside && carOf(inside)
}
