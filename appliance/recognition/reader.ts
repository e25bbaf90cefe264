import { fileURLToPath } from 'node:url'
import type { PlateRead } from '@gatehouse/domain/plate.ts'
import type { CameraView, PlateReader } from '../lane/ports.ts'
import { type KeeperEvents, keepWorker, PATIENCE, type Patience } from './keeper.ts'
import type { EngineChoice } from './open-engine.ts'
import type { ReadCost, WorkerSettings } from './worker-wire.ts'

/** How to read plates; `createPlateReader` fills in what is left out. */
export interface PlateReaderSettings extends Omit<EngineChoice, 'threads'> {
  /** threads inside one network (default 2) */
  readonly threads?: number | undefined
  /** ISO 3166-1 alpha-2 of the countries most cars come from: settles O/0 and the like */
  readonly countries?: readonly string[] | undefined
  /** the worker's file; by default beside this one (see workerFile) */
  readonly workerPath?: string | undefined
  /** told when the process has ended unasked and when it is back; for the log. Reasons hold no plate text. */
  readonly onRestart?: ((event: { readonly state: 'down' | 'up'; readonly reason: string }) => void) | undefined
  readonly patience?: Partial<Patience> | undefined
}

export interface TimedRead {
  readonly plates: readonly PlateRead[]
  readonly cost: ReadCost
}

/** A PlateReader whose work happens in a process of its own. */
export interface ChildPlateReader extends PlateReader {
  /** like `read`, with what it cost the process */
  readTimed(jpeg: Uint8Array, view?: CameraView): Promise<TimedRead>
  /** the process that reads now, or null between two of them */
  pid(): number | null
}

interface Waiting {
  readonly id: number
  readonly jpeg: Uint8Array
  readonly view: CameraView | undefined
  readonly resolve: (read: TimedRead) => void
  readonly reject: (error: Error) => void
  /** how often a process has died over this picture */
  deaths: number
}

/** Pictures waiting at most; lanes take the newest frame, so more than this means nobody keeps up. */
const LONGEST_QUEUE = 32

/**
 * Starts the recogniser and resolves once it has loaded its models; rejects with what a person should do when it cannot. Later deaths
 * are healed: the process is started again with growing pauses, the picture in hand is tried once more, then given up.
 */
export async function createPlateReader(settings: PlateReaderSettings): Promise<ChildPlateReader> {
  const queue: Waiting[] = []
  let inHand: Waiting | null = null
  let ready = false
  let closed = false
  let restarted = false
  let lastId = 0

  const events: KeeperEvents = {
    up() {
      ready = true
      if (restarted) settings.onRestart?.({ state: 'up', reason: 'the recogniser is back' })
      next()
    },
    down(reason, hopeless) {
      ready = false
      restarted = true
      settings.onRestart?.({ state: 'down', reason })
      if (inHand) giveBack(inHand, reason)
      inHand = null
      if (hopeless) rejectAll(`the recogniser is down and cannot start again yet (${reason})`)
    },
    answer(message) {
      if (inHand?.id !== message.id) return
      if (message.kind === 'plates') inHand.resolve({ plates: message.plates, cost: message.cost })
      else inHand.reject(new Error(message.message))
      inHand = null
      next()
    },
  }
  const keeper = await keepWorker(
    settings.workerPath ?? workerFile(import.meta.url),
    workerSettings(settings),
    { ...PATIENCE, ...settings.patience },
    events,
  )

  function next(): void {
    if (!ready || inHand || closed) return
    inHand = queue.shift() ?? null
    if (inHand) keeper.ask({ kind: 'read', id: inHand.id, jpeg: inHand.jpeg, view: inHand.view })
  }

  function giveBack(picture: Waiting, reason: string): void {
    picture.deaths++
    if (picture.deaths < 2) queue.unshift(picture)
    else picture.reject(new Error(`the recogniser failed twice on this picture (${reason}); take another one`))
  }

  function rejectAll(message: string): void {
    for (const picture of [...(inHand ? [inHand] : []), ...queue.splice(0)]) picture.reject(new Error(message))
    inHand = null
  }

  async function readTimed(jpeg: Uint8Array, view?: CameraView): Promise<TimedRead> {
    if (closed) throw new Error('the recogniser has been closed')
    if (queue.length >= LONGEST_QUEUE) throw new Error(`the recogniser is busy: ${queue.length} pictures are waiting; try again`)
    return new Promise((resolve, reject) => {
      queue.push({ id: ++lastId, jpeg, view, resolve, reject, deaths: 0 })
      next()
    })
  }

  return {
    read: async (jpeg, view) => (await readTimed(jpeg, view)).plates,
    readTimed,
    pid: keeper.pid,
    async close() {
      closed = true
      rejectAll('the recogniser has been closed')
      await keeper.stop()
    },
  }
}

const workerSettings = ({
  engine,
  detectorCard,
  readerCard,
  secondReader,
  modelsDir,
  threads,
  maxSide,
  countries,
}: PlateReaderSettings): WorkerSettings => ({
  ...{ engine, detectorCard, readerCard, secondReader, modelsDir, maxSide },
  threads: threads ?? 2,
  countries: countries ?? [],
})

/** The worker's file for the module at `from`: worker.ts in the repository; in a bundle worker.js, an entry of its own beside the chunk. */
export const workerFile = (from: string): string => fileURLToPath(new URL(from.endsWith('.ts') ? './worker.ts' : './worker.js', from))
