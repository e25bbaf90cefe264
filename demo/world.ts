import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createSimulatedBarrier, type SimulatedBarrier } from '@gatehouse/appliance/barrier/simulated.ts'
import type { PlateReader } from '@gatehouse/appliance/lane/ports.ts'
import { createLog } from '@gatehouse/appliance/log.ts'
import { type Appliance, startAppliance } from '@gatehouse/appliance/main.ts'
import { createPlateReader } from '@gatehouse/appliance/recognition/reader.ts'
import { createSimulatedCamera } from '@gatehouse/appliance/simulator/camera.ts'
import { type CarPark, createCarPark } from '@gatehouse/appliance/simulator/car-park.ts'
import { createLeapClock } from '@gatehouse/appliance/simulator/clock.ts'
import { createNetwork } from '@gatehouse/appliance/simulator/network.ts'
import { createSimulatorApp } from '@gatehouse/appliance/simulator/page/app.ts'
import { type CarPhoto, emptyLane } from '@gatehouse/appliance/simulator/photos.ts'
import { seededRandom } from '@gatehouse/appliance/simulator/random.ts'
import { createSimulatedTerminal } from '@gatehouse/appliance/simulator/terminal.ts'
import { type Cloud, startCloud } from '@gatehouse/cloud-sync/main.ts'
import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import pino from 'pino'
import { loadWorld, saveWorld } from './ground.ts'
import { leaveClaimCode, letIn } from './let-in.ts'
import { type Addresses, boxConfig, cloudConfig, SITE } from './site.ts'

export interface WorldOptions {
  readonly folder: string
  readonly photos: readonly CarPhoto[]
  readonly port: number
  readonly cloudPort: number
  readonly seed: number
  readonly offline: boolean
  /** one car, jumping between its visits, instead of a lively day */
  readonly oneCar: boolean
  /** address phones reach this machine at; null: only this machine */
  readonly lan: string | null
  readonly databaseUrl: string | null
  readonly onFatal: (reason: string) => void
}

/** Everything that runs: cloud, box and the simulated car park around it. */
export interface World {
  readonly park: CarPark
  readonly cloud: Cloud
  /** with the owner's token in it where one is needed */
  readonly ownerUrl: string
  /** what phones on the network open; null: only this machine can */
  readonly phoneUrl: string | null
  /** null while the power is cut */
  box(): Appliance | null
  readonly boxUrl: string
  readonly logFile: string
  stop(): Promise<void>
}

/** Simulated monotonic time goes on with simulated wall time across runs: both count from here. */
const MONO_EPOCH = Date.UTC(2026, 0, 1)
/** a laptop that also runs a database, a cloud and browsers may need seconds for one picture */
const SPOTTING_MS = 20_000
const DARK_MS = 2_500
const SAVE_EVERY_MS = 1_000
/** the paid stay of --once: two started hours of the demo's tariff */
const ONE_STAY_MS = HOUR_MS + 35 * MINUTE_MS

/** Starts it all; on failure whatever had started is stopped again, and the error says what a person can do. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const undo: (() => Promise<void> | void)[] = []
  const stop = async (): Promise<void> => {
    for (let step = undo.pop(); step; step = undo.pop()) await Promise.resolve(step()).catch(() => {})
  }
  try {
    return { ...(await build(options, undo)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function build(options: WorldOptions, undo: (() => Promise<void> | void)[]): Promise<Omit<World, 'stop'>> {
  const { folder } = options
  const logFile = join(folder, 'log', 'gatehouse.jsonl')
  mkdirSync(join(folder, 'log'), { recursive: true })
  mkdirSync(join(folder, 'box'), { recursive: true })
  const sink = pino.destination({ dest: logFile, sync: true, mkdir: true })
  undo.push(() => sink.end())
  const logging = createLog(sink)

  const saved = loadWorld(folder)
  const startAt = Math.max(Date.now(), saved?.wall ?? 0)
  const clock = createLeapClock({ startAt, monoAt: startAt - MONO_EPOCH })
  const network = createNetwork()

  // the models load while the database starts
  const loading = createPlateReader({ engine: 'gatehouse', threads: 1 })
  const ownerToken = options.lan === null ? null : randomBytes(16).toString('base64url')
  const [cloud, reader] = await both(
    startCloud(cloudConfig(folder, { port: options.cloudPort, ownerToken, databaseUrl: options.databaseUrl }), {
      log: logging.pino.child({ room: 'cloud' }),
      now: clock.wall,
      onFatal: options.onFatal,
    }),
    loading,
    undo,
  )
  const cloudUrl = `http://localhost:${cloud.port}`
  await leaveClaimCode(folder, cloud)
  const at: Addresses = { port: options.port, cloudUrl, payUrl: options.lan === null ? cloudUrl : `http://${options.lan}:${cloud.port}` }
  return furnish(options, { clock, network, cloud, reader, logging, logFile, ownerToken, saved, at }, undo)
}

async function both(
  cloud: Promise<Cloud>,
  reader: Promise<PlateReader>,
  undo: (() => Promise<void> | void)[],
): Promise<[Cloud, PlateReader]> {
  const [first, second] = await Promise.allSettled([cloud, reader])
  if (first.status === 'fulfilled') undo.push(() => first.value.stop())
  if (second.status === 'fulfilled') undo.push(() => second.value.close())
  if (first.status === 'rejected') throw first.reason
  if (second.status === 'rejected') throw second.reason
  return [first.value, second.value]
}

interface Parts {
  readonly clock: ReturnType<typeof createLeapClock>
  readonly network: ReturnType<typeof createNetwork>
  readonly cloud: Cloud
  readonly reader: PlateReader
  readonly logging: ReturnType<typeof createLog>
  readonly logFile: string
  readonly ownerToken: string | null
  readonly saved: ReturnType<typeof loadWorld>
  readonly at: Addresses
}

async function furnish(options: WorldOptions, parts: Parts, undo: (() => Promise<void> | void)[]): Promise<Omit<World, 'stop'>> {
  const { clock, network, logging, at } = parts
  const random = seededRandom(options.seed)
  let config = boxConfig(options.folder, at)
  const lanes = config.lanes.map(({ id, name, direction }) => ({
    id,
    name,
    direction: direction === 'exitOnly' ? ('exit' as const) : ('entry' as const),
  }))
  const barriers = new Map<string, SimulatedBarrier>(lanes.map((lane) => [lane.id, createSimulatedBarrier({ laneId: lane.id, clock })]))
  const cameras = new Map(
    lanes.map((lane) => [
      lane.id,
      createSimulatedCamera({
        id: lane.id,
        direction: lane.direction,
        clock,
        random: seededRandom(random() * 2 ** 31),
        emptyLane: emptyLane(lane.direction),
      }),
    ]),
  )
  const terminal = createSimulatedTerminal({ clock, random })
  const payTerminal = createSimulatedTerminal({ clock, random })
  let box: Appliance | null = null
  let power = clock.boot()

  const switchOn = async (): Promise<void> => {
    power = clock.boot()
    box = await startAppliance(config, {
      clock: power,
      fetch: network.fetch,
      logging,
      reader: parts.reader,
      barrier: ({ id }) => known(barriers, id).reconnect(),
      camera: ({ id }) => known(cameras, id),
      terminal: ({ id }) => (lanes.some((lane) => lane.id === id) ? terminal : payTerminal),
      timings: { spottingMs: SPOTTING_MS },
      mounts: [{ path: '/simulator', app: simulatorApp }],
    })
  }
  const switchOff = async (): Promise<void> => {
    const off = box
    box = null
    power.end()
    await off?.stop()
  }
  const park = createCarPark({
    lanes,
    barriers,
    cameras,
    terminal,
    network,
    clock,
    random,
    photos: options.photos,
    consoles: () => box?.lanes ?? [],
    powerCycle: async () => {
      await switchOff()
      await new Promise((resolve) => setTimeout(resolve, DARK_MS))
      await switchOn()
    },
    arrivals: !options.oneCar,
    ...(options.oneCar ? { stay: () => ONE_STAY_MS, speed: Number.POSITIVE_INFINITY } : {}),
    ...(parts.saved?.schedule ? { saved: parts.saved.schedule } : {}),
  })
  const ownerUrl = `${at.cloudUrl}/${parts.ownerToken === null ? '' : `?token=${parts.ownerToken}`}`
  const simulatorApp = createSimulatorApp({ park, placeName: SITE.name, timeZone: SITE.timeZone, ownerUrl })
  await switchOn()
  undo.push(switchOff)
  // a box is put up where there is internet; only then may its line be cut
  await letIn(() => box)
  if (options.offline) network.cut()
  const boxUrl = `http://localhost:${new URL(running(box).url).port}`
  // a free port, once found, stays the same over a power cut
  config = boxConfig(options.folder, { ...at, port: Number(new URL(boxUrl).port) })

  const save = (): void => saveWorld(options.folder, { wall: clock.wall(), schedule: park.schedule() })
  const saving = setInterval(save, SAVE_EVERY_MS)
  undo.push(() => {
    clearInterval(saving)
    save()
  })
  park.start()
  undo.push(() => park.stop())
  return {
    park,
    cloud: parts.cloud,
    ownerUrl,
    phoneUrl: options.lan === null ? null : at.payUrl,
    box: () => box,
    boxUrl,
    logFile: parts.logFile,
  }
}

function known<T>(map: ReadonlyMap<string, T>, id: string): T {
  const value = map.get(id)
  if (value === undefined) throw new Error(`the demo has no lane ${id}`)
  return value
}

function running(box: Appliance | null): Appliance {
  if (!box) throw new Error('the box did not start')
  return box
}
