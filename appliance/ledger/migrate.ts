import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import { LedgerError } from './ledger-error.ts'

/** One released step of the schema. `hash`: SHA-256 of the file, as drizzle-kit's own migrator would note it. */
export interface Migration {
  readonly tag: string
  readonly when: number
  readonly hash: string
  readonly statements: readonly string[]
}
interface Applied {
  readonly hash: string
  readonly created_at: number
}

/** Reads drizzle-kit's journal and its SQL files, in order. Throws LedgerError when they are not there. */
export function readMigrations(dir: string): readonly Migration[] {
  try {
    return readJournal(dir)
  } catch (cause) {
    throw new LedgerError(
      'migrationFailed',
      `The schema files of this software cannot be read from ${dir} (${cause instanceof Error ? cause.message : cause}): the ledger was left alone. Install the software again.`,
      { cause },
    )
  }
}

function readJournal(dir: string): readonly Migration[] {
  const journal: unknown = JSON.parse(readFileSync(join(dir, 'meta', '_journal.json'), 'utf8'))
  return (journal as { readonly entries: readonly { readonly tag: string; readonly when: number }[] }).entries.map(({ tag, when }) => {
    const sql = readFileSync(join(dir, `${tag}.sql`), 'utf8')
    return { tag, when, hash: createHash('sha256').update(sql).digest('hex'), statements: sql.split('--> statement-breakpoint') }
  })
}

/**
 * Brings the database to this software's schema in ONE transaction, or changes nothing and throws LedgerError.
 * Our own because drizzle's migrator compares only the newest timestamp: it runs on a database that is newer than the software, and
 * passes over a released file that was changed. Its table and hashes are kept, so its tools still understand the database.
 */
export function migrate(sqlite: Sqlite.Database, migrations: readonly Migration[], path: string): void {
  const missing = migrations.slice(refuseOtherSchema(sqlite, migrations, path))
  if (missing.length === 0) return
  // A table that is rebuilt (SQLite's way to alter one) must not cascade; this pragma does nothing inside a transaction.
  sqlite.pragma('foreign_keys = OFF')
  try {
    sqlite.transaction(() => runAll(sqlite, missing, path)).immediate()
  } finally {
    sqlite.pragma('foreign_keys = ON')
  }
}

/** How many of these migrations the database has; throws LedgerError when it is another program's, or of another or a newer version. */
export function refuseOtherSchema(sqlite: Sqlite.Database, migrations: readonly Migration[], path: string): number {
  const applied = appliedMigrations(sqlite, path)
  refuseUnknown(applied, migrations, path)
  return applied.length
}

function appliedMigrations(sqlite: Sqlite.Database, path: string): readonly Applied[] {
  const tables = sqlite.prepare<[], { name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`).all()
  if (tables.some((table) => table.name === '__drizzle_migrations'))
    return sqlite.prepare<[], Applied>('SELECT hash, created_at FROM __drizzle_migrations ORDER BY id').all()
  if (tables.length > 0)
    throw new LedgerError(
      'notALedger',
      `${path} is a database of some other program (tables: ${tables.slice(0, 3).map((table) => table.name)}): it was left alone. Choose another data folder.`,
    )
  return []
}

function refuseUnknown(applied: readonly Applied[], migrations: readonly Migration[], path: string): void {
  const strange = applied.findIndex((row, i) => row.hash !== migrations[i]?.hash)
  if (strange === -1) return
  if (applied.length > migrations.length || Number(applied.at(-1)?.created_at) > Number(migrations.at(-1)?.when))
    throw new LedgerError(
      'newer',
      `The ledger ${path} was written by a newer version of this software: it was left alone. Install that version or a later one.`,
    )
  throw new LedgerError(
    'migrationsDiffer',
    `The ledger ${path} was built by other schema files than this software's (step ${strange + 1}, ${migrations[strange]?.tag}): it was left alone. Install the release this box ran before.`,
  )
}

function runAll(sqlite: Sqlite.Database, missing: readonly Migration[], path: string): void {
  sqlite.exec(
    'CREATE TABLE IF NOT EXISTS __drizzle_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, hash text NOT NULL, created_at numeric)',
  )
  const note = sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)')
  for (const migration of missing) {
    try {
      for (const statement of migration.statements) sqlite.exec(statement)
      const broken = sqlite.pragma('foreign_key_check') as readonly unknown[]
      if (broken.length > 0) throw new Error(`${broken.length} rows point nowhere`)
    } catch (cause) {
      // a full or failing disk is not the migration's fault, and another try may work
      if (cause instanceof Error && 'code' in cause && cause.code !== 'SQLITE_ERROR' && !String(cause.code).startsWith('SQLITE_CONSTRAINT'))
        throw cause
      throw new LedgerError(
        'migrationFailed',
        `The ledger ${path} could not be brought to this version (${migration.tag}: ${cause instanceof Error ? cause.message : cause}). Nothing was changed: install the version this box ran before, and report this.`,
        { cause },
      )
    }
    note.run(migration.hash, migration.when)
  }
}
