#!/usr/bin/env node
// `npm run fleet`: thousands of devices on loopback against the real cloud. --help says more.
import { parseArgs } from 'node:util'
import { figure, printReport, quantile } from '../report.ts'
import { startBenchCloud } from '../sync/cloud-process.ts'
import { progress } from '../sync/progress.ts'
import { startFleet } from './fleet.ts'
import { openFiles } from './open-files.ts'

const HELP = `Holds a fleet of devices on loopback, each with a held request for its rates, and measures the cloud that serves them.

  npm run fleet -- [--devices 10000] [--json]

  idle      the cloud's resident memory for each connected device
  change    one rate change to all of them: COMMIT → received
  storm     the cloud is killed (SIGKILL) and started again: until every device is live, and what failed meanwhile

  --devices N      how many (10000); each needs a file descriptor here and in the cloud
  --per-site N     devices at one site (1): they share a shape
  --per-second N   how many start each second (500)
  --processes N    processes that hold the devices (2)
  --changes N      how many changes (3)
  --no-storm       leaves the storm out
  --json           one JSON object as the last line

Devices are light: they speak the protocol as the official client does and sign every request, without the client's memory.`

const number = { type: 'string' } as const
const { values } = parseArgs({
  options: {
    ...{ help: { type: 'boolean' }, json: { type: 'boolean' }, 'no-storm': { type: 'boolean' } },
    ...{ devices: number, 'per-site': number, 'per-second': number, processes: number, changes: number },
  },
})
if (values.help) {
  console.log(HELP)
  process.exit(0)
}
const whole = (name: 'devices' | 'per-site' | 'per-second' | 'processes' | 'changes', otherwise: number): number => {
  const text = values[name] ?? String(otherwise)
  if (!/^[1-9]\d{0,6}$/.test(text)) fail(`--${name}: found ${text}; allowed: a whole number`)
  return Number(text)
}
function fail(sentence: string): never {
  console.error(sentence)
  process.exit(2)
}
const devices = whole('devices', 10_000)
const options = { devices, perSite: whole('per-site', 1), perSecond: whole('per-second', 500), processes: whole('processes', 2) }
const changes = whole('changes', 3)
const SPARE = 500
const allowed = openFiles()
if (devices + SPARE > allowed) {
  fail(
    `--devices: the cloud would need ${devices + SPARE} open files and this shell allows ${allowed}: say ulimit -n ${devices + SPARE} first`,
  )
}

const { say, clear } = progress()
say('fleet: starting the cloud')
const cloud = await startBenchCloud()
const figures = []
try {
  const fleet = await startFleet(cloud, options, say)
  try {
    const { before, idle } = fleet.memory
    figures.push(
      figure(`idle memory for each of ${devices} devices`, (idle - before) / devices / 1024, 'KB', { target: 30 }),
      figure('… the whole cloud, with none → with all', idle / 2 ** 20, 'MB', { peer: before / 2 ** 20 }),
      figure(`all live, started ${options.perSecond} a second`, fleet.connectSeconds, 's'),
    )
    const waits: number[] = []
    for (let i = 0; i < changes; i++) waits.push(...(await fleet.changeRates()))
    figures.push(
      figure(`one change to all, ${changes} times: COMMIT → received, p50`, quantile(waits, 0.5), 'ms'),
      figure('… p99', quantile(waits, 0.99), 'ms', { target: devices > 2_000 ? 5_000 : 1_500 }),
    )
    if (!values['no-storm']) {
      const storm = await fleet.storm()
      figures.push(
        figure('cloud killed: all live again after', storm.sinceKill, 's'),
        figure('… counted from when it was up again', storm.sinceUp, 's'),
        ...Object.entries(storm.failures).map(([why, n]) => figure(`… requests that failed meanwhile: ${why}`, n, '')),
        figure('… the cloud’s memory afterwards', cloud.memory() / 2 ** 20, 'MB'),
      )
    }
  } finally {
    fleet.stop()
  }
} finally {
  await cloud.stop()
}
clear()
printReport(`Fleet of ${devices} devices, ${options.perSite} a site`, figures)
process.exit(0)
