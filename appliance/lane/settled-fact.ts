import type { EpochMs } from '@gatehouse/domain/time.ts'

/** A payment as it reached this lane, before it is on record. */
export interface SettledFact {
  readonly paymentId: string
  readonly quoteId: string
  readonly amountMinor: number
  readonly currency: string
  readonly method: 'terminal' | 'remote' | 'exitCode' | 'cash'
  readonly provider: string
  readonly providerRef: string | null
  readonly settledAt: EpochMs
}
