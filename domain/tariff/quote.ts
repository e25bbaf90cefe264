import type { EpochMs } from '../time.ts'

/** One line of the fee's explanation. `amountMinor` may be negative (cap, validation); the lines sum to the fee. */
export interface FeeLine {
  /** a key with parameters, so every screen speaks its own language; see explain.ts */
  readonly code: 'free' | 'flat' | 'tier' | 'steps' | 'cap' | 'validation' | 'credit'
  readonly amountMinor: number
  /** how many steps were started (code `steps`), else 1 */
  readonly count: number
  readonly unitMinor: number
  readonly stepMs: number
  readonly fromMs: EpochMs
  readonly untilMs: EpochMs
}

/** A price offer that is frozen until `lockUntil`; its row is the only thing a payment can pay. */
export interface Quote {
  readonly id: string
  readonly sessionId: string
  readonly laneId: string
  readonly amountMinor: number
  readonly currency: string
  readonly issuedAt: EpochMs
  readonly lockUntil: EpochMs
  readonly stayMs: number
  readonly rateTableId: string
  readonly rateTableVersion: number
  readonly lines: readonly FeeLine[]
  readonly vatBasisPoints: number
}
