/** Every table of the box's ledger, for drizzle-kit and for whoever needs the whole. */
export * from './schema/edge.ts'
export * from './schema/log.ts'
export * from './schema/money.ts'
export * from './schema/movement.ts'
export * from './schema/peers.ts'
export * from './schema/people.ts'
export * from './schema/personal.ts'
export * from './schema/rights.ts'
