import type { ClockQuality, EpochMs } from '@gatehouse/domain/time.ts'
import type { EdgeTable } from '@gatehouse/domain/wire/edge.ts'
import { type DomainEvent, eventKinds, type LogRow, type Stream, streams } from '@gatehouse/domain/wire/event.ts'
import type { CommandVerdict, RemoteCommand } from '../appliance/ledger/edge-commands.ts'
import type { RemotePayment } from '../appliance/ledger/edge-payments.ts'
import type { SyncSink, SyncSource } from '../appliance/sync/ports.ts'
import { blankEpoch, type Disk, type DiskStream } from './disk.ts'
import { type SiblingMemory, siblingsOn } from './memory-siblings.ts'

export interface MemoryLedgerParts {
  readonly disk: Disk
  readonly device: string
  readonly site: string
  readonly bootId: string
  readonly clock: { wall(): EpochMs; mono(): number; quality(): ClockQuality }
  readonly newId: () => string
  readonly hashRow: (row: Omit<LogRow, 'hash' | 'prevHash'>, prevHash: string) => string
  /**
   * Carries out one transaction: runs `commit` and returns, or throws with nothing changed, or throws after it. This is where
   * power is cut.
   */
  readonly write: (commit: () => void) => void
  /** false plants the fault that a ledger's next opening goes on in the epoch of the last */
  readonly freshEpoch?: boolean
}

export interface MemoryLedger extends SyncSource, SyncSink, SiblingMemory {
  readonly pastEpochs: NonNullable<SyncSource['pastEpochs']>
  record(events: readonly DomainEvent[]): void
  unappliedRemotePayments(): readonly RemotePayment[]
  unappliedCommands(): readonly RemoteCommand[]
  markCommandApplied(commandId: string): CommandVerdict
  /** retention: notes what the cloud holds for good now, and removes what it has held for `keptMs`; money stays */
  prune(keptMs: number): void
}

/** The ledger's promises to sync, on a disk in memory. `ledger.contract.ts` holds it and the real one to the same. */
export function openMemoryLedger(parts: MemoryLedgerParts): MemoryLedger {
  const { disk, clock, newId, hashRow, write } = parts
  const listeners = new Set<() => void>()
  const parent = disk.epochs.at(-1)
  const epoch = parts.freshEpoch === false && parent ? parent : blankEpoch(newId(), parent?.epoch ?? null)
  const interrupted = [...disk.commands.values()].filter((command) => command.appliedAt !== null && command.result === null)
  write(() => {
    if (epoch !== parent) disk.epochs.push(epoch)
    for (const { commandId } of interrupted) append(applied(commandId, 'interrupted', clock.wall()))
  })

  /** inside a transaction */
  function append({ kind, payload }: DomainEvent): void {
    const { stream } = eventKinds[kind] ?? { stream: 'event' as const }
    const to = epoch.streams[stream]
    const when = { wall: clock.wall(), bootId: parts.bootId, mono: clock.mono(), clockQuality: clock.quality() }
    const bare = { stream, epoch: epoch.epoch, seq: to.headSeq + 1, eventId: newId(), kind, v: 1, ...when, payload }
    const row = { ...bare, prevHash: to.headHash, hash: hashRow(bare, to.headHash) }
    to.rows.push(row)
    to.headSeq = row.seq
    to.headHash = row.hash
    disk.lastWall = Math.max(disk.lastWall, row.wall)
    if (kind === 'payment.settled') disk.paid.set(payload.paymentId, payload.amountMinor)
    const command = kind === 'command.applied' ? disk.commands.get(payload.commandId) : undefined
    if (command && kind === 'command.applied') command.result = payload.result
  }

  function record(events: readonly DomainEvent[]): void {
    write(() => {
      for (const event of events) append(event)
    })
    for (const listener of [...listeners]) listener()
  }

  const backlog = (stream: Stream) => disk.epochs.reduce((sum, e) => sum + e.streams[stream].headSeq - e.streams[stream].acked, 0)
  const find = (stream: Stream, name: string): DiskStream | undefined => disk.epochs.find((e) => e.epoch === name)?.streams[stream]
  const headOf = (of: typeof epoch, stream: Stream, waiting: number) => {
    const { headSeq: seq, headHash: hash, acked } = of.streams[stream]
    return { stream, seq, hash, acked, backlog: waiting }
  }

  return {
    device: parts.device,
    site: parts.site,
    epoch: epoch.epoch,
    parentEpoch: epoch.parent,
    heads: () => streams.map((stream) => headOf(epoch, stream, backlog(stream))),
    pending(stream, limit, after = null) {
      const oldest = disk.epochs.find((e) => e.streams[stream].acked < e.streams[stream].headSeq)
      if (!oldest || (after && after.epoch !== oldest.epoch)) return null
      const { rows: all, acked, prunedSeq } = oldest.streams[stream]
      const start = Math.max(acked, after?.seq ?? 0) - prunedSeq
      const rows = all.slice(start, start + limit)
      const [first, last] = [rows[0], rows.at(-1)]
      if (!first || !last) return null
      return { epoch: oldest.epoch, parentEpoch: oldest.parent, stream, prevHash: first.prevHash, hash: last.hash, rows, plates: [] }
    },
    acknowledge(stream, of, acked, durable) {
      const mark = find(stream, of)
      if (!mark) return
      write(() => {
        mark.acked = Math.max(mark.acked, Math.min(acked, mark.headSeq))
        mark.durable = Math.max(mark.durable, Math.min(durable, acked, mark.headSeq))
      })
    },
    unacknowledge(stream, of, seq) {
      const mark = find(stream, of)
      if (!mark) return
      write(() => {
        mark.acked = Math.min(mark.acked, Math.max(seq, mark.prunedSeq))
        mark.durable = Math.min(mark.durable, Math.max(seq, mark.prunedSeq))
        mark.held = mark.held.filter((noted) => noted.seq <= seq)
      })
    },
    pastEpochs: () =>
      disk.epochs
        .filter((e) => e !== epoch && streams.some((stream) => e.streams[stream].acked > e.streams[stream].prunedSeq))
        .map((e) => ({
          epoch: e.epoch,
          parentEpoch: e.parent,
          heads: streams.map((stream) => headOf(e, stream, e.streams[stream].headSeq - e.streams[stream].acked)),
        }))
        .reverse(),
    oldestUnsent: () => oldestUnsent(disk),
    onAppend(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    record,
    ...siblingsOn(disk, epoch, write),
    ...inboxOf(parts, append, () => {
      for (const listener of [...listeners]) listener()
    }),
    prune(keptMs) {
      write(() => pruneDisk(disk, clock.wall(), keptMs))
    },
  }
}

const applied = (commandId: string, result: string, at: EpochMs): DomainEvent => ({
  kind: 'command.applied',
  payload: { commandId, result, at },
})

function oldestUnsent(disk: Disk): EpochMs | null {
  let oldest: number | null = null
  for (const e of disk.epochs) {
    for (const stream of streams) {
      const { rows, acked, prunedSeq } = e.streams[stream]
      const first = rows[acked - prunedSeq]
      if (!first) continue
      // walls run forward while the clock is trusted; one nobody vouched for may have been set back since
      const rest = first.clockQuality === 'trusted' ? [first] : rows.slice(acked - prunedSeq)
      for (const { wall } of rest) oldest = oldest === null ? wall : Math.min(oldest, wall)
    }
  }
  return oldest
}

function pruneDisk(disk: Disk, now: EpochMs, keptMs: number): void {
  for (const e of disk.epochs) for (const stream of streams) if (stream !== 'money') pruneStream(e.streams[stream], now, keptMs)
}

function pruneStream(stream: DiskStream, now: EpochMs, keptMs: number): void {
  const noted = stream.held.map(({ seq, since }) => ({ seq, since: Math.min(since, now) }))
  if (stream.durable > Math.max(stream.prunedSeq, noted.at(-1)?.seq ?? 0)) noted.push({ seq: stream.durable, since: now })
  const due = noted.filter(({ since }) => since <= now - keptMs).at(-1)?.seq ?? 0
  const last = Math.max(stream.prunedSeq, Math.min(due, stream.durable))
  stream.rows = stream.rows.slice(last - stream.prunedSeq)
  stream.prunedSeq = last
  stream.held = noted.filter(({ seq }) => seq > last)
}

function inboxOf({ disk, clock, write }: MemoryLedgerParts, append: (event: DomainEvent) => void, tell: () => void) {
  const rowsOf = (table: EdgeTable) => disk.shapeRows.get(table) ?? new Map<string, Readonly<Record<string, unknown>>>()
  function put(table: EdgeTable, row: Readonly<Record<string, unknown>>): void {
    if (table === 'edge_v1_commands') {
      const commandId = String(row.command_id)
      if (disk.commands.has(commandId)) return
      const { lane_id: laneId, reason, expires_at: expiresAt } = row
      const command = { commandId, laneId: String(laneId), action: 'open' as const, reason: String(reason), expiresAt: Number(expiresAt) }
      disk.commands.set(commandId, { ...command, appliedAt: null, result: null })
    } else if (table === 'edge_v1_remote_payments') {
      const paymentId = String(row.payment_id)
      if (!disk.remotePayments.has(paymentId))
        disk.remotePayments.set(paymentId, { paymentId, quoteId: String(row.quote_id), amountMinor: Number(row.amount_minor) })
    }
  }
  function remove(table: EdgeTable, row: Readonly<Record<string, unknown>>): void {
    if (table !== 'edge_v1_commands') return
    const command = disk.commands.get(String(row.command_id))
    if (command?.appliedAt === null) disk.commands.delete(command.commandId)
  }
  return {
    shapePosition: (table: EdgeTable) => disk.shapes.get(table) ?? null,
    applyShape(table: EdgeTable, { changes, handle, offset, replace }: Parameters<SyncSink['applyShape']>[1]): void {
      write(() => {
        const rows = new Map(rowsOf(table))
        const drop = (key: string) => {
          const row = rows.get(key)
          if (!row) return
          rows.delete(key)
          remove(table, row)
        }
        if (replace) {
          const present = new Set(changes.filter((change) => change.operation !== 'delete').map((change) => change.key))
          for (const key of [...rows.keys()]) if (!present.has(key)) drop(key)
        }
        for (const { operation, key, row } of changes) {
          if (operation === 'delete') drop(key)
          else {
            const whole = operation === 'update' ? { ...rows.get(key), ...row } : row
            rows.set(key, whole)
            put(table, whole)
          }
        }
        disk.shapeRows.set(table, rows)
        disk.shapes.set(table, { handle, offset })
      })
    },
    forgetShape(table: EdgeTable): void {
      write(() => void disk.shapes.delete(table))
    },
    unappliedCommands: (): readonly RemoteCommand[] =>
      [...disk.commands.values()]
        .filter((command) => command.appliedAt === null)
        .map(({ appliedAt: _a, result: _r, ...command }) => command),
    markCommandApplied(commandId: string): CommandVerdict {
      const command = disk.commands.get(commandId)
      if (!command) return 'unknown'
      if (command.appliedAt !== null) return 'alreadyApplied'
      const verdict = clock.wall() > command.expiresAt ? 'expired' : clock.quality() === 'trusted' ? 'act' : 'untrustedClock'
      write(() => {
        command.appliedAt = clock.wall()
        if (verdict !== 'act') append(applied(commandId, verdict, clock.wall()))
      })
      if (verdict !== 'act') tell()
      return verdict
    },
    unappliedRemotePayments: (): readonly RemotePayment[] =>
      [...disk.remotePayments.values()]
        .filter(({ paymentId }) => !disk.paid.has(paymentId))
        .map((payment) => ({
          ...{ ...payment, sessionId: 'session', laneId: 'out', currency: 'EUR' },
          ...{ provider: 'sim', providerRef: null, settledAt: 0 },
        })),
  }
}
