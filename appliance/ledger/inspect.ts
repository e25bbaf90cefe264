import { checkState } from './check-state.ts'
import { openDatabaseToRead } from './database.ts'
import { newestEpoch } from './epochs.ts'
import { imageMemory } from './image-store.ts'
import { images } from './images.ts'
import type { Ledger } from './ledger.ts'
import { LedgerError, ledgerError } from './ledger-error.ts'
import { logReader } from './log.ts'
import { readMigrations, refuseOtherSchema } from './migrate.ts'
import { misreads } from './misreads.ts'
import { repositoryMigrations } from './open.ts'
import { outbox } from './outbox.ts'
import { plates } from './plates.ts'
import { putAside } from './put-aside.ts'
import { reports } from './reports.ts'
import { quickCheck } from './soundness.ts'
import { strangers } from './strangers.ts'
import { transactions } from './transact.ts'
import { chainVerifier } from './verify-chain.ts'

/** A ledger looked at without being touched: beside a running box, or on a card taken out of one. */
export type LedgerInspection = Pick<
  Ledger,
  | 'device'
  | 'site'
  | 'epoch'
  | 'heads'
  | 'oldestUnsent'
  | 'knownCloud'
  | 'putAside'
  | 'picturesWaiting'
  | 'activity'
  | 'occupancy'
  | 'takings'
  | 'misreads'
  | 'strangerSigns'
  | 'quickCheck'
  | 'verifyChain'
  | 'stateDifferences'
  | 'close'
>

/** Opens for reading only: no lock, no epoch, no migration. Throws LedgerError where the file is no ledger of this version. */
export function inspectLedger({
  path,
  migrationsDir = repositoryMigrations(),
}: {
  readonly path: string
  readonly migrationsDir?: string
}): LedgerInspection {
  try {
    const db = openDatabaseToRead(path)
    const migrations = readMigrations(migrationsDir)
    const applied = refuseOtherSchema(db.$client, migrations, path)
    const newest = applied === migrations.length ? newestEpoch(db) : undefined
    if (!newest)
      throw new LedgerError('notALedger', `The ledger ${path} was never opened by this version: start the box once, then look again.`)
    const texts = plates(db)
    const transact = transactions(db.$client)
    const { heads, oldestUnsent, knownCloud } = outbox(db, { transact, unforced: transact }, newest.epoch, texts)
    return {
      ...{ device: newest.device, site: newest.site, epoch: newest.epoch, heads, oldestUnsent, knownCloud },
      putAside: putAside(db),
      picturesWaiting: images(db, imageMemory()).waiting,
      ...reports(db, logReader(db), texts),
      misreads: misreads(db, texts).all,
      strangerSigns: strangers(db, Date.now).signs,
      quickCheck: () => quickCheck(db.$client),
      verifyChain: chainVerifier(db),
      stateDifferences: () => checkState(db, migrationsDir),
      close: () => db.$client.close(),
    }
  } catch (cause) {
    throw ledgerError(cause, path)
  }
}
