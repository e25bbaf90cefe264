import type { Frame } from '../lane/ports.ts'

/** A slot for one frame: a newer frame replaces one nobody took, so a slow reader always sees the present (queue depth 1). */
export interface LatestFrame {
  put(frame: Frame): void
  /** the newest frame not yet handed out; waits for one; null once closed or aborted */
  next(signal: AbortSignal): Promise<Frame | null>
  close(): void
}

export function createLatestFrame(): LatestFrame {
  let waiting: Frame | null = null
  let closed = false
  const takers = new Set<(frame: Frame | null) => void>()

  return {
    put(frame) {
      if (closed) return
      const [taker] = takers
      if (taker) taker(frame)
      else waiting = frame
    },
    next(signal) {
      if (closed || signal.aborted) return Promise.resolve(null)
      if (waiting) {
        const frame = waiting
        waiting = null
        return Promise.resolve(frame)
      }
      return new Promise((resolve) => {
        const settle = (frame: Frame | null) => {
          takers.delete(settle)
          signal.removeEventListener('abort', abort)
          resolve(frame)
        }
        const abort = () => settle(null)
        takers.add(settle)
        signal.addEventListener('abort', abort, { once: true })
      })
    },
    close() {
      closed = true
      waiting = null
      for (const taker of [...takers]) taker(null)
    },
  }
}
