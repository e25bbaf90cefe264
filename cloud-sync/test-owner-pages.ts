import type { Letters } from './accounts/letters.ts'
import { watchSite } from './alerts/watch.ts'
import { makeOwnerRates } from './owners/rates.ts'
import { makeOwnerSites } from './owners/sites.ts'
import { testRights } from './owners/test-rights.ts'
import { makeReports, type Reports } from './reports/reports.ts'
import type { Store } from './store/open-store.ts'
import type { PictureBytes } from './store/picture-bytes.ts'
import { testAccounts } from './test-accounts.ts'
import { mountOwner } from './web/owner/mount-owner.ts'
import type { OwnerBoxes } from './web/owner/owner-port.ts'

/** The owner's pages on real reports, real prices, real accounts and a real database. */
export function ownerPages(given: {
  readonly store: Store
  readonly now: () => number
  /** the clock that logins run by; absent: the same */
  readonly atTheDoor?: () => number
  readonly token?: string | null
  /** where whoever asks sits; absent: at this machine */
  readonly peer?: string | null
  readonly publicUrl?: string | null
  readonly letters?: Letters
  readonly bytes?: PictureBytes
  /** what a test needs of the boxes; absent: there are none, and nothing was turned away */
  readonly boxes?: Partial<OwnerBoxes>
}): ReturnType<typeof mountOwner> {
  const { store, now, atTheDoor = now, token = null, peer = '127.0.0.1', publicUrl = null, letters, bytes, boxes } = given
  const reports: Reports = makeReports({
    ...{ store, now, ...(bytes ? { bytes } : {}) },
    needsYou: async (site) => watchSite(store, site, await reports.completeness(site), now()),
  })
  return mountOwner({
    ...{ reports, rates: makeOwnerRates({ store, now }), ...testRights(store, now), sites: makeOwnerSites({ store, now }) },
    ...testAccounts({ store, now: atTheDoor, token, ...(letters ? { letters } : {}) }),
    boxes: {
      ...{ list: async () => [], claim: async () => ({ problem: 'noSuchSite' as const }), revoke: async () => false },
      ...{ met: async () => [], refuse: async () => false, boxDoor: () => ({ refused: { since: now(), byReason: {} }, alarm: null }) },
      ...boxes,
    },
    ...{ now, peerOf: () => peer, publicUrl },
  })
}
