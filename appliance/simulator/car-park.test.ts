import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { createSimulatedBarrier } from '../barrier/simulated.ts'
import { createLane } from '../lane/controller.ts'
import type { LaneConsole, Spotter } from '../lane/ports.ts'
import { memoryLedger } from '../lane/testing/memory-ledger.ts'
import { plateRead, sampleMatch, samplePlace, sampleRates } from '../lane/testing/sample-site.ts'
import { createSimulatedCamera } from './camera.ts'
import { type CarPark, createCarPark } from './car-park.ts'
import { createLeapClock } from './clock.ts'
import { createNetwork } from './network.ts'
import { apply } from './page/app.ts'
import { pageState, parkOn, SPOTS } from './page/state.ts'
import type { ParkLane } from './park-lane.ts'
import { emptyLane, renderedPhotos } from './photos.ts'
import { seededRandom } from './random.ts'
import { insideOf } from './schedule.ts'
import { createSimulatedTerminal } from './terminal.ts'

/** Real lanes, barriers, terminal and clock, twenty times as fast; plates are taken from the labels, not from pixels. */
const RATE = 20
const lanes: readonly ParkLane[] = [
  { id: 'in', name: 'Entry', direction: 'entry' },
  { id: 'out', name: 'Exit', direction: 'exit' },
]
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function setUp(
  options: { readonly cars?: number; readonly stayMs?: number; readonly arrivals?: boolean; readonly phoneShare?: number } = {},
) {
  const clock = createLeapClock({ rate: RATE })
  const random = seededRandom(5)
  const photos = (await renderedPhotos()).slice(0, options.cars ?? 6)
  const ledger = memoryLedger({ rateTables: [sampleRates], rights: [], blocked: [], now: () => clock.wall() })
  const network = createNetwork()
  const terminal = createSimulatedTerminal({ clock, random })
  const barriers = new Map(lanes.map((lane) => [lane.id, createSimulatedBarrier({ laneId: lane.id, clock })]))
  const cameras = new Map(
    lanes.map((lane) => [
      lane.id,
      createSimulatedCamera({ id: lane.id, direction: lane.direction, clock, random, emptyLane: emptyLane(lane.direction) }),
    ]),
  )
  const phoned: string[] = []
  let consoles: (LaneConsole & { stop(): Promise<void> })[] = []
  const spotter: Spotter = {
    async spot(laneId) {
      const text = cameras.get(laneId)?.showing()?.plate ?? null
      await new Promise<void>((resolve) => void clock.after(800, resolve))
      return { read: text ? plateRead(text) : null, jpeg: null, frames: 5, capturedAt: clock.wall() }
    },
  }
  const switchOn = async (): Promise<void> => {
    consoles = await Promise.all(
      lanes.map(async (lane) => {
        const barrier = barriers.get(lane.id)
        if (!barrier) throw new Error('no barrier')
        const console = createLane({
          settings: {
            place: { ...samplePlace, capacity: 20 },
            device: 'box',
            bootId: 'boot',
            laneId: lane.id,
            direction: lane.direction,
            openThreshold: 0.5,
            chargeThreshold: 0.8,
            quoteLockMs: 900_000,
            payUrl: (quote) => `http://pay.test/${quote.id}`,
            online: network.online,
          },
          ledger,
          barrier: barrier.reconnect(),
          spotter,
          match: sampleMatch,
          clock,
          newId: randomUUID,
          log: () => {},
          terminal: lane.direction === 'exit' ? terminal : null,
          randomBytes,
        })
        await console.start()
        return console
      }),
    )
  }
  const switchOff = async (): Promise<void> => {
    const off = consoles
    consoles = []
    for (const console of off) await console.stop()
  }
  const park: CarPark = createCarPark({
    ...{ lanes, barriers, cameras, terminal, network, clock, random, photos },
    consoles: () => consoles,
    powerCycle: async () => {
      await switchOff()
      await new Promise((resolve) => setTimeout(resolve, 30))
      await switchOn()
    },
    arrivals: options.arrivals ?? false,
    stay: () => options.stayMs ?? 3_300_000,
    speed: Number.POSITIVE_INFINITY,
    phoneShare: options.phoneShare ?? 0,
    payByPhone: async (url) => {
      const quoteId = url.split('/').at(-1) ?? ''
      phoned.push(quoteId)
      const quote = ledger.quote(quoteId)
      if (!quote) return false
      const paid = {
        paymentId: randomUUID(),
        quoteId,
        amountMinor: quote.amountMinor,
        currency: 'EUR',
        provider: 'test',
        providerRef: null,
        settledAt: clock.wall(),
      }
      consoles[1]?.paymentSettled(paid)
      return true
    },
  })
  await switchOn()
  park.start()
  stops.push(switchOff, () => park.stop())
  const until = async (what: string, condition: () => boolean): Promise<void> => {
    const end = performance.now() + 9_000
    while (!condition()) {
      if (performance.now() > end) throw new Error(`waited 9 s for ${what}: ${JSON.stringify(park.events().slice(0, 6))}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  return { park, clock, ledger, network, until, phoned, photos, barriers, terminal }
}

describe('car park', () => {
  it('a car comes, stays, pays by card and leaves; time leaps only between its visits', async () => {
    const { park, clock, ledger, until } = await setUp()
    expect(park.driveUp('entry')).toBe(true)
    expect(park.inConversation()).toBe(true)
    await until('the entry', () => park.counts().entered === 1)
    const inside = clock.wall()
    await until('the exit', () => park.counts().exited === 1)
    expect(clock.wall() - inside).toBeGreaterThanOrEqual(3_300_000)
    expect([...ledger.facts.payments.values()].map((payment) => payment.amountMinor)).toEqual([250])
    expect(insideOf(park.schedule())).toEqual([])
  })

  it('a driver with a phone pays behind the QR', async () => {
    const { park, until, phoned } = await setUp({ phoneShare: 1 })
    park.driveUp('entry')
    await until('the exit', () => park.counts().exited === 1)
    expect(phoned).toHaveLength(1)
  })

  it('reverses out without a session', async () => {
    const { park, ledger, until } = await setUp()
    park.driveUp('entry', { reverse: true })
    await until('the way back', () => park.counts().backedOut === 1)
    await until('the lane to be free', () => !park.inConversation())
    expect(ledger.sessionsInside()).toEqual([])
    expect(park.counts().entered).toBe(0)
  })

  it('two cars on one opening are two sessions', async () => {
    const { park, ledger, until } = await setUp()
    park.setSpeed(1)
    park.driveUp('entry', { tailgate: true })
    await until('both cars', () => park.counts().entered === 2)
    expect(
      ledger
        .sessionsInside()
        .map(({ plate }) => plate?.text)
        .sort(),
    ).toEqual(
      insideOf(park.schedule())
        .map((id) => park.photo(id)?.plate)
        .sort(),
    )
  })

  it('goes on after a power cut with a car before the arm', async () => {
    const { park, until } = await setUp()
    park.driveUp('entry')
    await until('the car at the line', () => park.traffic()[0]?.standing !== null)
    await new Promise((resolve) => setTimeout(resolve, 60))
    await park.cutPower()
    expect(park.powered()).toBe(true)
    await until('the entry', () => park.counts().entered === 1)
    await until('the exit', () => park.counts().exited === 1)
  })

  it('a person who pays waits at the exit until a card is held to the terminal', async () => {
    const { park, terminal, until, phoned } = await setUp({ phoneShare: 1 })
    park.driveUp('entry')
    await until('the entry', () => park.counts().entered === 1)
    expect(apply(park, { action: 'payMyself', on: true }).ok).toBe(true)
    const spots = new Map<string, number>()
    await until('the fee', () => pageState(park, spots, 'Europe/Berlin').lanes[1]?.screen === 'yourCar')
    expect(pageState(park, spots, 'Europe/Berlin').lanes[1]).toMatchObject({ says: 'asks to be paid', fee: '€2.50' })
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect([park.counts().exited, phoned.length]).toEqual([0, 0])
    await park.options.consoles()[1]?.command({ kind: 'payByCard' })
    await until('the terminal', () => terminal.asking() !== null)
    expect(pageState(park, spots, 'Europe/Berlin').card).toEqual({ amount: '€2.50' })
    apply(park, { action: 'card', accepted: true })
    await until('the exit', () => park.counts().exited === 1)
  })

  it('fills and empties by itself', async () => {
    const { park, until } = await setUp({ arrivals: true, cars: 4, stayMs: 1_800_000 })
    await until('cars in and a car out', () => park.counts().exited >= 1 && park.counts().entered >= 2)
    expect(park.counts().entered).toBeGreaterThanOrEqual(park.counts().exited)
  })

  it('a broken arm keeps cars out, and time from leaping, until it is mended', async () => {
    const { park, barriers, until } = await setUp()
    apply(park, { action: 'breakArm', lane: 'in', broken: true })
    expect(park.inConversation()).toBe(true)
    park.driveUp('entry')
    apply(park, { action: 'breakArm', lane: 'in', broken: false })
    expect(barriers.get('in')?.arm()).toBe('closed')
    await until('the entry', () => park.counts().entered === 1)
  })
})

describe('the page', () => {
  it('keeps every parked car on its own space', () => {
    const spots = new Map<string, number>()
    parkOn(spots, ['a', 'b', 'c'])
    const first = new Map(spots)
    parkOn(spots, ['c', 'd', 'a'])
    expect(spots.get('a')).toBe(first.get('a'))
    expect(spots.has('b')).toBe(false)
    parkOn(
      spots,
      Array.from({ length: SPOTS + 5 }, (_, i) => `car${i}`),
    )
    expect(new Set(spots.values()).size).toBe(spots.size)
    expect(spots.size).toBe(SPOTS)
  })

  it('says no to what cannot be done, in a sentence', async () => {
    const { park } = await setUp({ cars: 1 })
    expect(apply(park, { action: 'leave' })).toEqual({ ok: false, message: 'No car is inside.' })
    expect(apply(park, { action: 'driveUp' }).ok).toBe(true)
    expect(apply(park, { action: 'driveUp' }).ok).toBe(false)
    expect(apply(park, { action: 'breakArm', lane: 'nowhere', broken: true }).ok).toBe(false)
  })
})
