import { createHash } from 'node:crypto'
import { rowHash } from '@gatehouse/domain/wire/chain.ts'
import type { LogRow, PlateRecord, Stream } from '@gatehouse/domain/wire/event.ts'
import { GENESIS_HASH, type IngestRequest } from '@gatehouse/domain/wire/sync.ts'

export const sha256Hex = (text: string) => createHash('sha256').update(text).digest('hex')

/** For tests: one box's log, chained as the ledger does it. */
export function testLog(
  options: { readonly device?: string; readonly site?: string; readonly epoch?: string; readonly parent?: string } = {},
) {
  const { device = 'box-1', site = 'site-1', epoch = crypto.randomUUID(), parent = null } = options
  const rows = new Map<Stream, LogRow[]>()
  const of = (stream: Stream) => {
    const list = rows.get(stream) ?? []
    rows.set(stream, list)
    return list
  }
  return {
    device,
    site,
    epoch,
    parent,
    rows: of,
    write(stream: Stream, kind: string, payload: unknown, rest: { v?: number; eventId?: string } = {}): LogRow {
      const list = of(stream)
      const prevHash = list.at(-1)?.hash ?? GENESIS_HASH
      const seq = list.length + 1
      const eventId = rest.eventId ?? crypto.randomUUID()
      const bare = {
        stream,
        epoch,
        seq,
        eventId,
        kind,
        v: rest.v ?? 1,
        wall: 1_800_000_000_000 + seq,
        bootId: 'boot',
        mono: seq * 1.5,
        clockQuality: 'trusted' as const,
        payload,
      }
      const row: LogRow = { ...bare, prevHash, hash: rowHash(bare, prevHash, sha256Hex) }
      list.push(row)
      return row
    },
    batch(stream: Stream, from = 1, to = of(stream).length, plates: readonly PlateRecord[] = []): IngestRequest {
      const part = of(stream).slice(from - 1, to)
      const [first, last] = [part[0], part.at(-1)]
      if (!first || !last) throw new Error(`no rows ${from} to ${to} in ${stream}`)
      const paid = part.filter((r) => r.kind === 'payment.settled').map((r) => (r.payload as { amountMinor: number }).amountMinor)
      return {
        v: 1,
        device,
        site,
        epoch,
        parentEpoch: parent,
        stream,
        prevHash: first.prevHash,
        hash: last.hash,
        rows: part.map(({ prevHash: _p, hash: _h, ...row }) => row),
        plates: [...plates],
        money: { count: paid.length, sumMinor: paid.reduce((a, b) => a + b, 0) },
      }
    },
  }
}

export const at = 1_800_000_000_000

/** Payloads with the fields nobody looks at filled in. */
export const started = (sessionId: string, plateRef: string | null = null) => ({
  sessionId,
  presentationId: null,
  laneId: 'in',
  observationId: null,
  plateRef,
  imageRef: null,
  actualStart: at,
  rateTableId: 'day',
  rateTableVersion: 1,
  rightId: null,
})
export const ended = (sessionId: string) => ({
  sessionId,
  presentationId: null,
  laneId: 'out',
  observationId: null,
  actualEnd: at + 1000,
  outcome: 'paid',
})
export const paid = (paymentId: string, amountMinor: number) => ({
  paymentId,
  quoteId: `quote-${paymentId}`,
  sessionId: 'session',
  amountMinor,
  currency: 'EUR',
  method: 'terminal',
  provider: 'test',
  providerRef: null,
  settledAt: at,
  duplicate: false,
})
