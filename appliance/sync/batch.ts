import { type LogRow, streams } from '@gatehouse/domain/wire/event.ts'
import type { HelloRequest, IngestRequest } from '@gatehouse/domain/wire/sync.ts'
import type { PendingBatch, StreamHead, SyncSource } from './ports.ts'

/** Rows without their hashes: the cloud recomputes them from the batch's first, so the wire carries two instead of a thousand. */
export function toIngestRequest(source: Pick<SyncSource, 'device' | 'site'>, batch: PendingBatch): IngestRequest {
  return {
    v: 1,
    device: source.device,
    site: source.site,
    epoch: batch.epoch,
    parentEpoch: batch.parentEpoch,
    stream: batch.stream,
    prevHash: batch.prevHash,
    hash: batch.hash,
    rows: batch.rows.map(({ prevHash: _prevHash, hash: _hash, ...row }) => row),
    plates: [...batch.plates],
    money: sumMoney(batch.rows),
  }
}

function sumMoney(rows: readonly LogRow[]): IngestRequest['money'] {
  const amounts = rows
    .filter((row) => row.kind === 'payment.settled')
    .map(({ payload }) => (typeof payload === 'object' && payload !== null && 'amountMinor' in payload ? Number(payload.amountMinor) : 0))
  return { count: amounts.length, sumMinor: amounts.reduce((a, b) => a + b, 0) }
}

export function toHelloRequest(
  source: Pick<SyncSource, 'device' | 'site' | 'oldestUnsent'>,
  at: { readonly epoch: string; readonly parentEpoch: string | null; readonly heads: readonly StreamHead[]; readonly past: boolean },
  box: {
    readonly reconciledWith: string | null
    readonly version: string
    readonly now: number
    readonly clockQuality: 'trusted' | 'untrusted'
    readonly money?: HelloRequest['money']
    readonly turnedAway?: HelloRequest['turnedAway']
  },
): HelloRequest {
  const order = (head: StreamHead) => streams.indexOf(head.stream)
  return {
    v: 1,
    device: source.device,
    site: source.site,
    epoch: at.epoch,
    parentEpoch: at.parentEpoch,
    version: box.version,
    now: box.now,
    clockQuality: box.clockQuality,
    heads: [...at.heads].sort((a, b) => order(a) - order(b)),
    oldestUnsent: source.oldestUnsent(),
    reconciledWith: box.reconciledWith,
    ...(at.past ? { past: true } : {}),
    ...(box.money ? { money: box.money } : {}),
    ...(box.turnedAway ? { turnedAway: box.turnedAway } : {}),
  }
}
