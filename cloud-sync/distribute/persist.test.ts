import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Row, Shape, ShapeStream, type ShapeStreamInterface } from '@electric-sql/client'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../store/test-postgres.ts'
import { startCloudProcess } from '../test-process.ts'
import { parseQuery } from './definition.ts'
import { type Distributor, startDistributor } from './distributor.ts'
import { whenAnswered } from './held.ts'
import { slotAlarm } from './slot.ts'

let database: TestDatabase
let sql: pg.Pool
let engine: Distributor | null = null
const problems: string[] = []

async function open(): Promise<Distributor> {
  engine = await startDistributor({
    databaseUrl: database.databaseUrl,
    tables: ['edge_v1_permits', 'edge_v1_rates'],
    ...{ now: Date.now, random: Math.random, persistent: true, longPollMs: 2000 },
    onError: (error) => void problems.push(error.message),
    ...{ onAlarm: (sentence) => void problems.push(sentence), alarmEveryMs: 50 },
  })
  return engine
}
async function close(): Promise<void> {
  await engine?.stop()
  engine = null
}

beforeEach(async () => {
  database = await testDatabase()
  sql = new pg.Pool({ connectionString: database.databaseUrl, max: 4 })
  sql.on('error', () => {})
  problems.length = 0
})
afterEach(async () => {
  await close()
  await sql.end()
  await database.drop()
})

const write = (right: string, site = 's1') =>
  sql.query(`insert into edge_v1_permits (site_id, right_id, body) values ($1, $2, '{}')`, [site, right])

/** One answer: its status, where it ends, the rights in it. */
async function ask(more: string, site = 's1') {
  const search = new URLSearchParams(`table=edge_v1_permits&where=site_id='${site}'&${more}`)
  const query = parseQuery(search)
  if (!query.ok || !engine) throw new Error('cannot ask')
  const { signal } = new AbortController()
  const served = await engine.serve(query.value, { search, spelled: search.toString(), ifNoneMatch: null, signal: () => signal })
  const answer = 'onAnswer' in served ? await whenAnswered(served, signal) : served
  const text = await answer.text()
  const messages: { value?: { right_id: string }; headers: { operation?: string } }[] = text.startsWith('[') ? JSON.parse(text) : []
  return {
    status: answer.status,
    handle: answer.headers.get('electric-handle') ?? '',
    offset: answer.headers.get('electric-offset') ?? '',
    etag: answer.headers.get('etag'),
    upToDate: answer.headers.has('electric-up-to-date'),
    rights: messages.flatMap((m) => (m.value ? [`${m.headers.operation} ${m.value.right_id}`] : [])),
  }
}
/** Everything from a place to the end, waiting until `count` operations are there. */
async function readAll(handle: string, from: string, count: number, site = 's1') {
  for (let i = 0; ; i++) {
    const rights: string[] = []
    let offset = from
    for (;;) {
      const answer = await ask(`offset=${offset}${offset === '-1' ? '' : `&handle=${handle}`}`, site)
      // the connection is being made again: come back, as the official client does
      if (answer.status === 503 && i < 500) break
      if (answer.status !== 200) return { ...answer, rights }
      rights.push(...answer.rights)
      offset = answer.offset
      if (!answer.upToDate) continue
      if (rights.length >= count || i > 500) return { ...answer, rights }
      break
    }
    await sleep(10)
  }
}

describe('a restart', () => {
  it('[S49] changes nothing for who was reading: handle, offsets, the same log in the same places, and what was missed', async () => {
    await write('in-snapshot')
    await open()
    const first = await ask('offset=-1')
    const other = await ask('offset=-1', 's2')
    await write('before')
    const reached = await readAll(first.handle, '0_0', 1)
    await close()
    await write('while-away')
    await sql.query(`delete from edge_v1_permits where right_id = 'before'`)
    await open()
    const rest = await readAll(first.handle, reached.offset, 2)
    expect([rest.status, rest.rights, rest.handle]).toEqual([200, ['insert while-away', 'delete before'], first.handle])
    const all = await readAll(first.handle, '-1', 4)
    expect(all.rights).toEqual(['insert in-snapshot', 'insert before', 'insert while-away', 'delete before'])
    expect((await ask('offset=-1')).etag).toBe(first.etag)
    expect((await ask(`offset=0_0&handle=${other.handle}`, 's2')).status).toBe(200)
    await close()
    await open()
    expect((await readAll(first.handle, '-1', 4)).rights).toEqual(all.rights)
    expect(problems).toEqual([])
  })

  it('[S49] a connection that Postgres drops costs nobody a refetch', async () => {
    await open()
    const first = await ask('offset=-1')
    await sql.query('select pg_terminate_backend(active_pid) from pg_replication_slots where database = current_database() and active')
    await write('meanwhile')
    expect((await readAll(first.handle, '0_0', 1)).rights).toEqual(['insert meanwhile'])
  })

  it('[S44] when Postgres has not kept our place, every shape starts over under a new handle', async () => {
    await open()
    const first = await ask('offset=-1')
    await close()
    await sql.query('select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = current_database()')
    await write('nobody-saw')
    await open()
    expect((await ask(`offset=0_0&handle=${first.handle}`)).status).toBe(409)
    const again = await ask('offset=-1')
    expect(again.handle).not.toBe(first.handle)
    expect(again.rights).toEqual(['insert nobody-saw'])
  })

  it('[S44] a table truncated or altered while nobody followed ends its shapes', async () => {
    await open()
    const truncated = await ask('offset=-1')
    await close()
    await sql.query('truncate edge_v1_permits')
    await write('after')
    await open()
    for (let i = 0; i < 500 && (await ask(`offset=0_0&handle=${truncated.handle}`)).status === 200; i++) await sleep(10)
    const second = await ask('offset=-1')
    expect(second.handle).not.toBe(truncated.handle)
    expect(second.rights).toEqual(['insert after'])
    await close()
    // the journal still has the truncation, which the second shape has behind it
    await open()
    expect((await ask(`offset=0_0&handle=${second.handle}`)).status).toBe(200)
    await close()
    await sql.query('alter table edge_v1_permits add column extra text')
    await open()
    expect((await ask(`offset=0_0&handle=${second.handle}`)).status).toBe(409)
  })

  it('[S49] a second cloud on the same database is refused in words, and the first is not disturbed', async () => {
    const first = await open()
    await write('a')
    const { rows } = await sql.query<{ n: number }>(
      'select count(*)::int as n from pg_replication_slots where database = current_database()',
    )
    expect(rows[0]?.n).toBe(1)
    const refused = startDistributor({
      ...{ databaseUrl: database.databaseUrl, tables: ['edge_v1_permits'], now: Date.now, random: Math.random },
      ...{ persistent: true, onError: () => {}, patienceMs: 300 },
    })
    await expect(refused).rejects.toThrow(/another cloud process/)
    engine = first
    expect((await ask('offset=-1')).rights).toEqual(['insert a'])
  })

  it('[S49] what Postgres says of our place in its log becomes a sentence for a person', () => {
    const standing = (walStatus: 'reserved' | 'extended' | 'unreserved' | 'lost') => slotAlarm({ walStatus, active: true, keptBytes: 9e8 })
    expect([standing('reserved'), standing('extended')]).toEqual([null, null])
    expect(standing('unreserved')).toContain('858 MB')
    expect(standing('lost')).toContain('max_slot_wal_keep_size')
    expect(slotAlarm(null)).toContain('fetch its tables once more')
  })

  // seconds of killing: with the long tests
  it.runIf(process.env.GATEHOUSE_LONG === '1')(
    '[S49] a cloud killed again and again while rows are written: the official client never starts over and misses nothing',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'gatehouse-kill-'))
      const token = 'a-token-of-at-least-32-characters-for-box-1'
      const site = { id: 's1', name: 'Garage', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 }
      const device = { id: 'box-1', site: 's1', token, number: 1, secret: Buffer.alloc(32).toString('base64url') }
      writeFileSync(join(folder, 'devices.json'), JSON.stringify({ sites: [site], devices: [device] }))
      const env = { DATABASE_URL: database.databaseUrl, DEVICES_FILE: join(folder, 'devices.json') }
      const started = await startCloudProcess({ ...env, PORT: '0' })
      const { port } = started
      let { child } = started
      const stop = new AbortController()
      const statuses: number[] = []
      const stream = new ShapeStream<Row<unknown>>({
        url: `http://127.0.0.1:${port}/v1/shape`,
        params: { table: 'edge_v1_permits', where: `site_id = 's1'`, replica: 'full' },
        headers: { authorization: `Bearer ${token}` },
        ...{ signal: stop.signal, warnOnHttp: false, backoffOptions: { initialDelay: 20, maxDelay: 100, multiplier: 2 } },
        fetchClient: async (...args) => {
          const answer = await fetch(...args)
          statuses.push(answer.status)
          return answer
        },
      })
      const shape = new Shape(stream as unknown as ShapeStreamInterface<Row<unknown>>)
      await shape.rows
      const handle = stream.shapeHandle
      let written = 0
      for (let round = 0; round < (process.env.GATEHOUSE_LONG ? 8 : 2); round++) {
        for (let i = 0; i < 20; i++) await write(`r-${written++}`)
        child.kill('SIGKILL')
        for (let i = 0; i < 20; i++) await write(`r-${written++}`)
        child = (await startCloudProcess({ ...env, PORT: String(port) })).child
      }
      for (let i = 0; i < 2000 && shape.currentRows.length < written; i++) await sleep(10)
      expect(new Set(shape.currentRows.map((r) => r.right_id)).size).toBe(written)
      expect(stream.shapeHandle).toBe(handle)
      expect(statuses).not.toContain(409)
      stop.abort()
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('exit', resolve))
      rmSync(folder, { recursive: true })
    },
    180_000,
  )
})
