#!/usr/bin/env node
// Lane decision: the read arrives → the barrier's open is called, with presentation, observation, decision and command on disk before.
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfig } from '../appliance/config.ts'
import { createLane } from '../appliance/lane/controller.ts'
import type { Barrier, BarrierSignal, Sighting, Spotter } from '../appliance/lane/ports.ts'
import { openLedger } from '../appliance/ledger/open.ts'
import { createNewId } from '../appliance/new-id.ts'
import { createSystemClock } from '../appliance/system-clock.ts'
import { figure, printReport, quantile } from './report.ts'

const CARS = 300
const PICTURE = new Uint8Array(60_000).fill(7)
const folder = mkdtempSync(join(process.env.GATEHOUSE_BENCH_DIR ?? tmpdir(), 'gatehouse-bench-'))
const clock = createSystemClock({ synchronised: () => true })
const config = parseConfig(
  `[site]\nid='bench'\nname='Bench'\ncountry='DE'\ntime_zone='Europe/Berlin'\ncurrency='EUR'\n[box]\nid='box'\ndata='${folder}'\n
[[lane]]\nid='entry'\nname='Entry'\ndirection='entryOnly'\nbarrier={driver='simulated'}\ncamera={driver='simulated'}\n
[tariff]\nname='t'\n[[tariff.line]]\nkind='incrementingRate'\nstep_minutes=60\namount_minor=250\n`,
  'bench',
)
const newId = createNewId()
const ledger = openLedger({
  path: join(folder, 'ledger.db'),
  device: 'box',
  site: 'bench',
  bootId: 'bench',
  clock,
  newId,
  seed: { rateTable: config.localTariff },
})

let emit: (signal: BarrierSignal) => void = () => {}
let opened: (at: number) => void = () => {}
const barrier: Barrier = {
  open: async () => {
    opened(performance.now())
    return { result: 'opened' }
  },
  arm: () => 'closed',
  subscribe(listener) {
    emit = listener
    return () => {}
  },
  inputs: () => ({ armingLoop: false, closingLoop: false }),
  stop: async () => {},
}
let hand: (sighting: Sighting) => void = () => {}
const spotter: Spotter = { spot: () => new Promise((resolve) => (hand = resolve)) }
const lane = createLane({
  settings: {
    place: config.place,
    device: config.box.id,
    bootId: 'bench',
    laneId: 'entry',
    direction: 'entry',
    openThreshold: 0.5,
    chargeThreshold: 0.8,
    quoteLockMs: 900_000,
    payUrl: () => null,
    online: () => false,
  },
  ...{ ledger, barrier, spotter, clock, newId },
  terminal: null,
  match: () => ({ kind: 'none' }),
  randomBytes: (n) => crypto.getRandomValues(new Uint8Array(n)),
  log: () => {},
})
await lane.start()

const turn = () => new Promise((resolve) => setTimeout(resolve, 2))
const decisions: number[] = []
const fsyncs: number[] = []
const file = openSync(join(folder, 'bare'), 'w')
const block = Buffer.alloc(4096, 1)
/** The baseline, taken between the cars so that both meet the same disk and the same load. */
function bareFsync(): void {
  const started = performance.now()
  writeSync(file, block)
  fsyncSync(file)
  fsyncs.push(performance.now() - started)
}
for (let car = 0; car < CARS; car++) {
  const text = `BX${String(car).padStart(4, '0')}`
  emit({ kind: 'armingLoop', occupied: true })
  await turn()
  const at = new Promise<number>((resolve) => (opened = resolve))
  const started = performance.now()
  const chars = [...text].map((char) => [{ char, p: 0.99 }])
  hand({
    read: { text, confidence: 0.97, chars, candidates: [{ text, p: 0.97 }], box: [0, 0, 100, 30], frames: 3 },
    jpeg: PICTURE,
    frames: 5,
    capturedAt: Date.now(),
  })
  decisions.push((await at) - started)
  emit({ kind: 'arm', state: 'open' })
  emit({ kind: 'closingLoop', occupied: true })
  emit({ kind: 'armingLoop', occupied: false })
  emit({ kind: 'closingLoop', occupied: false })
  emit({ kind: 'arm', state: 'closed' })
  bareFsync()
  await turn()
}
const inside = ledger.sessionsInside().length
await lane.stop()
ledger.close()

closeSync(file)
rmSync(folder, { recursive: true })
if (inside !== CARS) throw new Error(`${CARS} cars drove in, but ${inside} sessions are open: the bench did not measure what it says`)

const p99 = quantile(decisions, 0.99)
const bare = quantile(fsyncs, 0.99)
printReport('Lane decision (event in → barrier command out, ledger write included)', [
  figure('lane decision p50', quantile(decisions, 0.5), 'ms', { peer: quantile(fsyncs, 0.5) }),
  figure('lane decision p99', p99, 'ms', { target: Math.max(10, 3 * bare), peer: bare }),
])
