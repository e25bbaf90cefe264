import type { Context } from 'hono'
import type { OwnerBoxes, OwnerDoor, OwnerRates, OwnerReports, OwnerSites } from './owner-port.ts'
import type { OwnerAccounts } from './people/people-port.ts'
import type { OwnerMerchants, OwnerPermits } from './rights/rights-port.ts'

/** What the owner's pages are made from. */
export interface OwnerDeps {
  readonly reports: OwnerReports
  readonly rates: OwnerRates
  readonly sites: OwnerSites
  readonly boxes: OwnerBoxes
  readonly permits: OwnerPermits
  readonly merchants: OwnerMerchants
  readonly door: OwnerDoor
  readonly accounts: OwnerAccounts
  readonly now: () => number
  /** address of whoever asks, or null when the server cannot tell */
  readonly peerOf: (c: Context) => string | null
  /** what the outside calls this cloud ("https://cloud.example"); null: as the request came */
  readonly publicUrl: string | null
  /** aborted when the server stops: live pages are let go */
  readonly stopping?: AbortSignal
}
