import type { Stream } from '@gatehouse/domain/wire/event.ts'
import type { Seal } from '@gatehouse/domain/wire/seal.ts'
import { and, asc, desc, eq, gt, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { type PendingBatch, platesOf } from './outbox.ts'
import { thisStrand } from './peer-log.ts'
import type { plates } from './plates.ts'
import { given } from './prepared.ts'
import { peerLog, peerMark } from './schema/peers.ts'
import type { Transact } from './transact.ts'

/** A sibling's strand that the cloud is not known to have whole. */
export interface RelayStrand {
  readonly device: string
  readonly epoch: string
  readonly parentEpoch: string | null
  readonly stream: Stream
  /** how far it is here */
  readonly seq: number
  readonly hash: string
  /** how far the cloud has it; null: this cloud has not been asked */
  readonly relayed: number | null
}

/** Rows that end under a seal of their author; or why there are none to bring. */
export type RelayBatch =
  | { readonly kind: 'rows'; readonly batch: PendingBatch; readonly seal: Seal }
  /** retention has removed what the cloud lacks, or its author had no keys when it wrote this */
  | { readonly kind: 'pruned' | 'unsealed' }

/** Siblings' rows on their way to the cloud; fits sync/'s RelaySource. */
export interface LedgerRelay {
  /** of one sibling, the newest epoch first; `cloud`: its incarnation */
  relayStrands(device: string, cloud: string): readonly RelayStrand[]
  /** at most `limit` rows after `strand.relayed`, more only where the next seal stands further on */
  relayBatch(strand: RelayStrand, limit: number): RelayBatch
  /** the cloud has this strand up to `seq`; lower than before where it was restored */
  relayed(strand: Pick<RelayStrand, 'device' | 'epoch' | 'stream'>, seq: number, cloud: string): void
}

/** what the cloud takes at once */
const MOST_ROWS = 500

export function relayLedger(db: Db, transact: Transact, texts: ReturnType<typeof plates>): LedgerRelay {
  const s = prepare(db)
  return {
    relayStrands: (device, cloud) =>
      s.unsettled
        .all({ device, cloud })
        .map(({ relayed, relayedTo, ...strand }) => ({ ...strand, relayed: relayedTo === cloud ? relayed : null })),
    relayBatch({ device, epoch, parentEpoch, stream, relayed }, limit) {
      const after = relayed ?? 0
      const stored = s.rows.all({ device, stream, epoch, after, limit: MOST_ROWS })
      const [first] = stored
      if (first?.seq !== after + 1) return { kind: 'pruned' }
      const within = stored.findLastIndex((row) => row.seal !== null && row.seq <= after + limit)
      const end = within >= 0 ? within : stored.findIndex((row) => row.seal !== null)
      const last = stored[end]
      if (!last?.seal) return { kind: 'unsealed' }
      const rows = stored
        .slice(0, end + 1)
        .map(({ position: _, device: _d, understood: _u, seal: _s, payload, ...row }) => ({ ...row, payload: JSON.parse(payload) }))
      const batch = { epoch, parentEpoch, stream, prevHash: first.prevHash, hash: last.hash, rows, plates: platesOf(rows, texts) }
      return { kind: 'rows', batch, seal: JSON.parse(last.seal) as Seal }
    },
    relayed: ({ device, epoch, stream }, seq, cloud) => transact(() => void s.move.run({ device, stream, epoch, seq, cloud })),
  }
}

function prepare(db: Db) {
  const unsettled = sql`(${peerMark.relayedTo} is not ${sql.placeholder('cloud')} or ${peerMark.relayed} < ${peerMark.seq})`
  return {
    unsettled: db
      .select()
      .from(peerMark)
      .where(and(eq(peerMark.device, sql.placeholder('device')), unsettled))
      .orderBy(desc(sql`rowid`))
      .prepare(),
    rows: db
      .select()
      .from(peerLog)
      .where(
        and(
          eq(peerLog.device, sql.placeholder('device')),
          eq(peerLog.stream, sql.placeholder('stream')),
          eq(peerLog.epoch, sql.placeholder('epoch')),
          gt(peerLog.seq, sql.placeholder('after')),
        ),
      )
      .orderBy(asc(peerLog.seq))
      .limit(sql.placeholder('limit'))
      .prepare(),
    move: db
      .update(peerMark)
      .set({ relayed: sql`min(${given('seq')}, ${peerMark.seq})`, relayedTo: sql`${given('cloud')}` })
      .where(thisStrand)
      .prepare(),
  }
}
