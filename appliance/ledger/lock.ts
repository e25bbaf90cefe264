import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { LedgerError } from './ledger-error.ts'

const PATIENCE_MS = 500

/**
 * Keeps every other process out of this ledger until the returned function is called or this process dies, however it dies.
 *
 * The lock is SQLite's own: an open write transaction on an empty file `<ledger>-lock`. It is a kernel (fcntl) lock, so SIGKILL or a power
 * cut leaves nothing behind that could keep the box from starting, unlike a pid file; and unlike `locking_mode=EXCLUSIVE` on the
 * ledger itself it lets `gatehouse doctor` read while the box runs. Trap: fcntl locks fall when their process closes ANY descriptor of the
 * file, so nobody may open `<ledger>-lock` but this function; the holder's pid stands in a file of its own, for people.
 */
export function holdLedger(path: string): () => void {
  const holder = `${path}-holder`
  const lock = new Sqlite(`${path}-lock`, { timeout: PATIENCE_MS })
  try {
    // nothing is ever written through this connection: no journal, and nothing a power cut could damage
    lock.pragma('journal_mode = MEMORY')
    lock.exec('BEGIN IMMEDIATE')
  } catch (cause) {
    lock.close()
    if (!isBusy(cause)) throw cause
    throw new LedgerError(
      'held',
      `The ledger ${path} is in use by ${whoHolds(holder)}. Stop that one first (on a box: systemctl stop gatehouse), or give this one another data folder.`,
      { retry: true, cause },
    )
  }
  writeFileSync(holder, `${process.pid}\n`)
  return () => {
    rmSync(holder, { force: true })
    lock.close()
  }
}

const isBusy = (cause: unknown): boolean => cause instanceof Sqlite.SqliteError && cause.code.startsWith('SQLITE_BUSY')

function whoHolds(file: string): string {
  try {
    return `process ${readFileSync(file, 'utf8').trim()}`
  } catch {
    return 'another process'
  }
}
