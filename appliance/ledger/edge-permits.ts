import { isLanguage } from '@gatehouse/domain/language.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { EdgeRow } from '@gatehouse/domain/wire/edge.ts'
import { localTimesSchema } from '@gatehouse/domain/wire/rate-table.ts'
import * as v from 'valibot'
import type { rights } from './rights.ts'
import { type EdgeConsumer, RowRefused } from './shapes.ts'

const instant = v.pipe(v.number(), v.integer())
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64))
export const permitBody = v.object({
  specification: v.object({
    id,
    name: v.string(),
    charging: v.picklist(['free', 'tariff']),
    poolSize: v.pipe(v.number(), v.integer(), v.minValue(0)),
    groupSize: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
    times: v.exactOptional(v.pipe(v.array(localTimesSchema), v.maxLength(20))),
  }),
  right: v.object({
    id,
    holderId: v.optional(v.nullable(id), null),
    plates: v.array(v.string()),
    validFrom: instant,
    validUntil: v.nullable(instant),
    revokedAt: v.optional(v.nullable(instant), null),
    // one that this release does not speak is no reason to refuse the permit
    language: v.exactOptional(
      v.pipe(
        v.nullable(v.string()),
        v.transform((code) => (isLanguage(code) ? code : null)),
      ),
    ),
  }),
})

/** Permits granted by the owner; one that disappears from the shape is revoked here, not forgotten. */
export function permitsFromCloud(grants: ReturnType<typeof rights>, now: () => EpochMs): EdgeConsumer<EdgeRow<'edge_v1_permits'>> {
  return {
    put(tx, { right_id: rightId, body }) {
      const parsed = v.safeParse(permitBody, body)
      if (!parsed.success)
        throw new RowRefused(parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`).join('; '))
      const { specification, right } = parsed.output
      grants.upsert(tx, { specification, right: { ...right, id: rightId, specificationId: specification.id } }, 'cloud')
    },
    remove: (tx, { right_id: rightId }) => grants.revoke(tx, rightId, now()),
  }
}
