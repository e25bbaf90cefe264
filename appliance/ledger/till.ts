import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { EventPayload } from '@gatehouse/domain/wire/event.ts'
import { desc, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { insertInto } from './prepared.ts'
import { tillCount } from './schema/money.ts'
import type { Tx } from './transact.ts'

export interface LastTillCount {
  readonly by: string
  readonly at: EpochMs
  readonly from: EpochMs
  readonly cashMinor: number
  readonly countedMinor: number | null
}

/** Every count of the till, as it was made. */
export function till(db: Db) {
  const insert = insertInto(db, tillCount)
  const newest = db.select().from(tillCount).orderBy(desc(sql`rowid`)).limit(1).prepare()
  return {
    count(_tx: Tx, { tillId, by, from, at, currency, takings, countedMinor, note }: EventPayload<'till.counted'>): void {
      const cashMinor = takings.filter(({ method }) => method === 'cash').reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      insert({ tillId, by, from, at, currency, cashMinor, countedMinor, note })
    },
    last(): LastTillCount | null {
      const row = newest.get()
      return row ? { by: row.by, at: row.at, from: row.from, cashMinor: row.cashMinor, countedMinor: row.countedMinor } : null
    },
  }
}
