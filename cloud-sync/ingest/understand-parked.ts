import type { EpochMs } from '@gatehouse/domain/time.ts'
import { readEvent } from '@gatehouse/domain/wire/upcast.ts'
import { applyToBooks } from '../store/books.ts'
import { buryLetters, type DeadLetter, type ParkedRow, parkedKinds, releaseParked, takeParked } from '../store/inbox.ts'
import type { Store } from '../store/open-store.ts'
import type { Sql } from '../store/sql.ts'
import { project } from './project.ts'

const AT_ONCE = 500

/**
 * After an update: what was parked as unknown (rule S16) is read again, and what this software understands goes into the books, once.
 * Returns how many rows. May be broken off anywhere and run beside ingest.
 */
export async function understandParked(store: Store, now: () => EpochMs, read: typeof readEvent = readEvent): Promise<number> {
  let done = 0
  for (const { kind, v } of await parkedKinds(store)) {
    for (;;) {
      const rows = await store.transact((tx) => understandSome(tx, kind, v, now(), read))
      done += rows
      if (rows < AT_ONCE) break
    }
  }
  return done
}

async function understandSome(tx: Sql, kind: string, v: number, now: EpochMs, read: typeof readEvent): Promise<number> {
  // an unknown kind stays unknown whatever its content: no need to look at more than one
  const probe = read(kind, v, null)
  if ('unknown' in probe && probe.problems.length === 0) return 0
  const rows = await takeParked(tx, kind, v, AT_ONCE)
  for (const row of rows) {
    const event = read(kind, v, row.payload)
    if ('unknown' in event) await buryLetters(tx, row, [letterOf(row, kind, v, event.problems)], now)
    else await applyToBooks(tx, project(event, { site: row.site, device: row.device, eventId: row.eventId }))
  }
  if (rows.length > 0) await releaseParked(tx, rows, now)
  return rows.length
}

const letterOf = ({ seq, eventId, payload }: ParkedRow, kind: string, v: number, problems: readonly string[]): DeadLetter => ({
  ...{ seq, eventId, kind, v },
  reason: problems.join('; ').slice(0, 500),
  raw: JSON.stringify(payload),
})
