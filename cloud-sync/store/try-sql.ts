import pg from 'pg'
import type { Sql } from './sql.ts'

export type Tried<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }

/**
 * Runs work under a savepoint: what Postgres refuses because of its content (data exceptions, constraint violations) is
 * undone and reported; anything else (a lost connection, a bug) is thrown.
 */
export async function trySql<T>(tx: Sql, work: () => Promise<T>): Promise<Tried<T>> {
  try {
    const [, value] = await Promise.all([tx.query('savepoint attempt'), work()])
    // not waited for: whatever follows comes after it, and a transaction it had broken would refuse to commit
    tx.query('release savepoint attempt').catch(() => {})
    return { ok: true, value }
  } catch (error) {
    if (!isRefusal(error)) throw error
    await tx.query('rollback to savepoint attempt')
    return { ok: false, problem: error.message }
  }
}

/** Postgres refuses this because of its content, now and the next time. */
export const isRefusal = (error: unknown): error is pg.DatabaseError => error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '')
