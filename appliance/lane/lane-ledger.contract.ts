import { describe, onTestFinished } from 'vitest'
import type { LedgerUnderTest, OpenLedger } from './ledger-contract/ledger-under-test.ts'
import { moneyContract } from './ledger-contract/money.ts'
import { presentationsContract } from './ledger-contract/presentations.ts'
import { recordsContract } from './ledger-contract/records.ts'
import { termsContract } from './ledger-contract/terms.ts'
import type { LedgerSeed } from './testing/ledger-facts.ts'
import { NOW, permit, rates } from './testing/ledger-samples.ts'

/** What every LaneLedger must do, whatever it is made of. */
export function laneLedgerContract(name: string, make: (seed: LedgerSeed) => LedgerUnderTest): void {
  describe(`${name} keeps the LaneLedger contract`, () => {
    const open: OpenLedger = (over = {}) => {
      const made = make({ now: () => NOW, rateTables: [rates(1, 0)], rights: [permit], blocked: ['BAD1'], ...over })
      onTestFinished(() => made.close())
      return made
    }
    recordsContract(open)
    moneyContract(open)
    termsContract(open)
    presentationsContract(open)
  })
}
