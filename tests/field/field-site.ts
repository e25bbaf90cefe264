import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulatedBarrier } from '@gatehouse/appliance/barrier/simulated.ts'
import { parseConfig } from '@gatehouse/appliance/config.ts'
import type { Clock, FrameSource, LaneConsole, PaymentTerminal } from '@gatehouse/appliance/lane/ports.ts'
import { createLog } from '@gatehouse/appliance/log.ts'
import { type Appliance, startAppliance } from '@gatehouse/appliance/main.ts'
import { createLeapClock } from '@gatehouse/appliance/simulator/clock.ts'
import { seededRandom } from '@gatehouse/appliance/simulator/random.ts'
import { createSimulatedTerminal } from '@gatehouse/appliance/simulator/terminal.ts'
import { MINUTE_MS, SECOND_MS } from '@gatehouse/domain/time.ts'
import type { EventKind, EventPayload } from '@gatehouse/domain/wire/event.ts'
import type { KioskCommand, LaneView, Screen } from '@gatehouse/domain/wire/kiosk.ts'
import Database from 'better-sqlite3'
import { cardCamera } from '../garage.ts'
import { type Car, fieldReader, photoOf } from './car.ts'

export type Gate = 'entry' | 'exit'

export interface FieldOptions {
  /** extra keys of [tariff], TOML */
  readonly tariff?: string
  /** extra tables, TOML */
  readonly tables?: string
  readonly capacity?: number
  readonly startAt?: number
  /** in place of the simulated card terminal; null: none */
  readonly terminal?: ((clock: Clock) => PaymentTerminal) | null
  /** in place of the camera at a gate */
  readonly cameras?: Partial<Record<Gate, (clock: Clock) => FrameSource>>
  /** how fast simulated time runs by itself; next to nothing when absent, so that it moves only where a case moves it */
  readonly rate?: number
  /** what the box logs, line by line */
  readonly onLog?: (line: string) => void
}

/** What the box's clock says: off by so many milliseconds against the true time, and whether a time source vouches for it. */
export interface Face {
  readonly offMs: number
  readonly trusted: boolean
}
const TRUE_TIME: Face = { offMs: 0, trusted: true }

const siteToml = (dataDir: string, { capacity = 20, tariff = '', tables = '', terminal }: FieldOptions): string => `
[site]
id = "feld"
name = "Parkhaus Feld"
country = "DE"
time_zone = "Europe/Berlin"
currency = "EUR"
capacity = ${capacity}
[box]
id = "box-feld"
data = ${JSON.stringify(dataDir)}
port = 0
[[lane]]
id = "entry"
name = "Einfahrt"
direction = "entryOnly"
barrier = { driver = "simulated" }
camera = { driver = "simulated" }
[[lane]]
id = "exit"
name = "Ausfahrt"
direction = "exitOnly"
barrier = { driver = "simulated" }
camera = { driver = "simulated" }
card_terminal = "${terminal === null ? 'none' : 'simulated'}"
${tables}
[tariff]
name = "Stunde"
free_minutes = 15
exit_grace_minutes = 15
${tariff}
[[tariff.line]]
kind = "incrementingRate"
step_minutes = 60
amount_minor = 250
`

/** Simulated time moves only when the test lets it: one step is a twentieth of a second. */
const STEP_MS = 50
const MOST_STEPS = 8_000

/**
 * A whole box under the hands of a test: real composition, lanes, ledger on SQLite and HTTP; barriers, cameras, card terminal and
 * time are the simulator's. Nothing waits for real time, so a case is as long as its work.
 */
export async function openField(options: FieldOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-field-'))
  const dataDir = join(folder, 'box')
  const clock = createLeapClock({ startAt: options.startAt ?? Date.UTC(2026, 10, 18, 8), rate: options.rate ?? 1e-6 })
  const gates = ['entry', 'exit'] as const
  const barriers = new Map<string, ReturnType<typeof createSimulatedBarrier>>(
    gates.map((id) => [id, createSimulatedBarrier({ laneId: id, clock })]),
  )
  const cameras = new Map<string, ReturnType<typeof cardCamera>>(gates.map((id) => [id, cardCamera(id, clock)]))
  const card = createSimulatedTerminal({ clock, random: seededRandom(25) })
  card.waitForCard(true)
  const terminal = options.terminal === undefined ? card : (options.terminal?.(clock) ?? null)
  const config = parseConfig(siteToml(dataDir, options), 'site.toml')
  const others: Partial<Record<string, FrameSource>> = { entry: options.cameras?.entry?.(clock), exit: options.cameras?.exit?.(clock) }
  const logging = options.onLog ? createLog({ write: options.onLog }, 'info') : createLog(null, 'silent')
  let power = clock.boot()
  let boots = 0
  let face = TRUE_TIME
  let box: Appliance | null = null

  const switchOn = async (): Promise<void> => {
    power = clock.boot()
    const since = clock.mono()
    const boot = power
    const own: Clock = {
      wall: () => boot.wall() + face.offMs,
      // the kernel counts from its own start
      mono: () => boot.mono() - since,
      quality: () => (face.trusted ? 'trusted' : 'untrusted'),
      after: boot.after,
    }
    box = await startAppliance(config, {
      ...{ clock: own, bootId: `boot-${++boots}`, reader: fieldReader(), logging },
      barrier: ({ id }) => of(barriers, id).reconnect(own),
      camera: ({ id }) => others[id] ?? of(cameras, id),
      terminal: (lane) => (lane.card_terminal === 'simulated' ? terminal : null),
    })
  }
  const running = (): Appliance => {
    if (!box) throw new Error('the box has no power')
    return box
  }
  const lane = (gate: Gate): LaneConsole => {
    const found = running().lanes.find(({ laneId }) => laneId === gate)
    if (!found) throw new Error(`there is no lane ${gate}`)
    return found
  }
  const view = (gate: Gate): LaneView => lane(gate).view()
  const machine = (gate: Gate) => of(barriers, gate).machine
  const wait = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= STEP_MS) {
      clock.leap(Math.min(left, STEP_MS))
      await settle()
    }
  }
  /** lets simulated time pass until it holds; fails with the sentence and what the screens show */
  const until = async (holds: () => boolean, what: string): Promise<void> => {
    for (let step = 0; step < MOST_STEPS; step++) {
      if (holds()) return
      clock.leap(STEP_MS)
      await settle()
    }
    const seen = gates.map((gate) => `${gate}: ${box ? `${view(gate).screen.kind}, arm ${view(gate).arm}` : 'no power'}`)
    throw new Error(`${what}: not within ${(MOST_STEPS * STEP_MS) / SECOND_MS} s (${seen.join('; ')})`)
  }
  const screen = async <K extends Screen['kind']>(gate: Gate, kind: K): Promise<Extract<Screen, { kind: K }>> => {
    await until(() => view(gate).screen.kind === kind, `${gate} shows ${kind}`)
    return view(gate).screen as Extract<Screen, { kind: K }>
  }
  /** hours pass at once: nobody stands anywhere meanwhile */
  const leap = async (ms: number): Promise<void> => {
    clock.leap(ms)
    await settle()
  }
  const rows = <T>(sql: string): T[] => {
    const db = new Database(join(dataDir, 'ledger.db'), { readonly: true })
    try {
      return db.prepare(sql).all() as T[]
    } finally {
      db.close()
    }
  }
  const events = <K extends EventKind>(kind: K): EventPayload<K>[] =>
    rows<{ payload: string }>(`select payload from log where kind = '${kind}' order by position`).map(
      ({ payload }) => JSON.parse(payload) as EventPayload<K>,
    )
  const press = (gate: Gate, command: KioskCommand) => lane(gate).command(command)

  const stand = async (gate: Gate, car: Car): Promise<void> => {
    of(cameras, gate).show(photoOf(car))
    await wait(500)
    machine(gate).vehicleOnArming(true)
  }
  const back = async (gate: Gate): Promise<void> => {
    machine(gate).vehicleOnArming(false)
    of(cameras, gate).clear()
    await wait(3 * SECOND_MS)
    await atRest(gate)
  }
  const armUp = (gate: Gate) => until(() => machine(gate).state() === 'open', `the arm of ${gate} is up`)
  const atRest = (gate: Gate) =>
    until(
      () => ['closed', 'fault'].includes(machine(gate).state()) && ['attract', 'held', 'fault'].includes(view(gate).screen.kind),
      `${gate} is at rest`,
    )
  /** from the arming loop to the street, as the loops see a car of four metres */
  const driveThrough = async (gate: Gate): Promise<void> => {
    await wait(700)
    machine(gate).vehicleOnClosing(true)
    await wait(1_100)
    machine(gate).vehicleOnArming(false)
    of(cameras, gate).clear()
    await wait(SECOND_MS)
    machine(gate).vehicleOnClosing(false)
    await wait(300)
  }
  const comesIn = async (car: Car): Promise<string> => {
    const before = new Set(inside())
    await stand('entry', car)
    await armUp('entry')
    await driveThrough('entry')
    await atRest('entry')
    const [came] = inside().filter((id) => !before.has(id))
    return came ?? ''
  }
  const inside = (): string[] =>
    running()
      .ledger.sessionsInside()
      .map(({ session }) => session.id)
  /** holds the card to the terminal as soon as it asks */
  const payByCard = async (accepted = true): Promise<void> => {
    await press('exit', { kind: 'payByCard' })
    await until(() => card.asking() !== null, 'the terminal asks for a card')
    card.presentCard(accepted)
  }
  const leaves = async (car: Car): Promise<void> => {
    await stand('exit', car)
    await screen('exit', 'yourCar')
    await payByCard()
    await armUp('exit')
    await driveThrough('exit')
    await atRest('exit')
  }

  await switchOn()
  return {
    ...{ clock, card, box: running, view, screen, machine, press, lane, wait, leap, until },
    ...{ stand, back, armUp, atRest, driveThrough, comesIn, leaves, payByCard, inside, rows, events },
    camera: (gate: Gate) => of(cameras, gate),
    barrier: (gate: Gate) => of(barriers, gate),
    anomalies: () => events('anomaly.noted').map(({ code }) => code),
    outcome: (sessionId: string) => events('session.ended').find((ended) => ended.sessionId === sessionId)?.outcome ?? null,
    takings: () => running().ledger.takings(0, Number.MAX_SAFE_INTEGER),
    /** a time source has been heard */
    setClock: () => {
      face = TRUE_TIME
    },
    /** pulls the mains and puts them back; the machines at the lanes are on another circuit */
    async powerCut({ darkMs = MINUTE_MS, clock: woke = TRUE_TIME }: { readonly darkMs?: number; readonly clock?: Face } = {}) {
      const off = box
      box = null
      power.end()
      await off?.stop()
      clock.leap(darkMs)
      face = woke
      await switchOn()
    },
    /** the laws that hold after every case */
    balanced() {
      const { ledger } = running()
      return { chain: ledger.verifyChain().ok, differences: ledger.stateDifferences() }
    },
    async stop() {
      await box?.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type Field = Awaited<ReturnType<typeof openField>>

/** lets promises and short I/O that a step has started come to rest */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
}

function of<T>(map: ReadonlyMap<string, T>, id: string): T {
  const value = map.get(id)
  if (value === undefined) throw new Error(`there is no ${id}`)
  return value
}
