import type { EdgeTable } from '@gatehouse/domain/wire/edge.ts'
import type { HelloRequest, IngestRequest } from '@gatehouse/domain/wire/sync.ts'
import type { Answer, CloudClient } from '../appliance/sync/cloud-client.ts'
import type { OpenShape, ShapeReader } from '../appliance/sync/pull.ts'
import { sealHolds } from './chain.ts'
import type { CloudMachine, EdgeChange } from './cloud-machine.ts'
import { PowerCut } from './power.ts'
import type { Random } from './random.ts'
import type { Weather } from './schedule.ts'

const TIMEOUT_MS = 30_000
/** how late a copy of a request may come: a proxy that tries again */
const REPLAY_MS = 120_000
const LATENCY_MS = 5

export interface Road {
  /** whose requests these are */
  readonly device: string
  readonly random: Random
  readonly cloud: CloudMachine
  readonly weather: () => Weather
  /** this box's own cable */
  readonly plugged: () => boolean
  readonly alive: () => boolean
  readonly after: (ms: number, fn: () => void) => () => void
  readonly now: () => number
}

const lost = (reason: string) => ({ kind: 'offline', reason }) as const

/** The network between one process of a box and the cloud, as its requests see it. */
export function createWire(road: Road): { readonly client: CloudClient; readonly openShape: OpenShape } {
  const ask = <T>(rows: number, work: () => Answer<T>): Promise<Answer<T>> =>
    new Promise((resolve) => {
      let open = true
      const settle = (answer: Answer<T>): void => {
        if (!open) return
        open = false
        cancel()
        resolve(answer)
      }
      const cancel = road.after(TIMEOUT_MS, () => settle(lost('timed out')))
      send(road, rows, work, settle)
    })
  return {
    client: {
      hello: (request: HelloRequest) => ask(0, () => ({ kind: 'ok', value: road.cloud.hello(request) })),
      ingest: (request: IngestRequest) => ask(request.rows.length, () => answerOf(road, request)),
    },
    openShape: (table, position, _run, signal) => readShape(road, table, position, signal),
  }
}

function answerOf({ cloud, device }: Road, request: IngestRequest): Answer<never> {
  const { seal, site, device: author, epoch, parentEpoch, stream, hash, rows } = request
  const seq = rows.at(-1)?.seq ?? 0
  if (author !== device && !sealHolds(seal, { site, device: author, epoch, parentEpoch, stream, seq, hash }))
    return { kind: 'unauthorised', reason: 'the seal does not fit the rows' }
  const outcome = cloud.ingest(request)
  if (outcome.ok) return { kind: 'ok', value: outcome.reply as never }
  const { refusal: error, message } = outcome
  return { kind: 'refused', refusal: outcome.refusal === 'broken' ? { error, message } : { error, message, acked: outcome.acked } }
}

function send<T>(road: Road, rows: number, work: () => Answer<T>, settle: (answer: Answer<T>) => void): void {
  const { random, after } = road
  const weather = road.weather()
  const way = () => LATENCY_MS + random.below(weather.delayMs) + weather.rowMs * rows
  if (!road.plugged()) return void after(1, () => settle(lost('unplugged')))
  if (weather.portal > 0 && random.chance(weather.portal)) return void after(way(), () => settle(lost('a portal answered')))
  if (rows > weather.maxRows)
    return void after(way(), () => settle({ kind: 'refused', refusal: { error: 'tooLarge', message: 'too large for a proxy' } }))
  /** gone without a word, or with a reset */
  const vanish = () => {
    if (random.chance(0.5)) after(way(), () => settle(lost('reset')))
  }
  const deliver = (ms: number) =>
    after(ms, () => {
      if (!road.plugged() || random.chance(weather.loss)) return vanish()
      if (!road.cloud.up) return settle(lost('refused'))
      if (random.chance(weather.busy))
        return void after(way(), () => settle({ kind: 'later', reason: 'busy', waitMs: random.below(4_000) }))
      const answer = answered(work)
      if (!answer || !road.plugged() || random.chance(weather.loss)) return vanish()
      after(way(), () => (road.plugged() ? settle(answer) : vanish()))
    })
  deliver(way())
  if (random.chance(weather.dup)) deliver(way() + random.below(REPLAY_MS))
}

/** Null when the cloud's power went while it worked. */
function answered<T>(work: () => Answer<T>): Answer<T> | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof PowerCut) return null
    throw error
  }
}

/**
 * In place of the official client's stream: the same messages in the same order (snapshot or log, up-to-date, then live changes,
 * must-refetch for a handle that is no more), and it ends for good at the first thing that goes wrong, as that does.
 */
function readShape(road: Road, table: EdgeTable, position: Parameters<OpenShape>[1], signal: AbortSignal): ShapeReader {
  const { random, cloud } = road
  let [handle, offset] = [position?.handle, position?.offset ?? '-1']
  let ended = false
  let due = 0
  return {
    get shapeHandle() {
      return handle
    },
    get lastOffset() {
      return offset
    },
    subscribe(onMessages, onError) {
      let unfollow = () => {}
      const over = () => ended || signal.aborted || !road.alive()
      const end = (reason: string) => {
        unfollow()
        if (over()) return
        ended = true
        onError(new Error(reason))
      }
      /** in order: one stream never overtakes itself */
      const later = (fn: () => void) => {
        due = Math.max(due, road.now() + LATENCY_MS + random.below(road.weather().delayMs))
        road.after(due - road.now(), fn)
      }
      const hand = (changes: readonly EdgeChange[], at: string, name: string) =>
        later(() => {
          if (over()) return unfollow()
          const { loss, portal } = road.weather()
          if (!road.plugged() || random.chance(loss) || random.chance(portal)) return end('broken off')
          ;[handle, offset] = [name, at]
          const rows = changes.map(({ operation, key, row }) => ({ headers: { operation }, key, value: row }))
          onMessages([...rows, { headers: { control: 'up-to-date' } }] as never)
        })
      const connect = () => {
        if (over()) return
        if (!road.plugged() || !cloud.up || random.chance(road.weather().loss)) return end('not reached')
        const feed = cloud.feed(table)
        if (position && position.handle !== feed.handle)
          return later(() => over() || onMessages([{ headers: { control: 'must-refetch' } }] as never))
        const from = position ? Number(position.offset.split('_')[0]) : null
        const first =
          from === null ? [...feed.rows].map(([key, row]) => ({ operation: 'insert' as const, key, row })) : feed.changes.slice(from)
        let sent = feed.changes.length
        hand(first, `${sent}_0`, feed.handle)
        unfollow = cloud.follow(table, (change) => {
          if (!change) return road.after(1, () => end('the cloud went away'))
          sent += 1
          hand([change], `${sent}_0`, feed.handle)
        })
      }
      later(connect)
    },
  }
}
