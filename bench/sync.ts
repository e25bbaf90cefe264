#!/usr/bin/env node
// `npm run bench:sync`: the figures of sync, on the real cloud in a process of its own, real Postgres and real ledgers. --help says more.
import { parseArgs } from 'node:util'
import { startFleet } from './fleet/fleet.ts'
import { type Figure, figure, printReport, quantile } from './report.ts'
import { type BacklogRun, measureBacklog } from './sync/backlog.ts'
import { type BenchCloud, startBenchCloud } from './sync/cloud-process.ts'
import { measureIngest, writeBacklogs } from './sync/ingest.ts'
import { measureLan } from './sync/lan.ts'
import { measureLatency } from './sync/latency.ts'
import { measurePlainInserts } from './sync/plain-inserts.ts'
import { progress } from './sync/progress.ts'

const HELP = `Measures sync on loopback: a real cloud, a real Postgres (fsync on), real ledgers on disk, signed requests.

  npm run bench:sync -- [--only ingest,backlog,latency,lan,change] [--json]

  ingest    whole backlogs of several boxes at once through POST /v1/ingest; beside it the same rows by plain INSERTs
  backlog   one box after a week offline: its ledger file, its own sync; on loopback, with a cloud just started and one that has
            served, and at 1 Mbit/s (bytes counted)
  latency   a row committed in the cloud's Postgres → on the box's disk, and the reverse with the cloud's acknowledgement
  lan       a session recorded at the entry box → known at the exit box, over mosquitto with TLS (needs mosquitto)
  change    one rate change to every device of a fleet, each with a held request and a site of its own

  --events N    events of each of six boxes in ingest (10000)
  --backlog N   events of the box that was offline (100000)
  --samples N   of latency and lan (300)
  --devices N   of the fleet in change (2000)
  --json        one JSON object as the last line

GATEHOUSE_BENCH_DIR says where ledgers and Postgres go; a disk in memory makes fsync free and the figures worthless.
npm run fleet measures memory and the return of ten thousand devices; npm run sim looks for violations.`

const parts = ['ingest', 'backlog', 'latency', 'lan', 'change'] as const
type Part = (typeof parts)[number]

const { values } = parseArgs({
  options: {
    ...{ help: { type: 'boolean' }, json: { type: 'boolean' }, only: { type: 'string' } },
    ...{ events: { type: 'string', default: '10000' }, backlog: { type: 'string', default: '100000' } },
    ...{ samples: { type: 'string', default: '300' }, devices: { type: 'string', default: '2000' } },
  },
})
if (values.help) {
  console.log(HELP)
  process.exit(0)
}
const whole = (name: 'events' | 'backlog' | 'samples' | 'devices'): number => {
  if (!/^[1-9]\d{0,7}$/.test(values[name])) fail(`--${name}: found ${values[name]}; allowed: a whole number`)
  return Number(values[name])
}
const wanted = values.only?.split(',') ?? parts
for (const name of wanted) if (!parts.some((part) => part === name)) fail(`--only: found ${name}; allowed: ${parts.join(', ')}`)
function fail(sentence: string): never {
  console.error(sentence)
  process.exit(2)
}

const SLOW_BITS = 1_000_000
const CHANGES = 5
const { say, clear } = progress()
const asMs = (name: string, waits: readonly number[], p50: number | null, p99: number): readonly Figure[] => [
  figure(`${name}, p50 of ${waits.length}`, quantile(waits, 0.5), 'ms', p50 === null ? {} : { target: p50 }),
  figure('… p99', quantile(waits, 0.99), 'ms', { target: p99 }),
]

const measure: Readonly<Record<Part, (cloud: () => Promise<BenchCloud>) => Promise<readonly Figure[]>>> = {
  async ingest(start) {
    say('ingest: writing what six boxes have to send')
    const backlogs = writeBacklogs('ingest', 6, whole('events'))
    const cloud = await start()
    await measureIngest(cloud, writeBacklogs('warm', 6, 1_500))
    say('ingest: sending it')
    const run = await measureIngest(cloud, backlogs)
    say('ingest: the same rows by plain INSERTs')
    const plain = await measurePlainInserts(cloud.databaseUrl, backlogs, 5_000)
    const rate = run.events / run.seconds
    const micros = (seconds: number) => (seconds / run.events) * 1e6
    return [
      figure(`ingest of ${run.events}, baseline one INSERT a row`, rate, 'events/s', {
        ...{ target: 10_000, atLeast: true },
        peer: plain.rowByRow.rows / plain.rowByRow.seconds,
      }),
      figure('… ceiling: bare rows, one INSERT for 500', plain.batched.rows / plain.batched.seconds, 'rows/s'),
      figure('… CPU of the cloud, an event', micros(run.cloudCpu), 'µs'),
      figure('… CPU of Postgres, an event', micros(run.postgresCpu), 'µs'),
      figure('… CPU of the boxes, an event', micros(run.clientCpu), 'µs'),
    ]
  },
  async backlog(start) {
    const LOOPBACK = Number.POSITIVE_INFINITY
    const cloud = await start()
    // the first meets a cloud that was started a second ago, the second one that has served for a while
    const [first, fast, slow] = await measureBacklog(cloud, whole('backlog'), [LOOPBACK, LOOPBACK, SLOW_BITS], say)
    const perEvent = ({ up, events }: BacklogRun) => up / events
    if (!first || !fast || !slow) throw new Error('three runs were asked for')
    return [
      figure(`backlog of ${fast.events}, loopback`, fast.seconds, 's', { target: 10 }),
      figure('… until the cloud has all money', fast.moneySeconds, 's', { target: 2 }),
      figure('… CPU of the box', fast.boxCpu, 's'),
      figure('… from a cloud that has just been started', first.seconds, 's', { target: 10 }),
      figure('… … until it has all money', first.moneySeconds, 's'),
      figure('… at 1 Mbit/s', slow.seconds, 's', { target: 60 }),
      figure('… at 1 Mbit/s, until the cloud has all money', slow.moneySeconds, 's'),
      figure('… on the wire, up, an event', perEvent(slow), 'bytes'),
    ]
  },
  async latency(start) {
    const { down, up } = await measureLatency(await start(), whole('samples'), say)
    return [...asMs('cloud → box: COMMIT → on its disk', down, 10, 50), ...asMs('box → cloud: recorded → acknowledged', up, 15, 75)]
  },
  async lan() {
    return asMs('entry → exit over LAN: recorded → known', await measureLan(whole('samples'), say), null, 25)
  },
  async change(start) {
    const devices = whole('devices')
    const fleet = await startFleet(await start(), { devices, perSite: 1, perSecond: 400, processes: 1 }, say)
    try {
      const waits: number[] = []
      for (let i = 0; i < CHANGES; i++) waits.push(...(await fleet.changeRates()))
      return asMs(`one change to ${devices} devices, ${CHANGES} times: COMMIT → received`, waits, null, 1_500)
    } finally {
      fleet.stop()
    }
  },
}

const figures: Figure[] = []
for (const part of parts.filter((name) => wanted.includes(name))) {
  let cloud: BenchCloud | null = null
  try {
    figures.push(
      ...(await measure[part](async () => {
        cloud ??= await startBenchCloud()
        return cloud
      })),
    )
  } finally {
    await (cloud as BenchCloud | null)?.stop()
  }
}
clear()
printReport('Sync', figures)
process.exit(0)
