import type Sqlite from 'better-sqlite3'

declare const insideTransaction: unique symbol

/** Proof that a write happens inside a transaction: only `transact` gives one, every function that writes asks for one. */
export interface Tx {
  readonly [insideTransaction]: true
}

/**
 * Runs `fn` in one `BEGIN IMMEDIATE` transaction: all of it is on disk on return, or none of it when it throws. Synchronous only:
 * an async callback, whose writes would land after the commit, is refused by its type (and by better-sqlite3 at run time).
 */
export type Transact = <T>(fn: (tx: Tx) => T extends PromiseLike<unknown> ? never : T) => T

export function transactions(sqlite: Sqlite.Database): Transact {
  const token = {} as Tx
  const run = sqlite.transaction((fn: (tx: Tx) => unknown) => fn(token))
  return (fn) => run.immediate(fn) as never
}

/**
 * The same, not forced to the disk: a power cut may take the last of them back, never one that a forced transaction came after. For what
 * only saves work when it is remembered; each fsync holds up the lane and wears the card.
 */
export function unforcedTransactions(sqlite: Sqlite.Database): Transact {
  const transact = transactions(sqlite)
  return (fn) => {
    sqlite.pragma('synchronous = NORMAL')
    try {
      return transact(fn)
    } finally {
      sqlite.pragma('synchronous = FULL')
    }
  }
}
