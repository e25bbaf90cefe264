import type { EdgeTable } from '@gatehouse/domain/wire/edge.ts'
import { type LogRow, type Stream, streams } from '@gatehouse/domain/wire/event.ts'
import type { Seal } from '@gatehouse/domain/wire/seal.ts'
import { GENESIS_HASH } from '@gatehouse/domain/wire/sync.ts'
import type { RemoteCommand } from '../appliance/ledger/edge-commands.ts'

/** What survives a power cut: the contents of a ledger's file. A copy of it is what a copied SD card is. */
export interface Disk {
  readonly epochs: DiskEpoch[]
  readonly commands: Map<string, RemoteCommand & { appliedAt: number | null; result: string | null }>
  readonly remotePayments: Map<string, { readonly paymentId: string; readonly quoteId: string; readonly amountMinor: number }>
  /** payments on record, by id */
  readonly paid: Map<string, number>
  readonly shapes: Map<EdgeTable, { handle: string; offset: string }>
  readonly shapeRows: Map<EdgeTable, Map<string, Readonly<Record<string, unknown>>>>
  /** logs of siblings, by device, epoch and stream, in the order they were first heard of */
  readonly siblings: Map<string, SiblingStrand>
  /** the newest time ever written down */
  lastWall: number
}

export interface DiskEpoch {
  readonly epoch: string
  readonly parent: string | null
  readonly streams: Record<Stream, DiskStream>
}

/** One stream of one epoch of a sibling, as far as it was heard. */
export interface SiblingStrand {
  readonly device: string
  readonly epoch: string
  readonly parentEpoch: string | null
  readonly stream: Stream
  rows: readonly (LogRow & { readonly seal: Seal | null })[]
  seq: number
  hash: string
  relayed: number
  relayedTo: string | null
}

/** `rows` begin after `prunedSeq`. */
export interface DiskStream {
  rows: LogRow[]
  headSeq: number
  headHash: string
  acked: number
  durable: number
  prunedSeq: number
  /** since when the cloud has held this stream up to `seq`, by this box's clock */
  held: readonly { readonly seq: number; readonly since: number }[]
}

export const blankDisk = (): Disk => ({
  epochs: [],
  commands: new Map(),
  remotePayments: new Map(),
  paid: new Map(),
  shapes: new Map(),
  shapeRows: new Map(),
  siblings: new Map(),
  lastWall: 0,
})

export function blankEpoch(epoch: string, parent: string | null): DiskEpoch {
  const stream = (): DiskStream => ({ rows: [], headSeq: 0, headHash: GENESIS_HASH, acked: 0, durable: 0, prunedSeq: 0, held: [] })
  return { epoch, parent, streams: { money: stream(), session: stream(), event: stream(), media: stream() } }
}

export function copyDisk(disk: Disk): Disk {
  const copyStream = (s: DiskStream): DiskStream => ({ ...s, rows: s.rows.slice() })
  return {
    epochs: disk.epochs.map(({ epoch, parent, streams: s }) => ({
      epoch,
      parent,
      streams: { money: copyStream(s.money), session: copyStream(s.session), event: copyStream(s.event), media: copyStream(s.media) },
    })),
    commands: new Map([...disk.commands].map(([id, command]) => [id, { ...command }])),
    remotePayments: new Map(disk.remotePayments),
    paid: new Map(disk.paid),
    shapes: new Map(disk.shapes),
    shapeRows: new Map([...disk.shapeRows].map(([table, rows]) => [table, new Map(rows)])),
    siblings: new Map([...disk.siblings].map(([name, strand]) => [name, { ...strand }])),
    lastWall: disk.lastWall,
  }
}

/** Every row still on the disk, oldest epoch first. */
export function* rowsOf(disk: Disk): Generator<LogRow> {
  for (const epoch of disk.epochs) for (const stream of streams) yield* epoch.streams[stream].rows
}
