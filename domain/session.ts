import type { BoxClock } from './stay.ts'
import type { VehicleClass } from './tariff/rate-table.ts'
import type { EpochMs } from './time.ts'

/** Actual use of the place by one vehicle: from the passage in to the passage out (APDS: Session). */
export interface Session {
  readonly id: string
  /** reference into the erasable plate table; null when no plate could be read (a photo ticket) */
  readonly plateRef: string | null
  readonly imageRef: string | null
  readonly entryLaneId: string | null
  readonly exitLaneId: string | null
  readonly actualStart: EpochMs
  /** null while the vehicle is inside */
  readonly actualEnd: EpochMs | null
  /** the rate table version in force at entry, as the box knew it */
  readonly rateTableId: string
  readonly rateTableVersion: number
  readonly rightId: string | null
  /** what kind of vehicle it is priced as; null: a car */
  readonly vehicleClass: VehicleClass | null
  readonly outcome: SessionOutcome | null
  /** the clocks `actualStart` was read from; null for sessions older than this field */
  readonly startClock: BoxClock | null
}

/**
 * How a session ended. `suspect`: closed for review at 0 because its exit was never seen.
 * `owed`: let out unpaid because no way to pay worked; a payment that settles later pays it.
 */
export type SessionOutcome = 'paid' | 'free' | 'permit' | 'attendant' | 'suspect' | 'owed'
