import { and, eq, isNull, or, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { session } from './schema/movement.ts'
import { plate } from './schema/personal.ts'

/** A person's word on a session's plate before the reader's; spelled out so that both indexes are used. */
export const ofThisVehicle = or(
  eq(session.correctedPlateRef, plate.ref),
  and(isNull(session.correctedPlateRef), eq(session.plateRef, plate.ref)),
)

/** The plate of a session as it counts now, while its text is still on record. */
export function platesOf(db: Db): (sessionId: string) => { readonly text: string; readonly country: string | null } | null {
  const one = db
    .select({ text: plate.text, country: plate.country })
    .from(session)
    .innerJoin(plate, sql`${plate.ref} = coalesce(${session.correctedPlateRef}, ${session.plateRef})`)
    .where(eq(session.sessionId, sql.placeholder('sessionId')))
    .prepare()
  return (sessionId) => {
    const row = one.get({ sessionId })
    return row?.text == null ? null : { text: row.text, country: row.country }
  }
}
