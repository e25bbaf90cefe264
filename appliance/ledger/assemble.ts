import type { Clock, NewId } from '../lane/ports.ts'
import { appendListeners } from './append-listeners.ts'
import { blockedFromCloud, blockedPlates } from './blocklist.ts'
import { checkState } from './check-state.ts'
import type { Db } from './database.ts'
import { deadLetters } from './dead-letters.ts'
import { earlierStays } from './earlier-stays.ts'
import { voucherBooks } from './edge-books.ts'
import { remoteCommands } from './edge-commands.ts'
import { remotePayments } from './edge-payments.ts'
import { permitsFromCloud } from './edge-permits.ts'
import { ratesFromCloud } from './edge-rates.ts'
import type { EpochRow } from './epochs.ts'
import { eraser } from './erase.ts'
import type { ImageStore } from './image-store.ts'
import { images } from './images.ts'
import { laneReads } from './lane-reads.ts'
import type { Ledger } from './ledger.ts'
import { logReader, logWriter } from './log.ts'
import { roomMaker } from './make-room.ts'
import { misreads } from './misreads.ts'
import { moneyLog } from './money-log.ts'
import { outbox } from './outbox.ts'
import { peerLedger } from './peer-ledger.ts'
import type { InOurTime } from './peer-time.ts'
import { people } from './people.ts'
import { plateLanguages } from './plate-languages.ts'
import { plates } from './plates.ts'
import { purger } from './purge.ts'
import { putAside } from './put-aside.ts'
import { rateTables } from './rate-tables.ts'
import { recorder } from './record.ts'
import { reports } from './reports.ts'
import { defaultRetention } from './retention.ts'
import { rights } from './rights.ts'
import { shapes } from './shapes.ts'
import { quickCheck } from './soundness.ts'
import { stateTables } from './state.ts'
import { strangers } from './strangers.ts'
import { type Transact, transactions, unforcedTransactions } from './transact.ts'
import { chainVerifier } from './verify-chain.ts'

interface Foundation {
  readonly path: string
  readonly clock: Clock
  readonly newId: NewId
  readonly db: Db
  readonly epoch: EpochRow
  readonly images: ImageStore
  readonly plateKey: string
  readonly migrationsDir: string
  readonly inOurTime: InOurTime
  readonly close: () => void
}

/** Joins the ledger's parts over an open database to one value. */
export function assemble(base: Foundation): Ledger {
  const { db, clock, newId, close } = base
  const now = () => clock.wall()
  const listeners = appendListeners()
  const transact = listeners.watch(transactions(db.$client), base.path)
  const unforced = listeners.watch(unforcedTransactions(db.$client), base.path)
  const kept = tablesOf(db, base.images, base.plateKey)
  const log = logWriter(db, { epoch: base.epoch.epoch, bootId: base.epoch.bootId, clock, newId, onRow: listeners.mark })
  const commands = remoteCommands(db, transact, clock)
  const payments = remotePayments(db, now)
  const books = voucherBooks(db, now)
  const learned = misreads(db, kept.plates)
  const alsoWrite: typeof commands.noteResult = (tx, event) => {
    commands.noteResult(tx, event)
    learned.note(tx, event)
  }
  const { write, record } = recorder({ ...kept, transact, clock, log, alsoWrite })
  const scrub = () => void db.$client.pragma('wal_checkpoint(TRUNCATE)')
  const erase = eraser({ ...kept, transact, write, now, scrub })
  const reader = logReader(db)
  const consumers = {
    edge_v1_rates: ratesFromCloud(kept.rateTables, write, now),
    edge_v1_permits: permitsFromCloud(kept.rights, now),
    edge_v1_books: books.consumer,
    edge_v1_blocked: blockedFromCloud(kept.blocked, now),
    edge_v1_remote_payments: payments.consumer,
    edge_v1_commands: commands.consumer,
  }
  const peers = peerLedger({
    ...kept,
    books,
    db,
    transact,
    now,
    scrub,
    epoch: base.epoch,
    plateKey: base.plateKey,
    inOurTime: base.inOurTime,
  })
  transact((tx) => {
    peers.understandMore(tx)
    commands.reportInterrupted(tx, write)
  })
  // a process killed between a picture and its row, or between an erased row and its picture; young ones may be a restored ledger's
  kept.images.sweep(now() - defaultRetention.disputedPictureMs)

  return {
    ...laneReads({ ...kept, books, terms: peers.terms, times: peers.times, now }),
    record: (events, personal = {}) => record(events, personal),

    device: base.epoch.device,
    site: base.epoch.site,
    epoch: base.epoch.epoch,
    parentEpoch: base.epoch.parent,
    ...outbox(db, { transact, unforced }, base.epoch.epoch, kept.plates),
    ...moneyLog(db, { unforced }),
    onAppend: listeners.onAppend,

    nextPicture: kept.images.nextWaiting,
    picturesWaiting: kept.images.waiting,
    pictureSettled: (ref) => transact((tx) => kept.images.settle(tx, ref, now())),
    makeRoom: roomMaker({ db, transact, images: kept.images, now }),

    ...shapes({ db, transact, site: base.epoch.site, now, consumers, dead: kept.dead }),
    unappliedRemotePayments: payments.unapplied,
    unappliedCommands: commands.unapplied,
    markCommandApplied: (commandId) => commands.claim(commandId, write),
    deadLetters: kept.dead.newest,
    putAside: putAside(db),

    ...peers.store,

    ...reports(db, reader, kept.plates),
    openHelpCalls: kept.state.helpCalls.open,
    lastTillCount: kept.state.till.last,
    people: people(db, transact, now),
    holds: () => new Map(kept.state.lanes.all().map((lane) => [lane.laneId, lane.holds])),
    lastWall: reader.lastWall,

    misreads: learned.all,
    strangerSigns: strangers(db, now).signs,
    ...administration(transact, now, kept),
    grantValidation(validation) {
      const validationId = newId()
      record([{ kind: 'validation.granted', payload: { ...validation, validationId, at: now() } }], {})
      return validationId
    },

    quickCheck: () => quickCheck(db.$client),
    verifyChain: chainVerifier(db),
    stateDifferences: () => checkState(db, base.migrationsDir),
    erase: (target) => sum(erase([{ policy: 'request', ...refsOf(target) }])) > 0,
    retention: purger({ ...kept, db, transact, clock, erase, plateKey: base.plateKey }),
    close,
  }
}

const tablesOf = (db: Db, store: ImageStore, plateKey: string) => ({
  state: stateTables(db),
  plates: plates(db),
  images: images(db, store),
  languages: plateLanguages(db, plateKey),
  rateTables: rateTables(db),
  rights: rights(db),
  blocked: blockedPlates(db),
  dead: deadLetters(db),
  earlierStays: earlierStays(db),
})

type Administration = Pick<Ledger, 'rightsUpsert' | 'rightsRevoke' | 'blocklist' | 'blocklistAdd' | 'blocklistRemove'>

function administration(transact: Transact, now: () => number, { rights, blocked }: ReturnType<typeof tablesOf>): Administration {
  return {
    rightsUpsert: (grant) => transact((tx) => rights.upsert(tx, grant, 'local')),
    rightsRevoke: (rightId) => transact((tx) => rights.revoke(tx, rightId, now())),
    blocklist: blocked.all,
    blocklistAdd: (plate, reason) => transact((tx) => blocked.add(tx, plate, reason, now())),
    blocklistRemove: (plate) => transact((tx) => blocked.remove(tx, plate)),
  }
}

const refsOf = (target: { readonly plateRef: string } | { readonly imageRef: string }) =>
  'plateRef' in target ? { plateRefs: [target.plateRef] } : { imageRefs: [target.imageRef] }
const sum = ({ plates, images }: { readonly plates: number; readonly images: number }): number => plates + images
