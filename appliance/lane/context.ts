import type { Place } from '@gatehouse/domain/place.ts'
import type { BoxClock } from '@gatehouse/domain/stay.ts'
import type { VehicleClass } from '@gatehouse/domain/tariff/rate-table.ts'
import type { ClockQuality, EpochMs } from '@gatehouse/domain/time.ts'
import type { Equipment } from './equipment.ts'
import type { ExitMatcher, IssuedQuote, LaneLedger, NewId } from './ports.ts'
import type { LaneTimings } from './timings.ts'

/** What a lane may ask of the ledger while it decides: reads only. Writing is an effect. */
export type Books = Omit<LaneLedger, 'record' | 'openPresentation' | 'image'>

/** The world at the instant of one event: time, randomness, ids and settings are arguments of every transition. */
export interface LaneContext {
  readonly place: Place
  readonly laneId: string
  readonly direction: 'entry' | 'exit'
  readonly has: Equipment
  /** what kind of vehicle comes in at this lane; null: cars, or nobody can tell */
  readonly vehicleClass: VehicleClass | null
  readonly openThreshold: number
  readonly chargeThreshold: number
  readonly quoteLockMs: number
  readonly riskCapMinor: number
  readonly waiveTopUpBelowMinor: number
  /** how far back a driver's word for the arrival reaches; 0: it is not taken */
  readonly honestyMs: number
  readonly timings: LaneTimings
  /** wall clock of this event */
  readonly at: EpochMs
  /** clock of this boot, for durations */
  readonly mono: number
  readonly clockQuality: ClockQuality
  /** this box, and its boot that `mono` counts from */
  readonly device: string
  readonly bootId: string
  readonly newId: NewId
  readonly randomBytes: (length: number) => Uint8Array
  readonly books: Books
  readonly match: ExitMatcher
  readonly cardReady: boolean
  /** the terminal can tell what became of a charge */
  readonly canLookUp: boolean
  /** null: exit codes are not taken here */
  readonly isExitCode: ((typed: string, quote: IssuedQuote) => boolean) | null
  /** a phone payment of this quote would reach this lane at once */
  readonly phoneReady: (quote: IssuedQuote) => boolean
}

export const clockOf = ({ clockQuality: quality, device, bootId, mono }: LaneContext): BoxClock => ({ quality, device, bootId, mono })
