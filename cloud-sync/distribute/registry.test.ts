import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { define, formatOffset, isAfter, type Offset, parseOffset, parseQuery } from './definition.ts'
import { createRegistry } from './registry.ts'
import type { Relation } from './relation.ts'
import type { Change, Transaction } from './replication.ts'
import { nextCursor } from './reply.ts'
import { memoryLog } from './shape-log.ts'
import { isVisible } from './snapshot.ts'
import { parseColumnList, parseTableName, quoteName } from './sql-text.ts'
import { parseEquals } from './where.ts'

const column = (name: string, pkIndex: number | null) => ({
  name,
  type: 'text',
  dims: 0,
  notNull: true,
  pkIndex,
  typmod: -1,
  isEnum: false,
})
const relation: Relation = {
  ...{ oid: 7, schema: 'public', table: 'g', primaryKey: ['id'], signature: 'one' },
  columns: [column('id', 0), column('site_id', null)],
}

function define1(where: string) {
  const query = parseQuery(new URLSearchParams({ table: 'g', where }))
  const defined = query.ok ? define(query.value, relation) : query
  if (!defined.ok) throw new Error(JSON.stringify(defined.errors))
  return defined.value
}
const insert = (id: string, site: string, position = 0): Change => ({
  op: 'insert',
  oid: 7,
  position,
  before: null,
  after: { id, site_id: site },
})
const transaction = (lsn: number, ...changes: Change[]): Transaction => ({ xid: lsn, lsn, changes })
const empty = { xmin: 0n, xmax: 1n, running: new Set<bigint>() }

function registryOf(options: { maxShapes?: number; maxLogBytes?: number } = {}) {
  let micros = 0
  return createRegistry({
    load: async () => ({ mark: empty, log: memoryLog([''], 1000) }),
    micros: () => ++micros,
    maxShapes: 100_000,
    maxLogBytes: 1_000_000,
    ...options,
  })
}

describe('the registry', () => {
  it('[S42] finds the shapes of a change in a time that does not grow with their number', async () => {
    const cost = async (sites: number) => {
      const registry = registryOf()
      const shapes = Array.from({ length: sites }, (_, i) => registry.open(define1(`site_id = 's${i}'`)))
      await Promise.all(shapes.map((s) => s.ready))
      const start = performance.now()
      for (let i = 0; i < 2000; i++) registry.deliver(transaction(10 + i, insert(`r${i}`, `s${i % 10}`)))
      return { ms: performance.now() - start, log: shapes[3]!.log() }
    }
    await cost(10)
    const few = await cost(10)
    const many = await cost(2000)
    expect(many.log.read([0, 0]).messages.length).toBe(few.log.read([0, 0]).messages.length)
    // asking every shape would be 200 times as much
    expect(many.ms).toBeLessThan(few.ms * 20 + 50)
  })

  it('[S44] ends shapes on truncate, on a changed table, when they grow too large, and never reuses a handle', async () => {
    const registry = registryOf({ maxLogBytes: 2000 })
    const open = async () => {
      const shape = registry.open(define1(`site_id = 'a'`))
      await shape.ready
      return shape
    }
    const handles = [(await open()).handle]
    registry.deliver(transaction(10, { op: 'truncate', oid: 7, position: 0, before: null, after: null }))
    handles.push((await open()).handle)
    registry.endRelation(7, 'two')
    handles.push((await open()).handle)
    registry.endRelation(7, 'one')
    expect((await open()).handle).toBe(handles[2])
    for (let i = 0; i < 20; i++) registry.deliver(transaction(20 + i, insert(`r${i}`, 'a')))
    handles.push((await open()).handle)
    registry.endAll()
    handles.push((await open()).handle)
    expect(new Set(handles).size).toBe(handles.length)
    expect(registry.size()).toBe(1)
  })

  it('lets the shapes go that nobody has asked for in a long time, when there are too many', async () => {
    const registry = registryOf({ maxShapes: 3 })
    const names = ['a', 'b', 'c', 'a', 'd']
    for (const name of names) await registry.open(define1(`site_id = '${name}'`)).ready
    expect(['a', 'b', 'c', 'd'].map((n) => registry.find(define1(`site_id = '${n}'`)) !== undefined)).toEqual([true, false, true, true])
  })

  it('[S43] replays what was streamed before the shape but is missing from its snapshot', async () => {
    let take: (value: { mark: typeof empty; log: ReturnType<typeof memoryLog> }) => void = () => {}
    const loading = new Promise<{ mark: typeof empty; log: ReturnType<typeof memoryLog> }>((resolve) => {
      take = resolve
    })
    const registry = createRegistry({ load: () => loading, micros: () => 1, maxShapes: 9, maxLogBytes: 1e6 })
    registry.deliver(transaction(5, insert('streamed-but-not-visible', 'a')))
    registry.deliver(transaction(6, insert('streamed-and-visible', 'a')))
    const shape = registry.open(define1(`site_id = 'a'`))
    registry.deliver(transaction(7, insert('while-loading-and-visible', 'a')))
    registry.deliver(transaction(8, insert('while-loading', 'a')))
    take({ mark: { xmin: 5n, xmax: 8n, running: new Set([5n]) }, log: memoryLog([''], 1000) })
    await shape.ready
    registry.deliver(transaction(9, insert('afterwards', 'a')))
    const ids = shape
      .log()
      .read([0, 0])
      .messages.map((m) => JSON.parse(m).value.id)
    expect(ids).toEqual(['streamed-but-not-visible', 'while-loading', 'afterwards'])
  })
})

describe('a snapshot', () => {
  it('[S43] knows which transactions it saw, across the wrap of 32-bit ids', () => {
    const mark = { xmin: (5n << 32n) + 2n, xmax: (5n << 32n) + 10n, running: new Set([(5n << 32n) + 4n]) }
    expect([1, 3, 9].map((xid) => isVisible(mark, xid))).toEqual([true, true, true])
    expect([4, 10, 11].map((xid) => isVisible(mark, xid))).toEqual([false, false, false])
    expect(isVisible(mark, 0xfffffff0)).toBe(true)
    const old = { xmin: (5n << 32n) - 8n, xmax: (5n << 32n) - 2n, running: new Set<bigint>() }
    expect([0xfffffff0, 0xfffffff9, 0xfffffffe, 3].map((xid) => isVisible(old, xid))).toEqual([true, true, false, false])
  })
})

describe('a log', () => {
  it('[S40] read in any steps gives every message once, in order, at the same cuts for everybody', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 40 }), fc.integer({ min: 1, max: 200 }), (sizes, chunkBytes) => {
        const log = memoryLog(['"snapshot"'], chunkBytes)
        for (const [i, size] of sizes.entries()) log.append([{ offset: [100 + i, 0], json: `"${i}${'x'.repeat(size)}"` }])
        const seen: string[] = []
        const ends: string[] = []
        let since: Offset | null = null
        for (let steps = 0; steps < 200; steps++) {
          const slice = log.read(since)
          seen.push(...slice.messages)
          ends.push(formatOffset(slice.end))
          since = slice.end
          if (slice.upToDate) break
        }
        expect(seen.length).toBe(sizes.length + 1)
        expect(seen.slice(1).map((m) => Number.parseInt(m.slice(1), 10))).toEqual(sizes.map((_, i) => i))
        expect(log.read(since).messages).toEqual([])
        // a reader that starts in the middle is brought to the same cuts
        if (sizes.length > 2) expect([...ends, formatOffset(log.last())]).toContain(formatOffset(log.read([100, 0]).end))
      }),
    )
  })

  it('[S40] offsets survive being written and read, and order as positions do', () => {
    const offset = fc.tuple(fc.nat(1e9), fc.oneof(fc.nat(1e6), fc.constant(Number.POSITIVE_INFINITY)))
    fc.assert(
      fc.property(offset, offset, (a, b) => {
        const parsed = parseOffset(formatOffset(a))
        expect(parsed).toEqual({ ok: true, value: { kind: 'at', offset: a } })
        expect(isAfter(a, b) && isAfter(b, a)).toBe(false)
      }),
    )
    for (const bad of ['', 'x', '-2', '1', '1_', '_1', '1_2_3', '1e3_0', '-1_0', ' 1_0']) expect(parseOffset(bad).ok).toBe(false)
  })
})

describe('names and conditions', () => {
  const name = fc.string({ minLength: 1, maxLength: 12 }).filter((s) => !s.includes('\0'))

  it('[S41] any quoted name comes back as it was; constants too', () => {
    fc.assert(
      fc.property(name, name, name, (schema, table, value) => {
        expect(parseTableName(`${quoteName(schema)}.${quoteName(table)}`)).toEqual({ schema, table })
        expect(parseColumnList([schema, table].map(quoteName).join(','))).toEqual([schema, table])
        const terms = [{ column: schema, value }]
        expect(parseEquals(`${quoteName(schema)} = '${value.replaceAll("'", "''")}'`, [])).toEqual(terms)
        expect(parseEquals(`${quoteName(schema)} = $1`, [value])).toEqual(terms)
      }),
    )
  })

  it('[S41] nothing but equalities is read as equalities', () => {
    for (const text of [
      '',
      'site_id',
      `site_id = 'a' or 1 = 1`,
      `site_id <> 'a'`,
      `site_id = 'a' -- x`,
      `site_id = 'a'; drop table g`,
      `site_id = 'a' and`,
      `site_id = 'a' "and" id = 'b'`,
      `'a' = site_id`,
      `site_id = $2`,
      `site_id = lower('A')`,
      `not site_id = 'a'`,
      `site_id = 'a' and (id = 'b')`,
    ])
      expect(parseEquals(text, ['x']), text).toBeNull()
    expect(parseEquals(`Site_ID='it''s' AND "Id" = $1`, ['x'])).toEqual([
      { column: 'site_id', value: "it's" },
      { column: 'Id', value: 'x' },
    ])
  })

  it('[S41] random text is never read as a condition on the site unless it is one', () => {
    fc.assert(
      fc.property(fc.string(), (noise) => {
        const terms = parseEquals(`site_id = 'mine' ${noise}`, [])
        if (terms === null) return
        expect(terms[0]).toEqual({ column: 'site_id', value: 'mine' })
        expect(noise.trim() === '' || /^\s*and\s*/i.test(noise)).toBe(true)
      }),
    )
  })
})

describe('the live cursor', () => {
  it('[S40] is one for everybody in an interval, and never the one a client has seen', () => {
    const now = Date.UTC(2026, 10, 22) + 1000
    expect(nextCursor(null, now, 20, () => 0)).toBe(nextCursor('5', now + 100, 20, () => 0))
    const seen = nextCursor(null, now, 20, () => 0)
    expect(Number(nextCursor(seen, now, 20, () => 0.5))).toBe(Number(seen) + 1801)
    expect(nextCursor('not a number', now, 20, () => 0)).toBe(seen)
  })
})
