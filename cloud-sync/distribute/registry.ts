import { createHash } from 'node:crypto'
import type { ShapeDefinition } from './definition.ts'
import { Few } from './few.ts'
import type { Change, Transaction } from './replication.ts'
import { openShape, type Shape, type ShapeControl } from './shape.ts'
import type { ShapeLog } from './shape-log.ts'
import type { SnapshotMark } from './snapshot.ts'

export interface Registry {
  /** the shape for a definition, made when there is none */
  open(definition: ShapeDefinition): Shape
  /** takes a shape as it was kept; false: there is one like it already */
  restore(definition: ShapeDefinition, handle: string, loaded: LoadedShape): boolean
  /** the shape there is, if any */
  find(definition: ShapeDefinition): Shape | undefined
  byHandle(handle: string): Shape | undefined
  deliver(transaction: Transaction): void
  /** ends a shape, a relation's shapes, or all: their readers must refetch */
  end(handle: string): boolean
  /** except those of the version with this signature */
  endRelation(oid: number, signature: string | null): void
  endAll(): void
  /** once every shape there is has its snapshot, or has failed to */
  settled(): Promise<void>
  size(): number
}

export interface LoadedShape {
  readonly mark: SnapshotMark
  readonly log: ShapeLog
}

export interface RegistryOptions {
  /** `bornLsn`: changes committed before are in the snapshot */
  readonly load: (definition: ShapeDefinition, handle: string, bornLsn: number) => Promise<LoadedShape>
  readonly onEnd?: (handle: string) => void
  /** microseconds since 1970, never the same twice: handles are never reused, not even across restarts */
  readonly micros: () => number
  readonly maxShapes: number
  readonly maxLogBytes: number
}

/**
 * Transactions kept for shapes that are being made: Postgres writes a commit to the WAL a moment before snapshots see it,
 * so a change can have been streamed already and yet be missing from a snapshot taken afterwards.
 */
const RECENT = 256

export function createRegistry(options: RegistryOptions): Registry {
  const byKey = new Map<string, ShapeControl>()
  const byHandle = new Map<string, ShapeControl>()
  const index = shapeIndex()
  const recent: Transaction[] = []
  let lastLsn = 0

  const drop = (shape: ShapeControl) => {
    if (byKey.get(shape.definition.key) === shape) byKey.delete(shape.definition.key)
    byHandle.delete(shape.handle)
    index.remove(shape)
    shape.end()
    options.onEnd?.(shape.handle)
  }

  function make(definition: ShapeDefinition): ShapeControl {
    if (byKey.size >= options.maxShapes) evict()
    const handle = newHandle(definition, options.micros())
    const bornLsn = recent[0]?.lsn ?? lastLsn
    return enter(openShape({ definition, handle, load: () => options.load(definition, handle, bornLsn), recent: [...recent] }))
  }

  function enter(shape: ShapeControl): ShapeControl {
    const { definition } = shape
    byKey.set(definition.key, shape)
    byHandle.set(shape.handle, shape)
    index.add(shape)
    shape.ready.catch(() => drop(shape))
    return shape
  }

  function used(shape: ShapeControl): ShapeControl {
    const { key } = shape.definition
    byKey.delete(key)
    byKey.set(key, shape)
    return shape
  }

  /** The least recently used shape that nobody waits on. */
  function evict(): void {
    for (const shape of byKey.values()) {
      if (shape.waiting() > 0) continue
      drop(shape)
      return
    }
  }

  return {
    open(definition) {
      const known = byKey.get(definition.key)
      return known ? used(known) : make(definition)
    },
    restore(definition, handle, loaded) {
      if (byKey.has(definition.key)) return false
      enter(openShape({ definition, handle, load: async () => loaded, recent: [] }))
      return true
    },
    find: (definition) => byKey.get(definition.key),
    byHandle(handle) {
      const known = byHandle.get(handle)
      return known && used(known)
    },
    deliver(transaction) {
      lastLsn = transaction.lsn
      recent.push(transaction)
      if (recent.length > RECENT) recent.shift()
      for (const [shape, changes] of index.concerned(transaction)) {
        if (changes === 'truncated') {
          if (!shape.hasSeen(transaction)) drop(shape)
        } else shape.take(transaction, changes)
        if (!shape.isOver() && byHandle.has(shape.handle) && tooLarge(shape)) drop(shape)
      }
    },
    end(handle) {
      const shape = byHandle.get(handle)
      if (shape) drop(shape)
      return shape !== undefined
    },
    endRelation(oid, signature) {
      for (const shape of [...byHandle.values()]) {
        const { relation } = shape.definition
        if (relation.oid === oid && relation.signature !== signature) drop(shape)
      }
    },
    endAll() {
      recent.length = 0
      for (const shape of [...byHandle.values()]) drop(shape)
    },
    settled: async () => {
      await Promise.allSettled([...byKey.values()].map((shape) => shape.ready))
    },
    size: () => byKey.size,
  }

  function tooLarge(shape: ShapeControl): boolean {
    try {
      return shape.log().bytes() > options.maxLogBytes
    } catch {
      return false // still being made
    }
  }
}

/** `<hash of the definition>-<microseconds>`, as Electric's look. */
function newHandle(definition: ShapeDefinition, micros: number): string {
  const hash = createHash('sha256').update(definition.key).digest().readUInt32BE(0) & 0x7ffffff
  return `${hash}-${micros}`
}

/**
 * Finds the shapes a change concerns by looking values up, not by asking every shape: table → column → constant → shapes,
 * on each shape's first term. Shapes without a where clause stand in a list of their own.
 */
function shapeIndex() {
  const relations = new Map<number, { readonly whole: Set<ShapeControl>; readonly columns: Map<string, Map<string, Few<ShapeControl>>> }>()

  const bucket = (shape: ShapeControl): Set<ShapeControl> | Few<ShapeControl> => {
    const { relation, equals } = shape.definition
    const entry = relations.get(relation.oid) ?? { whole: new Set(), columns: new Map() }
    relations.set(relation.oid, entry)
    const term = equals[0]
    if (!term) return entry.whole
    const values = entry.columns.get(term.column) ?? new Map<string, Few<ShapeControl>>()
    entry.columns.set(term.column, values)
    const few = values.get(term.value) ?? new Few<ShapeControl>()
    values.set(term.value, few)
    return few
  }

  function* matching(change: Change): Iterable<ShapeControl> {
    const entry = relations.get(change.oid)
    if (!entry) return
    yield* entry.whole
    for (const [column, values] of entry.columns) {
      if (change.op === 'truncate') {
        for (const set of values.values()) yield* set
        continue
      }
      const [before, after] = [change.before?.[column], change.after?.[column]]
      if (typeof before === 'string') yield* values.get(before) ?? []
      if (typeof after === 'string' && after !== before) yield* values.get(after) ?? []
    }
  }

  return {
    add: (shape: ShapeControl): void => void bucket(shape).add(shape),
    remove(shape: ShapeControl): void {
      const set = bucket(shape)
      set.delete(shape)
      const term = shape.definition.equals[0]
      if (set.size === 0 && term) relations.get(shape.definition.relation.oid)?.columns.get(term.column)?.delete(term.value)
    },
    concerned(transaction: Transaction): ReadonlyMap<ShapeControl, readonly Change[] | 'truncated'> {
      const work = new Map<ShapeControl, Change[] | 'truncated'>()
      for (const change of transaction.changes) {
        for (const shape of matching(change)) {
          const list = work.get(shape) ?? []
          if (list === 'truncated') continue
          list.push(change)
          work.set(shape, change.op === 'truncate' ? 'truncated' : list)
        }
      }
      return work
    },
  }
}
