import { createHash } from 'node:crypto'
import { rowHash } from '@gatehouse/domain/wire/chain.ts'
import { type DomainEvent, eventKinds, type LogRow, type PlateRecord, type Stream, streams } from '@gatehouse/domain/wire/event.ts'
import { readEvent } from '@gatehouse/domain/wire/upcast.ts'
import { type Mark, noMark } from '../judge-batch.ts'
import type { PeerStore } from '../ports.ts'
import type { ClockSample } from '../sibling-clock.ts'
import type { EpochHeads, RowBatch, TermsMessage } from '../wire.ts'

export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A box's memory as plain maps, with real chains: for what does not depend on a database. */
export interface MemoryStore extends PeerStore {
  write(events: readonly DomainEvent[], plates?: readonly PlateRecord[]): void
  /** as after a restart */
  reopen(): void
  /** everything this box knows, its own and its siblings' */
  events(): readonly DomainEvent[]
  rowsOf(device: string): readonly LogRow[]
  readonly clocks: ReadonlyMap<string, ClockSample>
  readonly terms: ReadonlyMap<string, TermsMessage>
}

export function memoryStore(device: string, site = 'site-1'): MemoryStore {
  const own: LogRow[] = []
  const foreign = new Map<string, LogRow[]>()
  const marks = new Map<string, Mark>()
  const epochs: { epoch: string; parentEpoch: string | null }[] = [{ epoch: `${device}-e1`, parentEpoch: null }]
  const listeners = new Set<() => void>()
  const clocks = new Map<string, ClockSample>()
  const terms = new Map<string, TermsMessage>()
  const open = () => epochs.at(-1) as { epoch: string; parentEpoch: string | null }
  const strand = (epoch: string, stream: Stream) => own.filter((row) => row.epoch === epoch && row.stream === stream)
  const headsOf = (of: { epoch: string; parentEpoch: string | null }): EpochHeads => ({
    ...of,
    heads: streams.map((stream) => {
      const last = strand(of.epoch, stream).at(-1)
      return { stream, seq: last?.seq ?? 0, hash: last?.hash ?? noMark.hash }
    }),
  })
  let n = 0

  return {
    device,
    site,
    get epoch() {
      return open().epoch
    },
    clocks,
    terms,
    ownIndex: () => epochs.map(headsOf),
    ownHeads: () => headsOf(open()),
    ownRows(stream, epoch, after, limit): RowBatch | null {
      const of = epochs.find((one) => one.epoch === epoch)
      const rows = of ? strand(epoch, stream).slice(after, after + limit) : []
      const [first, last] = [rows.at(0), rows.at(-1)]
      if (!of || !first || !last) return null
      const bare = rows.map(({ prevHash: _p, hash: _h, ...row }) => row)
      return { v: 1, epoch, parentEpoch: of.parentEpoch, stream, prevHash: first.prevHash, hash: last.hash, rows: bare, plates: [] }
    },
    onAppend(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    peerMark: (from, epoch, stream) => marks.get(`${from} ${epoch} ${stream}`) ?? null,
    peerMarks: (from) =>
      [...marks].flatMap(([name, { seq }]) => {
        const [device, epoch = '', stream] = name.split(' ')
        return device === from ? [{ epoch, stream: stream as Stream, seq }] : []
      }),
    applyPeerRows(batch) {
      const key = `${batch.device} ${batch.epoch} ${batch.stream}`
      const mark = marks.get(key) ?? noMark
      if (mark.seq !== batch.from.seq || mark.hash !== batch.from.hash) throw new Error('these rows do not continue the mark')
      foreign.set(batch.device, [...(foreign.get(batch.device) ?? []), ...batch.rows])
      const last = batch.rows.at(-1)
      if (last) marks.set(key, { seq: last.seq, hash: last.hash })
    },
    ownTerms: () => ({ v: 1, permits: [], rates: [], blocked: [] }),
    applyPeerTerms: (from, message) => void terms.set(from, message),
    keepPeerClock: (from, sample) => void clocks.set(from, sample),
    image: () => null,
    write(events) {
      for (const { kind, payload } of events) {
        const { stream } = eventKinds[kind]
        const { epoch } = open()
        const last = strand(epoch, stream).at(-1)
        const prevHash = last?.hash ?? noMark.hash
        n += 1
        const numbered = { stream, epoch, seq: (last?.seq ?? 0) + 1, eventId: `${device}-${n}`, kind, v: 1 }
        const row = { ...numbered, wall: n, bootId: device, mono: n, clockQuality: 'trusted' as const, payload }
        own.push({ ...row, prevHash, hash: rowHash(row, prevHash, sha256Hex) })
      }
      for (const listener of [...listeners]) listener()
    },
    reopen() {
      epochs.push({ epoch: `${device}-e${epochs.length + 1}`, parentEpoch: open().epoch })
    },
    events: () =>
      [...own, ...[...foreign.values()].flat()].flatMap((row) => {
        const event = readEvent(row.kind, row.v, row.payload)
        return 'unknown' in event ? [] : [event]
      }),
    rowsOf: (from) => (from === device ? own : (foreign.get(from) ?? [])),
  }
}
