import type { EdgeTable } from '@gatehouse/domain/wire/edge.ts'
import { streams } from '@gatehouse/domain/wire/event.ts'
import type { TurnedAway } from '@gatehouse/domain/wire/turned-away.ts'
import type { SyncClock, SyncLog } from './clock.ts'
import { type CloudClient, cloudClient } from './cloud-client.ts'
import { electricShapes } from './electric-shapes.ts'
import { mediaClient } from './media-client.ts'
import { createPictures, type Pictures } from './pictures.ts'
import type { PictureSource, ShapeChange, SyncSink, SyncSource } from './ports.ts'
import { createPull, type OpenShape, type Pull } from './pull.ts'
import { createPush } from './push.ts'
import { createRelay, type RelayOptions } from './relay.ts'
import type { SyncStatus } from './status.ts'

export interface SyncOptions extends CoreOptions {
  /** `token` null: `fetch` signs what it sends */
  readonly cloud: { readonly url: string; readonly token: string | null }
  readonly fetch?: typeof fetch
  readonly requestTimeoutMs?: number
  /** pictures to send when nothing else waits; absent: none */
  readonly pictures?: { readonly source: PictureSource; readonly bytesPerSecond: number }
}

/** Sync without its wire: whatever carries requests and shapes, and whatever keeps time. */
export interface SyncWire {
  readonly client: CloudClient
  readonly openShape: OpenShape
  /** calls back once this turn of the event loop is over */
  readonly soon: (fn: () => void) => void
}

export interface CoreOptions {
  readonly source: SyncSource
  readonly sink: SyncSink
  readonly clock: SyncClock
  /** 0 ≤ x < 1 */
  readonly random: () => number
  readonly log: SyncLog
  /** this software's version, told to the cloud */
  readonly version: string
  /** rows from the cloud, after the sink has them on record; `replace`: they are the whole table. An exception here is logged. */
  readonly onApplied?: (table: EdgeTable, changes: readonly ShapeChange[], replace: boolean) => void
  /** the most rows in a batch; 500 when absent */
  readonly fullBatch?: number
  /** the cloud answers, and no event waits or is on its way */
  readonly onQuiet?: () => void
  /** siblings' logs, carried up for those that do not reach the cloud; absent: this box has no siblings */
  readonly relay?: Pick<RelayOptions, 'source' | 'stranded' | 'lost'>
  /** what was not taken on the network of the site, for the owner; null, or absent: there is none */
  readonly turnedAway?: () => TurnedAway | null
  /** called when something changed, at most once per turn of the event loop */
  readonly onStatus?: (status: SyncStatus) => void
}

export interface Sync {
  start(): void
  /** breaks what is under way; nothing is lost, it is sent again next time */
  stop(): void
  status(): SyncStatus
  /** `status().online`, without asking the ledger anything */
  online(): boolean
  /** why the cloud did not let this box in, in its own words; null since it does */
  refusal(): string | null
  /** the cloud answers, and no event waits or is on its way */
  isQuiet(): boolean
  /** the cloud answers, and all that this box thinks is there has been compared with it */
  isCompared(): boolean
  /** rows of a sibling came: it may need this box to bring them to the cloud */
  siblingTold(): void
  /** tries at once whatever waits: the link is known to be back */
  retryNow(): void
}

/** Keeps one box and its cloud the same: the log up, the contract tables down. SPEC.md has the rules. */
export function createSync(options: SyncOptions): Sync {
  const wire = { ...options.cloud, fetch: options.fetch ?? fetch }
  const limits = { now: options.clock.wall, timeoutMs: options.requestTimeoutMs ?? 30_000 }
  let pictures: Pictures | null = null
  const core = createSyncOver(
    { ...options, onQuiet: () => pictures?.nudge() },
    {
      client: cloudClient({ ...wire, ...limits }),
      openShape: electricShapes({ ...wire, site: options.source.site }),
      soon: setImmediate,
    },
  )
  if (!options.pictures) return core
  const sender = createPictures({
    ...options.pictures,
    client: mediaClient({ ...wire, ...limits }),
    ...{ clock: options.clock, log: options.log, isQuiet: core.isQuiet, onChange: core.changed },
  })
  pictures = sender
  return {
    ...core,
    stop() {
      sender.stop()
      core.stop()
    },
    status: () => ({ ...core.status(), pictures: sender.state() }),
  }
}

/** The same over a wire of one's own. Everything it does follows from its calls, the wire's answers and the clock's timers. */
export function createSyncOver(options: CoreOptions, { client, openShape, soon }: SyncWire): Sync & { readonly changed: () => void } {
  const { source, clock, log } = options
  let scheduled = false
  let running = false
  const changed = () => {
    if (scheduled || !options.onStatus) return
    scheduled = true
    soon(() => {
      scheduled = false
      // once stopped, the ledger may be closed already
      if (running) options.onStatus?.(status())
    })
  }
  const quiet = () => {
    relay?.nudge()
    options.onQuiet?.()
  }
  const push = createPush({
    ...{ source, client, clock, log, soon, random: options.random, version: options.version },
    ...(options.fullBatch === undefined ? {} : { fullBatch: options.fullBatch }),
    ...(options.turnedAway ? { turnedAway: options.turnedAway } : {}),
    onChange: changed,
    onOnline: () => pull.nudge(),
    ...(options.relay || options.onQuiet ? { onQuiet: quiet } : {}),
  })
  const relay = options.relay
    ? createRelay({
        ...options.relay,
        ...{ client, clock, log, random: options.random, version: options.version, onChange: changed },
        ...{ cloud: () => push.state().cloud, isFree: push.isFree },
        onDoubt: push.nudge,
      })
    : null
  const pull: Pull = createPull({
    ...{ sink: options.sink, openShape, clock, random: options.random, log },
    onApplied: (table, changes, replace) => {
      try {
        options.onApplied?.(table, changes, replace)
      } catch (error) {
        // the rows are on record; whoever was told has failed on its own account
        log.warn({ table, error: error instanceof Error ? error.message : String(error) }, 'could not act on rows from the cloud')
      }
    },
    onChange: changed,
    // S51: asked at once, so a dead link shows within one request
    onFailure: () => push.state().online && push.nudge(),
  })

  function status(): SyncStatus {
    const state = push.state()
    const heads = new Map(source.heads().map((head) => [head.stream, head]))
    const rows = streams.map((stream) => ({
      stream,
      backlog: heads.get(stream)?.backlog ?? 0,
      acked: heads.get(stream)?.acked ?? 0,
      inFlight: state.inFlight.has(stream),
      stuck: state.stuck.get(stream) ?? null,
    }))
    return {
      online: state.online,
      problem: state.problem ?? rows.find((row) => row.stuck)?.stuck ?? null,
      lastContact: state.lastContact,
      clockOffsetMs: state.clockOffsetMs,
      atCloud: state.atCloud,
      money: state.money,
      backlog: rows.reduce((sum, row) => sum + row.backlog, 0),
      streams: rows,
      oldestUnsent: source.oldestUnsent(),
      tables: pull.state(),
      pictures: null,
      relays: relay?.state() ?? [],
    }
  }

  return {
    start() {
      running = true
      push.start()
      pull.start()
      relay?.start()
    },
    stop() {
      running = false
      relay?.stop()
      push.stop()
      pull.stop()
    },
    status,
    online: () => push.state().online,
    refusal: () => push.state().refusal,
    // pictures come after what is carried for siblings
    isQuiet: () => push.isQuiet() && (relay?.isIdle() ?? true),
    isCompared: push.isCompared,
    siblingTold: () => relay?.nudge(),
    changed,
    retryNow() {
      push.nudge()
      pull.nudge()
    },
  }
}
