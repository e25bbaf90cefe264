import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { attendantApp } from './attendant/app.ts'
import { buildCamera } from './compose/cameras.ts'
import { createCloudInbox } from './compose/cloud-inbox.ts'
import { linkCloud } from './compose/cloud-link.ts'
import { keepRoom } from './compose/disk.ts'
import { boxHealth } from './compose/health.ts'
import { identityRoutes } from './compose/identity-routes.ts'
import { createLearnedMatcher } from './compose/learned-matcher.ts'
import { watchable } from './compose/live-view.ts'
import { ownSecret } from './compose/own-secret.ts'
import { type Peers, peersApp, startPeers } from './compose/peers.ts'
import { keepRetention } from './compose/retention.ts'
import { directionOf, runLanes, type ScreenConfig } from './compose/run-lanes.ts'
import { openScreenKeys } from './compose/screen-keys.ts'
import { runningReport, syncApp } from './compose/sync-report.ts'
import { syncSaid } from './compose/sync-said.ts'
import type { ApplianceConfig } from './config.ts'
import { createHttp } from './http/create-http.ts'
import { openIdentity } from './identity/identity.ts'
import { sealRow } from './identity/seal.ts'
import { signedFetch } from './identity/signed-fetch.ts'
import type { Barrier, Clock, FrameSource, LaneConsole, NewId, PaymentTerminal, PlateReader } from './lane/ports.ts'
import { photoTicketTag } from './lane/ticket.ts'
import type { LaneTimings } from './lane/timings.ts'
import type { Ledger } from './ledger/ledger.ts'
import { openLedger } from './ledger/open.ts'
import { createLog, type Log } from './log.ts'
import { createNewId } from './new-id.ts'
import { startInOurTime } from './peers/sibling-clock.ts'
import { engineConfusion } from './recognition/open-engine.ts'
import { createPlateReader } from './recognition/reader.ts'
import { createSpotter } from './recognition/spotter.ts'
import type { Sync } from './sync/sync.ts'
import { createSync } from './sync/sync.ts'
import { createSystemClock } from './system-clock.ts'
import { createServiceNotice } from './systemd.ts'
import { VERSION } from './version.ts'

type LaneConfig = ApplianceConfig['lanes'][number]
/** What a simulation or a test brings in place of hardware and network; a device brings nothing. */
export interface ApplianceParts {
  readonly clock?: Clock
  readonly newId?: NewId
  readonly fetch?: typeof fetch
  readonly logging?: ReturnType<typeof createLog>
  /** a reader that outlives this box (loading its models takes a second); it is not closed at stop */
  readonly reader?: PlateReader
  readonly barrier?: (lane: LaneConfig) => Promise<Barrier> | Barrier
  readonly camera?: (lane: LaneConfig) => FrameSource
  readonly terminal?: (at: ScreenConfig) => PaymentTerminal | null
  readonly mounts?: readonly { readonly path: string; readonly app: Hono }[]
  readonly environment?: NodeJS.ProcessEnv
  /** the boot this process belongs to, where a simulation cuts the power without a kernel noticing */
  readonly bootId?: string
  /** overrides of every lane's waits: a busy demonstration machine reads more slowly than a box that does nothing else */
  readonly timings?: Partial<LaneTimings>
}

/** A running box. */
export interface Appliance {
  readonly url: string
  readonly lanes: readonly LaneConsole[]
  readonly ledger: Ledger
  /** null while this box belongs to no cloud; an enrolment makes another one */
  readonly sync: Sync | null
  /** the other boxes of the site; null where site.toml has no [peers] */
  readonly peers: Peers | null
  readonly attendantTokenFile: string
  stop(): Promise<void>
}

/** The composition root: builds every part from the site file and starts them; on failure what was started is stopped again. */
export async function startAppliance(config: ApplianceConfig, parts: ApplianceParts = {}): Promise<Appliance> {
  const undo: (() => void | Promise<void>)[] = []
  try {
    return await compose(config, parts, undo)
  } catch (error) {
    await unwind(undo)
    throw error
  }
}

async function compose(config: ApplianceConfig, parts: ApplianceParts, undo: (() => void | Promise<void>)[]): Promise<Appliance> {
  const environment = parts.environment ?? process.env
  const { log, pino } = parts.logging ?? createLog(null, environment.LOG_LEVEL ?? 'info')
  const systemClock = parts.clock ? null : createSystemClock()
  const clock = parts.clock ?? (systemClock as Clock)
  const newId = parts.newId ?? createNewId(() => clock.wall())
  const startedAt = clock.wall()
  const { place, box } = config
  const migrations = environment.GATEHOUSE_HOME ? { migrationsDir: join(environment.GATEHOUSE_HOME, 'drizzle/appliance') } : {}
  const bootId = parts.bootId ?? thisBoot(newId)

  const ledger = openLedger({
    inOurTime: startInOurTime,
    path: join(box.dataDir, 'ledger.db'),
    ...migrations,
    device: box.id,
    site: place.id,
    bootId,
    clock,
    newId,
    seed: { rateTable: config.localTariff },
  })
  undo.push(() => ledger.close())
  for (const { key, found, allowed } of config.doubts) log('warn', 'site file', { key, found, allowed })
  systemClock?.startNoEarlierThan(ledger.lastWall() ?? 0)
  const named = config.lanes.map(({ id, name, direction }) => ({ id, name, direction: directionOf(direction) }))
  ledger.record([
    { kind: 'box.started', payload: { bootId, version: VERSION, clockQuality: clock.quality(), at: clock.wall(), lanes: named } },
  ])

  const reader = parts.reader ?? (await ownReader(config, log, undo))
  const cameras = new Map(config.lanes.map((lane) => [lane.id, watchable(parts.camera?.(lane) ?? buildCamera(lane, clock, log), clock)]))
  for (const camera of cameras.values()) {
    await camera.start()
    undo.push(() => camera.stop())
  }
  const viewFor = (laneId: string) => config.lanes.find(({ id }) => id === laneId)?.view
  const spotter = createSpotter({ reader, clock, sourceFor: (laneId) => cameras.get(laneId) as FrameSource, viewFor })
  let takeFromCloud = () => {}
  let siblings: Peers | null = null
  // A signature is dated by the machine's clock, as the cloud's is, even where a simulated one drives the car park.
  const wire = { fetch: parts.fetch ?? fetch, now: Date.now }
  const identity = openIdentity({
    ...wire,
    wall: () => clock.wall(),
    dataDir: box.dataDir,
    device: box.id,
    site: place.id,
    version: VERSION,
  })
  const bytesPerSecond = config.pictureBytesPerSecond
  const signed = signedFetch({ ...wire, signer: () => identity.current()?.signer ?? null })
  const link = linkCloud({
    ...{ config, identity, log, wall: () => clock.wall(), after: (ms, fn) => clock.after(ms, fn), random: Math.random },
    openSync: (cloud) => {
      siblings?.bondChanged()
      return createSync({
        ...{ source: ledger, sink: ledger, cloud, clock, log: pino, version: VERSION, random: Math.random },
        fetch: signed,
        ...(config.peers
          ? {
              relay: { source: ledger, stranded: () => siblings?.stranded() ?? [], lost: () => siblings?.lost() ?? [] },
              turnedAway: () => siblings?.turnedAway() ?? null,
            }
          : {}),
        ...(bytesPerSecond > 0 ? { pictures: { source: ledger, bytesPerSecond } } : {}),
        onApplied: (table) => {
          if (table === 'edge_v1_remote_payments' || table === 'edge_v1_commands') takeFromCloud()
        },
      })
    },
  })
  const { chargeThreshold, engine } = config.recognition
  const match = createLearnedMatcher({
    ...{ ledger, chargeThreshold, prior: engineConfusion(engine), country: config.place.country },
    mono: () => clock.mono(),
  })

  const lanes = await runLanes({
    ...{ config, bootId, clock, newId, ledger, match, spotter, log, link, fetch: signed, undo },
    ...{ barrier: parts.barrier, terminal: parts.terminal, timings: parts.timings },
  })

  takeFromCloud = createCloudInbox(ledger, lanes, () => clock.wall(), log)
  takeFromCloud()
  link.start()
  undo.push(() => link.stop())

  const peers = config.peers
    ? startPeers({
        ...{ ledger, clock, log: pino, bootId, newId, dataDir: box.dataDir, site: place.id, device: box.id, own: config.peers },
        cloud: () => link.sync()?.online() ?? null,
        seal: (row) => {
          const signer = identity.current()?.signer
          return signer ? sealRow(signer, row) : null
        },
        onApplied: () => link.sync()?.siblingTold(),
        random: Math.random,
        bond: () => identity.current(),
        asking: () => {
          const cloudUrl = link.standing().cloudUrl
          return cloudUrl === null ? null : { cloudUrl, fetch: signed }
        },
      })
    : null
  siblings = peers
  if (peers) undo.push(() => peers.stop())

  const disk = keepRoom({ ledger, folder: box.dataDir, now: () => clock.wall(), log })
  undo.push(() => disk.stop())
  const syncReport = () =>
    runningReport({
      ...{ ledger, now: clock.wall(), clock: clock.quality(), cloud: link.sync() && link.standing().cloudUrl },
      ...{ sync: link.sync()?.status() ?? null, peers: peers?.status() ?? null },
    })
  const tokenFile = join(environment.RUNTIME_DIRECTORY ?? box.dataDir, 'attendant-token')
  const token = ownSecret(tokenFile)
  const attendant = attendantApp({
    place,
    live: async (laneId) => (await cameras.get(laneId)?.glimpse()) ?? null,
    ...{ lanes: () => lanes, books: ledger, people: ledger.people, token: () => token, ticketOf: photoTicketTag },
    chargeThreshold: config.recognition.chargeThreshold,
    ...{ now: () => clock.wall(), newId, connection: () => syncSaid(syncReport()), cloudProblem: () => link.standing().problem },
  })
  const http = createHttp({
    lanes: () => lanes,
    // the driver's own car while it is being read, before anything of it is on record
    image: (ref) => lanes.map((lane) => lane.picture?.(ref) ?? null).find((jpeg) => jpeg !== null) ?? ledger.image(ref),
    screensDir: join(environment.GATEHOUSE_HOME ?? join(import.meta.dirname, '..'), 'kiosk-ui/dist'),
    health: () =>
      boxHealth({
        version: VERSION,
        startedAt,
        lanes,
        cameras,
        ...{ sync: link.sync(), identity: link.standing() },
        peers: peers?.status() ?? null,
        clockTrusted: clock.quality() === 'trusted',
        disk,
      }),
    attendant: { token: () => token },
    screens: openScreenKeys(join(box.dataDir, 'screen-secret')),
    mounts: [
      { path: '/attendant', app: attendant },
      { path: '/api/sync', app: syncApp(syncReport) },
      { path: '/api/identity', app: identityRoutes(link, () => token) },
      ...(peers ? [{ path: '/api/peers', app: peersApp(peers) }] : []),
      ...(parts.mounts ?? []),
    ],
    log: pino,
  })
  const listening = await http.listen({ host: box.host, port: box.port })
  undo.push(() => listening.stop())

  undo.push(keepRetention(ledger, clock, log, () => link.sync()?.isCompared() ?? false))
  const notice = createServiceNotice(environment, every)
  for (const lane of lanes) undo.push(lane.subscribe(() => notice.turned()))
  notice.ready()
  undo.push(() => notice.stopping())
  log('info', 'ready', { url: listening.url, lanes: lanes.map((lane) => lane.laneId), version: VERSION })

  return {
    ...{ url: listening.url, lanes, ledger, peers, attendantTokenFile: tokenFile, stop: () => unwind(undo) },
    get sync() {
      return link.sync()
    },
  }
}

async function ownReader(config: ApplianceConfig, log: Log, undo: (() => void | Promise<void>)[]): Promise<PlateReader> {
  const { engine, detectorCard, readerCard, secondReader, threads } = config.recognition
  const reader = await createPlateReader({
    ...{ engine, detectorCard, readerCard, secondReader, threads },
    countries: [config.place.country],
    onRestart: ({ state, reason }) => log(state === 'up' ? 'info' : 'error', `recognition ${state}`, { reason }),
  })
  undo.push(() => reader.close())
  return reader
}

/** The newest first, each whatever the one before did: a part that cannot stop must not keep the ledger open. */
async function unwind(undo: (() => void | Promise<void>)[]): Promise<void> {
  const failures: unknown[] = []
  for (let step = undo.pop(); step; step = undo.pop()) {
    try {
      await step()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

/** Real time on purpose: a watchdog must not run on a clock that a simulation leaps with. */
function every(ms: number, fn: () => void): () => void {
  const timer = setInterval(fn, ms)
  return () => clearInterval(timer)
}

/** The kernel's boot id: one for all processes of a boot, so monotonic times can be compared across a restart of ours. */
function thisBoot(newId: NewId): string {
  const file = '/proc/sys/kernel/random/boot_id'
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : newId()
}
