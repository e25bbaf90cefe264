import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { transactions, unforcedTransactions } from './transact.ts'

describe('transact', () => {
  const database = () => {
    const sqlite = new Sqlite(':memory:')
    onTestFinished(() => void sqlite.close())
    sqlite.exec('CREATE TABLE t (n INTEGER)')
    const insert = sqlite.prepare('INSERT INTO t VALUES (1)')
    const count = () => sqlite.prepare<[], { n: number }>('SELECT count(*) AS n FROM t').get()?.n
    return { transact: transactions(sqlite), insert: () => void insert.run(), count }
  }

  it('[E16] gives back what the callback gives, and keeps what it wrote', () => {
    const { transact, insert, count } = database()
    expect(
      transact(() => {
        insert()
        return { n: 7 }
      }),
    ).toEqual({ n: 7 })
    expect(count()).toBe(1)
  })

  it('[E16] keeps nothing of a callback that throws', () => {
    const { transact, insert, count } = database()
    const broken = () =>
      transact(() => {
        insert()
        throw new Error('no')
      })
    expect(broken).toThrow('no')
    expect(count()).toBe(0)
  })

  it('[E16] refuses an async callback by its type, and at run time', () => {
    const { transact, insert, count } = database()
    // @ts-expect-error a promise is not a result: its writes would land after the commit
    expect(() => transact(async () => insert())).toThrow(/cannot return a promise/)
    expect(count()).toBe(0)
  })

  it('[E18] forces every transaction but the unforced ones, also after one of those has failed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-'))
    const sqlite = new Sqlite(join(folder, 'ledger.db'))
    onTestFinished(() => {
      sqlite.close()
      rmSync(folder, { recursive: true, force: true })
    })
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = FULL')
    const forcing = () => sqlite.pragma('synchronous', { simple: true })
    const [transact, unforced] = [transactions(sqlite), unforcedTransactions(sqlite)]
    expect([transact(forcing), unforced(forcing), transact(forcing)]).toEqual([2, 1, 2])
    expect(() =>
      unforced(() => {
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(transact(forcing)).toBe(2)
  })
})
