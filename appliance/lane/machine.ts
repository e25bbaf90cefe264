import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import type { CommandReply } from '@gatehouse/domain/wire/kiosk.ts'
import type { LaneContext } from './context.ts'
import { type Effect, startTimer, stopTimer } from './effects.ts'
import type { LaneEvent } from './events.ts'
import { anomalyNoted, barrierReported, laneFaulted } from './facts.ts'
import { faultSpan, floorAfter, isHeld } from './floor.ts'
import type { Outcome } from './outcome.ts'
import { table } from './rows/table.ts'
import type { SettledFact } from './settled-fact.ts'
import type { Lane, StateKind } from './states.ts'
import { timersOf, timersToStop } from './timers.ts'

/** What a lane becomes, what it asks for (the record always first), and what it tells whoever asked. */
export interface Transition {
  readonly next: Lane
  readonly effects: readonly Effect[]
  readonly reply: CommandReply
}

/** The lane's whole behaviour: pure, total, and the only way from one state to the next. Rules L1… in SPEC.md. */
export function transition(lane: Lane, event: LaneEvent, ctx: LaneContext): Transition {
  const floor = floorAfter(lane.floor, event, ctx.at)
  const noticed = lane.state.kind === 'faulted' ? [] : noticeArm(lane, event, ctx)
  const outcome = cellFor(lane, event)({ state: lane.state, floor }, event, ctx)
  const isFirstDoubt = lane.floor.charges.length === 0 && outcome.next.floor.charges.length > 0
  const watch = isFirstDoubt ? [startTimer('reconcile', ctx.timings.reconcileMs)] : []
  return asTransition(lane.state.kind, { ...outcome, effects: [...outcome.effects, ...watch] }, noticed)
}

type AnyCell = (lane: Lane, event: LaneEvent, ctx: LaneContext) => Outcome
// The table's type proves that state and event kind fit; the compiler cannot follow a lookup by both at once.
const cellFor = (lane: Lane, event: LaneEvent): AnyCell => table[lane.state.kind][event.kind] as unknown as AnyCell

/** One record, then the timers of the old state stop, then everything else in its order. */
export function asTransition(from: StateKind, outcome: Outcome, noticed: readonly DomainEvent[] = []): Transition {
  const { next, plates, images, languages, reply } = outcome
  const events = [...noticed, ...outcome.events]
  const to = next.state.kind
  const isSilent = events.length === 0 && languages.length === 0
  const record: readonly Effect[] = isSilent ? [] : [{ kind: 'record', events, personal: { plates, images, languages } }]
  const stops = timersToStop(from, to).map(stopTimer)
  const effects = outcome.effects.filter((effect) => effect.kind !== 'startTimer' || timersOf[to].includes(effect.name))
  return { next, effects: [...record, ...stops, ...effects], reply }
}

/** A write was refused, so nothing is acted on; money this event told of is kept. */
export function faultedBy(lane: Lane, event: LaneEvent, money: SettledFact | null, ctx: LaneContext): Transition {
  const { state: was } = lane
  const before = was.kind === 'faulted' ? was.kept : []
  const kept = money && !before.some(({ paymentId }) => paymentId === money.paymentId) ? [...before, money] : before
  const clear = was.kind === 'faulted' || was.kind === 'passing' ? was.clear : !lane.floor.armingLoop
  // The write that was refused may have been this very vehicle's passage.
  const passed = was.kind === 'passing' && was.clear && event.kind === 'closingOff' ? ('passed' as const) : null
  const gone = was.kind === 'faulted' ? was.gone : passed
  const state = { kind: 'faulted', code: 'ledger', kept, clear, gone } as const
  const effects = [{ kind: 'stopSpotting' } as const, startTimer('ledger', ctx.timings.ledgerRetryMs)]
  return asTransition(lane.state.kind, {
    ...{ next: { state, floor: faultSpan(lane.floor, true, ctx.at) }, events: [], plates: [], images: [], languages: [], effects },
    reply: { ok: false, code: 'ledger', message: 'This box cannot write to its disk: nothing was done.' },
  })
}

/** Arm feedback that nobody asked for, in whatever state: a fault, or an arm that rises without a command. */
function noticeArm({ state, floor }: Lane, event: LaneEvent, ctx: LaneContext): readonly DomainEvent[] {
  if (event.kind !== 'arm' || event.state === floor.arm) return []
  if (event.state === 'fault') return [laneFaulted(ctx, 'barrier', event.reason ?? 'the barrier reports a fault')]
  const rises = (event.state === 'opening' || event.state === 'open') && floor.arm === 'closed'
  const commanded = floor.lastCommandMono !== null && ctx.mono - floor.lastCommandMono < ctx.timings.feedbackMs * 2
  if (event.reason !== 'forced' && (!rises || commanded || isHeld(floor) || state.kind === 'opening')) return []
  const why = event.reason ?? 'the arm rose without a command'
  return [
    barrierReported(ctx, null, 'forced', why),
    anomalyNoted(ctx, 'forcedOpen', null, 'opened by hand, by the breaker or by the fire panel'),
  ]
}
