import { type SQLWrapper, sql } from 'drizzle-orm'
import { bigint } from 'drizzle-orm/pg-core'

/** Epoch milliseconds (EpochMs), as everywhere in the domain; the database never reinterprets a box's clock. */
export const ms = () => bigint({ mode: 'number' })

/** Money: integer minor units. */
export const minor = () => bigint({ mode: 'number' })

/** A payment's receipt number: the last twelve letters and digits of its id (store/receipt.ts asks by the same words). */
export const receiptNumber = (id: SQLWrapper) => sql`upper(right(regexp_replace(${id}, '[^0-9A-Za-z]', '', 'g'), 12))`
