import type { PlateRead } from '@gatehouse/domain/plate.ts'
import type { Quote } from '@gatehouse/domain/tariff/quote.ts'
import type { DomainEvent, EventKind, EventPayload } from '@gatehouse/domain/wire/event.ts'
import type { CommandReply, LaneView, Screen } from '@gatehouse/domain/wire/kiosk.ts'
import { createLane } from '../controller.ts'
import type { LaneLedger, LaneSettings, Sighting, SpotOptions, Spotter } from '../ports.ts'
import { type BenchBarrier, benchBarrier } from './bench-barrier.ts'
import { type BenchTerminal, benchTerminal } from './bench-terminal.ts'
import { type Fuse, fused } from './fuse.ts'
import type { LedgerSeed } from './ledger-facts.ts'
import { type ManualClock, manualClock } from './manual-clock.ts'
import { type MemoryLedger, memoryLedger } from './memory-ledger.ts'
import { sampleCode } from './sample-codes.ts'
import { JPEG, plateRead, sampleMatch, samplePlace, sampleRates, sighting } from './sample-site.ts'

export type RunningLane = ReturnType<typeof createLane>
export interface BenchOptions {
  readonly direction: 'entry' | 'exit'
  readonly seed?: Partial<LedgerSeed>
  readonly settings?: Partial<LaneSettings>
  readonly terminal?: 'none' | 'present' | 'noLookUp'
  /** false: neither barrier nor camera, as at a pay point */
  readonly road?: boolean
  /** another ledger than the one in memory, such as the real one; the bench still keeps the events it is told */
  readonly ledger?: (clock: ManualClock) => LaneLedger
}

/**
 * One lane on a bench: the real controller and machine over a ledger in memory, a barrier, a terminal and a camera that the
 * test moves. Ledger, barrier, bank and clock outlive the lane, as they do in the field.
 */
export interface Bench {
  readonly clock: ManualClock
  readonly ledger: MemoryLedger
  readonly barrier: BenchBarrier
  readonly terminal: BenchTerminal
  readonly fuse: Fuse
  readonly logs: string[]
  readonly online: { value: boolean }
  /** `settles`: what the lane told its camera for the last burst */
  readonly camera: { isBroken: boolean; settles: NonNullable<SpotOptions['settles']> | null }
  lane(): RunningLane
  /** a (new) process of the same box */
  boot(): Promise<void>
  /** time passes and everything that was waiting for it happens */
  wait(ms: number): Promise<void>
  /** what the camera will make of the vehicle that stands there */
  look(read: PlateRead | string | null, frames?: number): void
  loop(which: 'armingLoop' | 'closingLoop', occupied: boolean): Promise<void>
  arrive(read: PlateRead | string | null, frames?: number): Promise<void>
  /** rolls over both loops and away */
  driveThrough(): Promise<void>
  reverseOut(): Promise<void>
  tap(command: Parameters<RunningLane['command']>[0]): Promise<CommandReply>
  view(): LaneView
  screen<K extends Screen['kind']>(kind: K): Extract<Screen, { kind: K }>
  events<K extends EventKind>(kind: K): EventPayload<K>[]
  anomalies(): string[]
  /** a session that came in `agoMs` ago */
  parked(
    sessionId: string,
    plate: string | null,
    agoMs: number,
    over?: Partial<EventPayload<'session.started'>>,
    country?: string | null,
  ): void
  payByPhone(
    quote: { readonly id: string; readonly amountMinor: number },
    over?: Partial<Parameters<RunningLane['paymentSettled']>[0]>,
  ): Promise<void>
}

const CAMERA_MS = 400

function keepingEvents(real: LaneLedger, memory: MemoryLedger): MemoryLedger {
  return {
    ...{ ...memory, ...real },
    record(events, personal = {}) {
      real.record(events, personal)
      memory.facts.log.push(...events)
    },
  }
}

export async function createBench(options: BenchOptions): Promise<Bench> {
  const clock = manualClock()
  const online = { value: true }
  const camera: Bench['camera'] = { isBroken: false, settles: null }
  const memory = memoryLedger({ now: clock.wall, rateTables: [sampleRates], rights: [], blocked: [], ...options.seed })
  const ledger = options.ledger ? keepingEvents(options.ledger(clock), memory) : memory
  const barrier = benchBarrier(clock)
  const terminal = benchTerminal(clock)
  const fuse: Fuse = { isBlown: false, calls: 0, blowAt: null }
  const logs: string[] = []
  let scene: { read: PlateRead | null; frames: number } = { read: null, frames: 0 }
  let ids = 0
  let booted: RunningLane | null = null
  const lane = (): RunningLane => {
    if (!booted) throw new Error('boot the bench first')
    return booted
  }

  const spotter = {
    spot: (_laneId: string, { signal, onFrame, settles }: Parameters<Spotter['spot']>[1]): Promise<Sighting> =>
      new Promise((resolve, reject) => {
        camera.settles = settles ?? null
        if (camera.isBroken) return reject(new Error('the camera was unplugged'))
        const from = clock.mono()
        const answer = () => {
          const sawIt = clock.mono() - from >= CAMERA_MS / 2
          resolve(sighting(sawIt ? scene.read : null, clock.wall(), sawIt ? scene.frames : 0))
        }
        clock.after(CAMERA_MS / 4, () => signal.aborted || onFrame?.({ jpeg: JPEG, capturedAt: clock.wall(), cameraId: 'bench' }, []))
        clock.after(CAMERA_MS, answer)
        signal.addEventListener('abort', answer)
      }),
  }

  const build = (life: Fuse): RunningLane => {
    const ports = fused(life, { ledger, barrier, terminal, spotter, clock })
    const laneId = options.direction === 'entry' ? 'in' : 'out'
    const given = ports.terminal
    const { lookUp: _lookUp, ...blind } = given
    return createLane({
      ...ports,
      ...(options.road === false ? { barrier: null, spotter: null } : {}),
      terminal: options.terminal === 'none' ? null : options.terminal === 'noLookUp' ? blind : given,
      settings: {
        ...{ device: 'box', bootId: 'boot-1' },
        ...{ place: samplePlace, laneId, direction: options.direction, openThreshold: 0.5, chargeThreshold: 0.8 },
        ...{ quoteLockMs: 15 * 60_000, payUrl: (quote: Quote) => `HTTPS://PAY.TEST/Q/${quote.id}`, online: () => online.value },
        isExitCode: (typed, quote) => typed.replaceAll(/\D/g, '') === sampleCode(quote),
        ...options.settings,
      },
      match: sampleMatch,
      // The shape of a UUID, in order, so a failing test reads well.
      newId: () => `00000000-0000-7000-8000-${(++ids).toString(16).padStart(12, '0')}`,
      randomBytes: (n) => Uint8Array.from({ length: n }, (_, i) => (++ids * 31 + i * 7) % 256),
      log: (level, message, fields) => void logs.push(JSON.stringify({ level, message, ...fields })),
    })
  }

  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

  const bench: Bench = {
    ...{ clock, ledger, barrier, terminal, fuse, logs, online, camera, lane },
    async boot() {
      // Every life of the process has its own fuse: a dead one never touches the world again.
      fuse.isBlown = false
      const life: Fuse = {
        get isBlown() {
          return booted !== mine || fuse.isBlown
        },
        set isBlown(blown) {
          fuse.isBlown = blown
        },
        get calls() {
          return fuse.calls
        },
        set calls(n) {
          fuse.calls = n
        },
        get blowAt() {
          return fuse.blowAt
        },
        set blowAt(at) {
          fuse.blowAt = at
        },
      }
      const mine = build(life)
      booted = mine
      await mine.start()
      await settle()
    },
    async wait(ms) {
      for (let left = ms; left > 0; ) {
        const step = Math.min(left, left > 60_000 ? 2_000 : 100)
        clock.advance(step)
        await settle()
        left -= step
      }
    },
    look(read, frames = 5) {
      scene = { read: typeof read === 'string' ? plateRead(read) : read, frames }
    },
    async loop(which, occupied) {
      barrier.loop(which, occupied)
      await settle()
    },
    async arrive(read, frames = 5) {
      bench.look(read, frames)
      await bench.loop('armingLoop', true)
      await bench.wait(CAMERA_MS + 100)
    },
    async driveThrough() {
      await bench.wait(1_500)
      await bench.loop('closingLoop', true)
      await bench.wait(600)
      await bench.loop('armingLoop', false)
      await bench.wait(600)
      await bench.loop('closingLoop', false)
      await settle()
    },
    async reverseOut() {
      await bench.loop('armingLoop', false)
      await bench.wait(8_000)
    },
    async tap(command) {
      const reply = await lane().command(command)
      await settle()
      return reply
    },
    view: () => lane().view(),
    screen(kind) {
      const { screen } = lane().view()
      if (screen.kind !== kind) throw new Error(`the screen shows ${screen.kind}, not ${kind}`)
      return screen as Extract<Screen, { kind: typeof kind }>
    },
    events: (kind) => ledger.facts.log.filter((event) => event.kind === kind).map(({ payload }) => payload) as never,
    anomalies: () => bench.events('anomaly.noted').map(({ code }) => code),
    parked(sessionId, plate, agoMs, over = {}, country = null) {
      const plateRef = plate === null ? null : `plate-${sessionId}`
      const started: DomainEvent = {
        kind: 'session.started',
        payload: {
          ...{ sessionId, presentationId: null, laneId: 'in', observationId: null, plateRef, imageRef: `image-${sessionId}` },
          ...{ actualStart: clock.wall() - agoMs, rateTableId: 'visitor', rateTableVersion: 1, rightId: null },
          ...over,
        },
      }
      ledger.record([started], plate === null || plateRef === null ? {} : { plates: [{ ref: plateRef, text: plate, country }] })
    },
    async payByPhone({ id: quoteId, amountMinor }, over = {}) {
      const paid = { quoteId, amountMinor, currency: 'EUR', provider: 'test', providerRef: 'phone', settledAt: clock.wall() }
      lane().paymentSettled({ paymentId: `phone:${quoteId}`, ...paid, ...over })
      await settle()
    },
  }
  await bench.boot()
  return bench
}
