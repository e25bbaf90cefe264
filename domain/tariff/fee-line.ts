import type { EpochMs } from '../time.ts'

/** A merchant's or operator's discount: free minutes, an amount in minor units, or a percentage (0–100) of the fee. */
export type ValidationKind = 'minutes' | 'amount' | 'percent'

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
  /** only on code `validation`: which discount it was, its value in minutes, minor units or percent */
  readonly validation?: { readonly kind: ValidationKind; readonly value: number }
}
