import { setTimeout as sleep } from 'node:timers/promises'
import { isChangeMessage, isControlMessage, type Row, Shape, ShapeStream, type ShapeStreamInterface } from '@electric-sql/client'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startShapes } from './shapes.ts'
import { type TestDatabase, testDatabase } from './store/test-postgres.ts'

/** The endpoint alone (`npm run shapes`), any table, asked by the official client as anybody would. */
let database: TestDatabase
let sql: pg.Pool
let shapes: Awaited<ReturnType<typeof startShapes>>

beforeAll(async () => {
  database = await testDatabase()
  sql = new pg.Pool({ connectionString: database.databaseUrl, max: 3 })
  await sql.query('create schema lot')
  shapes = await startShapes({
    ...{ databaseUrl: database.databaseUrl, port: 0, chunkBytes: 10_000 },
    ...{ maxAgeSeconds: 1, staleSeconds: 3, longPollMs: 3000 },
  })
})
afterAll(async () => {
  await shapes.stop()
  await sql.end()
  await database.drop()
})

let tables = 0
async function issues(...titles: readonly string[]): Promise<string> {
  const name = `lot."issues for ${++tables}"`
  await sql.query(
    `create table ${name} (id uuid primary key default gen_random_uuid(), title text not null, priority int4 not null default 10)`,
  )
  for (const title of titles) await sql.query(`insert into ${name} (title) values ($1)`, [title])
  return name
}
const get = (query: Record<string, string>, init?: RequestInit) => fetch(`${shapes.url}/v1/shape?${new URLSearchParams(query)}`, init)

function follow(params: Record<string, string | string[]>, options: Record<string, unknown> = {}) {
  const stop = new AbortController()
  const stream = new ShapeStream<Row<unknown>>({
    url: `${shapes.url}/v1/shape`,
    params: { table: '', ...params },
    signal: stop.signal,
    warnOnHttp: false,
    onError: () => {},
    ...options,
  })
  return { stream, shape: new Shape(stream as unknown as ShapeStreamInterface<Row<unknown>>), stop: () => stop.abort() }
}

async function until(check: () => unknown, what: string): Promise<void> {
  for (let i = 0; i < 800; i++) {
    if (await check()) return
    await sleep(10)
  }
  throw new Error(`never: ${what}`)
}

describe('the endpoint alone', () => {
  it('[S40] is alive, and any page may read it', async () => {
    expect(await (await fetch(`${shapes.url}/v1/health`)).json()).toEqual({ status: 'active' })
    const answer = await get({ table: await issues(), offset: '-1' })
    expect(answer.headers.get('access-control-expose-headers')).toBe('*')
    expect((await fetch(`${shapes.url}/v1/shape`, { method: 'OPTIONS' })).status).toBe(204)
  })

  it('[S35] every type arrives as the client parses it, from the snapshot and from the log', async () => {
    await sql.query(`create type lot.mood as enum ('sad', 'happy'); create domain lot.posint as int check (value > 0);
      create type lot.pair as (r float8, i float8)`)
    await sql.query(`create table lot.kinds (i2 int2 primary key, v varchar(9), c char(3), i8 int8, f8 float8, b bool, js json, jb jsonb,
      ints int8[], grid int8[][], moods lot.mood[], pairs lot.pair[], pos lot.posint[], docs jsonb[], dbl float8[], num numeric(12,2),
      iv interval, by bytea, ts timestamp(3), tz timestamptz, bits bit(4), u uuid)`)
    const write = (n: number) =>
      sql.query(
        `insert into lot.kinds values ($1, 'text', 'ab', 9223372036854775807, 4.5, true, '{"a": 1}', '{"b":2}', '{1,2}', '{{1,2},{3,4}}',
         '{sad,happy}', '{"(1.1,2.2)"}', '{5}', array['{"x":1}']::jsonb[], '{Infinity,NaN}', 12.5, '1 day 2:03:04', '\\xdead',
         '2026-01-01 10:00:00.5', '2026-01-01 11:00:00+01', '1010', '00000000-0000-0000-0000-000000000001')`,
        [n],
      )
    await write(1)
    const { shape, stop } = follow({ table: 'lot.kinds', replica: 'full' })
    await shape.rows
    await write(2)
    await until(() => shape.currentRows.length === 2, 'the row from the log')
    const [first, second] = shape.currentRows
    const expected = {
      ...{ v: 'text', i8: 9223372036854775807n, f8: 4.5, b: true, js: { a: 1 }, jb: { b: 2 }, ints: [1n, 2n], num: '12.50' },
      ...{
        grid: [
          [1n, 2n],
          [3n, 4n],
        ],
        moods: ['sad', 'happy'],
        pairs: ['(1.1,2.2)'],
        pos: ['5'],
        docs: [{ x: 1 }],
      },
      ...{ iv: 'P1DT2H3M4S', by: '\\xdead', ts: '2026-01-01 10:00:00.5', tz: '2026-01-01 10:00:00+00', bits: '1010' },
    }
    expect(first).toMatchObject({ i2: 1, ...expected })
    expect(second).toMatchObject({ i2: 2, ...expected })
    expect(first?.dbl).toEqual([Number.POSITIVE_INFINITY, Number.NaN])
    stop()
    const schema = JSON.parse((await get({ table: 'lot.kinds', offset: '-1' })).headers.get('electric-schema') ?? '')
    expect(schema).toMatchObject({
      ...{ i2: { type: 'int2', not_null: true, pk_index: 0 }, v: { type: 'varchar', max_length: 9 }, c: { type: 'bpchar', length: 3 } },
      ...{ grid: { type: 'int8', dims: 2 }, moods: { type: 'mood', dims: 1 }, num: { type: 'numeric', precision: 12, scale: 2 } },
      ...{ ts: { type: 'timestamp', precision: 3 }, bits: { type: 'bit', length: 4 } },
    })
  })

  it.each([false, true])('[S47] a where clause holds for the snapshot and for every change (SSE: %s)', async (liveSse) => {
    const table = await issues('foo', 'bar')
    const { shape, stop } = follow({ table, where: `title LIKE 'foo%' and priority < $1`, 'params[1]': '20' } as never, { liveSse })
    const titles = () => shape.currentRows.map((r) => r.title).sort()
    await shape.rows
    expect(titles()).toEqual(['foo'])
    await sql.query(`update ${table} set title = 'foo1' where title = 'foo'`)
    await sql.query(`update ${table} set title = 'bar1' where title = 'bar'`)
    await sql.query(`insert into ${table} (title, priority) values ('foo2', 30), ('foo3', 3)`)
    await until(() => titles().join() === 'foo1,foo3', 'both changes')
    await sql.query(`update ${table} set priority = 99 where title = 'foo1'`)
    await until(() => titles().join() === 'foo3', 'the row that left')
    stop()
  })

  it('[S47] a clause that cannot be read ends the stream with the place of the mistake', async () => {
    const { stream, stop } = follow({ table: await issues(), where: '1 x 1' })
    const failure = new Promise((_, reject) => stream.subscribe(() => {}, reject))
    await expect(failure).rejects.toMatchObject({
      status: 400,
      json: { message: 'Invalid request', errors: { where: ['At location 17: syntax error at or near "x"'] } },
    })
    stop()
    expect((await get({ table: await issues(), offset: '-1', where: '1=1' })).status).toBe(200)
  })

  it('[S40] snapshot and log come in pieces of about the size asked for', async () => {
    const table = await issues()
    const fill = () => sql.query(`insert into ${table} (title) select repeat(chr(65 + n % 20), 1000) from generate_series(1, 35) n`)
    await fill()
    let place: Record<string, string> = { offset: '-1' }
    const pieces = async () => {
      const sizes: number[] = []
      for (;;) {
        const answer = await get({ table, ...place })
        const body = await answer.text()
        if (body.includes('"key"')) sizes.push(body.length)
        place = { offset: answer.headers.get('electric-offset') ?? '', handle: answer.headers.get('electric-handle') ?? '' }
        if (answer.headers.has('electric-up-to-date')) return sizes
      }
    }
    for (const round of [1, 2]) {
      const sizes = await pieces()
      expect(sizes.length, `round ${round}`).toBeGreaterThanOrEqual(3)
      for (const size of sizes.slice(0, -1)) expect(Math.abs(size - 10_000)).toBeLessThanOrEqual(2000)
      expect(sizes.at(-1)).toBeLessThan(11_500)
      if (round === 1) {
        await fill()
        const end = place.offset
        await until(async () => (await get({ table, ...place })).headers.get('electric-offset') !== end, 'the second filling')
      }
    }
  })

  it('[S40] caches get what they need: ages, ETags, 304, and a cursor that moves', async () => {
    const table = await issues('a')
    const initial = await get({ table, offset: '-1' })
    expect(initial.headers.get('cache-control')).toBe('public, max-age=604800, s-maxage=3600, stale-while-revalidate=2629746')
    const handle = initial.headers.get('electric-handle') ?? ''
    await sql.query(`insert into ${table} (title) values ('b')`)
    const offset = initial.headers.get('electric-offset') ?? ''
    await until(async () => ((await (await get({ table, offset, handle })).json()) as unknown[]).length === 2, 'the row')
    expect((await get({ table, offset: '-1' })).headers.get('etag')).toBe(initial.headers.get('etag'))
    const catchUp = await get({ table, offset, handle })
    expect(catchUp.headers.get('cache-control')).toBe('public, max-age=1, stale-while-revalidate=3')
    const etag = catchUp.headers.get('etag') ?? ''
    expect((await get({ table, offset, handle }, { headers: { 'if-none-match': etag } })).status).toBe(304)
    const live = await get({ table, offset, handle, live: 'true' })
    expect(live.headers.get('cache-control')).toBe('public, max-age=5, stale-while-revalidate=5')
    expect(live.headers.get('electric-cursor')).toMatch(/^\d+$/)
  })

  it('[S44] a deleted shape, a truncated or an altered table: the client starts over by itself', async () => {
    const table = await issues('first')
    const { shape, stream, stop } = follow({ table })
    await shape.rows
    const handles = new Set([stream.shapeHandle])
    const titles = () =>
      shape.currentRows
        .map((r) => r.title)
        .sort()
        .join()
    await sql.query(`insert into ${table} (title) values ('second')`)
    expect((await get({ table, handle: stream.shapeHandle ?? '' }, { method: 'DELETE' })).status).toBe(202)
    await until(() => titles() === 'first,second' && handles.add(stream.shapeHandle).size === 2, 'a new handle after DELETE')
    await sql.query(`truncate ${table}`)
    await sql.query(`insert into ${table} (title) values ('third')`)
    await until(() => titles() === 'third' && handles.add(stream.shapeHandle).size === 3, 'a new handle after TRUNCATE')
    await sql.query(`alter table ${table} add column extra int4 default 5`)
    await sql.query(`insert into ${table} (title) values ('fourth')`)
    await until(() => titles() === 'fourth,third' && shape.currentRows.every((r) => r.extra === 5), 'the new column')
    stop()
  })

  it.each(['GET', 'POST'] as const)(
    '[S48] a reader of changes only takes a page of the table, and no change twice (%s)',
    async (subsetMethod) => {
      const table = await issues('a', 'b', 'c')
      const { stream, shape, stop } = follow({ table }, { log: 'changes_only', subsetMethod })
      const seen: unknown[] = []
      let ends = 0
      stream.subscribe((messages) => {
        for (const message of messages) {
          if (isChangeMessage(message)) seen.push(message.value.title)
          else if (isControlMessage(message) && message.headers.control === 'snapshot-end') ends += 1
        }
      })
      await sql.query(`insert into ${table} (title) values ('d')`)
      const page = await stream.requestSnapshot({ where: 'title > $1', params: { '1': 'a' }, orderBy: 'title desc', limit: 2 })
      expect(page.data.map((m) => m.value.title)).toEqual(['d', 'c'])
      expect(page.data.every((m) => m.value.priority === 10)).toBe(true)
      await sql.query(`insert into ${table} (title) values ('e')`)
      await until(() => seen.includes('e'), 'the change after the page')
      expect(seen.filter((title) => title === 'c')).toEqual(['c'])
      expect(seen.filter((title) => title === 'd').length).toBe(1)
      expect(seen).not.toContain('a')
      expect(ends).toBeGreaterThan(0)
      expect(shape.currentRows.map((r) => r.title).sort()).toEqual(['c', 'd', 'e'])
      stop()
    },
  )

  it('[S48] what a page cannot be asked by is refused', async () => {
    const table = await issues('a')
    const ask = (more: Record<string, string>) => get({ table, offset: 'now', log: 'changes_only', ...more })
    for (const more of [
      { subset__where: 'nope = 1' },
      { subset__order_by: 'title; drop table x' },
      { subset__order_by: 'nope' },
      { subset__limit: '-1' },
      { subset__limit: '1', subset__offset: 'x' },
      { subset__where: 'title = $1', subset__params: '{"x":1}' },
    ]) {
      expect((await ask(more)).status, JSON.stringify(more)).toBe(400)
    }
    const query = new URLSearchParams({ table, offset: 'now', log: 'changes_only' })
    const post = (body: string) => fetch(`${shapes.url}/v1/shape?${query}`, { method: 'POST', body })
    expect((await post('[]')).status).toBe(400)
    expect((await post('x'.repeat(1_100_000))).status).toBe(400)
    expect((await post('{"limit":1}')).status).toBe(200)
    expect((await ask({ subset__limit: '1', handle: '1-1' })).status).toBe(409)
  })

  it('[S41] in a schema of its own, with quoted names and chosen columns', async () => {
    const table = await issues('a')
    const { shape, stop } = follow({ table, columns: ['id', 'title'] })
    expect(Object.keys((await shape.rows)[0] ?? {}).sort()).toEqual(['id', 'title'])
    await sql.query(`update ${table} set title = 'b', priority = 11`)
    await until(() => shape.currentRows[0]?.title === 'b', 'the update')
    expect(Object.keys(shape.currentRows[0] ?? {}).sort()).toEqual(['id', 'title'])
    stop()
  })
})
