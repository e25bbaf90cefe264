import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { Ledger } from '../appliance/ledger/ledger.ts'
import { openLedger } from '../appliance/ledger/open.ts'
import { counter, NOW, rates, setClock } from '../appliance/ledger/testing/fixture.ts'
import { hashRow } from './chain.ts'
import { blankDisk, copyDisk, type Disk } from './disk.ts'
import { type LedgerUnderTest, ledgerContract } from './ledger.contract.ts'
import { openMemoryLedger } from './memory-ledger.ts'

ledgerContract('in memory', () => {
  const newId = counter()
  const open = (disk: Disk): LedgerUnderTest => {
    const clock = setClock(NOW)
    const ledger = openMemoryLedger({
      ...{ disk, device: 'box-1', site: 'site-1', bootId: 'boot', clock, newId, hashRow },
      write: (commit) => commit(),
    })
    return {
      ...{ ledger, clock },
      reopen: () => open(disk),
      image: () => copyDisk(disk),
      insert: (image) => open(copyDisk(image as Disk)),
    }
  }
  return open(blankDisk())
})

const scratch = mkdtempSync(join(tmpdir(), 'gatehouse-contract-'))
const ledgers: Ledger[] = []
afterAll(() => {
  for (const ledger of ledgers) ledger.close()
  rmSync(scratch, { recursive: true, force: true })
})

let cards = 0
ledgerContract('on SQLite', () => {
  const newId = counter(`c${cards}-`)
  const card = () => join(scratch, `card-${cards++}`)
  const open = (folder: string): LedgerUnderTest => {
    const clock = setClock(NOW)
    const options = { path: join(folder, 'ledger.db'), device: 'box-1', site: 'site-1', bootId: 'boot', clock, newId }
    const ledger = openLedger({ ...options, seed: { rateTable: rates(1, 0) } })
    ledgers.push(ledger)
    const close = () => {
      ledger.close()
      ledgers.splice(ledgers.indexOf(ledger), 1)
    }
    const copied = (from: string) => {
      const to = card()
      cpSync(from, to, { recursive: true })
      return to
    }
    const parts = { record: (events: Parameters<Ledger['record']>[0]) => ledger.record(events) }
    return {
      ledger: { ...ledger, ...parts },
      clock,
      reopen() {
        close()
        return open(folder)
      },
      image() {
        close()
        return copied(folder)
      },
      insert(image) {
        if (ledgers.includes(ledger)) close()
        return open(copied(image as string))
      },
    }
  }
  return open(card())
})
