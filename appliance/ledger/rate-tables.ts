import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import { canonicalJson } from '@gatehouse/domain/wire/canonical.ts'
import { and, asc, desc, eq, gt, isNull, lte, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { given, upsertInto } from './prepared.ts'
import { quote, rateTable } from './schema/money.ts'
import { session } from './schema/movement.ts'
import type { Tx } from './transact.ts'

/** `frozen`: the version is another's, or in use with other content, and was left as it is. */
export type Learnt = 'learnt' | 'known' | 'frozen'

type RateRow = typeof rateTable.$inferSelect

/** The tariff versions this box knows. One that a session or a quote is bound to never changes again. */
export function rateTables(db: Db) {
  const statements = prepare(db)
  const write = upsertInto(db, rateTable, 'id', 'version')
  const put = (table: RateTable, origin: RateRow['origin']): void => {
    const learned = (statements.newest.get()?.learned ?? 0) + 1
    write({ id: table.id, version: table.version, origin, effectiveFrom: table.effectiveFrom, body: table, learned, withdrawnAt: null })
  }
  const find = (id: string, version: number): RateRow | null => statements.byKey.get({ id, version }) ?? null

  return {
    /** a version published by the cloud */
    learn(_tx: Tx, table: RateTable): Learnt {
      const row = find(table.id, table.version)
      if (row && (row.origin === 'local' || (!same(row.body, table) && isUsed(statements, table)))) return 'frozen'
      if (row && same(row.body, table) && row.withdrawnAt === null) return 'known'
      put(table, 'cloud')
      return 'learnt'
    },
    /** the cloud took a version back: no new session gets it */
    withdraw(_tx: Tx, id: string, version: number, at: EpochMs): void {
      statements.withdraw.run({ id, version, at })
    },
    /** the tariff of site.toml: an edit becomes the next free version, so cars inside keep theirs */
    seed(_tx: Tx, table: RateTable): void {
      const own = statements.local.all()
      const current = own[0]
      if (current && sameButVersion(current.body, table)) return
      const before = own.find((row) => sameButVersion(row.body, table))
      put({ ...table, version: before?.version ?? freeVersion(table, find) }, 'local')
    },
    /** newest `effectiveFrom` ≤ `at` among the cloud's versions; the box's own tariff is the base under them all */
    at(at: EpochMs): RateTable {
      const row = statements.inForce.get({ at }) ?? statements.local.all()[0]
      if (!row) throw new Error('no rate table: the ledger was opened without a seed')
      return row.body
    },
    /** versions that came into force after `after` and by `until`, in order; of several at one instant the one that counts */
    since(after: EpochMs, until: EpochMs): readonly RateTable[] {
      const begun = statements.begunBetween.all({ after, until })
      return begun.filter((row, i) => begun[i + 1]?.effectiveFrom !== row.effectiveFrom).map((row) => row.body)
    },
    all: (): readonly RateTable[] => statements.every.all().map((row) => row.body),
    byKey: (id: string, version: number): RateTable | null => find(id, version)?.body ?? null,
  }
}

function prepare(db: Db) {
  const key = and(eq(rateTable.id, sql.placeholder('id')), eq(rateTable.version, sql.placeholder('version')))
  return {
    byKey: db.select().from(rateTable).where(key).prepare(),
    every: db.select().from(rateTable).orderBy(rateTable.id, rateTable.version).prepare(),
    newest: db.select().from(rateTable).orderBy(desc(rateTable.learned)).limit(1).prepare(),
    local: db.select().from(rateTable).where(eq(rateTable.origin, 'local')).orderBy(desc(rateTable.learned)).prepare(),
    inForce: db
      .select()
      .from(rateTable)
      .where(and(eq(rateTable.origin, 'cloud'), isNull(rateTable.withdrawnAt), lte(rateTable.effectiveFrom, sql.placeholder('at'))))
      .orderBy(desc(rateTable.effectiveFrom), desc(rateTable.version), desc(rateTable.learned))
      .limit(1)
      .prepare(),
    begunBetween: db
      .select()
      .from(rateTable)
      .where(
        and(
          eq(rateTable.origin, 'cloud'),
          isNull(rateTable.withdrawnAt),
          gt(rateTable.effectiveFrom, sql.placeholder('after')),
          lte(rateTable.effectiveFrom, sql.placeholder('until')),
        ),
      )
      .orderBy(asc(rateTable.effectiveFrom), asc(rateTable.version), asc(rateTable.learned))
      .prepare(),
    withdraw: db
      .update(rateTable)
      .set({ withdrawnAt: given('at') })
      .where(and(key, eq(rateTable.origin, 'cloud')))
      .prepare(),
    ofSession: db
      .select({ one: sql`1` })
      .from(session)
      .where(and(eq(session.rateTableId, sql.placeholder('id')), eq(session.rateTableVersion, sql.placeholder('version'))))
      .limit(1)
      .prepare(),
    ofQuote: db
      .select({ one: sql`1` })
      .from(quote)
      .where(and(eq(quote.rateTableId, sql.placeholder('id')), eq(quote.rateTableVersion, sql.placeholder('version'))))
      .limit(1)
      .prepare(),
  }
}

function isUsed(statements: ReturnType<typeof prepare>, { id, version }: RateTable): boolean {
  return statements.ofSession.get({ id, version }) !== undefined || statements.ofQuote.get({ id, version }) !== undefined
}

function freeVersion(table: RateTable, find: (id: string, version: number) => unknown): number {
  let version = table.version
  while (find(table.id, version)) version += 1
  return version
}

const same = (a: RateTable, b: RateTable): boolean => canonicalJson(a) === canonicalJson(b)
const sameButVersion = (a: RateTable, b: RateTable): boolean => same({ ...a, version: 0 }, { ...b, version: 0 })
