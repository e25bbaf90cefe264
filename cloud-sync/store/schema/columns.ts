import { type SQLWrapper, sql } from 'drizzle-orm'
import { bigint } from 'drizzle-orm/pg-core'

/** Epoch milliseconds (EpochMs), as everywhere in the domain; the database never reinterprets a box's clock. */
export const ms = () => bigint({ mode: 'number' })

/** Money: integer minor units. */
export const minor = () => bigint({ mode: 'number' })

const [beforeId, afterId] = ['upper(right(regexp_replace(', `, '[^0-9A-Za-z]', '', 'g'), 12))`]

/** A payment's receipt number, as SQL: the last twelve letters and digits of its id. */
export const receiptNumberOf = (column: string): string => `${beforeId}${column}${afterId}`

/** The same for an index, which is found by these very words. */
export const receiptNumber = (id: SQLWrapper) => sql`${sql.raw(beforeId)}${id}${sql.raw(afterId)}`
