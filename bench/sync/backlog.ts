import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Stream } from '../../domain/wire/event.ts'
import type { BenchCloud } from './cloud-process.ts'
import { enrol, enrolledBox } from './enrolled.ts'
import { syncOf, until } from './live-box.ts'
import { startSlowLink } from './slow-link.ts'
import { openBenchLedger, writeBacklog } from './written-day.ts'

export interface BacklogRun {
  readonly events: number
  /** from the start of sync, hello included, until the cloud has everything */
  readonly seconds: number
  /** until it has all money */
  readonly moneySeconds: number
  /** bytes on the wire, headers of HTTP included */
  readonly up: number
  readonly down: number
  readonly boxCpu: number
}

/** A box that was offline for a week and comes back: its real ledger on disk, its own sync, once for each line speed. */
export async function measureBacklog(
  cloud: BenchCloud,
  events: number,
  bitsPerSecond: readonly number[],
  say: (words: string) => void,
): Promise<readonly BacklogRun[]> {
  const folder = mkdtempSync(join(process.env.GATEHOUSE_BENCH_DIR ?? tmpdir(), 'gatehouse-bench-box-'))
  const runs: BacklogRun[] = []
  try {
    for (const [i, speed] of bitsPerSecond.entries()) {
      // another box each time: the cloud must not have met its events before
      const box = enrolledBox(`offline-${i}`, `offline-${i}`)
      await enrol(cloud.databaseUrl, [box])
      const path = join(folder, `${box.id}.db`)
      const written = writeBacklog(path, box.id, box.site, events, (n) => say(`backlog: ${n} of ${events} events written`))
      say(`backlog: ${written} events on their way${Number.isFinite(speed) ? ` at ${speed / 1e6} Mbit/s` : ''}`)
      runs.push(await bring(cloud, box, path, speed, say))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return runs
}

async function bring(
  cloud: BenchCloud,
  box: ReturnType<typeof enrolledBox>,
  path: string,
  speed: number,
  say: (words: string) => void,
): Promise<BacklogRun> {
  const link = await startSlowLink(cloud.url, speed)
  const ledger = openBenchLedger(path, box.id, box.site)
  const backlog = (stream?: Stream) => ledger.heads().reduce((sum, head) => sum + (stream && head.stream !== stream ? 0 : head.backlog), 0)
  const events = backlog()
  const sync = syncOf(box, ledger, link.url)
  const started = performance.now()
  const cpu = process.cpuUsage()
  const seconds = () => (performance.now() - started) / 1000
  let moneySeconds = 0
  let said = 0
  sync.start()
  await until(
    () => {
      if (moneySeconds === 0 && backlog('money') === 0) moneySeconds = seconds()
      if (seconds() - said > 5) {
        said = seconds()
        say(`backlog: ${backlog()} of ${events} events left`)
      }
      return backlog() === 0
    },
    'the backlog is gone',
    600_000,
  )
  const run = { events, seconds: seconds(), moneySeconds, ...link.passed, boxCpu: cpuSeconds(cpu) }
  sync.stop()
  ledger.close()
  await link.stop()
  return run
}

const cpuSeconds = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
