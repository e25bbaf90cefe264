import { isLanguage } from '@gatehouse/domain/language.ts'
import { normalisePlate } from '@gatehouse/domain/plate.ts'
import type { AssignedRight, RightHolder, RightSpecification } from '@gatehouse/domain/right.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { given, insertNew, upsertInto } from './prepared.ts'
import { session } from './schema/movement.ts'
import { peerRight } from './schema/peers.ts'
import { assignedRight, rightHolder, rightPlate, rightSpecification } from './schema/rights.ts'
import type { Tx } from './transact.ts'

export interface RightGrant {
  readonly specification: RightSpecification
  readonly right: AssignedRight
  /** left as it is on record when absent */
  readonly holder?: RightHolder
}

/** Permits: products, grants, their plates and their holders. */
export function rights(db: Db) {
  const writeSpecification = upsertInto(db, rightSpecification, 'id')
  const writeHolder = upsertInto(db, rightHolder, 'id')
  const writeRight = upsertInto(db, assignedRight, 'id')
  const writePlate = insertNew(db, rightPlate)
  const statements = prepare(db)
  const groupInside = db
    .select({ n: sql<number>`count(*)` })
    .from(session)
    .where(
      and(
        isNull(session.actualEnd),
        sql`${session.rightId} in (select id from ${assignedRight} where specification_id = ${sql.placeholder('id')}
          union select right_id from ${peerRight} where json_extract(body, '$.specification.id') = ${sql.placeholder('id')})`,
      ),
    )
    .prepare()
  /** counted only where a product has a limit as a whole */
  const insideGroup = ({ id, groupSize }: { readonly id: string; readonly groupSize?: number | null }): number =>
    groupSize == null ? 0 : (groupInside.get({ id })?.n ?? 0)
  const platesOf = (rightId: string): readonly string[] => statements.plates.all({ rightId }).map((row) => row.plate)

  return {
    upsert(_tx: Tx, { specification, right, holder }: RightGrant, origin: 'local' | 'cloud'): void {
      writeSpecification({ ...specification })
      if (holder) writeHolder({ ...holder })
      // the cloud sends no holders: a grant may name one this box has never been told about
      const holderId = right.holderId !== null && statements.holder.get({ id: right.holderId }) ? right.holderId : null
      const { id, validFrom, validUntil, revokedAt, language = null } = right
      writeRight({ id, specificationId: specification.id, holderId, validFrom, validUntil, revokedAt, origin, language })
      statements.dropPlates.run({ rightId: id })
      for (const plate of right.plates) writePlate({ plate: normalisePlate(plate), rightId: id })
    },
    /** kept on record, but no longer granted; the first revocation is the one that counts */
    revoke(_tx: Tx, rightId: string, at: EpochMs): void {
      statements.revoke.run({ rightId, at })
    },
    validFor: (plate: string, at: EpochMs) =>
      statements.validFor.all({ plate, at }).map(({ right: { origin: _, language, ...right }, specification, inside }) => ({
        right: { ...right, plates: platesOf(right.id), ...(isLanguage(language) ? { language } : {}) } satisfies AssignedRight,
        specification: toSpecification(specification),
        inside,
        insideGroup: insideGroup(specification),
      })),
    insideGroup,
    platesOf,
    holders: (): readonly RightHolder[] => statements.holders.all(),
    forgetHolder: (_tx: Tx, holderId: string): boolean => statements.forgetHolder.run({ holderId }).changes > 0,
  }
}

/** The columns that say nothing are left out, as in the domain. */
export function toSpecification({ groupSize, times, ...rest }: typeof rightSpecification.$inferSelect): RightSpecification {
  return { ...rest, ...(groupSize === null ? {} : { groupSize }), ...(times === null ? {} : { times }) }
}

function prepare(db: Db) {
  const inside = sql<number>`(select count(*) from ${session} where ${session.rightId} = ${assignedRight.id} and ${session.actualEnd} is null)`
  return {
    plates: db
      .select({ plate: rightPlate.plate })
      .from(rightPlate)
      .where(eq(rightPlate.rightId, sql.placeholder('rightId')))
      .orderBy(asc(sql`rowid`))
      .prepare(),
    dropPlates: db
      .delete(rightPlate)
      .where(eq(rightPlate.rightId, sql.placeholder('rightId')))
      .prepare(),
    revoke: db
      .update(assignedRight)
      .set({ revokedAt: given('at') })
      .where(and(eq(assignedRight.id, sql.placeholder('rightId')), isNull(assignedRight.revokedAt)))
      .prepare(),
    validFor: db
      .select({ right: assignedRight, specification: rightSpecification, inside })
      .from(rightPlate)
      .innerJoin(assignedRight, eq(assignedRight.id, rightPlate.rightId))
      .innerJoin(rightSpecification, eq(rightSpecification.id, assignedRight.specificationId))
      .where(
        and(
          eq(rightPlate.plate, sql.placeholder('plate')),
          isNull(assignedRight.revokedAt),
          lte(assignedRight.validFrom, sql.placeholder('at')),
          or(isNull(assignedRight.validUntil), gt(assignedRight.validUntil, sql.placeholder('at'))),
        ),
      )
      .orderBy(asc(assignedRight.validFrom), asc(assignedRight.id))
      .prepare(),
    holder: db
      .select({ id: rightHolder.id })
      .from(rightHolder)
      .where(eq(rightHolder.id, sql.placeholder('id')))
      .prepare(),
    holders: db.select().from(rightHolder).orderBy(asc(rightHolder.name)).prepare(),
    forgetHolder: db
      .delete(rightHolder)
      .where(eq(rightHolder.id, sql.placeholder('holderId')))
      .prepare(),
  }
}
