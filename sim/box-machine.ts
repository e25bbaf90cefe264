import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { createCloudInbox } from '../appliance/compose/cloud-inbox.ts'
import { createFollower, type Follower } from '../appliance/peers/follower.ts'
import type { PeerClock, PeerStore } from '../appliance/peers/ports.ts'
import { isStranded } from '../appliance/peers/stranded.ts'
import { createTeller } from '../appliance/peers/teller.ts'
import { topicsOf } from '../appliance/peers/topics.ts'
import { createSyncOver, type Sync } from '../appliance/sync/sync.ts'
import { createWallClock, type WallClock } from '../appliance/wall-clock.ts'
import { hashRow, quickHex, sealOf } from './chain.ts'
import type { CloudMachine } from './cloud-machine.ts'
import { type Disk, rowsOf } from './disk.ts'
import type { Lan, LanNode } from './lan.ts'
import { type MemoryLedger, openMemoryLedger } from './memory-ledger.ts'
import { createFuse, PowerCut } from './power.ts'
import type { Random } from './random.ts'
import { RETENTION_MS, type Weather } from './schedule.ts'
import type { Timeline } from './timeline.ts'
import type { Variant } from './variants.ts'
import { createWire } from './wire.ts'
import type { Witness } from './witness.ts'

/** names of the box that has the lane, and of the one beside it */
export const FIRST = 'box'
export const SIBLING = 'sibling'
export const EPOCH_0 = 1_800_000_000_000
const YEAR_MS = 31_557_600_000
const FULL_BATCHES = [500, 1, 2, 4]

export interface Surroundings {
  readonly timeline: Timeline
  readonly random: Random
  readonly cloud: CloudMachine
  readonly lan: Lan
  readonly weather: () => Weather
  readonly witness: Witness
  readonly variant: Variant
  readonly newId: () => string
  readonly trace: ((line: string) => void) | null
}

/** A box's computer: a card that survives, a process that may not, a cable, a clock anybody may set. */
export interface BoxMachine {
  readonly number: number
  readonly device: string
  readonly disk: Disk
  readonly running: boolean
  sync(): Sync | null
  start(): void
  kill(): void
  restart(downMs: number): void
  crashAt(writes: number, kept: boolean, downMs: number): void
  unplug(ms: number): void
  heal(): void
  write(events: readonly DomainEvent[]): void
  /** retention runs, now and when what the cloud holds now has been held for long enough */
  prune(): void
  setClock(to: 1970 | 2038 | 'true'): void
  /** puts another card in */
  replaceDisk(disk: Disk): void
}

interface Running {
  alive: boolean
  readonly ledger: MemoryLedger
  readonly sync: Sync
}

export function createBoxMachine(number: number, device: string, disk: Disk, around: Surroundings): BoxMachine {
  const { timeline, witness, trace } = around
  const fuse = createFuse()
  let unpluggedUntil = 0
  let offsetMs = 0
  let running: Running | null = null
  let boots = 0
  let cancelStart = () => {}
  const say = (line: string) => trace?.(`box ${number}: ${line}`)

  function start(): void {
    if (running) return
    boots += 1
    try {
      running = openProcess()
      running.sync.start()
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error
    }
  }

  function kill(): void {
    if (running) running.alive = false
    running = null
    fuse.disarm()
  }

  function openProcess(): Running {
    const mine = { alive: true } as { alive: boolean; ledger: MemoryLedger; sync: Sync }
    const now = () => EPOCH_0 + timeline.now()
    const readings = createWallClock({ now: () => now() + offsetMs, mono: timeline.now, synchronised: () => offsetMs === 0 })
    readings.startNoEarlierThan(disk.lastWall)
    const after = (ms: number, fn: () => void) => timeline.after(ms, () => mine.alive && fn())
    const clock = { ...readings, mono: timeline.now, after }
    const opened = openMemoryLedger({
      ...{ disk, device, site: 'site', bootId: `boot-${number}-${boots}`, clock, newId: around.newId, hashRow },
      write(commit) {
        if (!mine.alive) throw new PowerCut()
        fuse.write(commit)
      },
      ...(around.variant.freshEpoch === false ? { freshEpoch: false } : {}),
    })
    const whole = around.variant.ledger?.(opened, disk) ?? opened
    // a payment made on a phone is for the box that issued its quote
    mine.ledger = device === FIRST ? whole : { ...whole, unappliedRemotePayments: () => [] }
    const road = { ...around, device, plugged: () => timeline.now() >= unpluggedUntil, alive: () => mine.alive, after, now: timeline.now }
    const takeFromCloud = createCloudInbox(mine.ledger, device === FIRST ? [laneOf(mine, clock)] : [], clock.wall, () => {})
    mine.sync = createSyncOver(
      {
        ...{ source: mine.ledger, sink: mine.ledger, clock, random: around.random.next, version: 'sim' },
        // a schedule has tens of events: only small batches are full, and only behind a full one does another travel
        fullBatch: FULL_BATCHES[number % FULL_BATCHES.length] ?? 500,
        log: { info: () => {}, warn: (fields, message) => say(`${message} ${JSON.stringify(fields)}`) },
        relay: {
          source: mine.ledger,
          stranded: () => siblings.stranded(),
          lost: () => (around.variant.bringsLost === false ? [] : siblings.lost()),
        },
        onApplied: (table) => {
          if (table === 'edge_v1_remote_payments' || table === 'edge_v1_commands') takeFromCloud()
        },
      },
      { ...createWire(road), soon: (fn) => void after(0, fn) },
    )
    takeFromCloud()
    const siblings = meetSiblings(mine, clock)
    return mine
  }

  /** The network of the house: what this box says there, and what it hears. */
  function meetSiblings(mine: { readonly alive: boolean; readonly ledger: MemoryLedger; readonly sync: Sync }, clock: PeerClock) {
    const { lan, newId } = around
    const { ledger } = mine
    const bootId = `boot-${number}-${boots}`
    const store: PeerStore = {
      ...ledger,
      ownTerms: () => ({ v: 1, permits: [], rates: [], blocked: [] }),
      ...{ applyPeerTerms() {}, keepPeerClock() {}, image: () => null },
    }
    const log = { info: () => {}, warn: (fields: object, message: string) => say(`${message} ${JSON.stringify(fields)}`) }
    const followers = new Map<string, Follower>()
    const teller = createTeller({
      ...{ store, topics: topicsOf('site', device), clock, bootId, cloud: () => mine.sync.online() },
      publish: (topic, payload, { retain }) => lan.publish(node, topic, payload, retain),
      seal: (row) => sealOf({ site: 'site', device, ...row }),
      soon: (fn) => void clock.after(0, fn),
    })
    const node: LanNode = { device, alive: () => mine.alive, teller: () => teller, follower: (of) => followers.get(of) ?? null }
    for (const other of [FIRST, SIBLING]) {
      if (other === device) continue
      const ask = (question: object) => lan.ask(node, other, question)
      const heard = { device: other, store, clock, log, bootId, newId, sha256Hex: quickHex, ask }
      followers.set(other, createFollower({ ...heard, onApplied: () => mine.sync.siblingTold() }))
    }
    teller.start()
    teller.connected()
    lan.join(node)
    const since = clock.wall()
    return {
      lost: () => [...followers].flatMap(([name, one]) => one.lost().map((strand) => ({ ...strand, device: name }))),
      stranded: () => [...followers].filter(([, one]) => isStranded(one.state(), clock.wall(), since)).map(([name]) => name),
    }
  }

  /** The only lane: its arm moves at once, and a payment made on a phone is booked at once. */
  function laneOf(
    mine: { readonly alive: boolean; readonly ledger: MemoryLedger },
    clock: WallClock,
  ): Parameters<typeof createCloudInbox>[1][number] {
    return {
      laneId: 'out',
      attendantOpen(request) {
        if (!mine.alive) throw new PowerCut()
        say(`opens for ${request.commandId}`)
        witness.acted(number, request.commandId ?? '', EPOCH_0 + timeline.now())
        return Promise.resolve({ ok: true })
      },
      paymentSettled({ paymentId, quoteId, amountMinor }) {
        witness.payments.set(paymentId, amountMinor)
        mine.ledger.record([paymentOf(paymentId, quoteId, amountMinor, clock.wall())])
      },
    }
  }

  /** Does something to the running box; its power may go meanwhile. */
  function attempt(act: (process: Running) => void): void {
    if (!running) return
    try {
      act(running)
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error
    }
  }

  function retain(): void {
    attempt(({ ledger, sync }) => {
      // nobody vouches for the clock, or for the cloud: no row goes
      if (offsetMs !== 0 || !sync.isCompared()) return
      const before = [...rowsOf(disk)].map((row) => row.eventId)
      ledger.prune(RETENTION_MS)
      const left = new Set([...rowsOf(disk)].map((row) => row.eventId))
      for (const eventId of before) if (!left.has(eventId)) witness.pruned.add(eventId)
    })
  }

  const machine: BoxMachine = {
    number,
    device,
    get disk() {
      return disk
    },
    get running() {
      return running !== null
    },
    sync: () => running?.sync ?? null,
    start,
    kill,
    restart(downMs) {
      kill()
      // a card being changed is not started by the power coming back
      cancelStart()
      cancelStart = timeline.after(downMs, start)
    },
    crashAt: (writes, kept, downMs) =>
      fuse.arm(writes, kept, () => {
        say(`power cut ${kept ? 'after' : 'before'} a write`)
        machine.restart(downMs)
      }),
    unplug(ms) {
      unpluggedUntil = Math.max(unpluggedUntil, timeline.now() + ms)
    },
    heal() {
      unpluggedUntil = 0
      offsetMs = 0
      fuse.disarm()
      start()
    },
    write: (events) => attempt(({ ledger }) => ledger.record(events)),
    prune() {
      retain()
      timeline.after(RETENTION_MS + 1_000, retain)
    },
    setClock(to) {
      const towards = { 1970: -57 * YEAR_MS, 2038: 11 * YEAR_MS, true: 0 }
      offsetMs = towards[to]
    },
    replaceDisk(other) {
      kill()
      disk = other
    },
  }
  return machine
}

export const paymentOf = (paymentId: string, quoteId: string, amountMinor: number, at: number): DomainEvent => ({
  kind: 'payment.settled',
  payload: {
    ...{ paymentId, quoteId, sessionId: 'session', amountMinor, currency: 'EUR', method: 'remote', provider: 'sim' },
    ...{ providerRef: null, settledAt: at, duplicate: false },
  },
})
