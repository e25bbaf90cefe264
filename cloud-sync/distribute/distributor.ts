import type pg from 'pg'
import { lastingPool } from '../store/lasting-pool.ts'
import { json } from './answer.ts'
import { define, type ShapeDefinition, type ShapeQuery } from './definition.ts'
import type { Held } from './held.ts'
import { rememberShapes } from './memory.ts'
import { createRegistry } from './registry.ts'
import { findRelation, keepWholeRows, type Relation } from './relation.ts'
import { type Replication, startReplication } from './replication.ts'
import type { Caching } from './reply.ts'
import { findReturning, type Returning, serveShape } from './serve.ts'
import { memoryLog } from './shape-log.ts'
import { openShapeStore } from './shape-store.ts'
import { slotAlarm, slotStanding, walLimitMegabytes } from './slot.ts'
import { takeSnapshot } from './snapshot.ts'
import { textSettings } from './sql-text.ts'
import { readSubset, type Subset } from './subset.ts'

export interface ShapeRequest {
  readonly search: URLSearchParams
  /** the query of the address as it came; null: the question was in the body */
  readonly spelled: string | null
  readonly ifNoneMatch: string | null
  /** aborts when the caller has gone; made only where somebody listens */
  readonly signal: () => AbortSignal
}

/** What answers `/v1/shape`. */
export interface Distributor {
  serve(query: ShapeQuery, request: ShapeRequest): Promise<Response | Held>
  /** A reader that goes on where it was, known by the query of its address; null: its question has to be read. */
  returning?(spelled: string): Returning | null
  remove(query: ShapeQuery, search: URLSearchParams): Promise<Response>
  stop(): Promise<void>
}

export interface DistributorOptions {
  readonly databaseUrl: string
  /** the tables that can be read; null: every table of the database (needs a superuser) */
  readonly tables: readonly string[] | null
  readonly now: () => number
  readonly random: () => number
  readonly onError: (error: Error) => void
  /** shapes outlive this process, in the database itself; otherwise every start begins anew and leaves nothing behind */
  readonly persistent?: boolean
  /** something about the slot that a person should know, again and again until it is mended */
  readonly onAlarm?: (sentence: string) => void
  readonly alarmEveryMs?: number
  /** how long an earlier run's connection may take to be noticed as gone */
  readonly patienceMs?: number
  readonly longPollMs?: number
  readonly sseMs?: number
  readonly chunkBytes?: number
  readonly caching?: Caching
}

const RELATION_TTL_MS = 1000
const RESTART_MS = 1000
const ALARM_MS = 60_000

/** Our own Electric-protocol engine over one database: follows its WAL and keeps every asked-for shape in memory. */
export async function startDistributor(options: DistributorOptions): Promise<Distributor> {
  const { databaseUrl, tables, now, onError } = options
  const pool = lastingPool({ connectionString: databaseUrl, max: 4, options: textSettings, application_name: 'gatehouse-shapes' }, onError)
  const chunkBytes = options.chunkBytes ?? 10 * 1024 * 1024
  let globalLsn = 0
  let replication: Replication | null = null
  let stopped = false
  const store = options.persistent
    ? await openShapeStore(pool, {
        maxJournalBytes: 64 * 1024 * 1024,
        onDurable: (lsn) => replication?.confirm(lsn),
        onError: (error) => stopped || onError(error),
      }).catch(async (error: unknown) => {
        await pool.end()
        throw error
      })
    : null
  const registry = createRegistry({
    load: async (definition, handle, bornLsn) => {
      const slot = memory?.slot()
      const { mark, chunks } = await takeSnapshot(pool, definition, chunkBytes)
      if (store && slot) await store.keep(definition, { handle, mark, chunks }, { slot, bornLsn })
      return { mark, log: memoryLog(chunks, chunkBytes) }
    },
    onEnd: (handle) => {
      if (!stopped) store?.forget(handle)
    },
    micros: microsecondClock(now),
    maxShapes: 20_000,
    maxLogBytes: 32 * 1024 * 1024,
  })
  const relations = relationCache(pool, now, tables === null)

  const memory =
    store && rememberShapes({ pool, store, registry, findRelation: relations.find, chunkBytes, patienceMs: options.patienceMs ?? 20_000 })

  const listener = {
    onTransaction: memory ? memory.take : registry.deliver,
    onRelationChanged: (oid: number, schema: string, table: string) => {
      relations.clear()
      // a shape made after the change but before we heard of it is as good as new
      relations
        .find(schema, table, null)
        .then((now) => registry.endRelation(oid, now?.signature ?? null))
        .catch(() => registry.endRelation(oid, null))
    },
    onPosition: (lsn: number) => {
      globalLsn = Math.max(globalLsn, lsn)
      if (store) store.reached(lsn)
      else replication?.confirm(lsn)
    },
    onLost: (error: Error) => {
      replication = null
      if (stopped) return
      onError(error)
      void restart()
    },
  }
  async function connect(): Promise<Replication> {
    // without a slot that waits for us, changes may have been missed: every shape starts over
    if (!memory) registry.endAll()
    const slot = memory ? await memory.nextSlot() : null
    return startReplication({ databaseUrl, publication: tables ? 'gatehouse_edge' : 'gatehouse_all', tables, slot }, listener)
  }
  async function restart(): Promise<void> {
    while (!stopped && !replication) {
      await new Promise((resolve) => setTimeout(resolve, RESTART_MS).unref())
      if (stopped) return
      try {
        replication = await connect()
      } catch (error) {
        onError(error instanceof Error ? error : new Error(String(error)))
      }
    }
  }
  try {
    replication = await connect()
  } catch (error) {
    await pool.end()
    throw error
  }
  const alarm = memory && watchSlot(pool, memory.slot, options)

  const context = {
    registry,
    findRelation: relations.find,
    readSubset: (shape: ShapeDefinition, subset: Subset) => readSubset(pool, shape, subset, Math.floor(options.random() * 2 ** 31)),
    closing: () => stopped,
    globalLsn: () => globalLsn,
    longPollMs: options.longPollMs ?? 20_000,
    sseMs: options.sseMs ?? 60_000,
    keepAliveMs: 21_000,
    caching: options.caching ?? { maxAgeSeconds: 60, staleSeconds: 300 },
    now,
    random: options.random,
    onError,
  }
  const unavailable = () => json(503, { message: 'not following the database at the moment' }, { 'retry-after': '1' })
  return {
    serve: async (query, request) => (replication && !stopped ? serveShape(context, query, request) : unavailable()),
    returning: (spelled) => (replication && !stopped ? findReturning(context, spelled) : null),
    async remove(query, search) {
      const defined = define(query, await relations.find(query.schema, query.table, query.columns))
      const handle = search.get('handle') ?? (defined.ok ? registry.find(defined.value)?.handle : undefined)
      const known = handle !== undefined && registry.end(handle)
      return new Response(null, { status: known ? 202 : 404, headers: { 'cache-control': 'no-cache' } })
    },
    async stop() {
      stopped = true
      clearInterval(alarm ?? undefined)
      registry.endAll()
      await store?.flush()
      await replication?.stop()
      await pool.end()
    },
  }
}

/** Looks at the slot now and then; tells of a limit that is missing once, at the start. */
function watchSlot(pool: pg.Pool, slot: () => string | null, { onAlarm, alarmEveryMs = ALARM_MS, onError }: DistributorOptions) {
  const look = async () => {
    const name = slot()
    const sentence = name && slotAlarm(await slotStanding(pool, name))
    if (sentence) onAlarm?.(sentence)
  }
  walLimitMegabytes(pool)
    .then((megabytes) => {
      if (megabytes < 0) onAlarm?.('max_slot_wal_keep_size is not set: a cloud that is never started again would fill the database’s disk')
    })
    .catch(onError)
  return setInterval(() => void look().catch(onError), alarmEveryMs).unref()
}

/** Catalogue look-ups, remembered for a second: a long-poll every 20 s from each of ten thousand boxes must not each ask. */
function relationCache(pool: pg.Pool, now: () => number, prepare: boolean) {
  const cache = new Map<string, { readonly until: number; readonly relation: Promise<Relation | null> }>()
  return {
    clear: () => cache.clear(),
    async find(schema: string, table: string, columns: readonly string[] | null): Promise<Relation | null> {
      const key = JSON.stringify([schema, table])
      const known = cache.get(key)
      if (known && known.until > now()) {
        const relation = await known.relation
        // a column we have not heard of may just have been added
        if (relation && (columns ?? []).every((name) => relation.columns.some((c) => c.name === name))) return relation
      }
      const relation = findRelation(pool, schema, table).then(async (found) => {
        if (found && prepare) await keepWholeRows(pool, found)
        return found
      })
      cache.set(key, { until: now() + RELATION_TTL_MS, relation })
      relation.catch(() => cache.delete(key))
      return relation
    },
  }
}

function microsecondClock(now: () => number): () => number {
  let last = 0
  return () => {
    last = Math.max(last + 1, Math.floor(now() * 1000))
    return last
  }
}
