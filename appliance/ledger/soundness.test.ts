import { readFileSync, writeFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { inspectLedger } from './inspect.ts'
import { type CheckLimits, checkSound } from './soundness.ts'
import { opened as presented } from './testing/car.ts'
import { NOW, opened } from './testing/fixture.ts'

/** A ledger whose table has a page overwritten, so that only a check of that table finds it. */
function damagedIn(table: string): { readonly path: string; readonly db: Sqlite.Database } {
  const it = opened()
  it.ledger.record(Array.from({ length: 300 }, (_, i) => presented(`pr${i}`, 'in', 'entry', NOW)))
  it.ledger.close()
  const path = it.options.path
  const before = new Sqlite(path, { readonly: true })
  const { page } = before.prepare<[string], { page: number }>('SELECT max(pageno) AS page FROM dbstat WHERE name = ?').get(table) ?? {
    page: 0,
  }
  before.close()
  const bytes = readFileSync(path)
  bytes.fill(0xa5, (page - 1) * 4096, (page - 1) * 4096 + 200)
  writeFileSync(path, bytes)
  const db = new Sqlite(path, { readonly: true })
  onTestFinished(() => void db.close())
  return { path, db }
}
const limits = (over: Partial<CheckLimits>): CheckLimits => ({ wholeUpToBytes: 2 ** 40, budgetMs: 1_000, mono: () => 0, ...over })

describe('the check at opening', () => {
  it('[E1] looks at all of a small file', () => {
    const { path, db } = damagedIn('log')
    expect(() => checkSound(db, path, limits({}))).toThrow(/damaged/)
  })

  it('[E1] looks at the tables of a big one, leaving the log to quickCheck', () => {
    const table = damagedIn('presentation')
    expect(() => checkSound(table.db, table.path, limits({ wholeUpToBytes: 0 }))).toThrow(/damaged/)
    const log = damagedIn('log')
    checkSound(log.db, log.path, limits({ wholeUpToBytes: 0 }))
    const look = inspectLedger({ path: log.path })
    onTestFinished(() => look.close())
    expect(look.quickCheck()).not.toBe('ok')
  })

  it('[E1] stops when its time is up', () => {
    const { path, db } = damagedIn('presentation')
    let asked = 0
    const mono = () => {
      asked += 1
      return asked * 600
    }
    checkSound(db, path, limits({ wholeUpToBytes: 0, mono }))
    expect(asked).toBe(3)
  })
})
