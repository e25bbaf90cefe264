import koffi from 'koffi'

/**
 * Tells systemd how this service is (sd_notify(3), Type=notify). The watchdog is only fed after `turned()` was called since the
 * last feeding: a process whose lane loop hangs is restarted although its timers still run.
 */
export interface ServiceNotice {
  ready(): void
  stopping(): void
  /** the lane loop has turned */
  turned(): void
  status(text: string): void
}

export function createServiceNotice(environment: NodeJS.ProcessEnv, every: (ms: number, fn: () => void) => () => void): ServiceNotice {
  const notify = environment.NOTIFY_SOCKET ? loadNotify() : () => {}
  const watchdogMs = Number(environment.WATCHDOG_USEC ?? 0) / 1_000
  let alive = true
  let stopFeeding = () => {}
  return {
    ready() {
      notify('READY=1')
      if (watchdogMs > 0)
        stopFeeding = every(watchdogMs / 3, () => {
          if (alive) notify('WATCHDOG=1')
          alive = false
        })
    },
    stopping() {
      stopFeeding()
      notify('STOPPING=1')
    },
    turned() {
      alive = true
    },
    status: (text) => notify(`STATUS=${text.replaceAll('\n', ' ')}`),
  }
}

function loadNotify(): (state: string) => void {
  const call = koffi.load('libsystemd.so.0').func('int sd_notify(int unset, const char *state)')
  return (state) => void call(0, state)
}
