import { type GpioLines, type GpioRequest, RELAY_MAX_MS } from './lines.ts'
import { createRelayPulse } from './relay-pulse.ts'

/** GPIO without hardware, for tests and the desk: inputs are driven by the caller, relay edges are remembered. Never used on a device. */
export interface MemoryGpio extends GpioLines {
  drive(line: number, active: boolean): void
  /** every relay edge with its time of this process's clock, milliseconds */
  readonly relayEdges: readonly { readonly line: number; readonly on: boolean; readonly at: number }[]
}

export async function openMemoryGpio(request: GpioRequest): Promise<MemoryGpio> {
  const levels = new Map(request.inputs.map(({ line }) => [line, false]))
  const listeners = new Set<(edge: { line: number; active: boolean }) => void>()
  const relayEdges: { line: number; on: boolean; at: number }[] = []
  const on = new Set<number>()
  const relay = createRelayPulse((line, high) => {
    if (on.has(line) === high) return
    if (high) on.add(line)
    else on.delete(line)
    relayEdges.push({ line, on: high, at: performance.now() })
  }, request.relays)

  return {
    relayEdges,
    pulse: (line, ms) => relay.pulse(line, Math.min(ms, RELAY_MAX_MS)),
    read: (line) => levels.get(line) ?? false,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    drive(line, active) {
      if (levels.get(line) === active) return
      levels.set(line, active)
      for (const listener of listeners) listener({ line, active })
    },
    async close() {
      relay.stop()
    },
  }
}
