import { normalisePlate } from '@gatehouse/domain/plate.ts'
import { DAY_MS, type EpochMs } from '@gatehouse/domain/time.ts'
import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { and, count, eq, lt, ne, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { ledgerError } from './ledger-error.ts'
import type { plates } from './plates.ts'
import { misread } from './schema/misreads.ts'
import { session } from './schema/movement.ts'
import type { Tx } from './transact.ts'

/** A character as it was written down at the entry, and as the exit saw it, so many times. */
export interface CharacterPair {
  readonly written: string
  readonly seen: string
  readonly count: number
}

const BUSY_MS = 5_000
/** Experience is forgotten after this many days: cameras are cleaned, moved and replaced. */
const KEPT_DAYS = 180
/** What one day may add to a pair of different characters, and how many such pairs: a bad day, or a bad actor, stays a small part. */
const MOST_A_DAY = 3
const MOST_PAIRS_A_DAY = 40
/** The same for characters read alike. */
const MOST_ALIKE_A_DAY = 200
/** Plates further apart than this are not one plate misread: somebody paid for another car. */
const MOST_WRONG = 2

/**
 * What this box learns of how characters are mistaken: from stays whose exit was paid, entry read against exit read, and from plates a
 * person put right. Counted in the transaction that records the event.
 */
export function misreads(db: Db, texts: Pick<ReturnType<typeof plates>, 'get'>) {
  const refs = db
    .select({ entry: session.plateRef, corrected: session.correctedPlateRef, exit: session.exitPlateRef })
    .from(session)
    .where(eq(session.sessionId, sql.placeholder('sessionId')))
    .prepare()
  const differing = db
    .select({ pairs: count() })
    .from(misread)
    .where(and(eq(misread.day, sql.placeholder('day')), ne(misread.written, misread.seen)))
    .prepare()
  const add = db
    .insert(misread)
    .values({ day: sql.placeholder('day'), written: sql.placeholder('written'), seen: sql.placeholder('seen'), count: 1 })
    .onConflictDoUpdate({
      target: [misread.day, misread.written, misread.seen],
      set: { count: sql`min(${misread.count} + 1, ${sql.placeholder('most')})` },
    })
    .prepare()
  const lapse = db
    .delete(misread)
    .where(lt(misread.day, sql.placeholder('day')))
    .prepare()
  const all = db
    .select({ written: misread.written, seen: misread.seen, count: sql<number>`sum(${misread.count})` })
    .from(misread)
    .groupBy(misread.written, misread.seen)
    .orderBy(misread.written, misread.seen)
    .prepare()

  const learn = (entry: string | null, exit: string | null, at: EpochMs): void => {
    const [written, seen] = [entry, exit].map((ref) => normalisePlate(texts.get(ref)?.text ?? ''))
    const pairs = pairsOf(written ?? '', seen ?? '')
    if (pairs === null) return
    const day = Math.floor(at / DAY_MS)
    for (const [a, b] of pairs) {
      if (a !== b && (differing.get({ day })?.pairs ?? 0) >= MOST_PAIRS_A_DAY) continue
      add.run({ day, written: a, seen: b, most: a === b ? MOST_ALIKE_A_DAY : MOST_A_DAY })
    }
    lapse.run({ day: day - KEPT_DAYS })
  }

  return {
    note(_tx: Tx, event: DomainEvent): void {
      if (event.kind === 'session.ended' && event.payload.outcome === 'paid') {
        const known = refs.get({ sessionId: event.payload.sessionId })
        if (known) learn(known.corrected ?? known.entry, known.exit, event.payload.actualEnd)
      }
      if (event.kind === 'plate.corrected') {
        const known = refs.get({ sessionId: event.payload.sessionId })
        if (known) learn(known.entry, event.payload.plateRef, event.payload.at)
      }
    },
    all: (): readonly CharacterPair[] => all.all(),
  }
}

/** Forgets what the ledger at `path` has learned, beside a running box or without one; returns how many counts there were. */
export function forgetMisreads(path: string): number {
  const sqlite = new Sqlite(path, { fileMustExist: true, timeout: BUSY_MS })
  try {
    return drizzle(sqlite).delete(misread).run().changes
  } catch (cause) {
    throw ledgerError(cause, path)
  } finally {
    sqlite.close()
  }
}

/** Character by character; null when the two are not one plate. */
function pairsOf(written: string, seen: string): readonly (readonly [string, string])[] | null {
  if (written === '' || written.length !== seen.length) return null
  const pairs = [...written].map((char, i) => [char, seen[i] as string] as const)
  return pairs.filter(([a, b]) => a !== b).length > MOST_WRONG ? null : pairs
}
