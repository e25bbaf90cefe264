import type { Language } from './language.ts'
import type { LocalTimes } from './tariff/rate-table.ts'
import type { EpochMs } from './time.ts'

/** What can be granted: a permit product (APDS: RightSpecification). */
export interface RightSpecification {
  readonly id: string
  readonly name: string
  /** free: the holder parks without paying; tariff: the holder pays the visitor's rate (a known visitor) */
  readonly charging: 'free' | 'tariff'
  /** how many vehicles of one assigned right may be inside at once; the next one pays the visitor's rate */
  readonly poolSize: number
  /** how many vehicles of all rights of this product may be inside at once; absent: no limit beside the pools */
  readonly groupSize?: number
  /** when it holds, on the local clock; absent: always. Time outside is paid by tariff. */
  readonly times?: readonly LocalTimes[]
}

/** Who holds it. Personal data: erasable, never in the log. */
export interface RightHolder {
  readonly id: string
  readonly name: string
  readonly phone: string | null
  readonly email: string | null
  readonly registered: boolean
}

/** A granted instance of a specification, bound to plates and a validity. */
export interface AssignedRight {
  readonly id: string
  readonly specificationId: string
  readonly holderId: string | null
  readonly plates: readonly string[]
  readonly validFrom: EpochMs
  readonly validUntil: EpochMs | null
  readonly revokedAt: EpochMs | null
  /** what its holder reads; left out or null: what is spoken at the place */
  readonly language?: Language | null
}
