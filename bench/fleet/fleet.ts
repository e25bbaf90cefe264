import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import pg from 'pg'
import type { BenchCloud } from '../sync/cloud-process.ts'
import { enrol } from '../sync/enrolled.ts'
import type { Say } from '../sync/progress.ts'
import type { Share, Word } from './devices-process.ts'
import { fleetBox } from './fleet-box.ts'
import { monotonicMs } from './follower.ts'

export interface FleetOptions {
  readonly devices: number
  readonly perSite: number
  readonly perSecond: number
  /** processes that hold the devices */
  readonly processes: number
}

export interface Fleet {
  /** resident memory of the cloud before the first device and with all of them idle, bytes */
  readonly memory: { readonly before: number; readonly idle: number }
  /** from the first device's start until all were live */
  readonly connectSeconds: number
  /** one new rate table for every site in one transaction, with the cloud at rest before: ms from its COMMIT being sent until each device has it */
  changeRates(): Promise<readonly number[]>
  /** kills the cloud and starts it again; ends when every device is live again */
  storm(): Promise<Storm>
  stop(): void
}

export interface Storm {
  /** from the kill, from the first answer of the new process; seconds */
  readonly sinceKill: number
  readonly sinceUp: number
  /** requests that failed meanwhile, by what went wrong */
  readonly failures: Readonly<Record<string, number>>
}

/** Brings a fleet up against a cloud, in processes of its own. */
export async function startFleet(cloud: BenchCloud, options: FleetOptions, say: Say): Promise<Fleet> {
  const { devices, perSite } = options
  const boxes = Array.from({ length: devices }, (_, i) => fleetBox(i, perSite))
  await enrol(cloud.databaseUrl, boxes)
  const sites = [...new Set(boxes.map((box) => box.site))]
  const words = new Map<ChildProcess, Word>()
  let changes: number[] = []
  let failures: Record<string, number> = {}
  const before = await settledMemory(cloud)
  const started = monotonicMs()
  const children = shares(cloud.url, options).map((share) => {
    const child = fork(join(import.meta.dirname, 'devices-process.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child.send(share)
    child.on('message', (word: Word) => {
      words.set(child, word)
      changes.push(...word.changes)
      for (const [why, n] of Object.entries(word.failures)) failures[why] = (failures[why] ?? 0) + n
    })
    return child
  })
  const live = () => [...words.values()].reduce((sum, word) => sum + word.live, 0)
  const lastMove = () => Math.max(...[...words.values()].map((word) => word.movedAt))

  async function untilAll(done: () => number, what: string, seconds: number): Promise<void> {
    let said = 0
    for (const end = monotonicMs() + seconds * 1000; done() < devices; await sleep(100)) {
      const now = monotonicMs()
      if (now > end) throw new Error(`${what}: ${done()} of ${devices} after ${seconds} s; ${JSON.stringify(failures)}`)
      if (now - said > 500) {
        said = now
        say(`fleet: ${what}: ${done()} of ${devices}, cloud ${megabytes(cloud.memory())}`, done() / devices)
      }
    }
  }
  const stop = () => {
    for (const child of children) child.kill('SIGKILL')
  }
  try {
    await untilAll(live, 'connecting', 600)
    const connectSeconds = (lastMove() - started) / 1000
    say('fleet: all live; at rest for a while')
    const idle = await settledMemory(cloud)
    return {
      ...{ memory: { before, idle }, connectSeconds, stop },
      async changeRates() {
        // one change to a fleet at rest, not to one that is still coming back for the change before
        await atRest(cloud)
        changes = []
        const at = await publish(cloud.databaseUrl, sites)
        await untilAll(() => changes.length, 'one change to all', 120)
        return changes.map((came) => came - at)
      },
      async storm() {
        failures = {}
        const killed = monotonicMs()
        await cloud.killAndRestart()
        const up = monotonicMs()
        say(`fleet: the cloud was killed and is up again after ${((up - killed) / 1000).toFixed(1)} s`)
        await untilAll(live, 'coming back', 600)
        const all = lastMove()
        return { sinceKill: (all - killed) / 1000, sinceUp: (all - up) / 1000, failures }
      },
    }
  } catch (error) {
    stop()
    throw error
  }
}

function shares(url: string, { devices, perSite, perSecond, processes }: FleetOptions): readonly Share[] {
  const each = Math.ceil(devices / processes)
  return Array.from({ length: processes }, (_, i) => {
    const first = i * each
    return { url, first, count: Math.max(0, Math.min(each, devices - first)), perSite, perSecond: perSecond / processes }
  })
}

/** Returns the instant at which the COMMIT was sent. */
async function publish(databaseUrl: string, sites: readonly string[]): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(
      `insert into edge_v1_rates (site_id, rate_table_id, version, effective_from, body)
       select site, 'bench', (select coalesce(max(version), 0) + 1 from edge_v1_rates where site_id = site), 0, $2::jsonb from unnest($1::text[]) as site`,
      [sites, JSON.stringify(RATES)],
    )
    const at = monotonicMs()
    await client.query('commit')
    return at
  } finally {
    await client.end()
  }
}

/** about what a real rate table weighs */
const RATES = {
  ...{ id: 'bench', name: 'Day and night', currency: 'EUR', timeZone: 'Europe/Berlin', freeMs: 900_000, exitGraceMs: 900_000 },
  transitions: Array.from({ length: 10 }, (_, i) => ({ fromMs: i * 15_724_800_000, offsetMinutes: i % 2 === 0 ? 60 : 120 })),
  lines: [{ kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: 3_600_000, amountMinor: 250 }],
  ...{ cap: { kind: 'calendarDay', amountMinor: 2_000 }, vatBasisPoints: 1_900 },
}

/** Waits until the cloud has next to nothing to do for a second; a fleet that polls always gives it a little. */
async function atRest(cloud: BenchCloud): Promise<void> {
  for (const end = monotonicMs() + 60_000; monotonicMs() < end; ) {
    const before = cloud.cpu()
    await sleep(1_000)
    const now = cloud.cpu()
    if (now.cloud - before.cloud + now.postgres - before.postgres < RESTING) return
  }
}
/** CPU seconds in a second */
const RESTING = 0.3

/** Resident memory once it no longer falls: what connecting left behind has been collected. */
async function settledMemory(cloud: BenchCloud): Promise<number> {
  let least = cloud.memory()
  for (let calm = 0; calm < 8; await sleep(1_000)) {
    const now = cloud.memory()
    calm = now < least * 0.99 ? 0 : calm + 1
    least = Math.min(least, now)
  }
  return least
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`
