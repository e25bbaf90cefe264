import { ledgerError } from './ledger-error.ts'
import type { Transact } from './transact.ts'

/** Tells whoever pushes the log that there is more of it, once per committed transaction. */
export function appendListeners() {
  const listeners = new Set<() => void>()
  let appended = false
  return {
    onAppend(listener: () => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** a row went into the log of the transaction that is open */
    mark(): void {
      appended = true
    },
    /** `transact` with its errors in words, and the listeners told after the commit */
    watch:
      (transact: Transact, path: string): Transact =>
      (fn) => {
        appended = false
        try {
          return transact(fn)
        } catch (cause) {
          appended = false
          throw ledgerError(cause, path)
        } finally {
          if (appended) tell(listeners)
        }
      },
  }
}

/** A listener that throws must not look like a write that failed: its error surfaces as an uncaught one of its own. */
function tell(listeners: ReadonlySet<() => void>): void {
  for (const listener of [...listeners]) {
    try {
      listener()
    } catch (cause) {
      queueMicrotask(() => {
        throw cause
      })
    }
  }
}
