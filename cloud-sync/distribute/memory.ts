import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { define } from './definition.ts'
import type { Registry } from './registry.ts'
import type { Relation } from './relation.ts'
import type { Transaction } from './replication.ts'
import { memoryLog } from './shape-log.ts'
import type { ShapeStore } from './shape-store.ts'
import { dropSlot, slotStanding } from './slot.ts'

export interface MemoryOptions {
  readonly pool: pg.Pool
  readonly store: ShapeStore
  readonly registry: Registry
  readonly findRelation: (schema: string, table: string, columns: readonly string[] | null) => Promise<Relation | null>
  readonly chunkBytes: number
  /** how long an earlier run's connection may take to be noticed as gone */
  readonly patienceMs: number
}

/** What outlives the replication connection, and the process. */
export interface Memory {
  /**
   * The slot to follow next. Where it can go on from its old place, the shapes stay (or are brought back); where Postgres
   * has not kept it, all of them are over and a new slot is to be made. Throws when another process follows with it.
   */
  nextSlot(): Promise<{ readonly name: string; readonly create: boolean }>
  /** hands a transaction on unless it was before; Postgres sends again what had not been confirmed */
  take(transaction: Transaction): void
  slot(): string | null
}

export function rememberShapes(options: MemoryOptions): Memory {
  const { pool, store, registry } = options
  let slot = store.slot
  let restored = false
  let lastLsn = 0

  async function goOn(name: string): Promise<boolean> {
    const standing = await whenFree(pool, name, options.patienceMs)
    if (standing === null || standing.walStatus === 'lost') return false
    if (!restored) lastLsn = await restore(options)
    return true
  }

  return {
    slot: () => slot,
    async nextSlot() {
      if (slot !== null && (await goOn(slot))) {
        restored = true
        return { name: slot, create: false }
      }
      if (slot !== null) await dropSlot(pool, slot)
      registry.endAll()
      slot = await store.startOver()
      restored = true
      return { name: slot, create: true }
    },
    take(transaction) {
      if (transaction.lsn <= lastLsn) return
      lastLsn = transaction.lsn
      registry.deliver(transaction)
      store.note(transaction)
    },
  }
}

async function whenFree(pool: pg.Pool, slot: string, patienceMs: number) {
  for (let waited = 0; ; waited += 100) {
    const standing = await slotStanding(pool, slot)
    if (!standing?.active) return standing
    if (waited >= patienceMs) {
      throw new Error('another cloud process follows this database: stop it first, or give this one a database of its own')
    }
    await sleep(100)
  }
}

/** Brings back the shapes whose tables are still the same, and their logs from the journal. Returns the journal's end. */
async function restore({ store, registry, findRelation, chunkBytes }: MemoryOptions): Promise<number> {
  let lastLsn = 0
  for (const { handle, query, signature, mark, chunks } of await store.shapes()) {
    const relation = await findRelation(query.schema, query.table, query.columns)
    const defined = relation?.signature === signature ? define(query, relation) : null
    const kept = defined?.ok && registry.restore(defined.value, handle, { mark, log: memoryLog(chunks, chunkBytes) })
    if (!kept) store.forget(handle)
  }
  await registry.settled()
  await store.journal((transaction) => {
    registry.deliver(transaction)
    lastLsn = transaction.lsn
  })
  return lastLsn
}
