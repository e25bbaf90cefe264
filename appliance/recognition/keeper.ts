import { type Child, startChild } from './child.ts'
import type { FromWorker, ToWorker, WorkerSettings } from './worker-wire.ts'

/** Milliseconds. A picture that takes longer than `read` means a hung process: it is killed and started again. */
export interface Patience {
  readonly read: number
  readonly start: number
  /** pause before the first restart; doubled each time, up to the longest, until the process has answered again */
  readonly firstRestart: number
  readonly longestRestart: number
}
export const PATIENCE: Patience = { read: 15_000, start: 60_000, firstRestart: 200, longestRestart: 30_000 }

type Answer = Exclude<FromWorker, { readonly kind: 'ready' | 'unusable' }>

export interface KeeperEvents {
  readonly up: () => void
  /** the process is gone and will be started again; `hopeless` when it did not even get to work */
  readonly down: (reason: string, hopeless: boolean) => void
  readonly answer: (message: Answer) => void
}

/** Keeps one recogniser process running. */
export interface Keeper {
  pid(): number | null
  /** asks the process; it is killed when it has not answered in time */
  ask(message: ToWorker): void
  stop(): Promise<void>
}

/** Starts the process and resolves once it is ready; rejects, without another try, when it cannot start at all. */
export async function keepWorker(workerPath: string, settings: WorkerSettings, patience: Patience, events: KeeperEvents): Promise<Keeper> {
  const first = Promise.withResolvers<void>()
  let life: 'starting' | 'kept' | 'ended' = 'starting'
  let child: Child | null = null
  let working = false
  let fault = ''
  let pause = patience.firstRestart
  let timer: NodeJS.Timeout | undefined
  let ended: (() => void) | null = null

  start()
  await first.promise

  function start(): void {
    fault = ''
    working = false
    child = startChild(workerPath, settings, { message: onMessage, end: onEnd })
    killAfter(patience.start)
  }

  function killAfter(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      fault = `no answer within ${ms / 1_000} s`
      child?.kill()
    }, ms)
  }

  function onMessage(message: FromWorker): void {
    clearTimeout(timer)
    if (message.kind === 'unusable') {
      fault = message.message
      child?.kill()
    } else if (message.kind === 'ready') {
      working = true
      if (life === 'starting') life = 'kept'
      first.resolve()
      events.up()
    } else {
      pause = patience.firstRestart
      events.answer(message)
    }
  }

  function onEnd(how: string): void {
    clearTimeout(timer)
    child = null
    const reason = fault || how
    if (life === 'ended') ended?.()
    else if (life === 'starting') {
      life = 'ended'
      first.reject(new Error(`the recogniser cannot start: ${reason}`))
    } else {
      timer = setTimeout(start, pause)
      pause = Math.min(patience.longestRestart, pause * 2)
      events.down(reason, !working)
    }
  }

  return {
    pid: () => child?.pid ?? null,
    ask(message) {
      killAfter(patience.read)
      child?.send(message)
    },
    async stop() {
      if (life === 'ended') return
      life = 'ended'
      clearTimeout(timer)
      if (!child) return
      const gone = new Promise<void>((resolve) => {
        ended = resolve
      })
      child.send({ kind: 'stop' })
      killAfter(STOP_MS)
      await gone
    },
  }
}

/** How long a picture in hand may hold up a clean end. */
const STOP_MS = 2_000
