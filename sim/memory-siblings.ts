import { streams } from '@gatehouse/domain/wire/event.ts'
import type { PeerStore } from '../appliance/peers/ports.ts'
import type { EpochHeads, RowBatch } from '../appliance/peers/wire.ts'
import type { RelaySource } from '../appliance/sync/ports.ts'
import type { Disk, DiskEpoch, SiblingStrand } from './disk.ts'

export type SiblingMemory = Pick<PeerStore, 'ownIndex' | 'ownHeads' | 'ownRows' | 'peerMark' | 'peerMarks' | 'applyPeerRows'> &
  Pick<RelaySource, 'relayStrands' | 'relayBatch' | 'relayed'>

/** what the cloud takes at once */
const MOST_ROWS = 500
const nameOf = (device: string, epoch: string, stream: string): string => `${device} ${epoch} ${stream}`

/** What the ledger promises about siblings, on a disk in memory: its own log as they may read it, and theirs on their way to the cloud. */
export function siblingsOn(disk: Disk, current: DiskEpoch, write: (commit: () => void) => void): SiblingMemory {
  const headsOf = ({ epoch, parent, streams: of }: DiskEpoch, all: boolean): EpochHeads => ({
    ...{ epoch, parentEpoch: parent },
    heads: streams
      .filter((stream) => of[stream].headSeq > (all ? 0 : of[stream].prunedSeq))
      .map((stream) => ({ stream, seq: of[stream].headSeq, hash: of[stream].headHash })),
  })
  return {
    ownIndex: () => disk.epochs.map((one) => headsOf(one, false)).filter(({ heads }) => heads.length > 0),
    ownHeads: () => headsOf(current, true),
    ownRows(stream, epoch, after, limit): RowBatch | null {
      const of = disk.epochs.find((one) => one.epoch === epoch)
      const stored = of?.streams[stream].rows.filter((row) => row.seq > after).slice(0, limit) ?? []
      const [first, last] = [stored.at(0), stored.at(-1)]
      if (!of || !first || !last) return null
      const rows = stored.map(({ prevHash: _p, hash: _h, ...row }) => row)
      const batch: RowBatch = { v: 1, epoch, parentEpoch: of.parent, stream, prevHash: first.prevHash, hash: last.hash, rows, plates: [] }
      return first.seq > after + 1 ? { ...batch, pruned: true } : batch
    },
    peerMark: (device, epoch, stream) => disk.siblings.get(nameOf(device, epoch, stream)) ?? null,
    peerMarks: (device) => [...disk.siblings.values()].filter((one) => one.device === device),
    applyPeerRows({ device, epoch, parentEpoch, stream, from, rows, seal = null }) {
      const name = nameOf(device, epoch, stream)
      const known = disk.siblings.get(name)
      const mark = known ?? { ...from, seq: stream === 'money' ? 0 : from.seq }
      const jumps = stream !== 'money' && from.seq > mark.seq
      if (!jumps && (mark.seq !== from.seq || mark.hash !== from.hash)) throw new Error('these rows do not continue the mark')
      const last = rows.at(-1)
      if (!last) return
      write(() => {
        const strand: SiblingStrand = known ?? {
          ...{ device, epoch, parentEpoch, stream, rows: [], seq: 0, hash: '', relayed: 0, relayedTo: null },
        }
        strand.rows = [...strand.rows, ...rows.map((row) => ({ ...row, seal: row === last ? seal : null }))]
        strand.seq = last.seq
        strand.hash = last.hash
        disk.siblings.set(name, strand)
      })
    },
    relayStrands: (device, cloud) =>
      [...disk.siblings.values()]
        .filter((one) => one.device === device && (one.relayedTo !== cloud || one.relayed < one.seq))
        .map(({ rows: _, relayed, relayedTo, ...strand }) => ({ ...strand, relayed: relayedTo === cloud ? relayed : null }))
        .reverse(),
    relayBatch({ device, epoch, parentEpoch, stream, relayed }, limit) {
      const after = relayed ?? 0
      const stored = (disk.siblings.get(nameOf(device, epoch, stream))?.rows ?? []).filter(({ seq }) => seq > after).slice(0, MOST_ROWS)
      const [first] = stored
      if (first?.seq !== after + 1) return { kind: 'pruned' }
      const within = stored.findLastIndex((row) => row.seal !== null && row.seq <= after + limit)
      const end = within >= 0 ? within : stored.findIndex((row) => row.seal !== null)
      const last = stored[end]
      if (!last?.seal) return { kind: 'unsealed' }
      const rows = stored.slice(0, end + 1).map(({ seal: _, ...row }) => row)
      return {
        kind: 'rows',
        batch: { epoch, parentEpoch, stream, prevHash: first.prevHash, hash: last.hash, rows, plates: [] },
        seal: last.seal,
      }
    },
    relayed({ device, epoch, stream }, seq, cloud) {
      const strand = disk.siblings.get(nameOf(device, epoch, stream))
      if (!strand) return
      write(() => {
        strand.relayed = Math.min(seq, strand.seq)
        strand.relayedTo = cloud
      })
    },
  }
}
