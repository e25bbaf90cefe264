import type { EpochMs } from '@gatehouse/domain/time.ts'
import { asc, eq, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { upsertInto } from './prepared.ts'
import { attendant, attendantTries } from './schema/people.ts'
import type { Transact } from './transact.ts'

const keyOf = (name: string): string => name.trim().toLowerCase()

/** The attendants of this box and their wrong tries; durable on return, since a restart must not forget them. */
export function people(db: Db, transact: Transact, now: () => EpochMs) {
  const write = upsertInto(db, attendant, 'key')
  const all = db.select({ name: attendant.name, hash: attendant.hash }).from(attendant).orderBy(asc(attendant.key)).prepare()
  const remove = db
    .delete(attendant)
    .where(eq(attendant.key, sql.placeholder('key')))
    .prepare()
  const writeTries = upsertInto(db, attendantTries, 'key')
  const tries = db
    .select()
    .from(attendantTries)
    .where(eq(attendantTries.key, sql.placeholder('key')))
    .prepare()
  return {
    all: (): readonly { readonly name: string; readonly hash: string }[] => all.all(),
    put({ name, hash }: { readonly name: string; readonly hash: string }): void {
      transact(() => {
        write({ name: name.trim(), key: keyOf(name), hash, addedAt: now() })
        writeTries({ key: keyOf(name), count: 0, notBefore: 0 })
      })
    },
    remove: (name: string): boolean => transact(() => remove.run({ key: keyOf(name) }).changes > 0),
    tries(name: string): { readonly count: number; readonly notBefore: EpochMs } {
      const row = tries.get({ key: keyOf(name) })
      return { count: row?.count ?? 0, notBefore: row?.notBefore ?? 0 }
    },
    setTries(name: string, next: { readonly count: number; readonly notBefore: EpochMs }): void {
      transact(() => writeTries({ key: keyOf(name), ...next }))
    },
  }
}
export type People = ReturnType<typeof people>
