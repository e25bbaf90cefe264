import type { EdgeTable } from '@gatehouse/domain/wire/edge.ts'
import type { HelloReply, HelloRequest, IngestRequest } from '@gatehouse/domain/wire/sync.ts'
import type { IngestOutcome } from '../cloud-sync/ingest/accept.ts'
import { hashRow, readUnchecked } from './chain.ts'
import { type Books, blankBooks, copyBooks, type MemoryCloud, openMemoryCloud } from './memory-cloud.ts'
import { createFuse, PowerCut } from './power.ts'
import type { Variant } from './variants.ts'

export interface EdgeChange {
  readonly operation: 'insert' | 'update' | 'delete'
  readonly key: string
  readonly row: Readonly<Record<string, string | null>>
}

type Tables = ReadonlyMap<EdgeTable, Map<string, EdgeChange['row']>>
const TABLES = [
  'edge_v1_rates',
  'edge_v1_remote_payments',
  'edge_v1_permits',
  'edge_v1_books',
  'edge_v1_blocked',
  'edge_v1_commands',
] as const
const copyTables = (tables: Tables): Tables => new Map([...tables].map(([table, rows]) => [table, new Map(rows)]))

export interface Feed {
  readonly handle: string
  readonly changes: readonly EdgeChange[]
  readonly rows: ReadonlyMap<string, EdgeChange['row']>
}

/** The cloud's computer: a database that survives, and a process that may not. */
export interface CloudMachine {
  readonly books: Books
  readonly up: boolean
  ingest(request: IngestRequest): IngestOutcome
  hello(request: HelloRequest): HelloReply
  tables(): Tables
  feed(table: EdgeTable): Feed
  /** called with every change of a table and, with null, when the process goes; returns an unsubscribe function */
  follow(table: EdgeTable, listener: (change: EdgeChange | null) => void): () => void
  change(table: EdgeTable, change: EdgeChange): void
  crashAt(writes: number, kept: boolean, downMs: number): void
  dump(): void
  /** puts the dump back after a while; false when there is none, or it is too old */
  restore(downMs: number, maxAgeMs: number): boolean
  start(): void
}

export function createCloudMachine(parts: {
  readonly now: () => number
  readonly wall: () => number
  readonly after: (ms: number, fn: () => void) => () => void
  readonly variant: Variant
  readonly onHello: (device: string) => void
}): CloudMachine {
  const { now, after, variant } = parts
  const fuse = createFuse()
  let books = blankBooks()
  let tables: Tables = new Map(TABLES.map((table) => [table, new Map()]))
  let dumped: { readonly books: Books; readonly tables: Tables; readonly at: number } | null = null
  let incarnation = 1
  let run = 0
  let cancelStart = () => {}
  let process: MemoryCloud | null = null
  let logs = new Map<EdgeTable, EdgeChange[]>()
  let listeners = new Map<EdgeTable, Set<(change: EdgeChange | null) => void>>()

  function start(): void {
    run += 1
    logs = new Map(TABLES.map((table) => [table, []]))
    listeners = new Map(TABLES.map((table) => [table, new Set()]))
    const name = variant.cloudKeepsIncarnation ? 'one' : `incarnation-${incarnation}`
    process = openMemoryCloud(books, name, { now: parts.wall, hashRow, read: readUnchecked, write: fuse.write, ...variant.cloud })
  }

  /** only the last word counts: a database being put back is not started by the power coming back */
  function startIn(ms: number): void {
    cancelStart()
    cancelStart = after(ms, () => process ?? start())
  }

  function stop(): void {
    process = null
    for (const of of listeners.values()) for (const listener of of) listener(null)
    listeners.clear()
  }

  function alive(): MemoryCloud {
    if (!process) throw new PowerCut()
    return process
  }

  return {
    get books() {
      return books
    },
    get up() {
      return process !== null
    },
    ingest(request) {
      try {
        return alive().accept(request)
      } catch (error) {
        if (error instanceof PowerCut && variant.answerBeforeCommit && request.rows.length > 0) return variant.answerBeforeCommit(request)
        throw error
      }
    },
    hello(request) {
      const reply = alive().hello(request)
      if (!request.past) parts.onHello(request.device)
      return reply
    },
    tables: () => tables,
    feed: (table) => ({ handle: `${incarnation}.${run}.${table}`, changes: logs.get(table) ?? [], rows: tables.get(table) ?? new Map() }),
    follow(table, listener) {
      const of = listeners.get(table)
      of?.add(listener)
      return () => void of?.delete(listener)
    },
    change(table, change) {
      if (!process) return
      tables.get(table)?.set(change.key, change.row)
      logs.get(table)?.push(change)
      for (const listener of listeners.get(table) ?? []) listener(change)
    },
    crashAt(writes, kept, downMs) {
      fuse.arm(writes, kept, () => {
        stop()
        startIn(downMs)
      })
    },
    dump() {
      dumped = { books: copyBooks(books), tables: copyTables(tables), at: now() }
    },
    restore(downMs, maxAgeMs) {
      if (!dumped || !process || now() - dumped.at > maxAgeMs) return false
      stop()
      books = copyBooks(dumped.books)
      tables = copyTables(dumped.tables)
      incarnation += 1
      startIn(downMs)
      return true
    },
    start() {
      fuse.disarm()
      if (!process) start()
    },
  }
}
