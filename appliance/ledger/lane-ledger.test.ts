import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { laneLedgerContract } from '../lane/lane-ledger.contract.ts'
import type { Ledger } from './ledger.ts'
import { openLedger } from './open.ts'
import { setClock } from './testing/fixture.ts'

/** The lane's own contract, on the real thing: a file on disk; rate tables but the first arrive as they would, through the shape. */
laneLedgerContract('the ledger on disk', (seed) => {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-lane-ledger-'))
  const clock = { ...setClock(), wall: seed.now }
  const [base, ...published] = seed.rateTables
  if (!base) throw new Error('a ledger needs a rate table to start from')
  const options = { device: 'box-1', site: 'site-1', bootId: 'boot-1', clock, newId: randomUUID, seed: { rateTable: base } }
  const open = (): Ledger => openLedger({ path: join(dir, 'ledger.db'), ...options })
  let ledger = open()
  const changes = published.map((table) => ({
    operation: 'insert' as const,
    key: `"edge_v1_rates"/"${table.version}"`,
    row: { site_id: 'site-1', rate_table_id: table.id, version: `${table.version}`, effective_from: `${table.effectiveFrom}`, body: table },
  }))
  ledger.applyShape('edge_v1_rates', { changes, handle: 'h', offset: '0_0', replace: true })
  for (const grant of seed.rights) ledger.rightsUpsert(grant)
  for (const plate of seed.blocked) ledger.blocklistAdd(plate, 'seeded')
  return {
    ledger,
    reopen() {
      ledger.close()
      ledger = open()
      return ledger
    },
    close() {
      ledger.close()
      rmSync(dir, { recursive: true })
    },
  }
})
