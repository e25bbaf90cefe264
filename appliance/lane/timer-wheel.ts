import type { Clock } from './ports.ts'
import type { TimerName } from './timer-names.ts'

/** A lane's running timers, one of a name at most: starting it again restarts it. */
export function createTimerWheel(clock: Clock, onDue: (name: TimerName) => void) {
  const running = new Map<TimerName, () => void>()
  const stop = (name: TimerName): void => {
    running.get(name)?.()
    running.delete(name)
  }
  return {
    start(name: TimerName, ms: number): void {
      stop(name)
      const cancel = clock.after(ms, () => {
        if (running.get(name) !== cancel) return
        running.delete(name)
        onDue(name)
      })
      running.set(name, cancel)
    },
    stop,
    stopAll(): void {
      for (const name of [...running.keys()]) stop(name)
    },
  }
}
