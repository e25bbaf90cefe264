import { randomBytes } from 'node:crypto'
import type { Store } from '../store/open-store.ts'
import { makeOwnerMerchants } from './merchants.ts'
import { makeOwnerPermits } from './permits.ts'

/** For tests of the owner's pages: permits and merchants of a real database. */
export function testRights(store: Store, now: () => number) {
  let ids = 0
  const parts = { store, now, newId: () => `right-${++ids}` }
  return { permits: makeOwnerPermits(parts), merchants: makeOwnerMerchants({ ...parts, random: (length) => randomBytes(length) }) }
}
