import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from './database.ts'
import { inspectLedger } from './inspect.ts'
import { LedgerError } from './ledger-error.ts'
import { openLedger } from './open.ts'
import { opened as presented } from './testing/car.ts'
import { NOW, opened, optionsIn, scratch } from './testing/fixture.ts'
import { canMount, mountedDisk } from './testing/small-disk.ts'

const isRoot = process.getuid?.() === 0

function unwritable(): string {
  if (isRoot) {
    const disk = mountedDisk('1m')
    disk.readOnly()
    return disk.dir
  }
  const dir = scratch()
  chmodSync(dir, 0o500)
  return dir
}

const problemOf = (fn: () => unknown): LedgerError => {
  try {
    fn()
  } catch (error) {
    if (error instanceof LedgerError) return error
    throw error
  }
  throw new Error('it opened')
}

describe('opening', () => {
  it('[E1] runs in WAL with the settings money needs', () => {
    const { options, again } = opened()
    again()
    const db = new Sqlite(options.path)
    onTestFinished(() => void db.close())
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    const own = openDatabase(join(scratch(), 'other.db'), () => 0).$client
    onTestFinished(() => void own.close())
    const settings = ['synchronous', 'foreign_keys', 'recursive_triggers', 'secure_delete'].map((name) =>
      own.pragma(name, { simple: true }),
    )
    expect(settings).toEqual([2, 1, 1, 1])
  })

  it('[E2] refuses a second opening, in this process too, and names the holder', () => {
    const { options } = opened()
    const error = problemOf(() => openLedger(options))
    expect(error).toMatchObject({ problem: 'held', retry: true })
    expect(error.message).toContain(`process ${process.pid}`)
    expect(error.message).toContain('Stop that one first')
  })

  it('[E2] is free again the moment it is closed', () => {
    const { ledger, options } = opened()
    ledger.close()
    openLedger(options).close()
    expect(existsSync(`${options.path}-holder`)).toBe(false)
  })

  it('[E2] may be read while it is held, and the reader sees what was just written', () => {
    const { ledger, options } = opened()
    ledger.record([presented('pr1', 'in', 'entry', NOW)])
    const look = inspectLedger({ path: options.path })
    expect(look.verifyChain()).toEqual({ ok: true, rows: 1 })
    expect(look).toMatchObject({ device: 'box-1', site: 'site-1', epoch: ledger.epoch })
    expect(look.stateDifferences()).toEqual([])
    look.close()
    ledger.record([presented('pr2', 'in', 'entry', NOW)])
  })

  it('[E3] begins a fresh epoch each time, child of the one before, with seq and chain starting over', () => {
    const it = opened()
    const first = it.ledger.epoch
    expect(it.ledger.parentEpoch).toBeNull()
    it.ledger.record([presented('pr1', 'in', 'entry', NOW)])
    const second = it.again()
    expect(second.epoch).not.toBe(first)
    expect(second.parentEpoch).toBe(first)
    expect(second.heads().map(({ seq, hash }) => [seq, hash])).toEqual(Array.from({ length: 4 }, () => [0, '0'.repeat(64)]))
    second.record([presented('pr2', 'in', 'entry', NOW)])
    expect(second.verifyChain()).toEqual({ ok: true, rows: 2 })
  })

  it('[E3] two copies of one card go on under two names with one parent', () => {
    const it = opened()
    it.ledger.record([presented('pr1', 'in', 'entry', NOW)])
    const before = it.ledger.epoch
    it.ledger.close()
    const other = scratch()
    copyFileSync(it.options.path, join(other, 'ledger.db'))
    const [a, b] = [it.again(), openLedger(optionsIn(other))]
    onTestFinished(() => b.close())
    expect([a.parentEpoch, b.parentEpoch]).toEqual([before, before])
    expect(a.epoch).not.toBe(b.epoch)
  })
})

describe('refusing', () => {
  it('[E4] a folder that cannot be made: what to do about it', () => {
    const error = problemOf(() => openLedger(optionsIn('/proc/gatehouse')))
    expect(error).toMatchObject({ problem: 'readOnly', retry: false })
    expect(error.message).toContain('Make its folder writable')
  })

  it.skipIf(isRoot && !canMount)('[E4] a folder that cannot be written (as root this takes a read-only mount)', () => {
    const dir = unwritable()
    expect(problemOf(() => openLedger(optionsIn(dir))).problem).toBe('readOnly')
    expect(problemOf(() => openLedger(optionsIn(join(dir, 'deeper')))).problem).toBe('readOnly')
  })

  it('[E4] a file that is no database', () => {
    const options = optionsIn(scratch())
    writeFileSync(options.path, 'this was a text file, long enough to be mistaken for something else. '.repeat(20))
    const before = readFileSync(options.path)
    const error = problemOf(() => openLedger(options))
    expect(error).toMatchObject({ problem: 'damaged' })
    expect(error.message).toContain('move it and its -wal file aside')
    expect(readFileSync(options.path)).toEqual(before)
  })

  it('[E4] a ledger with a torn page in the middle', () => {
    const it = opened()
    const events = Array.from({ length: 400 }, (_, i) => presented(`pr${i}`, 'in', 'entry', NOW))
    it.ledger.record(events)
    it.ledger.close()
    const bytes = readFileSync(it.options.path)
    for (let page = 40; page < bytes.length / 4096; page += 2) bytes.fill(0xa5, page * 4096, page * 4096 + 64)
    writeFileSync(it.options.path, bytes)
    expect(problemOf(() => openLedger(it.options)).problem).toBe('damaged')
    expect(readFileSync(it.options.path)).toEqual(bytes)
    rmSync(it.options.path)
    it.ledger = openLedger(it.options)
  })

  it('[E4] another program\u2019s database', () => {
    const options = optionsIn(scratch())
    const other = new Sqlite(options.path)
    other.exec('CREATE TABLE recipes (name TEXT)')
    other.close()
    const error = problemOf(() => openLedger(options))
    expect(error.problem).toBe('notALedger')
    expect(error.message).toContain('recipes')
  })

  it('[E4] a ledger of another site', () => {
    const it = opened()
    it.ledger.close()
    const error = problemOf(() => openLedger({ ...it.options, site: 'site-2' }))
    expect(error.problem).toBe('otherSite')
    expect(error.message).toMatch(/site-1.*site-2/)
    expect(it.again().verifyChain()).toMatchObject({ ok: true })
  })

  it('[E4] a failed opening leaves nothing locked and nothing open', () => {
    const options = optionsIn(scratch())
    expect(problemOf(() => openLedger({ ...options, migrationsDir: join(options.path, 'nowhere') })).message).toContain(
      'Install the software again',
    )
    openLedger(options).close()
  })

  it('[E4] a data folder that is a file', () => {
    const dir = scratch()
    writeFileSync(join(dir, 'data'), '')
    expect(problemOf(() => openLedger(optionsIn(join(dir, 'data')))).message).toContain('nothing was changed')
  })
})

describe('looking only', () => {
  it('[E2] refuses a file that is not there, without making one', () => {
    const path = join(scratch(), 'ledger.db')
    expect(problemOf(() => inspectLedger({ path }))).toBeInstanceOf(LedgerError)
    expect(existsSync(path)).toBe(false)
  })

  it.skipIf(!canMount)('[E2] works on a card in a read-only slot (needs root, to mount one)', () => {
    const it = opened()
    it.ledger.record([presented('pr1', 'in', 'entry', NOW)])
    it.ledger.close()
    const disk = mountedDisk('4m')
    mkdirSync(join(disk.dir, 'card'))
    copyFileSync(it.options.path, join(disk.dir, 'card', 'ledger.db'))
    disk.readOnly()
    const look = inspectLedger({ path: join(disk.dir, 'card', 'ledger.db') })
    expect(look.verifyChain()).toEqual({ ok: true, rows: 1 })
    look.close()
    it.ledger = openLedger(it.options)
  })
})
