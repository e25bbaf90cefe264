import { type ChildProcess, fork } from 'node:child_process'
import type { FromWorker, ToWorker, WorkerSettings } from './worker-wire.ts'

/** One run of the recogniser's process, from its start to its end. */
export interface Child {
  readonly pid: number | null
  send(message: ToWorker): void
  kill(): void
}

export interface ChildEvents {
  readonly message: (message: FromWorker) => void
  /** once, however it ended; `reason` names signal or code and the last line it wrote */
  readonly end: (reason: string) => void
}

/**
 * Environment the child gets: nothing secret, and an allocator with one heap that keeps 12 MB of what it has had. Given back after each picture
 * and fetched anew for the next one, memory cost as much time as the pictures themselves (from 6 MB down); kept for good, it grows with every
 * new order of sizes (by 10 MB in a thousand pictures, at 64 MB).
 */
const environment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    ['PATH', 'LD_LIBRARY_PATH', 'TMPDIR', 'LANG'].flatMap((key) => (process.env[key] ? [[key, process.env[key]]] : [])),
  ),
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '32000000',
  MALLOC_TRIM_THRESHOLD_: '12000000',
  // one picture at a time: further threads would only keep memory of their own
  UV_THREADPOOL_SIZE: '1',
})

/**
 * A small heap that grows by little and is collected by the thread that uses it: less memory, and no time spent on waking others for little
 * garbage. The worker itself says when (`sweep.ts`).
 */
const V8_FLAGS = [
  '--expose-gc',
  '--single-threaded-gc',
  '--v8-pool-size=1',
  '--max-semi-space-size=1',
  '--max-old-space-size=64',
  '--heap-growing-percent=10',
]

export function startChild(workerPath: string, settings: WorkerSettings, events: ChildEvents): Child {
  const child = fork(workerPath, [JSON.stringify(settings)], {
    serialization: 'advanced',
    execArgv: V8_FLAGS,
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let lastWords = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-1_000)
  })
  child.on('message', (message) => events.message(message as FromWorker))
  onceEnded(child, (how) => {
    const said = lastWords.trim().split('\n').at(-1)
    events.end(said ? `${how}: ${said}` : how)
  })
  return {
    pid: child.pid ?? null,
    // a closed channel is the child's end, which is told separately
    send: (message) => void child.send(message, () => {}),
    kill: () => void child.kill('SIGKILL'),
  }
}

function onceEnded(child: ChildProcess, tell: (how: string) => void): void {
  let told = false
  const once = (how: string) => {
    if (!told) tell(how)
    told = true
  }
  child.on('error', (error) => {
    child.kill('SIGKILL')
    once(error.message)
  })
  child.on('close', (code, signal) => once(signal ? `killed by ${signal}` : `ended with code ${code}`))
}
