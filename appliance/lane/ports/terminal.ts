export interface PaymentTerminal {
  ready(): boolean
  /** idempotent by quote id; `declined` may be tried again, `unknown` must be looked up before asking again */
  charge(
    quote: { readonly quoteId: string; readonly amountMinor: number; readonly currency: string },
    signal: AbortSignal,
  ): Promise<
    | { readonly result: 'approved'; readonly ref: string }
    | { readonly result: 'declined' | 'cancelled' | 'unknown'; readonly reason: string }
  >
  /**
   * What became of an earlier `charge`, without asking anybody for a card: `none` = never charged or finally refused.
   * A terminal without it leaves an `unknown` outcome unknown: the lane then never asks that driver again.
   */
  readonly lookUp?: (
    quoteId: string,
    signal: AbortSignal,
  ) => Promise<{ readonly result: 'approved'; readonly ref: string } | { readonly result: 'none' | 'unknown'; readonly reason: string }>
}
