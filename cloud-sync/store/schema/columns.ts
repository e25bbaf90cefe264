import { bigint } from 'drizzle-orm/pg-core'

/** Epoch milliseconds (EpochMs), as everywhere in the domain; the database never reinterprets a box's clock. */
export const ms = () => bigint({ mode: 'number' })

/** Money: integer minor units. */
export const minor = () => bigint({ mode: 'number' })
