import type { ShapeDefinition } from './definition.ts'
import { Few } from './few.ts'
import { operationsOf } from './operations.ts'
import type { Tuple } from './pgoutput.ts'
import type { Change, Transaction } from './replication.ts'
import type { ShapeLog } from './shape-log.ts'
import { isVisible, type SnapshotMark } from './snapshot.ts'

/** One shape being served. Its handle is its name for as long as its log is unbroken, and is never used again. */
export interface Shape {
  readonly definition: ShapeDefinition
  readonly handle: string
  /** resolves when the snapshot is there; rejects when it could not be taken */
  readonly ready: Promise<void>
  /** how a reader spelled the question for it (question.ts); one that goes on is known by that, and by the handle */
  spelled: string | null
  log(): ShapeLog
  /** calls back once, at the next change or at the end (refetch), never before it returns; the result takes that back */
  next(waiter: Waiter): () => void
  /** resolves with `changed`, `over` (refetch) or `timeout` */
  wait(ms: number, signal: AbortSignal): Promise<'changed' | 'over' | 'timeout'>
  waiting(): number
  isOver(): boolean
}

export type Waiter = (outcome: 'changed' | 'over') => void

/** The registry's side of a shape. */
export interface ShapeControl extends Shape {
  take(transaction: Transaction, changes: readonly Change[]): void
  /** its snapshot was taken after the transaction */
  hasSeen(transaction: Transaction): boolean
  end(): void
}

export interface ShapeOptions {
  readonly definition: ShapeDefinition
  readonly handle: string
  /** takes the snapshot; called once, after the shape has begun to collect changes */
  readonly load: () => Promise<{ readonly mark: SnapshotMark; readonly log: ShapeLog }>
  /** transactions that had been streamed before the shape existed but may be missing from its snapshot */
  readonly recent: readonly Transaction[]
}

export const openShape = (options: ShapeOptions): ShapeControl => new LiveShape(options)

/** A class, where functions would do: ten thousand boxes have a shape each, and ten functions of its own took 700 bytes. */
class LiveShape implements ShapeControl {
  readonly definition: ShapeDefinition
  readonly handle: string
  readonly ready: Promise<void>
  spelled: string | null = null
  private readonly waiters = new Few<Waiter>()
  private loaded: { readonly mark: SnapshotMark; readonly log: ShapeLog } | null = null
  private pending: readonly Pending[] = NOTHING
  private over = false

  constructor({ definition, handle, load, recent }: ShapeOptions) {
    this.definition = definition
    this.handle = handle
    this.ready = load().then((loaded) => this.begin(loaded, recent))
    // whoever asks for the shape sees the failure; nobody asking is not an error
    this.ready.catch(() => {})
  }

  log(): ShapeLog {
    if (!this.loaded) throw new Error('a shape was read before its snapshot was taken')
    return this.loaded.log
  }

  next(waiter: Waiter): () => void {
    this.waiters.add(waiter)
    return () => this.waiters.delete(waiter)
  }

  wait(ms: number, signal: AbortSignal): Promise<'changed' | 'over' | 'timeout'> {
    return this.over ? Promise.resolve('over') : waitFor(this, ms, signal)
  }

  waiting(): number {
    return this.waiters.size
  }

  take(transaction: Transaction, changes: readonly Change[]): void {
    if (this.loaded) this.append(transaction, changes)
    else this.pending = [...this.pending, { transaction, changes }]
  }

  hasSeen(transaction: Transaction): boolean {
    return this.loaded !== null && isVisible(this.loaded.mark, transaction.xid)
  }

  end(): void {
    this.over = true
    this.wake('over')
  }

  isOver(): boolean {
    return this.over
  }

  private begin(loaded: { readonly mark: SnapshotMark; readonly log: ShapeLog }, recent: readonly Transaction[]): void {
    this.loaded = loaded
    const known = new Set(this.pending.map((p) => p.transaction))
    for (const transaction of recent) {
      const mine = transaction.changes.filter((c) => c.oid === this.definition.relation.oid)
      if (!known.has(transaction) && mine.length > 0) this.append(transaction, mine)
    }
    for (const { transaction, changes } of this.pending) this.append(transaction, changes)
    this.pending = NOTHING
  }

  private wake(outcome: 'changed' | 'over'): void {
    for (const waiter of this.waiters.takeAll()) waiter(outcome)
  }

  private append(transaction: Transaction, changes: readonly Change[]): void {
    if (!this.loaded || isVisible(this.loaded.mark, transaction.xid)) return
    const entries = operationsOf(this.definition, transaction, changes, matcher(this.definition))
    if (entries.length === 0) return
    this.loaded.log.append(entries)
    this.wake('changed')
  }
}

interface Pending {
  readonly transaction: Transaction
  readonly changes: readonly Change[]
}
/** one for all: there are thousands of shapes, and hardly ever is anything in it */
const NOTHING: readonly never[] = []

function waitFor(shape: Pick<Shape, 'next'>, ms: number, signal: AbortSignal) {
  return new Promise<'changed' | 'over' | 'timeout'>((resolve) => {
    const finish = (outcome: 'changed' | 'over' | 'timeout') => {
      clearTimeout(timer)
      takeBack()
      signal.removeEventListener('abort', aborted)
      resolve(outcome)
    }
    const aborted = () => finish('timeout')
    const timer = setTimeout(() => finish('timeout'), ms)
    const takeBack = shape.next(finish)
    signal.addEventListener('abort', aborted)
    if (signal.aborted) aborted()
  })
}

function matcher({ equals, condition }: ShapeDefinition): (row: Tuple) => boolean {
  return (row) => equals.every((term) => row[term.column] === term.value) && (condition === null || condition.matches(row))
}
