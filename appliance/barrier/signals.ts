import type { BarrierSignal } from '../lane/ports.ts'

/** The listeners of one barrier; a listener that throws never keeps the next one from hearing. */
export function createSignals(onError: (error: unknown) => void = () => {}) {
  const listeners = new Set<(signal: BarrierSignal) => void>()
  return {
    emit(signal: BarrierSignal): void {
      for (const listener of [...listeners]) {
        try {
          listener(signal)
        } catch (error) {
          onError(error)
        }
      }
    },
    subscribe(listener: (signal: BarrierSignal) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
