import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSimulatedBarrier } from '@gatehouse/appliance/barrier/simulated.ts'
import { parseConfig } from '@gatehouse/appliance/config.ts'
import { createLog } from '@gatehouse/appliance/log.ts'
import { type Appliance, startAppliance } from '@gatehouse/appliance/main.ts'
import { startAedes } from '@gatehouse/appliance/peers/testing/brokers.ts'
import { joinedSite } from '@gatehouse/appliance/peers/testing/site.ts'
import { createCarPark } from '@gatehouse/appliance/simulator/car-park.ts'
import { createLeapClock, type LeapClock } from '@gatehouse/appliance/simulator/clock.ts'
import { createNetwork } from '@gatehouse/appliance/simulator/network.ts'
import { seededRandom } from '@gatehouse/appliance/simulator/random.ts'
import { createSimulatedTerminal } from '@gatehouse/appliance/simulator/terminal.ts'
import { card, cardCamera, cardReader } from './garage.ts'

const SITE = 'zwei'

const siteToml = (box: string, dataDir: string, port: number, lane: string, cloud: string): string => `
[site]
id = "${SITE}"
name = "Parkhaus Zwei"
country = "DE"
time_zone = "Europe/Berlin"
currency = "EUR"
capacity = 10
[box]
id = "${box}"
data = ${JSON.stringify(dataDir)}
port = 0
[peers]
host = "127.0.0.1"
port = ${port}
${cloud}
${lane}
barrier = { driver = "simulated" }
camera = { driver = "simulated" }
card_terminal = "simulated"
[tariff]
name = "Stunde"
free_minutes = 15
[[tariff.line]]
kind = "incrementingRate"
step_minutes = 60
amount_minor = 250
`
const entryLane = '[[lane]]\nid = "entry"\nname = "Einfahrt"\ndirection = "entryOnly"'
const exitLane = '[[lane]]\nid = "exit"\nname = "Ausfahrt"\ndirection = "exitOnly"'

/** The cloud of the two: leave to enrol for each, and the way there, which a test can cut. */
export interface CloudOfTwo {
  readonly url: string
  readonly codes: readonly [string, string]
  readonly fetch: readonly [typeof fetch, typeof fetch]
}

export const siteClock = (): LeapClock => createLeapClock({ startAt: Date.UTC(2026, 10, 20, 6), rate: 30 })

/** A site of an entry box and an exit box: real lanes, ledgers, TLS and MQTT; cars, arms, cameras and time are simulated. */
export async function openTwoBoxes(seed: number, cars: number, clock = siteClock(), cloud: CloudOfTwo | null = null) {
  const random = seededRandom(seed)
  const lanes = [
    { id: 'entry', name: 'Einfahrt', direction: 'entry' as const },
    { id: 'exit', name: 'Ausfahrt', direction: 'exit' as const },
  ]
  const site = await joinedSite(['box-entry', 'box-exit'], SITE, startAedes)
  const barriers = new Map(lanes.map((lane) => [lane.id, createSimulatedBarrier({ laneId: lane.id, clock })]))
  const cameras = new Map(lanes.map((lane) => [lane.id, cardCamera(lane.id, clock)]))
  const terminal = createSimulatedTerminal({ clock, random })
  const reader = cardReader(seededRandom(seed + 1), 0)
  const of = <T>(map: ReadonlyMap<string, T>, id: string): T => {
    const value = map.get(id)
    if (value === undefined) throw new Error(`there is no ${id}`)
    return value
  }
  const start = async (i: 0 | 1): Promise<Appliance> => {
    const box = site.boxes[i]
    if (!box) throw new Error('there are two boxes')
    const table = cloud ? `[cloud]\nurl = "${cloud.url}"` : ''
    const toml = siteToml(box.device, box.dataDir, box.broker.port, i === 0 ? entryLane : exitLane, table)
    return startAppliance(parseConfig(toml, 'site.toml'), {
      ...{ clock, reader, logging: createLog(null, 'silent'), ...(cloud ? { fetch: cloud.fetch[i] } : {}) },
      barrier: ({ id }) => of(barriers, id).reconnect(),
      camera: ({ id }) => of(cameras, id),
      terminal: () => terminal,
    })
  }
  // what provisioning leaves on a card: each box lets itself in
  for (const [i, box] of site.boxes.entries()) if (cloud) writeFileSync(join(box.dataDir, 'claim-code'), cloud.codes[i] ?? '')
  const boxes = [await start(0), await start(1)]
  const park = createCarPark({
    ...{ lanes, barriers, cameras, terminal, clock, random, network: createNetwork(), arrivals: false, speed: 1, phoneShare: 0 },
    photos: Array.from({ length: cars }, (_, i) => card(i)),
    // nobody leaves by themselves: the test says when
    stay: () => 1_000 * 3_600_000,
    consoles: () => boxes.flatMap((box) => box.lanes),
  })
  park.start()
  return {
    park,
    clock,
    entry: () => boxes[0] as Appliance,
    exit: () => boxes[1] as Appliance,
    cutLan: async () => void (await Promise.all(site.boxes.map(({ broker }) => broker.cut()))),
    mendLan: async () => void (await Promise.all(site.boxes.map(({ broker }) => broker.mend()))),
    async restart(i: 0 | 1) {
      await boxes[i]?.stop()
      boxes[i] = await start(i)
    },
    async stop() {
      await park.stop()
      await Promise.all(boxes.map((box) => box.stop()))
      await site.stop()
    },
  }
}
