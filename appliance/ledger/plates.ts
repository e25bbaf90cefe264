import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { PlateRecord } from '@gatehouse/domain/wire/event.ts'
import { and, eq, isNotNull, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { given, insertNew } from './prepared.ts'
import { plate } from './schema/personal.ts'
import type { Tx } from './transact.ts'

/** Plate texts by reference. An erased one stays erased: its tombstone keeps a later copy of the text out. */
export function plates(db: Db) {
  const insert = insertNew(db, plate)
  const byRef = db
    .select()
    .from(plate)
    .where(eq(plate.ref, sql.placeholder('ref')))
    .prepare()
  const erase = db
    .update(plate)
    .set({ text: null, country: null, keyedHash: given('keyedHash'), erasedAt: given('at') })
    .where(and(eq(plate.ref, sql.placeholder('ref')), isNotNull(plate.text)))
    .prepare()
  return {
    put: (_tx: Tx, record: PlateRecord, recordedAt: EpochMs): void => void insert({ ...record, recordedAt }),
    get(ref: string | null): PlateRecord | null {
      const row = ref === null ? undefined : byRef.get({ ref })
      return row?.text == null ? null : { ref: row.ref, text: row.text, country: row.country }
    },
    /** false: there was no text to erase. `keyedHash`: what stays, so a returning plate can be recognised but not read. */
    /** a sibling erased it: the text goes, and one that comes later finds the tombstone (N16) */
    eraseAtSibling(_tx: Tx, ref: string, at: EpochMs, keyedHash: string | null): boolean {
      insert({ ref, text: null, recordedAt: at, erasedAt: at })
      return erase.run({ ref, at, keyedHash }).changes > 0
    },
    erase: (_tx: Tx, ref: string, at: EpochMs, keyedHash: string | null): boolean => erase.run({ ref, at, keyedHash }).changes > 0,
  }
}
