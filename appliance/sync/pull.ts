import { FetchError, isChangeMessage, isControlMessage, type Message, type Row } from '@electric-sql/client'
import { type EdgeTable, edgeTables } from '@gatehouse/domain/wire/edge.ts'
import { backoffMs } from './backoff.ts'
import type { SyncClock, SyncLog } from './clock.ts'
import type { ShapeChange, SyncSink } from './ports.ts'
import type { TableStatus } from './status.ts'

export interface PullOptions {
  readonly sink: SyncSink
  readonly openShape: OpenShape
  readonly clock: SyncClock
  readonly random: () => number
  readonly log: SyncLog
  /** rows that came, after they are on record; `replace`: they are the whole table */
  readonly onApplied: (table: EdgeTable, changes: readonly ShapeChange[], replace: boolean) => void
  readonly onChange: () => void
  /** a download failed: the link may be down */
  readonly onFailure: () => void
}

/** One table's messages from a position on (null: from nothing), until `signal` breaks it off. `run` counts the openings. */
export type OpenShape = (
  table: EdgeTable,
  position: { readonly handle: string; readonly offset: string } | null,
  run: number,
  signal: AbortSignal,
) => ShapeReader

/** What is read from a shape; the official client's ShapeStream fits. It may end for good with an error. */
export interface ShapeReader {
  subscribe(onMessages: (messages: readonly Message<Row<unknown>>[]) => void | Promise<void>, onError: (error: unknown) => void): unknown
  /** where the messages handed out so far lead */
  readonly shapeHandle: string | undefined
  readonly lastOffset: string
}

export interface Pull {
  start(): void
  stop(): void
  /** whatever waits is tried now: the cloud answers again */
  nudge(): void
  state(): Readonly<Record<EdgeTable, TableStatus>>
}

const tables = Object.keys(edgeTables) as EdgeTable[]
const RETRY = { baseMs: 500, capMs: 30_000 }
/** what abort() would make anew, with a stack, at every end of a stream */
const ENDED = new DOMException('the stream was ended', 'AbortError')

/** Follows every contract table (rules S30–S35). */
export function createPull(options: PullOptions): Pull {
  const followers = new Map(tables.map((table) => [table, follow(table, options)]))
  const each = (act: 'start' | 'stop' | 'nudge') => () => {
    for (const follower of followers.values()) follower[act]()
  }
  return {
    start: each('start'),
    stop: each('stop'),
    nudge: each('nudge'),
    state: () => Object.fromEntries([...followers].map(([table, f]) => [table, f.state()])) as Record<EdgeTable, TableStatus>,
  }
}

/**
 * One table. Every start opens a new stream of the official client, because that gives up for good on a 4xx, on missing
 * headers and on an exception in its subscriber; ours never gives up.
 */
function follow(table: EdgeTable, options: PullOptions) {
  const { sink, clock, log } = options
  let status: TableStatus = { state: 'stopped', problem: null, lastContact: null, offset: null }
  let attempt = 0
  /** since the table was last up to date: the first is done at once */
  let refetches = 0
  let generation = 0
  let current: AbortController | null = null
  let cancelTimer = () => {}

  const become = (next: Partial<TableStatus>) => {
    status = { ...status, ...next }
    options.onChange()
  }

  function open(): void {
    cancelTimer()
    current?.abort(ENDED)
    const abort = new AbortController()
    current = abort
    try {
      run(abort)
    } catch (error) {
      again(error)
    }
  }

  function run(abort: AbortController): void {
    const position = sink.shapePosition(table)
    become({ state: 'loading', offset: position?.offset ?? null })
    generation += 1
    const stream = options.openShape(table, position, generation, abort.signal)
    let replace = position === null
    let pending: ShapeChange[] = []

    const take = (messages: readonly Message<Row<unknown>>[]): void => {
      for (const message of messages) {
        if (isChangeMessage(message)) pending.push({ operation: message.headers.operation, key: message.key, row: message.value })
        else if (isControlMessage(message) && message.headers.control === 'up-to-date') settle()
        else if (isControlMessage(message) && message.headers.control === 'must-refetch') {
          refetch()
          return
        }
      }
    }
    const settle = (): void => {
      const { shapeHandle: handle, lastOffset: offset } = stream
      if (handle === undefined) throw new Error('up to date without a handle')
      const changes = pending
      const known = sink.shapePosition(table)
      // S34: a quiet table's position does not change, so nothing is written
      if (replace || changes.length > 0 || known?.offset !== offset || known.handle !== handle) {
        sink.applyShape(table, { changes, handle, offset, replace })
      }
      const whole = replace
      pending = []
      replace = false
      attempt = 0
      refetches = 0
      become({ state: 'live', problem: null, lastContact: clock.wall(), offset })
      if (changes.length > 0 || whole) options.onApplied(table, changes, whole)
    }
    stream.subscribe(
      (messages) => {
        if (abort.signal.aborted) return
        try {
          take(messages)
        } catch (error) {
          again(error)
        }
      },
      (error) => {
        if (!abort.signal.aborted) again(error)
      },
    )
  }

  /** The shape is over. A fresh stream collects the whole table; what is on record stays in force until it is complete. */
  function refetch(): void {
    log.info({ table }, 'the cloud asks for a fresh copy')
    sink.forgetShape(table)
    refetches += 1
    if (refetches === 1) {
      // not from inside the old stream's own callback
      queueMicrotask(() => status.state !== 'stopped' && open())
    } else again(new Error('asked for a fresh copy again'))
  }

  function again(error: unknown): void {
    current?.abort(ENDED)
    const problem = problemOf(error)
    if (status.problem !== problem) log.warn({ table, problem }, 'a download ended and is tried again')
    cancelTimer()
    cancelTimer = clock.after(backoffMs(attempt, RETRY, options.random()), open)
    attempt += 1
    become({ state: 'waiting', problem })
    options.onFailure()
  }

  return {
    start: open,
    stop(): void {
      cancelTimer()
      current?.abort(ENDED)
      become({ state: 'stopped' })
    },
    nudge(): void {
      if (status.state === 'waiting') open()
    },
    state: () => status,
  }
}

/** For people: the client's own messages are mostly the URL. */
function problemOf(error: unknown): string {
  if (error instanceof FetchError) return `the cloud answered ${error.status}`
  if (!(error instanceof Error)) return String(error)
  const missing = missingHeaders(error.message)
  if (missing.length > 0)
    return `something else answered in place of the cloud (a login page of the network?): it lacks ${missing.join(', ')}`
  return error.cause instanceof Error ? error.cause.message : error.message.slice(0, 200)
}

/** The client names them, one a line, behind an address of any length; its class for that has no name of its own and is not exported. */
function missingHeaders(message: string): readonly string[] {
  const [, lines = ''] = /didn't include the following required headers:\n((?:- .*\n)+)/.exec(message) ?? []
  return lines.split('\n').flatMap((line) => (line.startsWith('- ') ? [line.slice(2)] : []))
}
