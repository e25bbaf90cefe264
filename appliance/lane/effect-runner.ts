import { SECOND_MS } from '@gatehouse/domain/time.ts'
import type { Effect } from './effects.ts'
import type { LaneEvent } from './events.ts'
import type { LivePicture } from './live-picture.ts'
import type { Barrier, Clock, OpenCommand, PaymentTerminal, SpotOptions, Spotter } from './ports.ts'
import { createTimerWheel } from './timer-wheel.ts'

/** A look-up that hangs is an unknown outcome, not a driver who waits for ever. */
const LOOK_UP_LIMIT_MS = 8 * SECOND_MS

const cannotTell = { result: 'unknown', reason: 'this terminal cannot look a charge up' } as const
const noTerminal = { result: 'declined', reason: 'this lane has no card terminal' } as const

export interface RunnerParts {
  readonly laneId: string
  readonly barrier: Barrier
  readonly spotter: Spotter
  readonly terminal: PaymentTerminal | null
  readonly clock: Clock
  readonly dispatch: (event: LaneEvent) => void
  readonly live: LivePicture
  /** what a read would settle, at an exit (see SpotOptions) */
  readonly settles: SpotOptions['settles']
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Readonly<Record<string, unknown>>) => void
}

/** Does what a transition asks for; every result comes back as an event. Record and recover are the controller's own. */
export function createEffectRunner(parts: RunnerParts) {
  const { laneId, barrier, spotter, terminal, clock, dispatch, live, settles, log } = parts
  const timers = createTimerWheel(clock, (name) => dispatch({ kind: 'timer', name }))
  const charges = new Map<string, AbortController>()
  let spotting: AbortController | null = null

  const open = (command: OpenCommand): void => {
    const fault = (error: unknown) => {
      log('error', 'the barrier failed on a command', { lane: laneId, command: command.commandId, error: String(error) })
      dispatch({ kind: 'answered', commandId: command.commandId, result: { result: 'fault', reason: String(error), retry: false } })
    }
    attempt(() => barrier.open(command)).then((result) => dispatch({ kind: 'answered', commandId: command.commandId, result }), fault)
  }

  const spot = (presentationId: string): void => {
    spotting?.abort()
    const mine = new AbortController()
    spotting = mine
    const onFrame = live.watch(presentationId)
    const blind = (error: unknown) => {
      if (mine.signal.aborted) return
      log('warn', 'no sighting: the camera or the reader failed', { lane: laneId, presentation: presentationId, error: String(error) })
      dispatch({ kind: 'sighted', presentationId, read: null, jpeg: null, frames: 0, capturedAt: clock.wall() })
    }
    attempt(() => spotter.spot(laneId, { signal: mine.signal, onFrame, ...(settles ? { settles } : {}) })).then(
      (sighting) => dispatch({ kind: 'sighted', presentationId, ...sighting }),
      blind,
    )
  }

  const charge = (quote: { readonly quoteId: string; readonly amountMinor: number; readonly currency: string }): void => {
    const { quoteId } = quote
    const mine = new AbortController()
    charges.set(quoteId, mine)
    const done = (outcome: 'approved' | 'declined' | 'cancelled' | 'unknown', ref: string | null) => {
      if (charges.get(quoteId) === mine) charges.delete(quoteId)
      dispatch({ kind: 'charged', quoteId, outcome, ref })
    }
    attempt(() => (terminal ? terminal.charge(quote, mine.signal) : Promise.resolve(noTerminal))).then(
      (answer) => done(answer.result, answer.result === 'approved' ? answer.ref : null),
      (error) => {
        log('error', 'the card terminal failed: the outcome is unknown', { lane: laneId, quote: quoteId, error: String(error) })
        done('unknown', null)
      },
    )
  }

  const lookUp = (quoteId: string): void => {
    const limit = new AbortController()
    let isOpen = true
    const done = (outcome: 'approved' | 'none' | 'unknown', ref: string | null) => {
      if (!isOpen) return
      isOpen = false
      cancel()
      dispatch({ kind: 'lookedUp', quoteId, outcome, ref })
    }
    const cancel = clock.after(LOOK_UP_LIMIT_MS, () => {
      done('unknown', null)
      limit.abort()
    })
    const ask = terminal?.lookUp
    attempt(() => (ask ? ask.call(terminal, quoteId, limit.signal) : Promise.resolve(cannotTell))).then(
      (answer) => done(answer.result, answer.result === 'approved' ? answer.ref : null),
      () => done('unknown', null),
    )
  }

  return {
    run(effect: Exclude<Effect, { kind: 'record' | 'recover' }>): void {
      switch (effect.kind) {
        case 'openBarrier':
          open(effect.command)
          break
        case 'startSpotting':
          spot(effect.presentationId)
          break
        case 'stopSpotting':
          spotting?.abort()
          break
        case 'chargeTerminal':
          charge({ quoteId: effect.quoteId, amountMinor: effect.amountMinor, currency: effect.currency })
          break
        case 'cancelCharge':
          charges.get(effect.quoteId)?.abort()
          break
        case 'lookUpCharge':
          lookUp(effect.quoteId)
          break
        case 'startTimer':
          timers.start(effect.name, effect.ms)
          break
        case 'stopTimer':
          timers.stop(effect.name)
      }
    },
    stop(): void {
      timers.stopAll()
      spotting?.abort()
      for (const charge of charges.values()) charge.abort()
    },
  }
}

/** Calls at once, and makes a synchronous failure a rejection like any other. */
function attempt<T>(call: () => Promise<T>): Promise<T> {
  try {
    return call()
  } catch (error) {
    return Promise.reject(error)
  }
}
