import type { Place } from '@gatehouse/domain/place.ts'
import type { Quote } from '@gatehouse/domain/tariff/quote.ts'
import type { VehicleClass } from '@gatehouse/domain/tariff/rate-table.ts'
import type { LaneTimings } from '../timings.ts'
import type { IssuedQuote } from './ledger.ts'

/** Fixed facts a lane is built with. */
export interface LaneSettings {
  readonly place: Place
  /** this box, and the boot its monotonic clock counts from */
  readonly device: string
  readonly bootId: string
  readonly laneId: string
  readonly direction: 'entry' | 'exit'
  /** an entry for one kind of vehicle only, such as a lane for trucks; absent: cars */
  readonly vehicleClass?: VehicleClass
  /** read confidence needed to open an entry without doubt, and to bind an exit to a session and its bill (0..1) */
  readonly openThreshold: number
  readonly chargeThreshold: number
  /** price lock of a quote */
  readonly quoteLockMs: number
  /** builds the text of the QR for a quote; null when this box has no cloud to pay at */
  readonly payUrl: (quote: Quote & { readonly nonce: string }) => string | null
  /** the text of the QR that opens the receipt of a paid quote; absent where there is no cloud to show one */
  readonly receiptUrl?: (quote: IssuedQuote) => string | null
  readonly online: () => boolean
  /**
   * Whether nine well-typed digits are the exit code of this quote, paid in full; absent where no phone can pay. Judged by
   * this box's own keys, the previous one included for a while.
   */
  readonly isExitCode?: (typed: string, quote: IssuedQuote) => boolean
  /** largest fee let out at once while a card payment's outcome is unknown, minor units; absent = 0: only `releaseAfterMs` lets it out */
  readonly riskCapMinor?: number
  /** a difference smaller than this is not asked for after a payment (a provider's minimum); absent = 50 */
  readonly waiveTopUpBelowMinor?: number
  /** how far back a driver whose car cannot be found may say they came in; absent or 0: not at all */
  readonly honestyMs?: number
  /** overrides of the lane's timings; a car with no way to pay is let out after `releaseAfterMs` */
  readonly timings?: Partial<LaneTimings>
}
