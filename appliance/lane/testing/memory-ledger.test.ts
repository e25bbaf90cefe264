import { laneLedgerContract } from '../lane-ledger.contract.ts'
import { memoryLedger } from './memory-ledger.ts'

laneLedgerContract('the ledger in memory', (seed) => {
  const ledger = memoryLedger(seed)
  return { ledger, reopen: () => ledger, close: () => {} }
})
