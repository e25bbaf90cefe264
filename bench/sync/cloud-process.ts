import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NODE_ENVIRONMENT, NODE_FLAGS } from '../../cloud-sync/node-flags.ts'
import { startEmbeddedPostgres } from '../../cloud-sync/store/embedded.ts'

/** The real cloud in a process of its own, over a real Postgres with fsync and synchronous_commit on. */
export interface BenchCloud {
  readonly url: string
  readonly databaseUrl: string
  /** CPU seconds used so far by the cloud's process and by Postgres, all its backends together */
  cpu(): { readonly cloud: number; readonly postgres: number }
  /** of the cloud's process, which a restart changes */
  pid(): number
  /** resident memory of the cloud's process, bytes */
  memory(): number
  /** SIGKILL, and a new process on the same database and port */
  killAndRestart(): Promise<void>
  stop(): Promise<void>
}

const root = join(import.meta.dirname, '..', '..')

/** `nodeArgs`: what Node is started with; as in earnest unless a measurement is about something else. */
export async function startBenchCloud(nodeArgs: readonly string[] = NODE_FLAGS): Promise<BenchCloud> {
  const folder = mkdtempSync(join(process.env.GATEHOUSE_BENCH_DIR ?? tmpdir(), 'gatehouse-bench-cloud-'))
  // the embedded Postgres drops root's rights and must reach its folder
  mkdirSync(join(folder, 'postgres'))
  const postgres = await startEmbeddedPostgres({ folder: join(folder, 'postgres') })
  const start = (port: number) =>
    startProcess(nodeArgs, {
      ...NODE_ENVIRONMENT,
      DATABASE_URL: postgres.databaseUrl,
      DATA_DIR: join(folder, 'cloud'),
      PORT: String(port),
    })
  let running = await start(0)
  // whoever ends this process early, with Ctrl-C say, must not leave the two of them behind
  const endAll = () => {
    for (const pid of [running.pid, postgres.pid]) tryKill(pid)
  }
  const interrupted = () => process.exit(130)
  process.once('exit', endAll).once('SIGINT', interrupted).once('SIGTERM', interrupted)
  const port = Number(new URL(running.url).port)
  return {
    url: running.url,
    databaseUrl: postgres.databaseUrl,
    cpu: () => ({
      cloud: cpuSeconds(running.pid),
      postgres: [postgres.pid, ...childrenOf(postgres.pid)].reduce((s, p) => s + cpuSeconds(p), 0),
    }),
    pid: () => running.pid,
    memory: () => residentBytes(running.pid),
    async killAndRestart() {
      await running.end('SIGKILL')
      running = await start(port)
    },
    async stop() {
      await running.end('SIGTERM')
      await postgres.stop()
      process.off('exit', endAll).off('SIGINT', interrupted).off('SIGTERM', interrupted)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGINT')
  } catch {
    // it has gone already
  }
}

interface Running {
  readonly pid: number
  readonly url: string
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

async function startProcess(nodeArgs: readonly string[], env: Readonly<Record<string, string>>): Promise<Running> {
  const child = spawn(process.execPath, [...nodeArgs, join(root, 'cloud-sync/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LOG_LEVEL: process.env.LOG_LEVEL ?? 'info', ...env },
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    pid: child.pid ?? 0,
    url: await urlOnceUp(child),
    async end(signal) {
      child.kill(signal)
      await gone
    },
  }
}

function urlOnceUp(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let words = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      words = (words + chunk).slice(-4_000)
      const url = /"url":"([^"]+)".*"msg":"the cloud is up"/.exec(words)?.[1]
      if (url) resolve(url)
    })
    child.once('exit', (code) => reject(new Error(`the cloud ended with ${code} before it was up:\n${words}`)))
  })
}

// proc_pid_stat(5): fields after the command's name in brackets; utime and stime are the 14th and 15th of all
const TICKS_PER_SECOND = 100
function cpuSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
  } catch {
    return 0 // a backend that has just ended
  }
}

const childrenOf = (pid: number): readonly number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )

function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
}
