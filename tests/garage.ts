import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulatedBarrier } from '@gatehouse/appliance/barrier/simulated.ts'
import type { ApplianceConfig } from '@gatehouse/appliance/config.ts'
import type { Clock, PlateReader } from '@gatehouse/appliance/lane/ports.ts'
import { createLog } from '@gatehouse/appliance/log.ts'
import { type Appliance, startAppliance } from '@gatehouse/appliance/main.ts'
import type { SimulatedCamera } from '@gatehouse/appliance/simulator/camera.ts'
import { createCarPark } from '@gatehouse/appliance/simulator/car-park.ts'
import { createLeapClock } from '@gatehouse/appliance/simulator/clock.ts'
import { createNetwork } from '@gatehouse/appliance/simulator/network.ts'
import type { CarPhoto } from '@gatehouse/appliance/simulator/photos.ts'
import { type Random, seededRandom } from '@gatehouse/appliance/simulator/random.ts'
import { createSimulatedTerminal } from '@gatehouse/appliance/simulator/terminal.ts'
import type { CloudConfig } from '@gatehouse/cloud-sync/config.ts'
import { startCloud } from '@gatehouse/cloud-sync/main.ts'
import { testDatabase } from '@gatehouse/cloud-sync/store/test-postgres.ts'
import type { PlateRead } from '@gatehouse/domain/plate.ts'
import { pino } from 'pino'
import { leaveClaimCode, letIn } from '../demo/let-in.ts'
import { boxConfig, cloudConfig } from '../demo/site.ts'

/** A whole site under test: real lane, ledger, sync, HTTP, Electric client, cloud and Postgres; cars, arms, cameras and time are simulated. */
export interface Garage {
  readonly park: ReturnType<typeof createCarPark>
  readonly clock: ReturnType<typeof createLeapClock>
  readonly network: ReturnType<typeof createNetwork>
  readonly databaseUrl: string
  readonly cloudUrl: string
  /** the box's web server now; another port after a power cut */
  boxUrl(): string
  readonly dataDir: string
  box(): Appliance
  cutPower(darkMs?: number): Promise<void>
  stop(): Promise<void>
}

type LaneConfig = ApplianceConfig['lanes'][number]

export interface GarageOptions {
  readonly seed: number
  readonly cars: number
  readonly stay: (random: Random) => number
  /** simulated milliseconds per real one: at 30 a visit of ten seconds takes a third of one */
  readonly rate?: number
  /** share of reads that fail or mistake a look-alike */
  readonly misreads?: number
  /** cars come by themselves */
  readonly arrivals?: boolean
  /** a Stripe account whose card reader stands at the exit; no test payments then */
  readonly stripe?: CloudConfig['providers']['stripe']
}

export async function openGarage(options: GarageOptions): Promise<Garage> {
  const { seed, cars, stay, rate = 30, misreads = 0.08, arrivals = true, stripe } = options
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-garage-'))
  const random = seededRandom(seed)
  const clock = createLeapClock({ startAt: Date.UTC(2026, 10, 20, 6), rate })
  const network = createNetwork()
  const database = await testDatabase()
  const silent = pino({ level: 'silent' })
  const settings = cloudConfig(folder, { port: 0, ownerToken: null, databaseUrl: database.databaseUrl })
  const paid = stripe ? { ...settings, providers: { stripe }, testPayments: 'off' as const } : settings
  const cloud = await startCloud(paid, { log: silent, now: clock.wall })
  const cloudUrl = `http://localhost:${cloud.port}`
  await leaveClaimCode(folder, cloud)
  const lanes = [
    { id: 'entry', name: 'Einfahrt', direction: 'entry' as const },
    { id: 'exit', name: 'Ausfahrt', direction: 'exit' as const },
  ]
  const barriers = new Map(lanes.map((lane) => [lane.id, createSimulatedBarrier({ laneId: lane.id, clock })]))
  const cameras = new Map(lanes.map((lane) => [lane.id, cardCamera(lane.id, clock)]))
  const terminal = createSimulatedTerminal({ clock, random })
  const payTerminal = createSimulatedTerminal({ clock, random })
  const reader = cardReader(seededRandom(seed + 1), misreads)
  let box: Appliance | null = null
  let power = clock.boot()

  const switchOn = async () => {
    power = clock.boot()
    const config = boxConfig(folder, { port: 0, cloudUrl, payUrl: cloudUrl })
    box = await startAppliance(stripe ? { ...config, lanes: config.lanes.map(withCloudReader) } : config, {
      clock: power,
      reader,
      fetch: network.fetch,
      logging: createLog(null, 'silent'),
      barrier: ({ id }) => found(barriers, id).reconnect(),
      camera: ({ id }) => found(cameras, id),
      terminal: ({ id, card_terminal }) => (card_terminal !== 'simulated' ? null : id === 'pay' ? payTerminal : terminal),
    })
  }
  const switchOff = async () => {
    const off = box
    box = null
    power.end() // nothing it had planned happens any more, as when the mains go
    await off?.stop()
  }
  let dark = 200
  const park = createCarPark({
    ...{ lanes, barriers, cameras, terminal, network, clock, random, stay, arrivals },
    photos: Array.from({ length: cars }, (_, i) => card(i)),
    consoles: () => box?.lanes ?? [],
    // where nobody drives by themselves, only the test moves the clock
    speed: arrivals ? Number.POSITIVE_INFINITY : 1,
    habits: { capacity: 24, gapMinutes: 12, utcOffsetHours: 1 },
    powerCycle: async () => {
      await switchOff()
      await new Promise((resolve) => setTimeout(resolve, dark))
      await switchOn()
    },
  })
  await switchOn()
  await letIn(() => box)
  return {
    ...{ park, clock, network, cloudUrl },
    databaseUrl: database.databaseUrl,
    dataDir: join(folder, 'box'),
    boxUrl: () => found(new Map([['box', box]]), 'box')?.url ?? '',
    box: () => found(new Map([['box', box]]), 'box') as Appliance,
    cutPower: async (darkMs = 200) => {
      dark = darkMs
      await park.cutPower()
    },
    async stop() {
      await park.stop()
      await switchOff()
      await cloud.stop()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const withCloudReader = (lane: LaneConfig): LaneConfig => (lane.card_terminal === 'simulated' ? { ...lane, card_terminal: 'cloud' } : lane)

function found<T>(map: ReadonlyMap<string, T>, id: string): T {
  const value = map.get(id)
  if (value === undefined || value === null) throw new Error(`there is no ${id}`)
  return value
}

/** A car as a card with its number: in place of a photograph where a day's worth of pictures would take an hour to read. */
export const card = (i: number): CarPhoto => {
  const plate = `B${'ACEFHKLMNPRTUVWXY'[i % 17]}${'KLMRTWXY'[i % 8]}${1000 + i * 37}`
  return { id: `car-${i}`, path: plate, plate, country: 'DE', box: [0, 0, 100, 30], paint: '#8c2f39', dirty: false }
}

/** A picture that holds a text, and begins as a JPEG does; no two takes are alike, as a sensor's are not. */
export const cardPicture = (text: string, take: number): Uint8Array =>
  Buffer.concat([Uint8Array.of(0xff, 0xd8, 0xff), Buffer.from(`${text}#${take}`)])
export const cardText = (jpeg: Uint8Array): string => {
  const text = new TextDecoder().decode(jpeg.subarray(3))
  return text.slice(0, text.lastIndexOf('#'))
}

/** Shows the card of the car that stands there, ten frames a simulated second, latest wins. */
export function cardCamera(id: string, clock: Clock): SimulatedCamera {
  let shown: string | null = null
  let takes = 0
  return {
    id,
    start: async () => {},
    stop: async () => {},
    show: (photo) => {
      shown = photo.path
    },
    clear: () => {
      shown = null
    },
    showing: () => null,
    freeze: () => {},
    health: () => ({ state: 'ok', fps: 10 }),
    next: (signal) =>
      new Promise((resolve) => {
        const cancel = clock.after(100, () => {
          signal.removeEventListener('abort', abort)
          resolve({ jpeg: cardPicture(shown ?? '', takes++), capturedAt: clock.wall(), cameraId: id })
        })
        const abort = () => {
          cancel()
          resolve(null)
        }
        if (signal.aborted) abort()
        else signal.addEventListener('abort', abort, { once: true })
      }),
  }
}

/** Reads the card, and now and then one character as its look-alike or nothing at all, as cameras do. */
export function cardReader(random: Random, misreads: number): PlateReader {
  return {
    close: async () => {},
    async read(jpeg) {
      const truth = cardText(jpeg)
      if (truth === '' || random() < misreads / 2) return []
      const text = random() < misreads ? truth.replace(/[0158]/, (char) => ({ 0: 'O', 1: 'I', 5: 'S', 8: 'B' })[char] ?? char) : truth
      const confidence = text === truth ? 0.98 : 0.75
      const p = confidence ** (1 / text.length)
      return [
        {
          text,
          confidence,
          chars: [...text].map((char) => [{ char, p }]),
          candidates: [{ text, p: confidence }],
          box: [0, 0, 100, 30],
          frames: 1,
        } satisfies PlateRead,
      ]
    },
  }
}
