import type { EpochMs } from '../time.ts'

/** A merchant's or operator's discount: free minutes, an amount in minor units, or a percentage (0–100) of the fee. */
export type ValidationKind = 'minutes' | 'amount' | 'percent'

/**
 * One line of the fee's explanation; the lines sum to the fee. `amountMinor` is negative for `cap`, `special`, `validation` and `credit`.
 *
 * | code | count | unitMinor | stepMs | from–until |
 * |---|---|---|---|---|
 * | free | 1 | 0 | the table's free time | the part of the stay that is free |
 * | flat, tier | 1 | the price | 0 | what it covers |
 * | steps | steps begun | price of one | step length | what they cover |
 * | cap | capped days | the maximum | rolling period, 0 for calendar days | first to last capped day |
 * | validation | 1 | 0 | 0 | the stay |
 * | special | 1 | the package's price | 0 | the stay |
 * | overstay | 1 | the price | 0 | the time over the longest stay |
 * | credit | 1 | what is credited | 0 | the stay |
 * | debt | 1 | what is owed | 0 | the earlier stay that was not paid |
 *
 * With `name`, a line is about the window, package or overstay the owner called so: `count` then adds up its occurrences, and
 * a `cap` is the window's own maximum (`stepMs` its length). Times outside windows run on the clock that stops within them.
 */
export interface FeeLine {
  /** a key with parameters, so every screen speaks its own language; see explain.ts */
  readonly code: 'free' | 'flat' | 'tier' | 'steps' | 'cap' | 'special' | 'overstay' | 'validation' | 'credit' | 'debt'
  readonly amountMinor: number
  readonly count: number
  readonly unitMinor: number
  readonly stepMs: number
  readonly fromMs: EpochMs
  readonly untilMs: EpochMs
  /** the owner's name of the window, package or overstay this line is about */
  readonly name?: string
  /** only on code `validation`: which discount it was, its value in minutes, minor units or percent */
  readonly validation?: { readonly kind: ValidationKind; readonly value: number }
  /** only on code `cap`: what was charged in those days or periods before this stay, or under an earlier version (T31, T34) */
  readonly earlierMinor?: number
  /** the later version this line is priced by is in force from here on; absent on lines of the version of the entry (T33) */
  readonly since?: EpochMs
}
