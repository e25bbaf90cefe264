import type { ShapeDefinition } from './definition.ts'
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

export function openShape(options: {
  readonly definition: ShapeDefinition
  readonly handle: string
  /** takes the snapshot; called once, after the shape has begun to collect changes */
  readonly load: () => Promise<{ readonly mark: SnapshotMark; readonly log: ShapeLog }>
  /** transactions that had been streamed before the shape existed but may be missing from its snapshot */
  readonly recent: readonly Transaction[]
}): ShapeControl {
  const { definition, handle } = options
  // not for the life of the shape
  let recent = options.recent
  const waiters = new WaitingRoom()
  let loaded: { mark: SnapshotMark; log: ShapeLog } | null = null
  let pending: readonly Pending[] = NOTHING
  let over = false

  const next = (waiter: Waiter) => waiters.next(waiter)
  const append = (transaction: Transaction, changes: readonly Change[]) => {
    if (!loaded || isVisible(loaded.mark, transaction.xid)) return
    const entries = operationsOf(definition, transaction, changes, matcher(definition))
    if (entries.length === 0) return
    loaded.log.append(entries)
    waiters.wake('changed')
  }
  const ready = options.load().then((result) => {
    loaded = result
    const known = new Set(pending.map((p) => p.transaction))
    for (const transaction of recent) {
      const mine = transaction.changes.filter((c) => c.oid === definition.relation.oid)
      if (!known.has(transaction) && mine.length > 0) append(transaction, mine)
    }
    for (const { transaction, changes } of pending) append(transaction, changes)
    pending = NOTHING
    recent = NOTHING
  })
  // whoever asks for the shape sees the failure; nobody asking is not an error
  ready.catch(() => {})

  return {
    definition,
    handle,
    ready,
    spelled: null,
    log: () => {
      if (!loaded) throw new Error('a shape was read before its snapshot was taken')
      return loaded.log
    },
    next,
    wait: (ms, signal) => (over ? Promise.resolve('over') : waitFor(next, ms, signal)),
    waiting: () => waiters.waiting(),
    take: (transaction, changes) => {
      if (loaded) append(transaction, changes)
      else pending = [...pending, { transaction, changes }]
    },
    hasSeen: (transaction) => loaded !== null && isVisible(loaded.mark, transaction.xid),
    end: () => {
      over = true
      waiters.wake('over')
    },
    isOver: () => over,
  }
}

interface Pending {
  readonly transaction: Transaction
  readonly changes: readonly Change[]
}
/** one for all: there are thousands of shapes, and hardly ever is anything in it */
const NOTHING: readonly never[] = []

/** Who waits for a shape to change. With a site of its own each box is alone with its shape, and a set, even for one, takes 250 bytes. */
class WaitingRoom {
  private first: Waiter | null = null
  private others: Set<Waiter> | null = null

  next(waiter: Waiter): () => void {
    if (this.first === null) this.first = waiter
    else {
      this.others ??= new Set()
      this.others.add(waiter)
    }
    return () => {
      if (this.first === waiter) this.first = null
      else this.others?.delete(waiter)
    }
  }

  wake(outcome: 'changed' | 'over'): void {
    const { first, others } = this
    this.first = null
    this.others = null
    first?.(outcome)
    for (const waiter of others ?? NOTHING) waiter(outcome)
  }

  waiting(): number {
    return (this.first === null ? 0 : 1) + (this.others?.size ?? 0)
  }
}

function waitFor(next: Shape['next'], ms: number, signal: AbortSignal) {
  return new Promise<'changed' | 'over' | 'timeout'>((resolve) => {
    const finish = (outcome: 'changed' | 'over' | 'timeout') => {
      clearTimeout(timer)
      takeBack()
      signal.removeEventListener('abort', aborted)
      resolve(outcome)
    }
    const aborted = () => finish('timeout')
    const timer = setTimeout(() => finish('timeout'), ms)
    const takeBack = next(finish)
    signal.addEventListener('abort', aborted)
    if (signal.aborted) aborted()
  })
}

function matcher({ equals, condition }: ShapeDefinition): (row: Tuple) => boolean {
  return (row) => equals.every((term) => row[term.column] === term.value) && (condition === null || condition.matches(row))
}
