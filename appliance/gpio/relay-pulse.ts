import { GpioError, RELAY_MAX_MS } from './lines.ts'

/**
 * The one way a relay is ever energised: on, then off by a timer of this process's own (not the lane's clock, which a test or a
 * simulation may stretch). `write` must be synchronous so that "off" cannot be overtaken.
 */
export function createRelayPulse(write: (line: number, on: boolean) => void, relays: readonly number[]) {
  const running = new Map<number, () => void>()
  let closed = false

  return {
    pulse(line: number, ms: number): Promise<void> {
      if (!relays.includes(line)) return Promise.reject(new GpioError(`GPIO ${line} was not requested as a relay`, false))
      if (closed) return Promise.reject(new GpioError(`GPIO ${line} has been given back: the box is stopping`, false))
      if (running.has(line)) return Promise.reject(new GpioError(`GPIO ${line} is still in its last pulse; try again in a second`, true))
      if (!(ms >= 1 && ms <= RELAY_MAX_MS))
        return Promise.reject(new GpioError(`a pulse of ${ms} ms is outside 1 to ${RELAY_MAX_MS} ms`, false))
      return new Promise((resolve, reject) => {
        const off = () => {
          clearTimeout(timer)
          running.delete(line)
          try {
            write(line, false)
            resolve()
          } catch (cause) {
            reject(new GpioError(`GPIO ${line} could not be switched off: check the relay board at once`, false, { cause }))
          }
        }
        const timer = setTimeout(off, ms)
        running.set(line, off)
        try {
          write(line, true)
        } catch (cause) {
          running.delete(line)
          clearTimeout(timer)
          reject(new GpioError(`GPIO ${line} could not be switched on`, true, { cause }))
        }
      })
    },
    /** every relay low, running pulses ended */
    stop(): void {
      closed = true
      for (const off of [...running.values()]) off()
      for (const line of relays) write(line, false)
    },
  }
}
