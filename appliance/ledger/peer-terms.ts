import { normalisePlate } from '@gatehouse/domain/plate.ts'
import type { AssignedRight, RightSpecification } from '@gatehouse/domain/right.ts'
import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import { canonicalJson } from '@gatehouse/domain/wire/canonical.ts'
import { rateTableSchema } from '@gatehouse/domain/wire/rate-table.ts'
import { and, asc, eq, isNull, sql } from 'drizzle-orm/sql'
import * as v from 'valibot'
import type { blockedPlates } from './blocklist.ts'
import type { Db } from './database.ts'
import type { voucherBooks } from './edge-books.ts'
import { permitBody } from './edge-permits.ts'
import { insertNew } from './prepared.ts'
import type { rateTables } from './rate-tables.ts'
import { type rights, toSpecification } from './rights.ts'
import { session } from './schema/movement.ts'
import { peerBlocked, peerRate, peerRight } from './schema/peers.ts'
import { assignedRight, rightSpecification } from './schema/rights.ts'
import type { Transact } from './transact.ts'

export interface Terms {
  readonly v: 1
  readonly permits: unknown[]
  readonly rates: unknown[]
  readonly blocked: { plate: string; reason: string }[]
  readonly books?: unknown[]
}
type Body = v.InferOutput<typeof permitBody>

/** Permits, tariffs, blocked plates and merchants' books of siblings: each one's own list, replaced whole (N17). */
export function peerTerms(parts: {
  readonly db: Db
  readonly transact: Transact
  readonly rights: ReturnType<typeof rights>
  readonly rateTables: ReturnType<typeof rateTables>
  readonly blocked: ReturnType<typeof blockedPlates>
  readonly books: ReturnType<typeof voucherBooks>
}) {
  const { db, transact, rights, rateTables, blocked, books } = parts
  const putRight = insertNew(db, peerRight)
  const putRate = insertNew(db, peerRate)
  const putBlocked = insertNew(db, peerBlocked)
  const s = prepare(db)

  const siblingRightsFor = (plate: string, at: EpochMs) => {
    const found = new Map<
      string,
      { readonly right: AssignedRight; readonly specification: RightSpecification; readonly inside: number; readonly insideGroup: number }
    >()
    for (const { rightId, body } of s.rightsOf.all({ plate })) {
      const { specification, right } = body as Body
      const isValid = right.revokedAt === null && right.validFrom <= at && (right.validUntil === null || right.validUntil > at)
      if (!isValid || found.has(rightId) || s.own.get({ rightId })) continue
      const inside = s.insideOf.get({ rightId })?.n ?? 0
      found.set(rightId, {
        right: { ...right, holderId: null, specificationId: specification.id },
        specification,
        inside,
        insideGroup: rights.insideGroup(specification),
      })
    }
    return [...found.values()]
  }

  return {
    ownTerms: (): Terms => ({
      v: 1,
      permits: s.ownRights.all().map(({ right, specification }) => {
        const { id, validFrom, validUntil, language } = right
        const spoken = language === null ? {} : { language }
        return {
          specification: toSpecification(specification),
          right: { id, holderId: null, plates: [...rights.platesOf(id)], validFrom, validUntil, revokedAt: null, ...spoken },
        }
      }),
      rates: [...rateTables.all()],
      blocked: blocked.all().map(({ plate, reason }) => ({ plate, reason })),
      books: [...books.ownBooks()],
    }),
    applyPeerTerms(device: string, terms: Terms): void {
      const permits = terms.permits.flatMap((raw) => readOr(permitBody, raw))
      const rates = terms.rates.flatMap((raw) => readOr(rateTableSchema, raw))
      transact((tx) => {
        books.putSiblingBooks(tx, device, terms.books ?? [])
        for (const statement of [s.dropRights, s.dropRates, s.dropBlocked]) statement.run({ device })
        for (const body of permits)
          for (const plate of body.right.plates) putRight({ device, rightId: body.right.id, plate: normalisePlate(plate), body })
        for (const body of rates) putRate({ device, id: body.id, version: body.version, body })
        for (const { plate, reason } of terms.blocked) putBlocked({ device, plate: normalisePlate(plate), reason })
      })
    },
    rightsFor: (plate: string, at: EpochMs) => [...rights.validFor(plate, at), ...siblingRightsFor(plate, at)],
    isBlocked: (plate: string): boolean => blocked.has(plate) || s.blocked.get({ plate }) !== undefined,
    /** `id@device` is a sibling's own version of a tariff that is another one here */
    rateTable(id: string, version: number): RateTable | null {
      const own = rateTables.byKey(id, version)
      if (own) return own
      const [name = '', device] = id.split('@')
      if (device !== undefined) return siblingTable(device, name, version, id)
      const any = s.anyRate.get({ id, version })
      return any ? (any.body as RateTable) : null
    },
    /** under which name this box finds the tariff a session of `device` was promised */
    tariffName(device: string, id: string, version: number): string {
      const theirs = s.rate.get({ device, id, version })
      const own = rateTables.byKey(id, version)
      if (!theirs || !own) return id
      return canonicalJson(own) === canonicalJson(theirs.body) ? id : `${id}@${device}`
    },
  }

  function siblingTable(device: string, id: string, version: number, name: string): RateTable | null {
    const row = s.rate.get({ device, id, version })
    return row ? { ...(row.body as RateTable), id: name } : null
  }
}

/** One list entry that makes no sense must not keep the others out. */
function readOr<T>(schema: v.GenericSchema<unknown, T>, raw: unknown): readonly T[] {
  const parsed = v.safeParse(schema, raw)
  return parsed.success ? [parsed.output] : []
}

function prepare(db: Db) {
  const rate = and(eq(peerRate.id, sql.placeholder('id')), eq(peerRate.version, sql.placeholder('version')))
  return {
    dropRights: db
      .delete(peerRight)
      .where(eq(peerRight.device, sql.placeholder('device')))
      .prepare(),
    dropRates: db
      .delete(peerRate)
      .where(eq(peerRate.device, sql.placeholder('device')))
      .prepare(),
    dropBlocked: db
      .delete(peerBlocked)
      .where(eq(peerBlocked.device, sql.placeholder('device')))
      .prepare(),
    own: db
      .select({ id: assignedRight.id })
      .from(assignedRight)
      .where(eq(assignedRight.id, sql.placeholder('rightId')))
      .prepare(),
    ownRights: db
      .select({ right: assignedRight, specification: rightSpecification })
      .from(assignedRight)
      .innerJoin(rightSpecification, eq(rightSpecification.id, assignedRight.specificationId))
      .where(isNull(assignedRight.revokedAt))
      .orderBy(asc(assignedRight.id))
      .prepare(),
    rightsOf: db
      .select()
      .from(peerRight)
      .where(eq(peerRight.plate, sql.placeholder('plate')))
      .orderBy(asc(peerRight.rightId), asc(peerRight.device))
      .prepare(),
    insideOf: db
      .select({ n: sql<number>`count(*)` })
      .from(session)
      .where(and(eq(session.rightId, sql.placeholder('rightId')), isNull(session.actualEnd)))
      .prepare(),
    rate: db
      .select()
      .from(peerRate)
      .where(and(eq(peerRate.device, sql.placeholder('device')), rate))
      .prepare(),
    anyRate: db.select().from(peerRate).where(rate).orderBy(asc(peerRate.device)).limit(1).prepare(),
    blocked: db
      .select()
      .from(peerBlocked)
      .where(eq(peerBlocked.plate, sql.placeholder('plate')))
      .limit(1)
      .prepare(),
  }
}
