import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import { eq } from 'drizzle-orm/sql'
import type { Clock, NewId } from '../lane/ports.ts'
import { assemble } from './assemble.ts'
import { type Db, openDatabase } from './database.ts'
import { beginEpoch, type EpochRow } from './epochs.ts'
import { type ImageStore, imageFolder, imageMemory } from './image-store.ts'
import type { Ledger } from './ledger.ts'
import { LedgerError, ledgerError } from './ledger-error.ts'
import { holdLedger } from './lock.ts'
import { migrate, readMigrations } from './migrate.ts'
import type { InOurTime } from './peer-time.ts'
import { rateTables } from './rate-tables.ts'
import { meta } from './schema/log.ts'
import { transactions } from './transact.ts'

export interface LedgerOptions {
  /** the database file, or `:memory:` for a ledger that dies with the process */
  readonly path: string
  /** drizzle-kit's output; the repository's own when absent. A bundle must say where it put it. */
  readonly migrationsDir?: string
  readonly device: string
  readonly site: string
  readonly bootId: string
  readonly clock: Clock
  readonly newId: NewId
  /** where pictures go; a folder `<path>-images` when absent */
  readonly images?: ImageStore
  /** the tariff of site.toml: in force until the cloud sends one, and for ever if it never does */
  readonly seed: { readonly rateTable: RateTable }
  /** how a sibling's dating of a start reads in this box's time; as the sibling said it when absent */
  readonly inOurTime?: InOurTime
}

const MEMORY = ':memory:'
/** drizzle-kit's output in the repository */
export const repositoryMigrations = (): string => fileURLToPath(new URL('../../drizzle/appliance', import.meta.url))

/**
 * Opens the box's ledger, or throws LedgerError with a sentence for people and leaves everything as it was: a folder that cannot be written,
 * a damaged or foreign or newer file, a failed migration, another process that holds it, another site's ledger.
 */
export function openLedger(options: LedgerOptions): Ledger {
  const { path } = options
  const undo: (() => void)[] = []
  try {
    if (path !== MEMORY) {
      makeFolder(dirname(path))
      undo.push(holdLedger(path))
    }
    const db = openDatabase(path, options.clock.mono)
    undo.push(() => db.$client.close())
    migrate(db.$client, readMigrations(options.migrationsDir ?? repositoryMigrations()), path)
    const epoch = begin(db, options)
    const images = options.images ?? (path === MEMORY ? imageMemory() : imageFolder(`${path}-images`))
    return assemble({
      ...{ path, clock: options.clock, newId: options.newId, db, epoch, images },
      plateKey: plateKey(db),
      inOurTime: options.inOurTime ?? (({ actualStart, startClock }) => ({ actualStart, startClock })),
      migrationsDir: options.migrationsDir ?? repositoryMigrations(),
      close: () => closeAll(undo),
    })
  } catch (cause) {
    closeAll(undo)
    throw ledgerError(cause, path)
  }
}

/** Not `recursive`: where a folder cannot be made, Node then reports ENOENT for EROFS, or (in /proc) never returns. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}

/** The database before its lock: nobody may come in while it is still open. */
function closeAll(undo: (() => void)[]): void {
  while (undo.length > 0) undo.pop()?.()
}

function begin(db: Db, { path, site, device, bootId, clock, newId, seed }: LedgerOptions): EpochRow {
  return transactions(db.$client)((tx) => {
    const owner = remember(db, 'site', site)
    if (owner !== site)
      throw new LedgerError(
        'otherSite',
        `The ledger ${path} belongs to site ${owner}, and this box is configured for ${site}: it was left alone. Correct the site id in site.toml, or choose another data folder.`,
      )
    remember(db, 'plateKey', randomBytes(32).toString('hex'))
    rateTables(db).seed(tx, seed.rateTable)
    return beginEpoch(tx, db, { epoch: newId(), device, site, bootId, openedAt: clock.wall() })
  })
}

/** The value on record; `value` is recorded when there is none. */
function remember(db: Db, key: string, value: string): string {
  db.insert(meta).values({ key, value }).onConflictDoNothing().run()
  return db.select().from(meta).where(eq(meta.key, key)).get()?.value ?? value
}

const plateKey = (db: Db): string => remember(db, 'plateKey', '')
