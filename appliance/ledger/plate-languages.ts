import { isLanguage, type Language } from '@gatehouse/domain/language.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import { eq, lt, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { keyedHash } from './keyed-hash.ts'
import { upsertInto } from './prepared.ts'
import { plateLanguage } from './schema/personal.ts'
import type { Tx } from './transact.ts'

/** The language each plate's driver chose last. A convenience: it is kept for a year after the choice, and goes with an erasure. */
export function plateLanguages(db: Db, plateKey: string) {
  const upsert = upsertInto(db, plateLanguage, 'keyedHash')
  const byHash = db
    .select({ language: plateLanguage.language })
    .from(plateLanguage)
    .where(eq(plateLanguage.keyedHash, sql.placeholder('hash')))
    .prepare()
  return {
    put: (_tx: Tx, plate: string, language: Language, chosenAt: EpochMs): void =>
      upsert({ keyedHash: keyedHash(plateKey, plate), language, chosenAt }),
    of(plate: string): Language | null {
      const language = byHash.get({ hash: keyedHash(plateKey, plate) })?.language
      return isLanguage(language) ? language : null
    },
    forget: (_tx: Tx, plate: string): boolean =>
      db
        .delete(plateLanguage)
        .where(eq(plateLanguage.keyedHash, keyedHash(plateKey, plate)))
        .run().changes > 0,
    dropOlder: (_tx: Tx, before: EpochMs): number => db.delete(plateLanguage).where(lt(plateLanguage.chosenAt, before)).run().changes,
  }
}
