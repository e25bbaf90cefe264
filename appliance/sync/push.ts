import { type Stream, streams } from '@gatehouse/domain/wire/event.ts'
import type { HelloRequest } from '@gatehouse/domain/wire/sync.ts'
import { backoffMs } from './backoff.ts'
import { toIngestRequest } from './batch.ts'
import type { SyncClock, SyncLog } from './clock.ts'
import type { CloudClient, Failure } from './cloud-client.ts'
import { openHello } from './hello.ts'
import type { PendingBatch, SyncSource } from './ports.ts'
import { FULL_BATCH, isBusy, nextStart, openQueues, type Queue, taken } from './queues.ts'
import type { PushState } from './status.ts'

export interface Push {
  start(): void
  stop(): void
  /** tries now instead of when the timer says: a cable was plugged in, a download just failed */
  nudge(): void
  /** the cloud answers, and nothing waits or is on its way */
  isQuiet(): boolean
  /** the cloud answers, and nothing waits or is on its way but what cannot move */
  isFree(): boolean
  /** it answers, and has been compared with everything on record here since it last changed */
  isCompared(): boolean
  state(): PushState
}

export interface PushOptions {
  readonly source: SyncSource
  readonly client: CloudClient
  readonly clock: SyncClock
  readonly random: () => number
  /** calls back once this turn of the event loop is over */
  readonly soon: (fn: () => void) => void
  readonly log: SyncLog
  readonly version: string
  /** the most rows in a batch; 500 when absent, which is what the cloud takes */
  readonly fullBatch?: number
  /** what was not taken on the network of the site; null, or absent: there is none */
  readonly turnedAway?: () => HelloRequest['turnedAway'] | null
  readonly onChange: () => void
  /** the cloud answers again after it did not */
  readonly onOnline: () => void
  /** the cloud answers, and nothing waits or is on its way */
  readonly onQuiet?: () => void
}

const HELLO_EVERY_MS = 60_000
/** after the last row has gone, say so soon: "complete until" on the owner's page should not lag a minute */
const SETTLED_MS = 2_000
const RETRY = { baseMs: 500, capMs: 15_000 }
/** a refused token or a row nobody takes: a person is needed, so no hurry */
const SLOW_RETRY = { baseMs: 10_000, capMs: 300_000 }
const FORKED = 'the cloud has another history of this box: was its card copied?'

/** Sends the log up (rules S1–S9, S23, S24). Everything here is driven by appends, answers and one timer; nothing is awaited by the queue. */
export function createPush(options: PushOptions): Push {
  const { source, client, clock, random, log, fullBatch = FULL_BATCH } = options
  const queues = openQueues(fullBatch)
  const stopping = new AbortController()
  const hello = openHello({
    ...{ source, client, clock, log, version: options.version, signal: stopping.signal },
    turnedAway: () => options.turnedAway?.() ?? null,
    onForked: (stream) => getStuck(stream, FORKED),
  })
  let running = false
  let greeted = false
  let greeting = false
  let online = false
  let problem: string | null = null
  let refusal: string | null = null
  let lastContact: number | null = null
  let attempt = 0
  let timer: { readonly due: number; readonly cancel: () => void } | null = null
  let woken = false

  // ── the one timer: a retry while something is wrong, the next hello while all is well ──
  /** The earlier of the two stays. */
  function wakeIn(ms: number): void {
    const due = clock.wall() + ms
    if (timer && timer.due <= due) return
    timer?.cancel()
    timer = { due, cancel: clock.after(ms, greetNow) }
  }

  function greetNow(): void {
    timer?.cancel()
    timer = null
    if (running && !greeting) greet().catch(tripped)
  }

  function setOnline(now: boolean, why: string | null): void {
    const came = now && !online
    if (online !== now || problem !== why)
      log[now ? 'info' : 'warn']({ online: now, problem: why }, now ? 'cloud reached' : 'cloud not reached')
    online = now
    problem = why
    if (now) lastContact = clock.wall()
    if (came) options.onOnline()
    options.onChange()
  }

  function succeeded(): void {
    attempt = 0
    refusal = null
    setOnline(true, null)
  }

  /** Anything but an answer to the point: wait, then start over with a hello. */
  function failed(answer: Failure): void {
    greeted = false
    for (const queue of queues.values()) queue.depth = 1
    timer?.cancel()
    timer = null
    const limits = answer.kind === 'unauthorised' ? SLOW_RETRY : RETRY
    wakeIn(backoffMs(attempt, limits, random(), answer.kind === 'later' ? (answer.waitMs ?? 0) : 0))
    attempt += 1
    if (answer.kind === 'unauthorised') refusal = answer.reason
    // a cloud that says "later" or "not you" was reached, but no row gets through
    setOnline(false, answer.reason)
  }

  /** The ledger could not be read or written. Sync waits and tries again; it never takes the lane down with it. */
  function tripped(error: unknown): void {
    if (running) failed({ kind: 'offline', reason: `the ledger: ${error instanceof Error ? error.message : error}` })
  }

  // ── hello ──
  async function greet(): Promise<void> {
    const heads = source.heads()
    greeting = true
    // a ledger that cannot be read just now must not be the end of it: the next hello asks again
    const ask = async () => hello.say(heads)
    const answer = await ask().finally(() => {
      greeting = false
    })
    if (!running) return
    const heard = hello.heard(heads, answer)
    if (heard.kind !== 'ok') return failed(heard)
    greeted = true
    timer?.cancel()
    timer = null
    // ±10 %, so boxes that came back together do not stay together
    wakeIn(Math.round(HELLO_EVERY_MS * (0.9 + 0.2 * random())))
    succeeded()
    pump()
    if (!heard.isCompared) await comparePast()
  }

  async function comparePast(): Promise<void> {
    const outcome = await hello.comparePast()
    // broken off, the next hello starts it again
    if (!running || outcome === 'broken') return
    if (outcome === 'other') return greetNow()
    // the next hello tells the cloud that its figures are complete; one that stays behind us is not asked any faster
    if (outcome === 'first') wakeIn(SETTLED_MS)
    pump()
  }

  // ── batches ──
  function pump(): void {
    if (!running || !greeted) return
    for (const stream of streams) {
      const queue = queueOf(stream)
      for (let start = nextStart(queue); start; start = nextStart(queue)) {
        const batch = source.pending(stream, queue.limit, start.after)
        if (!batch) break
        send(stream, queue, batch).catch(tripped)
      }
      // S1: a backlog above is worked off before anything below starts
      if (isBusy(queue)) break
    }
    if (options.onQuiet && isQuiet()) options.onQuiet()
    options.onChange()
  }

  /** The cloud answers, and of the streams that count nothing waits or is on its way. */
  const isDone = (counts: (stream: Stream) => boolean): boolean =>
    online &&
    greeted &&
    streams.every((stream) => queueOf(stream).underWay.size === 0) &&
    source.heads().every(({ stream, backlog }) => backlog === 0 || !counts(stream))

  const isQuiet = (): boolean => isDone(() => true)
  const isFree = (): boolean => isDone((stream) => queueOf(stream).stuck === null)

  async function send(stream: Stream, queue: Queue, batch: PendingBatch): Promise<void> {
    const mine = { batch, full: batch.rows.length >= queue.limit, alone: queue.underWay.size === 0 }
    queue.underWay.add(mine)
    const answer = await client.ingest(toIngestRequest(source, batch), stopping.signal)
    queue.underWay.delete(mine)
    if (!running) return
    if (answer.kind === 'ok') {
      const { acked, durable, rejected, serverIncarnation } = answer.value
      for (const { seq, eventId, reason } of rejected) log.warn({ stream, seq, eventId, reason }, 'the cloud put an event aside')
      // Another cloud than the one we compared with: it was restored, or this is a late word from before it was. Only a hello tells.
      const ours = serverIncarnation === hello.cloud()
      if (ours) source.acknowledge(stream, batch.epoch, acked, durable)
      taken(queue, fullBatch)
      succeeded()
      if (ours) wakeIn(SETTLED_MS)
      else {
        greeted = false
        greetNow()
      }
    } else if (answer.kind === 'refused') {
      queue.depth = 1
      lastContact = clock.wall()
      // sent behind another one it may only have come too early: it goes again, by itself
      if (mine.alone) refused(stream, queue, batch, answer.refusal)
    } else {
      failed(answer)
    }
    pump()
  }

  function refused(
    stream: Stream,
    queue: Queue,
    batch: PendingBatch,
    refusal: { readonly error: string; readonly message: string; readonly acked?: number | undefined },
  ): void {
    if (refusal.error === 'gap' && refusal.acked !== undefined) {
      fillGap(stream, queue, batch, refusal.acked)
    } else if (refusal.error === 'fork') {
      getStuck(stream, FORKED)
    } else if (batch.rows.length > 1) {
      queue.limit = Math.floor(batch.rows.length / 2)
      log.warn({ stream, rows: batch.rows.length, error: refusal.error, message: refusal.message }, 'batch refused: trying half of it')
    } else {
      getStuck(stream, `one event is refused: ${refusal.message}`)
    }
  }

  /** Goes back to where the cloud stands. Asked for the same rows twice, they are not here any more. */
  function fillGap(stream: Stream, queue: Queue, batch: PendingBatch, acked: number): void {
    const here = `${batch.epoch}:${acked}`
    if (queue.gapAt === here) {
      getStuck(stream, `rows after ${acked} are missing at the cloud and no longer on this box`)
      return
    }
    queue.gapAt = here
    source.unacknowledge(stream, batch.epoch, acked)
  }

  function getStuck(stream: Stream, reason: string): void {
    const queue = queueOf(stream)
    queue.stuck?.cancel()
    log.warn({ stream, reason }, 'a stream does not move')
    const cancel = clock.after(backoffMs(queue.stuckTimes, SLOW_RETRY, 0.5 + random() / 2), () => {
      queue.stuck = null
      queue.gapAt = null
      pumpSafely()
    })
    queue.stuckTimes += 1
    queue.stuck = { reason, cancel }
  }

  function queueOf(stream: Stream): Queue {
    const queue = queues.get(stream)
    if (!queue) throw new Error(`no such stream: ${stream}`)
    return queue
  }

  /** Called inside the ledger's write: only notes that there is something, so the lane's own work comes first. */
  function appended(): void {
    if (woken || !greeted) return
    woken = true
    options.soon(() => {
      woken = false
      pumpSafely()
    })
  }

  function pumpSafely(): void {
    try {
      pump()
    } catch (error) {
      tripped(error)
    }
  }

  let unsubscribe = () => {}
  return {
    start() {
      running = true
      unsubscribe = source.onAppend(appended)
      greetNow()
    },
    stop() {
      running = false
      unsubscribe()
      timer?.cancel()
      for (const queue of queues.values()) queue.stuck?.cancel()
      stopping.abort()
    },
    nudge() {
      greetNow()
    },
    isQuiet,
    isFree,
    isCompared: () => online && greeted && hello.isCompared(),
    state: () => ({
      online,
      cloud: hello.cloud(),
      problem,
      refusal,
      lastContact,
      ...hello.state(),
      inFlight: new Set(streams.filter((stream) => queueOf(stream).underWay.size > 0)),
      stuck: new Map(streams.flatMap((stream) => (queueOf(stream).stuck ? [[stream, queueOf(stream).stuck?.reason ?? '']] : []))),
    }),
  }
}
