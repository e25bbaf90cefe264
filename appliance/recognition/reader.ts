import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { PlateRead } from '@gatehouse/domain/plate.ts'
import type { PlateReader } from '../lane/ports.ts'
import type { ReadRequest, StageMs, WorkerMessage, WorkerSettings } from './worker-messages.ts'

export interface PlateReaderOptions {
  readonly engine: 'ppocr'
  readonly modelsDir?: string
  readonly threads?: number
  /** long side of what the detector sees, pixels: larger finds smaller plates and takes longer */
  readonly maxSide?: number
  readonly countries?: readonly string[]
  /** the child's program; found beside this file, or beside the bundle, when absent */
  readonly workerPath?: string
}

export interface MeasuredRead {
  readonly reads: readonly PlateRead[]
  readonly ms: StageMs
  readonly rssBytes: number
}

/** A PlateReader that also says what a read cost. */
export interface MeasuringReader extends PlateReader {
  measure(jpeg: Uint8Array): Promise<MeasuredRead>
  /** the child's process id, or null between two lives */
  readonly pid: number | null
}

/** The worker died in the middle of a picture, twice: this picture is left, the lane goes on without a read. */
const CRASHED = 'the recognition process crashed on this picture, twice; it was left unread. The process has been started again'
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 30_000
const ATTEMPTS = 2

interface Job {
  readonly id: number
  readonly jpeg: Uint8Array
  attempts: number
  readonly resolve: (read: MeasuredRead) => void
  readonly reject: (error: Error) => void
}

/**
 * Reads plates in a process of its own: a crash in native code costs one picture, never the lane. One picture at a time; the
 * child is started again after a crash, ever later while it keeps crashing.
 */
export async function createPlateReader(options: PlateReaderOptions): Promise<MeasuringReader> {
  const settings: WorkerSettings = {
    engine: options.engine,
    modelsDir: options.modelsDir ?? null,
    threads: options.threads ?? 1,
    maxSide: options.maxSide ?? 960,
    countries: options.countries ?? [],
  }
  const queue: Job[] = []
  let current: Job | null = null
  let child: ChildProcess | null = null
  let ready = false
  let closed = false
  let pauseMs = FIRST_PAUSE_MS
  let nextId = 1
  let restart: NodeJS.Timeout | undefined

  const next = (): void => {
    if (!ready || current || !child) return
    current = queue.shift() ?? null
    if (current) child.send({ id: current.id, jpeg: current.jpeg } satisfies ReadRequest)
  }
  const settle = (finish: (job: Job) => void): void => {
    const job = current
    current = null
    if (job) finish(job)
    next()
  }
  const hear = (message: WorkerMessage, started: (error: Error | null) => void): void => {
    if (message.kind === 'ready') {
      ready = true
      started(null)
      next()
    } else if (message.kind === 'unusable') started(new Error(message.message))
    else if (message.id === current?.id) {
      pauseMs = FIRST_PAUSE_MS
      if (message.kind === 'reads') settle((job) => job.resolve(message))
      else settle((job) => job.reject(new Error(message.message)))
    }
  }
  const launch = (started: (error: Error | null) => void): void => {
    const own = fork(options.workerPath ?? workerBeside(), [JSON.stringify(settings)], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [],
    })
    child = own
    own.on('message', (message) => hear(message as WorkerMessage, started))
    own.on('error', (error) => started(error))
    own.on('exit', (code, signal) => {
      if (child !== own) return
      child = null
      ready = false
      started(new Error(`the recognition process ended at once (${signal ?? `status ${code}`})`))
      afterCrash()
    })
  }
  const afterCrash = (): void => {
    const job = current
    current = null
    if (job && ++job.attempts < ATTEMPTS) queue.unshift(job)
    else job?.reject(new Error(CRASHED))
    if (closed) return
    restart = setTimeout(() => launch(() => {}), pauseMs)
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }
  const close = async (): Promise<void> => {
    closed = true
    clearTimeout(restart)
    const own = child
    child = null
    for (const job of [...(current ? [current] : []), ...queue.splice(0)]) job.reject(new Error('the recognition process is stopping'))
    current = null
    if (!own || own.exitCode !== null || own.signalCode !== null) return
    await new Promise<void>((resolve) => {
      own.once('exit', () => resolve())
      own.kill('SIGKILL')
    })
  }

  const problem = await new Promise<Error | null>((resolve) => launch(resolve))
  if (problem) {
    await close()
    throw problem
  }
  const measure = (jpeg: Uint8Array): Promise<MeasuredRead> =>
    closed
      ? Promise.reject(new Error('the recognition process is stopping'))
      : new Promise((resolve, reject) => {
          queue.push({ id: nextId++, jpeg, attempts: 0, resolve, reject })
          next()
        })
  return {
    measure,
    read: async (jpeg) => (await measure(jpeg)).reads,
    close,
    get pid() {
      return child?.pid ?? null
    },
  }
}

/** `worker.ts` in the repository, `worker.js` in a bundle: the bundler gives it an entry of its own beside this chunk. */
function workerBeside(): string {
  const [bundled, source] = ['./worker.js', './worker.ts'].map((name) => fileURLToPath(new URL(name, import.meta.url)))
  return existsSync(bundled as string) ? (bundled as string) : (source as string)
}
