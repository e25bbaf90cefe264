import type { ClockQuality, EpochMs } from '@gatehouse/domain/time.ts'
import { type Stream, streams } from '@gatehouse/domain/wire/event.ts'
import type { CloudStanding } from '@gatehouse/domain/wire/sync.ts'
import { Hono } from 'hono'
import type { Ledger } from '../ledger/ledger.ts'
import type { PeerRefusalCounts, RefusedByPeers } from '../peers/refusals.ts'
import type { StandingSince } from '../peers/trust/countersigning.ts'
import type { RelayState } from '../sync/relay.ts'
import type { SyncStatus } from '../sync/status.ts'
import type { CountersignedStatus, PeersStatus } from './peer-status.ts'

/** How this box and its cloud stand: `GET /api/sync`, `gatehouse sync status --json`. It names no plate and no person. */
export interface SyncReport {
  readonly site: string
  readonly device: string
  readonly now: EpochMs
  /** false: the box does not run; this was read from its ledger */
  readonly running: boolean
  /** address of the cloud; null: the box works without one, or does not run */
  readonly cloud: string | null
  /** null: it does not run, or has no cloud */
  readonly online: boolean | null
  readonly problem: string | null
  /** of this run of the box */
  readonly lastContact: EpochMs | null
  readonly clock: {
    /** null: it does not run */
    readonly quality: ClockQuality | null
    /** the cloud's clock minus ours */
    readonly offsetMs: number | null
  }
  readonly backlog: number
  readonly streams: readonly {
    readonly stream: Stream
    readonly backlog: number
    readonly inFlight: boolean
    readonly stuck: string | null
  }[]
  readonly oldestUnsent: EpochMs | null
  /** they go when nothing else waits; `problem`: why the last try ended early */
  readonly pictures: { readonly waiting: number; readonly waitingBytes: number; readonly sending: boolean; readonly problem: string | null }
  /** how the money of this box compares with the cloud's books; null: not compared yet, or the box does not run */
  readonly money: SyncStatus['money']
  readonly tables: SyncStatus['tables'] | null
  readonly putAside: {
    /** rows from the cloud that made no sense here */
    readonly fromCloud: number
    /** siblings' rows of kinds newer than this software */
    readonly fromSiblings: number
    readonly atCloud: CloudStanding | null
  }
  readonly peers: readonly {
    readonly device: string
    readonly connected: boolean
    readonly lastSeen: EpochMs | null
    readonly behind: number
    readonly cloud: boolean | null
    /** what this box does for it at the cloud; null: nothing */
    readonly carried: Omit<RelayState, 'device'> | null
    readonly problems: readonly string[]
    /** what of it was not taken, by reason */
    readonly refused: PeerRefusalCounts
    /** what the cloud says of it; null: nothing yet */
    readonly countersigned: StandingSince | null
  }[]
  /** the cloud's word on who belongs to this site; null: the box does not run, or has no siblings */
  readonly countersigned: CountersignedStatus | null
  /** what was not taken of what came over the network of the house; null: the box does not run, or has no siblings */
  readonly refused: RefusedByPeers | null
}

type Books = Pick<Ledger, 'device' | 'site' | 'heads' | 'oldestUnsent' | 'putAside' | 'picturesWaiting'>

/** What a running box says. */
export function runningReport(parts: {
  readonly ledger: Books
  readonly now: EpochMs
  readonly clock: ClockQuality
  readonly cloud: string | null
  readonly sync: SyncStatus | null
  readonly peers: PeersStatus | null
}): SyncReport {
  const { ledger, sync } = parts
  const stuck = new Map(sync?.streams.map((row) => [row.stream, row]))
  return {
    ...fromLedger(ledger, parts.now),
    running: true,
    cloud: parts.cloud,
    online: sync?.online ?? null,
    problem: sync?.problem ?? null,
    lastContact: sync?.lastContact ?? null,
    clock: { quality: parts.clock, offsetMs: sync?.clockOffsetMs ?? null },
    streams: backlogs(ledger).map((row) => ({
      ...row,
      inFlight: stuck.get(row.stream)?.inFlight ?? false,
      stuck: stuck.get(row.stream)?.stuck ?? null,
    })),
    ...(sync?.pictures ? { pictures: sync.pictures } : {}),
    money: sync?.money ?? null,
    tables: sync?.tables ?? null,
    putAside: { ...ledger.putAside(), atCloud: sync?.atCloud ?? null },
    peers: (parts.peers?.peers ?? []).map(({ device, connected, lastSeen, behind, cloud, problems, refused, countersigned }) => ({
      ...{ device, connected, lastSeen, behind, cloud, problems, refused, countersigned },
      carried: carriedFor(device, sync),
    })),
    refused: parts.peers?.refused ?? null,
    countersigned: parts.peers?.joined ? parts.peers.countersigned : null,
  }
}

function carriedFor(device: string, sync: SyncStatus | null): Omit<RelayState, 'device'> | null {
  const found = sync?.relays.find((relay) => relay.device === device)
  return found ? { waiting: found.waiting, lastAt: found.lastAt, problem: found.problem } : null
}

/** What the ledger of a box that does not run still says. */
export function stoppedReport(ledger: Books, now: EpochMs): SyncReport {
  return { ...fromLedger(ledger, now), running: false }
}

function fromLedger(ledger: Books, now: EpochMs): SyncReport {
  const rows = backlogs(ledger)
  const pictures = ledger.picturesWaiting()
  return {
    ...{ site: ledger.site, device: ledger.device, now, running: false },
    ...{ cloud: null, online: null, problem: null, lastContact: null, clock: { quality: null, offsetMs: null } },
    backlog: rows.reduce((sum, row) => sum + row.backlog, 0),
    streams: rows.map((row) => ({ ...row, inFlight: false, stuck: null })),
    oldestUnsent: ledger.oldestUnsent(),
    pictures: { waiting: pictures.count, waitingBytes: pictures.bytes, sending: false, problem: null },
    money: null,
    tables: null,
    putAside: { ...ledger.putAside(), atCloud: null },
    peers: [],
    refused: null,
    countersigned: null,
  }
}

const backlogs = (ledger: Books): readonly { readonly stream: Stream; readonly backlog: number }[] => {
  const heads = new Map(ledger.heads().map(({ stream, backlog }) => [stream, backlog]))
  return streams.map((stream) => ({ stream, backlog: heads.get(stream) ?? 0 }))
}

/** `GET /api/sync`. */
export function syncApp(report: () => SyncReport): Hono {
  return new Hono().get('/', (c) => {
    c.header('Cache-Control', 'no-store')
    return c.json(report())
  })
}
