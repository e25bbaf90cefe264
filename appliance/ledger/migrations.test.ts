import { createHash } from 'node:crypto'
import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Migration, migrate, readMigrations } from './migrate.ts'
import { openLedger } from './open.ts'
import * as schema from './schema.ts'
import { opened as presented } from './testing/car.ts'
import { NOW, opened, optionsIn, scratch } from './testing/fixture.ts'

const dir = join(import.meta.dirname, '../../drizzle/appliance')
const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

describe('released migrations', () => {
  const released = json(join(dir, '../appliance-released.json')) as Readonly<Record<string, string>>
  const journal = json(join(dir, 'meta/_journal.json')) as {
    readonly entries: readonly { readonly idx: number; readonly when: number; readonly tag: string }[]
  }

  it('[E5] are frozen: a change of the schema is a new file, noted in drizzle/appliance-released.json', () => {
    const found = journal.entries.map(({ tag }) => [
      tag,
      createHash('sha256')
        .update(readFileSync(join(dir, `${tag}.sql`)))
        .digest('hex'),
    ])
    expect(Object.fromEntries(found)).toEqual(released)
  })

  it('[E5] stand in a journal whose numbers and times strictly increase', () => {
    const { entries } = journal
    expect(entries.map((entry) => entry.idx)).toEqual(entries.map((_, i) => i))
    expect(entries.every((entry, i) => i === 0 || entry.when > (entries[i - 1]?.when ?? 0))).toBe(true)
  })

  it('[E5] build what the schema files say', async () => {
    const last = journal.entries.at(-1)?.idx ?? 0
    const snapshot = json(join(dir, `meta/${String(last).padStart(4, '0')}_snapshot.json`))
    const now = await generateSQLiteDrizzleJson(schema)
    expect(await generateSQLiteMigration(snapshot as never, now)).toEqual([])
  })
})

describe('migrating', () => {
  /** this software's migrations plus one more, in a folder of its own */
  const withOneMore = (sql: string, when = 9_000_000_000_000): string => {
    const folder = join(scratch(), 'drizzle')
    cpSync(dir, folder, { recursive: true })
    const journal = json(join(folder, 'meta/_journal.json')) as { entries: unknown[] }
    journal.entries.push({ idx: journal.entries.length, version: '6', when, tag: '9999_next', breakpoints: true })
    writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify(journal))
    writeFileSync(join(folder, '9999_next.sql'), sql)
    return folder
  }
  const tablesOf = (path: string): readonly string[] => {
    const db = new Sqlite(path, { readonly: true })
    onTestFinished(() => void db.close())
    return db
      .prepare<[], { name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
      .all()
      .map((row) => row.name)
  }

  it('[E5] a newer release takes an older ledger along, and its rows', () => {
    const it = opened()
    it.ledger.record([presented('pr1', 'in', 'entry', NOW)])
    const next = it.again({
      migrationsDir: withOneMore('CREATE TABLE coupon (id TEXT);\n--> statement-breakpoint\nALTER TABLE lane ADD colour TEXT;'),
    })
    expect(next.openPresentation('in')?.presentationId).toBe('pr1')
    expect(tablesOf(it.options.path)).toContain('coupon')
  })

  it('[E4] an older release refuses a newer ledger, and leaves it alone', () => {
    const it = opened({ migrationsDir: withOneMore('CREATE TABLE coupon (id TEXT)') })
    it.ledger.record([presented('pr1', 'in', 'entry', NOW)])
    it.ledger.close()
    const before = readFileSync(it.options.path)
    expect(() => openLedger({ ...it.options, migrationsDir: dir })).toThrow(
      /newer version of this software.*Install that version or a later one/,
    )
    expect(readFileSync(it.options.path)).toEqual(before)
    it.again()
  })

  it('[E5] a migration that fails halfway leaves nothing of itself, and refuses to start', () => {
    const it = opened()
    it.ledger.close()
    const before = tablesOf(it.options.path)
    const broken = withOneMore('CREATE TABLE coupon (id TEXT);\n--> statement-breakpoint\nCREATE TABLE coupon (id TEXT);')
    expect(() => openLedger({ ...it.options, migrationsDir: broken })).toThrow(
      /9999_next: table `?coupon`? already exists.*Nothing was changed/,
    )
    expect(tablesOf(it.options.path)).toEqual(before)
    expect(it.again().verifyChain()).toMatchObject({ ok: true })
  })

  it('[E5] a migration that leaves rows pointing nowhere is a failed one', () => {
    const it = opened()
    it.ledger.rightsUpsert({
      specification: { id: 'sp', name: 'Residents', charging: 'free', poolSize: 1 },
      right: { id: 'r1', specificationId: 'sp', holderId: null, plates: ['AB1'], validFrom: 0, validUntil: null, revokedAt: null },
    })
    it.ledger.close()
    const careless = withOneMore('DELETE FROM right_specification;')
    expect(() => openLedger({ ...it.options, migrationsDir: careless })).toThrow(/1 rows point nowhere/)
    expect(it.again().rightsFor('AB1', NOW)).toHaveLength(1)
  })

  it('[E5] a released file that was edited afterwards is noticed, where drizzle would pass over it', () => {
    const it = opened()
    it.ledger.close()
    const folder = join(scratch(), 'drizzle')
    cpSync(dir, folder, { recursive: true })
    writeFileSync(join(folder, '0000_start.sql'), `${readFileSync(join(folder, '0000_start.sql'), 'utf8')}\n-- harmless?`)
    expect(() => openLedger({ ...it.options, migrationsDir: folder })).toThrow(
      /other schema files than this software's \(step 1, 0000_start\)/,
    )
    it.again()
  })

  it('[E5] runs every statement once, whatever the number of openings', () => {
    const it = opened()
    it.again()
    it.again()
    const db = new Sqlite(it.options.path, { readonly: true })
    onTestFinished(() => void db.close())
    const { n } = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM __drizzle_migrations').get() ?? { n: 0 }
    expect(n).toBe(readMigrations(dir).length)
  })

  it('[E5] a disk error during a migration is told as one', () => {
    const db = new Sqlite(':memory:')
    onTestFinished(() => void db.close())
    const full: Migration = { tag: '0000_full', when: 1, hash: 'x', statements: [`SELECT raise_full()`] }
    db.function('raise_full', () => {
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    })
    expect(() => migrate(db, [full], ':memory:')).toThrow(/disk is full/)
    expect(db.prepare(`SELECT * FROM sqlite_master`).all()).toEqual([])
  })

  it('[E4] a ledger copied while closed opens elsewhere', () => {
    const it = opened()
    it.ledger.record([presented('pr1', 'in', 'entry', NOW)])
    it.ledger.close()
    const elsewhere = scratch()
    copyFileSync(it.options.path, join(elsewhere, 'ledger.db'))
    const copy = openLedger(optionsIn(elsewhere))
    expect(copy.openPresentation('in')?.presentationId).toBe('pr1')
    copy.close()
    it.again()
  })
})
