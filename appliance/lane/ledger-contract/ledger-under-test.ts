import type { LaneLedger } from '../ports.ts'
import type { LedgerSeed } from '../testing/ledger-facts.ts'

/**
 * What a factory makes of the seed (rate tables, rights, blocked plates, the clock): the ledger, `reopen()` = the same data after
 * the process died, and `close()`.
 */
export interface LedgerUnderTest {
  readonly ledger: LaneLedger
  reopen(): LaneLedger
  close(): void
}

/** A ledger with the usual seed, closed at the end of its test. */
export type OpenLedger = (over?: Partial<LedgerSeed>) => LedgerUnderTest
