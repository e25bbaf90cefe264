import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { isChangeMessage, type Row, Shape, ShapeStream, type ShapeStreamInterface } from '@electric-sql/client'
import { serve } from '@hono/node-server'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../store/test-postgres.ts'
import { type Distributor, startDistributor } from './distributor.ts'
import { electricProxy } from './proxy.ts'
import { type Authenticate, shapeRoutes } from './routes.ts'

let database: TestDatabase
let engine: Distributor
let sql: pg.Pool
let url: string
let close: () => void
const errors: string[] = []

const authenticate: Authenticate = async ({ headers }) => {
  const site = /^Bearer token-of-(.+)$/.exec(headers.get('authorization') ?? '')?.[1]
  return site
    ? { ok: true, device: { site }, digest: headers.get('x-digest') }
    : { ok: false, refusal: { error: 'unauthorised', message: 'no' } }
}

beforeAll(async () => {
  database = await testDatabase()
  sql = new pg.Pool({ connectionString: database.databaseUrl, max: 4 })
  engine = await startDistributor({
    databaseUrl: database.databaseUrl,
    tables: ['edge_v1_rates', 'edge_v1_permits', 'edge_v1_commands', 'site'],
    now: Date.now,
    random: Math.random,
    onError: (error) => void errors.push(error.message),
    longPollMs: 2000,
    sseMs: 5000,
    chunkBytes: 2000,
  })
  const server = serve({ fetch: shapeRoutes({ engine, authenticate }).fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/shape`
  close = () => {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  }
})
afterAll(async () => {
  await engine.stop()
  close()
  await sql.end()
  await database.drop()
})

const permit = (site: string, right: string, body: object) =>
  sql.query('insert into edge_v1_permits (site_id, right_id, body) values ($1, $2, $3)', [site, right, JSON.stringify(body)])
const get = (query: string, site = 's1') => fetch(`${url}?${query}`, { headers: { authorization: `Bearer token-of-${site}` } })
const whereOf = (site: string) => `where=${encodeURIComponent(`site_id = '${site}'`)}`

/** The official client, following one site's permits; its picture of the table. */
function follow(site: string, options: { readonly liveSse?: boolean } = {}) {
  const stop = new AbortController()
  const stream = new ShapeStream<Row<unknown>>({
    url,
    params: { table: 'edge_v1_permits', where: `site_id = '${site}'`, replica: 'full', run: crypto.randomUUID() },
    headers: { authorization: `Bearer token-of-${site}` },
    signal: stop.signal,
    warnOnHttp: false,
    backoffOptions: { initialDelay: 20, maxDelay: 50, multiplier: 2 },
    ...options,
  })
  // the client's own types disagree under exactOptionalPropertyTypes
  const shape = new Shape(stream as unknown as ShapeStreamInterface<Row<unknown>>)
  return { stream, shape, rights: () => shape.currentRows.map((r) => String(r.right_id)).sort(), stop: () => stop.abort() }
}
async function until(check: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 800; i++) {
    if (await check()) return
    await sleep(10)
  }
  throw new Error(`never: ${what}`)
}

describe('the official client', () => {
  it.each([{ liveSse: false }, { liveSse: true }])(
    '[S40] follows inserts, updates, deletes, key changes and truncate (%o)',
    async (options) => {
      const site = `client-${options.liveSse}`
      for (let i = 0; i < 60; i++) await permit(site, `r-${i}`, { n: i, padding: 'x'.repeat(100) })
      const box = follow(site, options)
      await box.shape.rows
      expect(box.rights().length).toBe(60)
      await permit(site, 'new', { n: 1 })
      await sql.query(`update edge_v1_permits set body = '{"n": 2}' where site_id = $1 and right_id = 'new'`, [site])
      await sql.query(`update edge_v1_permits set right_id = 'renamed' where site_id = $1 and right_id = 'r-0'`, [site])
      await sql.query(`delete from edge_v1_permits where site_id = $1 and right_id = 'r-1'`, [site])
      await until(() => box.rights().includes('renamed') && !box.rights().includes('r-1'), 'all four changes')
      expect(box.rights().length).toBe(60)
      expect(box.rights()).not.toContain('r-0')
      expect(box.shape.currentRows.find((r) => r.right_id === 'new')?.body).toEqual({ n: 2 })
      await sql.query('truncate edge_v1_permits')
      await permit(site, 'after', {})
      await until(() => box.rights().join() === 'after', 'the truncate and the row after it')
      box.stop()
    },
  )

  it('[S40] a held request is answered with the headers and the body that one asked late gets at once', async () => {
    const start = await get(`table=edge_v1_permits&offset=-1&replica=full&${whereOf('held')}`, 'held')
    const handle = start.headers.get('electric-handle')
    const ask = (offset = '0_0') =>
      get(`table=edge_v1_permits&offset=${offset}&handle=${handle}&live=true&replica=full&${whereOf('held')}`, 'held')
    const held = ask()
    // whoever leaves is forgotten, and nobody else hears of it
    const left = new AbortController()
    const gone = fetch(`${url}?table=edge_v1_permits&offset=0_0&handle=${handle}&live=true&replica=full&${whereOf('held')}`, {
      ...{ signal: left.signal, headers: { authorization: 'Bearer token-of-held' } },
    })
    await sleep(100)
    left.abort()
    await expect(gone).rejects.toThrow()
    await permit('held', 'came', {})
    const [first, late] = [await held, await ask()]
    const told = (answer: Response) => {
      const { date, connection, 'keep-alive': _, 'electric-cursor': cursor, ...rest } = Object.fromEntries(answer.headers)
      return { status: answer.status, rest, cursor: /^\d+$/.test(cursor ?? '') }
    }
    expect(told(first)).toEqual(told(late))
    expect(first.headers.get('vary')).toContain('signature-input')
    expect(await first.text()).toBe(await late.text())
    const ended = ask(first.headers.get('electric-offset') ?? '')
    await sql.query('truncate edge_v1_permits')
    expect((await ended).status).toBe(409)
  })

  it('[S35] keeps a large value that an update did not touch', async () => {
    const large = 'y'.repeat(20_000)
    await sql.query(
      `insert into edge_v1_commands (site_id, command_id, lane_id, action, reason, expires_at) values ('toast', 'c', 'out', 'open', $1, 1)`,
      [Array.from(large, () => Math.random().toString(36)).join('')],
    )
    const first = await get(`table=edge_v1_commands&offset=-1&replica=full&${whereOf('toast')}`, 'toast')
    const [inserted] = (await first.json()) as { value: { reason: string } }[]
    const handle = first.headers.get('electric-handle')
    await sql.query(`update edge_v1_commands set expires_at = 2 where command_id = 'c'`)
    const live = await get(`table=edge_v1_commands&offset=0_0&handle=${handle}&live=true&replica=full&${whereOf('toast')}`, 'toast')
    const [update] = (await live.json()) as { value: { reason: string; expires_at: string } }[]
    expect(update?.value.expires_at).toBe('2')
    expect(update?.value.reason).toBe(inserted?.value.reason)
  })
})

describe('whose rows', () => {
  it('[S41] a token reads the contract tables of its own site, and nothing else', async () => {
    const allowed = `table=edge_v1_rates&offset=-1&${whereOf('s1')}`
    expect((await get(allowed)).status).toBe(200)
    expect((await fetch(`${url}?${allowed}`)).status).toBe(401)
    const forbidden = [
      `table=edge_v1_rates&offset=-1`,
      `table=edge_v1_rates&offset=-1&${whereOf('s2')}`,
      `table=site&offset=-1&where=id%3D's1'`,
      `table=device&offset=-1&${whereOf('s1')}`,
      `table=edge_v1_rates&offset=-1&where=${encodeURIComponent(`site_id = 's1' or site_id = 's2'`)}`,
      `table=edge_v1_rates&offset=-1&where=${encodeURIComponent(`site_id = 's1' --`)}`,
      `table=pg_catalog.pg_authid&offset=-1&${whereOf('s1')}`,
      `table=${encodeURIComponent('edge_v1_rates; drop table site')}&offset=-1&${whereOf('s1')}`,
    ]
    for (const query of forbidden) expect([400, 403], query).toContain((await get(query)).status)
    expect((await fetch(`${url}?${allowed}`, { method: 'DELETE', headers: { authorization: 'Bearer token-of-s1' } })).status).toBe(405)
    expect((await sql.query('select 1 from site limit 1')).rowCount).toBe(0)
  })

  it('[S41][S42] a reader that goes on is known by its handle and its words; neither is any use to another site', async () => {
    const words = `table=edge_v1_rates&columns=site_id,rate_table_id,version,body&${whereOf('s1')}`
    const first = await get(`${words}&offset=-1`)
    const handle = first.headers.get('electric-handle')
    const goesOn = `${words}&offset=${first.headers.get('electric-offset')}&handle=${handle}`
    const again = await get(goesOn)
    expect([again.status, again.headers.get('electric-handle'), again.headers.has('electric-up-to-date')]).toEqual([200, handle, true])
    expect(again.headers.get('vary')).toContain('authorization')
    // the same by a box of another site, and without any proof
    const other = { authorization: 'Bearer token-of-s2' }
    expect((await fetch(`${url}?${goesOn}`, { headers: other })).status).toBe(403)
    expect((await fetch(`${url}?${goesOn}`)).status).toBe(401)
    // its own words with another's handle say what it may read, and that this is not it
    const own = goesOn.replaceAll('s1', 's2')
    const refetch = await fetch(`${url}?${own}`, { headers: other })
    expect([refetch.status, refetch.headers.get('electric-handle') === handle]).toEqual([409, false])
    // other words than the handle's are read anew
    expect((await get(goesOn.replace(',body', ''))).status).toBe(409)
  })

  it('[S41] a where clause narrower than the site is fine, and a cache keeps callers apart', async () => {
    const narrow = encodeURIComponent(`"site_id"=$1 AND rate_table_id = 'day'`)
    const response = await get(`table=edge_v1_rates&offset=-1&where=${narrow}&params[1]=s1`)
    expect(response.status).toBe(200)
    expect(response.headers.get('vary')).toContain('authorization')
  })

  it('[S41] rows that change site leave one box and reach the other', async () => {
    await permit('from', 'moving', {})
    const [from, to] = [follow('from'), follow('to')]
    await Promise.all([from.shape.rows, to.shape.rows])
    await sql.query(`update edge_v1_permits set site_id = 'to' where right_id = 'moving'`)
    await until(() => from.rights().length === 0 && to.rights().length === 1, 'the move')
    from.stop()
    to.stop()
  })
})

describe('nothing missed, nothing twice', () => {
  it('[S43] shapes opened in the middle of a storm of commits are complete', async () => {
    let writing = true
    let written = 0
    // transactions that stay open for a while, so snapshots are taken around them
    const writer = async (): Promise<void> => {
      while (writing) {
        const client = await sql.connect()
        await client.query('begin')
        await client.query(`insert into edge_v1_permits (site_id, right_id, body) values ('storm', $1, '{}')`, [`w-${written++}`])
        await sleep(Math.random() * 12)
        await client.query('commit')
        client.release()
      }
    }
    const writers = [writer(), writer(), writer()]
    const shapes: { readonly inserts: string[]; readonly stop: () => void }[] = []
    for (let i = 0; i < 10; i++) {
      const stop = new AbortController()
      const inserts: string[] = []
      // a where clause spelled differently is a shape of its own
      const where = `site_id = 'storm'${` and site_id = 'storm'`.repeat(i)}`
      const params = { table: 'edge_v1_permits', where, run: crypto.randomUUID() }
      const headers = { authorization: 'Bearer token-of-storm' }
      const stream = new ShapeStream<Row<unknown>>({ url, params, headers, signal: stop.signal, warnOnHttp: false })
      stream.subscribe((messages) => {
        for (const message of messages) if (isChangeMessage(message)) inserts.push(String(message.value.right_id))
      })
      shapes.push({ inserts, stop: () => stop.abort() })
      await sleep(20)
    }
    await until(() => written > 60, 'a storm')
    writing = false
    await Promise.all(writers)
    const { rows } = await sql.query<{ right_id: string }>(`select right_id from edge_v1_permits where site_id = 'storm'`)
    const expected = rows.map((r) => r.right_id).sort()
    for (const { inserts, stop } of shapes) {
      await until(() => inserts.length >= expected.length, 'all rows')
      expect([...inserts].sort()).toEqual(expected)
      stop()
    }
  })

  it('[S44] without a slot that outlives the connection, a dropped one starts every shape over under a new handle', async () => {
    const before = (await get(`table=edge_v1_permits&offset=-1&${whereOf('s1')}`)).headers.get('electric-handle')
    const box = follow('s1')
    await box.shape.rows
    await sql.query(`select pg_terminate_backend(active_pid) from pg_replication_slots where database = current_database()`)
    await permit('s1', 'during', {})
    await until(() => box.rights().includes('during'), 'the row written while nobody followed')
    box.stop()
    expect(errors.length).toBeGreaterThan(0)
    const after = (await get(`table=edge_v1_permits&offset=-1&${whereOf('s1')}`)).headers.get('electric-handle')
    expect(after).not.toBe(before)
    expect((await get(`table=edge_v1_permits&offset=0_0&handle=${before}&${whereOf('s1')}`)).status).toBe(409)
  })

  it('[S40] a shape larger than a chunk is read in pieces that add up', async () => {
    for (let i = 0; i < 40; i++) await permit('chunks', `r-${i}`, { padding: 'z'.repeat(200) })
    let offset = '-1'
    let handle = ''
    const rights = new Set<string>()
    let pieces = 0
    for (; pieces < 50; pieces++) {
      const response = await get(`table=edge_v1_permits&offset=${offset}${handle && `&handle=${handle}`}&${whereOf('chunks')}`, 'chunks')
      for (const message of (await response.json()) as { value?: { right_id: string } }[])
        if (message.value) rights.add(message.value.right_id)
      offset = response.headers.get('electric-offset') ?? ''
      handle = response.headers.get('electric-handle') ?? ''
      if (response.headers.has('electric-up-to-date')) break
    }
    expect(pieces).toBeGreaterThan(3)
    expect(rights.size).toBe(40)
  })

  it('[S46] a large answer travels packed, a small one does not', async () => {
    const large = await fetch(`${url}?table=edge_v1_permits&offset=-1&${whereOf('chunks')}`, {
      headers: { authorization: 'Bearer token-of-chunks', 'accept-encoding': 'gzip' },
    })
    expect(large.headers.get('content-encoding')).toBe('gzip')
    expect(((await large.json()) as unknown[]).length).toBeGreaterThan(3)
    expect((await get(`table=edge_v1_permits&offset=-1&${whereOf('empty')}`, 'empty')).headers.get('content-encoding')).toBeNull()
  })
})

describe('the real service behind us', () => {
  it('[S45] is asked for exactly what the box may see, with its own secret, and answers unchanged', async () => {
    const asked: { url: string; authorization: string | undefined }[] = []
    const upstream = createServer((request, response) => {
      asked.push({ url: request.url ?? '', authorization: request.headers.authorization })
      response.writeHead(200, {
        'electric-handle': 'h-1',
        'electric-offset': '0_0',
        'content-type': 'application/json',
        'set-cookie': 'a=b',
      })
      response.end('[{"headers":{"control":"up-to-date"}}]')
    })
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    const base = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
    const proxied = shapeRoutes({ engine: electricProxy({ url: base, secret: 'shh', fetch, onError: () => {} }), authenticate })
    const ask = (query: string) => proxied.request(`/v1/shape?${query}`, { headers: { authorization: 'Bearer token-of-s1' } })
    const response = await ask(
      `table=edge_v1_rates&offset=0_0&handle=h-1&live=true&cursor=7&evil=1&columns=site_id,version&${whereOf('s1')}`,
    )
    expect(response.status).toBe(200)
    expect([
      response.headers.get('electric-handle'),
      response.headers.get('set-cookie'),
      response.headers.get('vary')?.split(',')[0],
    ]).toEqual(['h-1', null, 'authorization'])
    const query = new URL(asked[0]?.url ?? '', base).searchParams
    expect(Object.fromEntries(query)).toEqual({
      table: '"public"."edge_v1_rates"',
      where: '"site_id" = $1',
      'params[1]': 's1',
      columns: '"site_id","version"',
      offset: '0_0',
      handle: 'h-1',
      live: 'true',
      cursor: '7',
      secret: 'shh',
    })
    expect(asked[0]?.authorization).toBeUndefined()
    expect((await ask(`table=edge_v1_rates&offset=-1&${whereOf('s2')}`)).status).toBe(403)
    expect(asked.length).toBe(1)
    await new Promise((resolve) => upstream.close(resolve))
    expect((await ask(`table=edge_v1_rates&offset=-1&${whereOf('s1')}`)).status).toBe(502)
  })
})
