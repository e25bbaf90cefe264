import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { inspectLedger } from './inspect.ts'
import { openLedger } from './open.ts'
import { aCar } from './testing/car.ts'
import { counter, NOW, optionsIn, scratch } from './testing/fixture.ts'

/** A ledger file with one visit and three restarts in it; each test gets a copy. */
let bytes: Buffer
beforeAll(() => {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-log-'))
  const newId = counter('id-')
  const [visit, next] = [aCar(newId, NOW), aCar(newId, NOW)]
  for (const steps of [visit, ...next.slice(0, 3).map((step) => [step])]) {
    const ledger = openLedger(optionsIn(dir))
    for (const step of steps) ledger.record(step.events)
    ledger.close()
  }
  bytes = readFileSync(join(dir, 'ledger.db'))
  rmSync(dir, { recursive: true })
})

/** The file in another program's hands. */
function inHands(): { readonly path: string; readonly db: Sqlite.Database } {
  const path = join(scratch(), 'ledger.db')
  writeFileSync(path, bytes)
  const db = new Sqlite(path)
  onTestFinished(() => void db.close())
  return { path, db }
}
const look = (path: string) => {
  const ledger = inspectLedger({ path })
  onTestFinished(() => ledger.close())
  return ledger
}

const first = `(SELECT min(position) FROM log)`

describe('the log as SQLite keeps it', () => {
  it.each([
    ['changing a row', `UPDATE log SET payload = '{}' WHERE position = ${first}`, /append-only: rows are never changed/],
    ['removing a row', `DELETE FROM log WHERE position = ${first}`, /removed only by retention/],
    ['removing money', `DELETE FROM log WHERE stream = 'money'`, /removed only by retention/],
    ['writing a row twice', `INSERT INTO log SELECT * FROM log WHERE position = ${first}`, /already written|does not continue/],
    ['replacing a row', `INSERT OR REPLACE INTO log SELECT * FROM log WHERE position = ${first}`, /already written|does not continue/],
    ['a good row in the place of an old one', next({ position: first, event_id: `'x'` }), /already written/],
    ['a good row under an old id', next({ event_id: `(SELECT event_id FROM log LIMIT 1)` }), /already written/],
    ['a row of nowhere', next({ seq: `seq + 7`, event_id: `'x'` }), /does not continue its stream/],
    ['a row in a closed epoch', next({ event_id: `'x'` }, 'ASC'), /does not continue its stream/],
    ['pruning what the cloud does not hold', `UPDATE watermark SET pruned_seq = 1 WHERE stream = 'event'`, /holds for good/],
    ['pruning money', `UPDATE watermark SET durable = 1, pruned_seq = 1 WHERE stream = 'money'`, /never money/],
    ['turning a head back', `UPDATE watermark SET head_seq = 0 WHERE head_seq > 0`, /head is its last row/],
    ['dropping a watermark', `DELETE FROM watermark`, /watermarks are kept/],
    ['renaming an epoch', `UPDATE epoch SET epoch = 'mine'`, /kept as they began/],
    ['dropping an epoch', `DELETE FROM epoch`, /kept as they began/],
    ['losing money', `DELETE FROM payment`, /money is never deleted/],
  ])('[E6] refuses %s', (_what, sql, words) => {
    const { db } = inHands()
    expect(() => db.exec(sql)).toThrow(words)
  })
})

/** An INSERT of a row that would continue the newest (or, `ASC`, the oldest) epoch's stream, but for what is changed. */
function next(change: Readonly<Record<string, string>>, epoch: 'ASC' | 'DESC' = 'DESC'): string {
  const columns = 'position, stream, epoch, seq, event_id, kind, v, wall, boot_id, mono, clock_quality, payload, prev_hash, hash'.split(
    ', ',
  )
  const good: Readonly<Record<string, string>> = { position: '1000', seq: 'seq + 1', prev_hash: 'hash' }
  const values = columns.map((name) => change[name] ?? good[name] ?? name)
  const of = `epoch = (SELECT epoch FROM epoch ORDER BY ordinal ${epoch} LIMIT 1) AND stream = 'session'`
  return `INSERT OR REPLACE INTO log (${columns}) SELECT ${values} FROM log WHERE ${of} ORDER BY seq DESC LIMIT 1`
}

describe('verifyChain', () => {
  /** what someone with the file and no respect for triggers can do */
  const tamper = (sql: string) => {
    const { path, db } = inHands()
    for (const { name } of db.prepare<[], { name: string }>(`SELECT name FROM sqlite_master WHERE type = 'trigger'`).all())
      db.exec(`DROP TRIGGER ${name}`)
    db.exec(sql)
    return look(path).verifyChain()
  }
  const paid = `(SELECT position FROM log WHERE kind = 'payment.settled')`

  it('[E7] passes a log as it was written, across epochs, stream by stream too', () => {
    const ledger = look(inHands().path)
    const whole = ledger.verifyChain()
    expect(whole).toMatchObject({ ok: true })
    const parts = (['money', 'session', 'event', 'media'] as const).map((stream) => ledger.verifyChain(stream))
    expect(parts.reduce((sum, part) => sum + (part.ok ? part.rows : Number.NaN), 0)).toBe(whole.ok && whole.rows)
  })

  it.each([
    ['a cheaper fee', `UPDATE log SET payload = replace(payload, '500', '100') WHERE position = ${paid}`, /changed after/],
    ['a payload spelled differently', `UPDATE log SET payload = payload || ' ' WHERE position = ${paid}`, /not spelled/],
    ['another time', `UPDATE log SET wall = wall + 1 WHERE position = ${paid}`, /changed after/],
    ['a better clock', `UPDATE log SET clock_quality = 'untrusted' WHERE position = ${paid}`, /changed after/],
    ['a missing payment', `DELETE FROM log WHERE position = ${paid}`, /rows are missing/],
    ['a missing first row', `DELETE FROM log WHERE stream = 'session' AND seq = 1`, /rows are missing: 0 is followed by 2/],
    ['a recomputed hash', `UPDATE log SET hash = hex(randomblob(32)) WHERE position = ${paid}`, /changed after|continue/],
    [
      'a tail cut off a closed epoch, its head turned back',
      `DELETE FROM log WHERE position = ${paid};
       UPDATE watermark SET head_seq = 1, head_hash = (SELECT hash FROM log WHERE stream = 'money' AND seq = 1) WHERE stream = 'money' AND head_seq = 2`,
      /does not end where this one says/,
    ],
  ])('[E7] finds %s', (_what, sql, words) => {
    const report = tamper(sql)
    expect(report).toMatchObject({ ok: false, problem: expect.stringMatching(words) })
  })
})
