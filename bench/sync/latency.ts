import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { opened, started } from '../../appliance/ledger/testing/car.ts'
import type { BenchCloud } from './cloud-process.ts'
import { enrol, enrolledBox } from './enrolled.ts'
import { syncOf, until } from './live-box.ts'
import { clock, newId, openBenchLedger } from './written-day.ts'

const PAUSE_MS = 20

export interface Latencies {
  /** ms each: a row's COMMIT is sent to Postgres → the row is on disk on the box */
  readonly down: readonly number[]
  /** ms each: `record` is called on the box, fsync included → the box has the cloud's word that it is committed */
  readonly up: readonly number[]
}

/** One box that is up to date and a quiet cloud: single changes each way, one after the other. */
export async function measureLatency(cloud: BenchCloud, samples: number, say: (words: string) => void): Promise<Latencies> {
  const folder = mkdtempSync(join(process.env.GATEHOUSE_BENCH_DIR ?? tmpdir(), 'gatehouse-bench-box-'))
  const box = enrolledBox('live', 'live')
  await enrol(cloud.databaseUrl, [box])
  const ledger = openBenchLedger(join(folder, 'ledger.db'), box.id, box.site)
  const owner = new pg.Client({ connectionString: cloud.databaseUrl })
  await owner.connect()
  const applied = new Set<string>()
  let wake = () => {}
  const sync = syncOf(box, ledger, cloud.url, {
    onApplied: (_table, changes) => {
      for (const { row } of changes) applied.add(String(row.plate))
      wake()
    },
    onStatus: () => wake(),
  })
  const when = (holds: () => boolean) =>
    new Promise<number>((resolve) => {
      wake = () => holds() && resolve(performance.now())
      wake()
    })
  const isSettled = () => sync.isQuiet() && Object.values(sync.status().tables).every(({ state }) => state === 'live')
  try {
    sync.start()
    await until(isSettled, 'the box is up to date')
    const [down, up]: number[][] = [[], []]
    for (let i = -WARM_UP; i < samples; i++) {
      if (i % 50 === 0) say(`latency: ${i} of ${samples}`)
      await pause()
      const plate = `B GH ${i + 10_000}`
      await owner.query('begin')
      await owner.query('insert into edge_v1_blocked (site_id, plate, reason) values ($1, $2, $3)', [box.site, plate, 'bench'])
      const committing = performance.now()
      const [there] = await Promise.all([when(() => applied.has(plate)), owner.query('commit')])
      await pause()
      const recording = performance.now()
      ledger.record(i % 2 === 0 ? [opened(newId(), 'in', 'entry', clock.wall())] : [started(newId(), null, null, clock.wall())], {})
      const acknowledged = await when(sync.isQuiet)
      if (i < 0) continue
      down?.push(there - committing)
      up?.push(acknowledged - recording)
    }
    return { down: down ?? [], up: up ?? [] }
  } finally {
    sync.stop()
    ledger.close()
    await owner.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

const WARM_UP = 30
/** not in step with any timer of the box or the cloud */
const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS * (0.5 + Math.random())))
