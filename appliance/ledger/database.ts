import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { checkSound, openingLimits } from './soundness.ts'

export type Db = BetterSQLite3Database<Record<string, never>> & { readonly $client: Sqlite.Database }

const BUSY_MS = 5_000

/** Opens the file with the settings money needs and checks that it is sound. Throws SQLite's own errors, or LedgerError `damaged`. */
export function openDatabase(path: string, mono: () => number): Db {
  const sqlite = new Sqlite(path, { timeout: BUSY_MS })
  try {
    sqlite.pragma('journal_mode = WAL')
    // better-sqlite3's build makes NORMAL the default of WAL, which may lose the last commits in a power cut.
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('foreign_keys = ON')
    // INSERT OR REPLACE must meet the delete triggers of the log.
    sqlite.pragma('recursive_triggers = ON')
    // an erased plate leaves no readable bytes in free pages
    sqlite.pragma('secure_delete = ON')
    sqlite.pragma('trusted_schema = OFF')
    sqlite.pragma('journal_size_limit = 16777216')
    // one commit in about three hundred pays for a checkpoint (two more fsyncs), instead of one in eighty
    sqlite.pragma('wal_autocheckpoint = 4000')
    checkSound(sqlite, path, { ...openingLimits, mono })
  } catch (cause) {
    sqlite.close()
    throw cause
  }
  return drizzle(sqlite)
}

/** Opens an existing ledger for reading only, beside a running box or in a read-only slot. */
export function openDatabaseToRead(path: string): Db {
  if (isReadOnly(dirname(path)) && !existsSync(`${path}-wal`)) return drizzle(new Sqlite(unWal(readFileSync(path)), { readonly: true }))
  return drizzle(new Sqlite(path, { readonly: true, fileMustExist: true, timeout: BUSY_MS }))
}

/** WAL needs a writable folder even to be read. Where there is none, and no -wal file waits to be merged, the bytes are the whole database. */
function unWal(bytes: Buffer): Buffer {
  // file format versions 2 = WAL, 1 = rollback journal (sqlite.org/fileformat.html, 1.3.3)
  bytes[18] = 1
  bytes[19] = 1
  return bytes
}

function isReadOnly(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return false
  } catch {
    return true
  }
}
