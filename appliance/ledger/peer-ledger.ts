import { createHmac } from 'node:crypto'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { Stream } from '@gatehouse/domain/wire/event.ts'
import type { blockedPlates } from './blocklist.ts'
import type { Db } from './database.ts'
import type { voucherBooks } from './edge-books.ts'
import type { EpochRow } from './epochs.ts'
import type { images } from './images.ts'
import { type OwnRows, ownLog } from './own-log.ts'
import { peerFacts } from './peer-facts.ts'
import { peerLogs, type SiblingRows } from './peer-log.ts'
import { peerTerms, type Terms } from './peer-terms.ts'
import { type InOurTime, peerTimes, type SiblingClock } from './peer-time.ts'
import type { plates } from './plates.ts'
import type { rateTables } from './rate-tables.ts'
import { type LedgerRelay, relayLedger } from './relay.ts'
import type { rights } from './rights.ts'
import type { StateTables } from './state.ts'
import type { Transact } from './transact.ts'

type Mark = { readonly seq: number; readonly hash: string }
type OwnIndex = ReturnType<ReturnType<typeof ownLog>['ownIndex']>

/** This box's log for its siblings, and theirs here; fits peers/'s PeerStore. */
export interface LedgerPeers extends LedgerRelay {
  ownIndex(): OwnIndex
  ownHeads(): OwnIndex[number]
  ownRows(stream: Stream, epoch: string, after: number, limit: number): OwnRows | null
  peerMark(device: string, epoch: string, stream: Stream): Mark | null
  peerMarks(device: string): readonly { readonly epoch: string; readonly stream: Stream; readonly seq: number }[]
  applyPeerRows(batch: SiblingRows): void
  ownTerms(): Terms
  applyPeerTerms(device: string, terms: Terms): void
  keepPeerClock(device: string, sample: SiblingClock): void
  /** a picture of a session that began at a sibling, kept by the rules of this box's own; false: known, erased or of nobody here */
  keepPeerPicture(ref: string, jpeg: Uint8Array): boolean
  /** what the search for anomalies needs: sessions that more than one box has spoken of */
  peerFacts(since?: EpochMs): ReturnType<ReturnType<typeof peerFacts>>
}

export function peerLedger(parts: {
  readonly db: Db
  readonly transact: Transact
  readonly state: StateTables
  readonly plates: ReturnType<typeof plates>
  readonly images: ReturnType<typeof images>
  readonly rights: ReturnType<typeof rights>
  readonly rateTables: ReturnType<typeof rateTables>
  readonly blocked: ReturnType<typeof blockedPlates>
  readonly books: ReturnType<typeof voucherBooks>
  readonly now: () => EpochMs
  readonly scrub: () => void
  readonly epoch: EpochRow
  readonly plateKey: string
  readonly inOurTime: InOurTime
}) {
  const { db, transact, images, now } = parts
  const terms = peerTerms(parts)
  const times = peerTimes(db, parts.inOurTime, parts.epoch)
  const keyPlate = (text: string): string => createHmac('sha256', parts.plateKey).update(text).digest('hex')
  const { understandMore, ...logs } = peerLogs({ ...parts, keyPlate })

  const store: LedgerPeers = {
    ...ownLog(db, parts.epoch.epoch, parts.plates),
    ...logs,
    ...relayLedger(db, transact, parts.plates),
    ownTerms: terms.ownTerms,
    applyPeerTerms: terms.applyPeerTerms,
    keepPeerClock: times.keepPeerClock,
    keepPeerPicture(ref, jpeg) {
      if (!transact((tx) => images.announce(tx, ref, jpeg, now(), now()))) return false
      images.keep(ref, jpeg)
      return true
    },
    peerFacts: peerFacts(db),
  }
  return { store, terms, times, understandMore }
}
