import type { PlateRead } from '@gatehouse/domain/plate.ts'
import { SECOND_MS } from '@gatehouse/domain/time.ts'
import type { CommandReply, KioskCommand } from '@gatehouse/domain/wire/kiosk.ts'
import { warmBooks } from './books.ts'
import type { LaneContext } from './context.ts'
import { createEffectRunner } from './effect-runner.ts'
import { startTimer } from './effects.ts'
import { noBarrier, noCamera } from './equipment.ts'
import type { LaneEvent } from './events.ts'
import { settlesFor } from './exit-match.ts'
import { laneFaulted } from './facts.ts'
import { emptyFloor, type Floor, faultSpan, floorAfter } from './floor.ts'
import { contextMaker, type LaneParts } from './lane-parts.ts'
import { createLivePicture } from './live-picture.ts'
import { asTransition, faultedBy, type Transition, transition } from './machine.ts'
import type { BarrierSignal, LaneConsole } from './ports.ts'
import { createPublisher } from './publisher.ts'
import { recoverLane, takeUp } from './recover.ts'
import { cardPayment } from './settle.ts'
import type { SettledFact } from './settled-fact.ts'
import { idle, type Lane, presentationOf } from './states.ts'

export type { LaneParts } from './lane-parts.ts'

/** How often the picture is looked at again for what no event tells: the network, the terminal, a new rate. */
const REFRESH_MS = 5 * SECOND_MS

/**
 * Drives one lane: a queue of events, one at a time; each is recorded first, then acted on, then shown. From an event to the
 * barrier's `open` there is no await and no timer. A write that fails stops the lane until one succeeds, and it says so.
 */
export function createLane(parts: LaneParts): LaneConsole & { start(): Promise<void>; stop(): Promise<void> } {
  const { settings, ledger, clock, log } = parts
  const barrier = parts.barrier ?? noBarrier
  const spotter = parts.spotter ?? noCamera
  const { laneId } = settings
  const { books, warm, wrote } = warmBooks(ledger, clock)
  const contextNow = contextMaker(parts, books)
  const queue: { readonly event: LaneEvent; readonly reply?: (reply: CommandReply) => void }[] = []
  const live = createLivePicture(clock, () => publisher.publish(false))
  const settles = settings.direction === 'exit' ? (read: PlateRead) => settlesNow(read) : undefined
  const runner = createEffectRunner({ ...parts, barrier, spotter, laneId, live, settles, dispatch: (event) => dispatch(event) })
  let lane: Lane = { state: idle, floor: emptyFloor }
  let isDraining = false
  let isRunning = false
  const unsubscribers: (() => void)[] = []
  const publisher = createPublisher(parts, live, () => lane)

  function dispatch(event: LaneEvent, reply?: (reply: CommandReply) => void): void {
    if (!isRunning) reply?.({ ok: false, code: 'stopped', message: 'This lane is not running.' })
    else queue.push(reply ? { event, reply } : { event })
    drain()
  }

  function drain(): void {
    if (isDraining) return
    isDraining = true
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const answer = process(next.event)
        next.reply?.(answer)
      }
    } finally {
      isDraining = false
    }
  }

  function process(event: LaneEvent): CommandReply {
    const ctx = contextNow()
    const from = lane.state.kind
    const reply = carryOut(event, ctx)
    if (lane.state.kind !== from) log('debug', 'lane', { lane: laneId, event: event.kind, from, to: lane.state.kind })
    publisher.publish(lane.state.kind === 'idle' && from !== 'idle')
    if (lane.state.kind === 'reading' && from !== 'reading') warmUp()
    return reply
  }

  /** While the camera looks: what the decision will ask for. A disk that cannot be read shows itself at the decision. */
  function warmUp(): void {
    try {
      warm()
    } catch (error) {
      log('warn', 'the sessions inside could not be read ahead', { lane: laneId, error: String(error) })
    }
  }

  /** Asked between two frames, outside any event. A disk that cannot be read settles nothing, and shows itself at the decision. */
  function settlesNow(read: PlateRead): string | null {
    try {
      return settlesFor(read, presentationOf(lane.state)?.rejected ?? [], contextNow())
    } catch {
      return null
    }
  }

  function carryOut(event: LaneEvent, ctx: LaneContext): CommandReply {
    try {
      return apply(transition(lane, event, ctx), event, ctx)
    } catch (error) {
      // Nothing of this event was done. The lane stays where it was, with its timers; money is never dropped with it.
      log('error', 'an event of the lane failed', { lane: laneId, event: event.kind, state: lane.state.kind, error: String(error) })
      const money = moneyIn(event, ctx)
      if (money) return apply(faultedBy(lane, event, money, ctx), event, ctx)
      return { ok: false, code: 'failed', message: 'This could not be done. Try again; if it stays, call for help.' }
    }
  }

  /** Record, act: in this order, and nothing of the second without the first. */
  function apply({ next, effects, reply }: Transition, event: LaneEvent, ctx: LaneContext): CommandReply {
    const [first] = effects
    if (first?.kind === 'record') {
      const refused = record(first.events, first.personal)
      if (refused) return apply(faultedBy(asMoved(event, ctx), event, moneyIn(event, ctx), ctx), event, ctx)
    }
    lane = next
    for (const effect of effects) {
      if (effect.kind === 'recover') recover(false)
      else if (effect.kind !== 'record') runner.run(effect)
    }
    return reply
  }

  /** The lane with its loops and arm as they are now, and nothing of what could not be written. */
  const asMoved = (event: LaneEvent, ctx: LaneContext): Lane => ({ state: lane.state, floor: floorAfter(lane.floor, event, ctx.at) })

  function record(...args: Parameters<typeof ledger.record>): boolean {
    try {
      ledger.record(...args)
      wrote(args[0])
      return false
    } catch (error) {
      log('error', 'the ledger refused a write: the lane stops until it takes one', { lane: laneId, error: String(error) })
      return true
    }
  }

  /** Builds the state from the ledger and the loops: at start, and when a ledger that had refused is tried again. */
  function recover(isStart: boolean): void {
    const ctx = contextNow()
    const { kept, gone } = lane.state.kind === 'faulted' ? lane.state : { kept: [], gone: null }
    try {
      const known = isStart ? takeUp(floorNow(emptyFloor), ctx) : { floor: faultSpan(floorNow(lane.floor), false, ctx.at), events: [] }
      const found = recoverLane(known.floor, ledger.openPresentation(laneId), gone, ctx)
      const probe = isStart ? [] : [laneFaulted(ctx, 'ledger', 'writes were refused for a while; the lane goes on')]
      const watch = found.next.floor.charges.length > 0 ? [startTimer('reconcile', ctx.timings.reconcileMs)] : []
      const events = [...probe, ...known.events, ...found.events]
      const plan = asTransition('faulted', { ...found, events, effects: [...found.effects, ...watch] })
      const [first] = plan.effects
      if (first?.kind === 'record') ledger.record(first.events, first.personal)
      lane = plan.next
      for (const effect of plan.effects) if (effect.kind !== 'record' && effect.kind !== 'recover') runner.run(effect)
      for (const payment of kept) queue.push({ event: { kind: 'paid', payment } })
    } catch (error) {
      log('error', 'the ledger cannot be read or written: the lane stays closed', { lane: laneId, error: String(error) })
      apply(faultedBy({ state: lane.state, floor: floorNow(lane.floor) }, retried, null, ctx), retried, ctx)
    }
  }

  const floorNow = (floor: Floor): Floor => ({ ...floor, ...barrier.inputs(), arm: barrier.arm() })

  /** The payment an event brings, if it brings one. */
  function moneyIn(event: LaneEvent, ctx: LaneContext): SettledFact | null {
    if (event.kind === 'paid') return event.payment
    if ((event.kind !== 'charged' && event.kind !== 'lookedUp') || event.outcome !== 'approved') return null
    try {
      const quote = ctx.books.quote(event.quoteId)
      return quote ? cardPayment(quote, event.ref, ctx) : null
    } catch {
      // The disk cannot even be read: the terminal is asked again after the restart this needs.
      return null
    }
  }

  function refreshLater(): void {
    unsubscribers[1] = clock.after(REFRESH_MS, () => {
      publisher.publish(lane.state.kind === 'idle')
      refreshLater()
    })
  }

  const ask = (event: LaneEvent): Promise<CommandReply> => new Promise((resolve) => dispatch(event, resolve))

  return {
    laneId,
    view: publisher.view,
    subscribe: publisher.subscribe,
    picture: live.picture,
    command: (command) => ask(eventOf(command)),
    attendantOpen: ({ by, reason, source, commandId = null, owes = false }) =>
      ask({ kind: 'attendant', by, reason, source, commandId, owes }),
    answerHelp: ({ by, reason }) => ask({ kind: 'cancelHelp', by, reason }),
    hold(reason, held) {
      let answer: CommandReply = { ok: true }
      dispatch({ kind: 'hold', reason, held }, (reply) => {
        answer = reply
      })
      return answer
    },
    paymentSettled: (payment) => dispatch({ kind: 'paid', payment: { method: 'remote', ...payment } }),
    async start() {
      isRunning = true
      unsubscribers[0] = barrier.subscribe((signal) => dispatch(signalEvent(signal)))
      isDraining = true
      recover(true)
      isDraining = false
      drain()
      publisher.publish(true)
      refreshLater()
    },
    async stop() {
      isRunning = false
      for (const unsubscribe of unsubscribers.splice(0)) unsubscribe()
      runner.stop()
    },
  }
}

const retried: LaneEvent = { kind: 'timer', name: 'ledger' }

const eventOf = (command: KioskCommand): LaneEvent => command

function signalEvent(signal: BarrierSignal): LaneEvent {
  switch (signal.kind) {
    case 'armingLoop':
      return { kind: signal.occupied ? 'armingOn' : 'armingOff' }
    case 'closingLoop':
      return { kind: signal.occupied ? 'closingOn' : 'closingOff' }
    case 'arm':
      return { kind: 'arm', state: signal.state, reason: signal.reason ?? null }
  }
}
