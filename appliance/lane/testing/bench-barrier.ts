import type { ArmState, Barrier, BarrierSignal, Clock, OpenCommand, OpenResult } from '../ports.ts'

/** A barrier on the bench: loops and arm are moved by the test, the motor by the clock. It outlives restarts of the lane. */
export interface BenchBarrier extends Barrier {
  readonly opens: OpenCommand[]
  /** pulses that really moved (or tried to move) the arm: one per command id */
  readonly pulses: string[]
  behave(how: 'works' | 'silent' | OpenResult): void
  loop(which: 'armingLoop' | 'closingLoop', occupied: boolean): void
  move(state: ArmState, reason?: string): void
}

const TRAVEL_MS = 800

export function benchBarrier(clock: Clock): BenchBarrier {
  const listeners = new Set<(signal: BarrierSignal) => void>()
  const answers = new Map<string, Promise<OpenResult>>()
  const opens: OpenCommand[] = []
  const pulses: string[] = []
  const loops = { armingLoop: false, closingLoop: false }
  let arm: ArmState = 'closed'
  let how: 'works' | 'silent' | OpenResult = 'works'
  let cancelClosing = () => {}

  const emit = (signal: BarrierSignal): void => {
    for (const listener of [...listeners]) listener(signal)
  }
  const move = (state: ArmState, reason?: string): void => {
    if (state === arm) return
    arm = state
    emit({ kind: 'arm', state, ...(reason === undefined ? {} : { reason }) })
  }
  const raise = (): Promise<OpenResult> =>
    new Promise((resolve) => {
      cancelClosing()
      if (arm === 'open') return resolve({ result: 'opened' })
      move('opening')
      clock.after(TRAVEL_MS, () => {
        move('open')
        resolve({ result: 'opened' })
      })
    })
  const act = (command: OpenCommand): Promise<OpenResult> => {
    if (clock.wall() > command.expiresAt) return Promise.resolve({ result: 'expired', reason: 'too old', retry: false })
    if (how === 'silent') return new Promise(() => {})
    if (how !== 'works' && how.result !== 'fault') return Promise.resolve(how)
    pulses.push(command.commandId)
    return how === 'works' ? raise() : Promise.resolve(how)
  }

  return {
    opens,
    pulses,
    open(command) {
      opens.push(command)
      const answer = answers.get(command.commandId) ?? act(command)
      answers.set(command.commandId, answer)
      return answer
    },
    arm: () => arm,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    inputs: () => ({ ...loops }),
    stop: async () => {},
    behave(next) {
      how = next
    },
    loop(which, occupied) {
      if (loops[which] === occupied) return
      loops[which] = occupied
      emit({ kind: which, occupied })
      if (which !== 'closingLoop' || occupied || arm !== 'open') return
      cancelClosing = clock.after(1_000, () => {
        move('closing')
        cancelClosing = clock.after(TRAVEL_MS, () => move('closed'))
      })
    },
    move,
  }
}
