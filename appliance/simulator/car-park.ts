import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { LaneConsole } from '../lane/ports.ts'
import type { SimulatedCamera } from './camera.ts'
import type { LeapClock } from './clock.ts'
import type { MachineBarrier } from './machine.ts'
import type { Network } from './network.ts'
import { benchOf, laneTalks, type ParkLane } from './park-lane.ts'
import { payBehindQr } from './phone.ts'
import type { CarPhoto } from './photos.ts'
import type { Random } from './random.ts'
import {
  advance,
  emptySchedule,
  entered,
  type Habits,
  left,
  type Move,
  nextInstant,
  returned,
  type Schedule,
  settled,
  stayMs,
  summon,
  usualHabits,
} from './schedule.ts'
import type { SimulatedTerminal } from './terminal.ts'
import { type Visitor, visitLane } from './visit.ts'

export interface CarParkOptions {
  readonly lanes: readonly ParkLane[]
  readonly barriers: ReadonlyMap<string, MachineBarrier>
  readonly cameras: ReadonlyMap<string, SimulatedCamera>
  readonly terminal: SimulatedTerminal
  readonly network: Network
  readonly clock: LeapClock
  readonly random: Random
  readonly photos: readonly CarPhoto[]
  /** the running box's lanes; empty while it has no power */
  readonly consoles: () => readonly LaneConsole[]
  /** takes the box's power away and gives it back; resolves once it runs again */
  readonly powerCycle?: () => Promise<void>
  readonly habits?: Habits
  /** how long a car stays; default: as people do */
  readonly stay?: (random: Random) => number
  /** cars come by themselves; otherwise only when asked for */
  readonly arrivals?: boolean
  readonly payByPhone?: (url: string) => Promise<boolean>
  /** share of drivers who pay by phone while the box is online */
  readonly phoneShare?: number
  readonly saved?: Schedule
  /** simulated milliseconds per real millisecond between conversations; Infinity jumps to the next car */
  readonly speed?: number
}

export interface ParkEvent {
  readonly at: EpochMs
  readonly laneId: string | null
  readonly text: string
}

export interface LaneTraffic {
  readonly lane: ParkLane
  /** the car before the barrier, and those behind it */
  readonly standing: Visitor | null
  readonly queue: readonly Visitor[]
}

export interface CarPark {
  start(): void
  stop(): Promise<void>
  /** a car drives up now; false when none is outside (or inside, for the exit) */
  driveUp(
    to: 'entry' | 'exit',
    manner?: { readonly dirty?: boolean; readonly tailgate?: boolean; readonly reverse?: boolean; readonly carId?: string },
  ): boolean
  setByHand(byHand: boolean): void
  byHand(): boolean
  setSpeed(speed: number): void
  speed(): number
  cutPower(): Promise<void>
  powered(): boolean
  inConversation(): boolean
  schedule(): Schedule
  traffic(): readonly LaneTraffic[]
  photo(carId: string): CarPhoto | null
  counts(): { readonly entered: number; readonly exited: number; readonly backedOut: number }
  events(): readonly ParkEvent[]
  subscribe(listener: () => void): () => void
  readonly options: CarParkOptions
}

const TICK_MS = 200
const KEPT_EVENTS = 40

/** The whole simulated car park: who comes, what they do at the lanes, and how time passes between them. */
export function createCarPark(options: CarParkOptions): CarPark {
  const { clock, random, network, terminal, photos } = options
  const habits = options.habits ?? usualHabits
  const arrivals = options.arrivals ?? true
  const byId = new Map(photos.map((photo) => [photo.id, photo]))
  const remembered = new Map<string, string>()
  const listeners = new Set<() => void>()
  const end = new AbortController()
  const running = new Set<Promise<void>>()
  const lanes = options.lanes.map((lane) => ({
    lane,
    bench: benchOf(options, lane),
    queue: [] as Visitor[],
    standing: null as Visitor | null,
  }))
  const events: ParkEvent[] = []
  let counts = { entered: 0, exited: 0, backedOut: 0 }
  let byHand = false
  let powered = true
  let speed = options.speed ?? 60
  let ticker: ReturnType<typeof setInterval> | undefined
  const firstArrival = arrivals ? clock.wall() : Number.MAX_SAFE_INTEGER
  const ids = photos.map((photo) => photo.id)
  let plan = options.saved ? settled(options.saved, ids, clock.wall()) : emptySchedule(ids, firstArrival)

  const changed = (): void => {
    for (const listener of [...listeners]) listener()
  }
  const note = (laneId: string | null, text: string): void => {
    events.unshift({ at: clock.wall(), laneId, text })
    events.length = Math.min(events.length, KEPT_EVENTS)
    changed()
  }
  const visitorOf = (move: Move, manner: { dirty?: boolean; reverse?: boolean; tailgater?: Visitor['tailgater'] } = {}): Visitor => {
    const photo = byId.get(move.carId)
    if (!photo) throw new Error(`no photograph of ${move.carId}`)
    return {
      carId: move.carId,
      photo,
      dirty: manner.dirty ?? false,
      reverses: manner.reverse ?? false,
      tailgater: manner.tailgater ?? null,
      knownPlate: photo.plate ?? remembered.get(move.carId) ?? null,
      likesPhone: random() < (options.phoneShare ?? 0.5),
    }
  }
  const enqueue = (move: Move, visitor: Visitor): void => {
    const choices = lanes.filter((lane) => lane.lane.direction === move.to)
    const load = (lane: (typeof lanes)[number]): number => lane.queue.length + (lane.standing ? 1 : 0)
    const [shortest] = [...choices].sort((a, b) => load(a) - load(b))
    if (!shortest) return
    shortest.queue.push(visitor)
    changed()
  }
  const world = {
    clock,
    byHand: () => byHand,
    attendantComes: () => !byHand,
    payByPhone: options.payByPhone ?? ((url: string) => payBehindQr(url)),
    noted: note,
    signal: end.signal,
  }
  const parked = (carId: string): void => {
    counts = { ...counts, entered: counts.entered + 1 }
    plan = entered(plan, carId, clock.wall(), (options.stay ?? stayMs)(random))
  }
  const gone = (carId: string): void => {
    counts = { ...counts, exited: counts.exited + 1 }
    plan = left(plan, carId)
  }
  const serve = async (lane: (typeof lanes)[number], visitor: Visitor): Promise<void> => {
    lane.standing = visitor
    const entry = lane.lane.direction === 'entry'
    note(lane.lane.id, entry ? 'a car drives up' : 'a car comes to leave')
    const result = await visitLane(lane.bench, visitor, world)
    if (result.shownPlate) remembered.set(visitor.carId, result.shownPlate)
    if (result.outcome === 'passed') {
      const moved = [visitor.carId, ...(result.tailgated && visitor.tailgater ? [visitor.tailgater.carId] : [])]
      for (const carId of moved) (entry ? parked : gone)(carId)
      note(lane.lane.id, entry ? (moved.length > 1 ? 'two cars came in on one opening' : 'it drives in') : 'it drives off')
    } else if (entry) {
      counts = { ...counts, backedOut: counts.backedOut + 1 }
      plan = left(plan, visitor.carId)
      if (visitor.tailgater) plan = left(plan, visitor.tailgater.carId)
      note(lane.lane.id, 'it reverses out again')
    } else {
      plan = returned(plan, visitor.carId, clock.wall())
      note(lane.lane.id, 'it gives up and parks again')
    }
    lane.standing = null
    changed()
  }
  const inConversation = (): boolean =>
    !powered ||
    lanes.some(
      (lane) =>
        lane.standing !== null || lane.queue.length > 0 || lane.bench.machine.state() !== 'closed' || laneTalks(lane.bench.console()),
    )

  const tick = (): void => {
    if (end.signal.aborted) return
    for (const lane of lanes) {
      if (lane.standing || lane.queue.length === 0 || lane.bench.machine.state() !== 'closed' || laneTalks(lane.bench.console())) continue
      const visitor = lane.queue.shift()
      if (!visitor) continue
      const visit = serve(lane, visitor).catch((error: unknown) => note(lane.lane.id, `the simulation failed: ${(error as Error).message}`))
      running.add(visit)
      visit.finally(() => running.delete(visit))
    }
    if (!inConversation()) {
      const ahead = nextInstant(plan) - clock.wall()
      const step = Math.min(ahead, Math.max(0, speed - 1) * TICK_MS)
      if (step > 0 && ahead < Number.MAX_SAFE_INTEGER / 4) clock.leap(step)
    }
    const next = advance(arrivals ? plan : { ...plan, nextArrivalAt: Number.MAX_SAFE_INTEGER }, clock.wall(), habits, random)
    plan = next.schedule
    for (const move of next.moves) enqueue(move, visitorOf(move))
  }

  return {
    options,
    start() {
      ticker ??= setInterval(tick, TICK_MS)
    },
    async stop() {
      clearInterval(ticker)
      end.abort()
      // a driver asleep on the simulated clock wakes by itself within seconds; nobody waits for a phone
      await Promise.race([Promise.all(running), new Promise((resolve) => setTimeout(resolve, 1_500))])
    },
    driveUp(to, manner = {}) {
      const first = summon(plan, to, random, manner.carId)
      if (!first) return false
      plan = first.schedule
      const second = manner.tailgate ? summon(plan, to, random) : null
      if (second) plan = second.schedule
      const follower = second ? byId.get(second.move.carId) : undefined
      enqueue(
        first.move,
        visitorOf(first.move, {
          ...(manner.dirty ? { dirty: true } : {}),
          ...(manner.reverse ? { reverse: true } : {}),
          ...(second && follower ? { tailgater: { carId: second.move.carId, photo: follower } } : {}),
        }),
      )
      tick()
      return true
    },
    setByHand(next) {
      byHand = next
      terminal.waitForCard(next)
      note(null, next ? 'you pay yourself: open the kiosk' : 'drivers pay by themselves')
    },
    byHand: () => byHand,
    setSpeed(next) {
      speed = next
      changed()
    },
    speed: () => speed,
    async cutPower() {
      if (!powered || !options.powerCycle) return
      powered = false
      note(null, 'the power is cut: the box is off')
      try {
        await options.powerCycle()
        note(null, 'the power is back: the box reads its ledger and goes on')
      } finally {
        powered = true
        changed()
      }
    },
    powered: () => powered,
    inConversation,
    schedule: () => plan,
    traffic: () => lanes.map(({ lane, standing, queue }) => ({ lane, standing, queue })),
    photo: (carId) => byId.get(carId) ?? null,
    counts: () => counts,
    events: () => events,
    subscribe(listener) {
      listeners.add(listener)
      const rest = [
        network.subscribe(listener),
        terminal.subscribe(listener),
        ...lanes.map((lane) => lane.bench.machine.subscribe(listener)),
      ]
      return () => {
        listeners.delete(listener)
        for (const unsubscribe of rest) unsubscribe()
      }
    },
  }
}
