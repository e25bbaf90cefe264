import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** Something that serves `/v1/shape` over a Postgres, where table `g` may be made. */
export interface ShapeEndpoint {
  readonly databaseUrl: string
  /** follows the database from now on; called once table `g` is there */
  start(): Promise<(pathAndQuery: string, init: RequestInit) => Response | Promise<Response>>
  stop(): Promise<void>
}

interface Recording {
  readonly name: string
  readonly method?: string
  readonly qs?: string
  readonly body_in?: string
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}
const recordings: readonly Recording[] = JSON.parse(readFileSync(new URL('./golden/electric-shape-http.json', import.meta.url), 'utf8'))

const id = (last: string) => `00000000-0000-0000-0000-0000000000${last}`
/** What was written before each request. */
const writes: Readonly<Record<string, readonly string[]>> = {
  'live insert+update in one txn': [
    `begin; insert into g (id, site, amount_minor) values ('${id('03')}', 's1', 5); update g set amount_minor = 7, ok = false where id = '${id('01')}'; commit`,
  ],
  'catchup pk change + delete': [`update g set id = '${id('ff')}' where id = '${id('03')}'`, `delete from g where id = '${id('02')}'`],
  'replica=full catchup': [`update g set amount_minor = 8 where id = '${id('01')}'`, `delete from g where id = '${id('ff')}'`],
  'row moves out of where -> delete': [`update g set site = 's9' where id = '${id('01')}'`],
  'row moves into where -> insert': [`update g set site = 's1' where id = '${id('01')}'`],
  'after ALTER (old handle)': [
    'alter table g add column extra int4',
    `insert into g (id, site) values ('${id('bb')}', 's1')`,
    `insert into g (id, site) values ('${id('aa')}', 's1')`,
  ],
  'after TRUNCATE (old handle)': ['truncate g'],
}

/** Replaces what differs by nature with its order of first appearance, separately for the recording and for us. */
function normaliser() {
  const names = new Map<string, string>()
  const nameOf = (kind: string, value: string) => {
    const key = `${kind}:${value}`
    const known = names.get(key) ?? `${kind}${[...names.keys()].filter((k) => k.startsWith(`${kind}:`)).length + 1}`
    names.set(key, known)
    return known
  }
  const lsn = (value: string) => (value === '0' ? '0' : nameOf('L', value))
  return {
    handle: (value: string) => nameOf('H', value),
    offset: (value: string) => value.replace(/^\d+/, lsn),
    lsn,
    query: (qs: string) =>
      qs
        .replace(/offset=(\d+)_/, (_, n: string) => `offset=${lsn(n)}_`)
        .replace(/handle=([\d-]+)/, (_, h: string) => `handle=${nameOf('H', h)}`),
    names,
  }
}
type Normaliser = ReturnType<typeof normaliser>

/** The endpoint's own values for the recording's handles and positions, met in the same order. */
function translated(qs: string, theirs: Normaliser, ours: Normaliser): string {
  const find = (kind: string, value: string) => {
    const name = theirs.names.get(`${kind}:${value}`)
    if (!name) return value
    for (const [key, known] of ours.names) if (known === name) return key.slice(kind.length + 1)
    throw new Error(`${name} has not been seen on our side`)
  }
  return qs
    .replace(/(?<=offset=)\d{4,}(?=_)/, (n) => (n === '99999999999' ? n : find('L', n)))
    .replace(/(?<=handle=)\d+-\d+/, (h) => find('H', h))
}

const compared = [
  'cache-control',
  'electric-handle',
  'electric-offset',
  'electric-has-data',
  'electric-up-to-date',
  'electric-schema',
  'electric-snapshot',
  'etag',
  'content-type',
]

function headersOf(get: (name: string) => string | null | undefined, n: Normaliser): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const name of compared) {
    const value = get(name)
    if (value === null || value === undefined) continue
    if (name === 'electric-handle') found[name] = n.handle(value)
    else if (name === 'electric-offset') found[name] = n.offset(value)
    else if (name === 'electric-schema') found[name] = JSON.parse(value)
    else if (name === 'etag') found[name] = etag(value, n)
    else found[name] = value
  }
  found.cursor = typeof get('electric-cursor') === 'string' && /^\d+$/.test(get('electric-cursor') ?? '')
  return found
}

function etag(value: string, n: Normaliser): string {
  const [handle = '', from = '', to = '', unique] = value.replaceAll('"', '').split(':')
  return [n.handle(handle), from && n.offset(from), to && n.offset(to), unique === undefined ? '' : 'unique'].join(':')
}

interface SubsetBody {
  readonly metadata: Record<string, unknown>
  readonly data: readonly Message[]
}
const isSubset = (body: unknown): body is SubsetBody => typeof body === 'object' && body !== null && 'metadata' in body

type Message = { key?: string; headers: Record<string, unknown> }
function messagesOf(body: string, n: Normaliser): unknown {
  const messages: Message[] = body.startsWith('data: ')
    ? body
        .split('\n\n')
        .filter((l) => l.startsWith('data: '))
        .map((l) => JSON.parse(l.slice(6)))
    : JSON.parse(body)
  if (isSubset(messages)) {
    const { xmin, xmax, xip_list, snapshot_mark, database_lsn } = messages.metadata
    const numbers = [xmin, xmax, snapshot_mark, database_lsn].every((n) => /^\d+$/.test(String(n)))
    const marked = messages.data.map((m) => m.headers.snapshot_mark === snapshot_mark)
    return {
      numbers,
      list: Array.isArray(xip_list),
      marked,
      data: messages.data.map((m) => ({ ...m, headers: { ...m.headers, snapshot_mark: 0 } })),
    }
  }
  if (!Array.isArray(messages)) return messages
  const normal = messages.map((message) => {
    const headers: Record<string, unknown> = { ...message.headers }
    if (typeof headers.lsn === 'string') headers.lsn = n.lsn(headers.lsn)
    if (headers.txids) headers.txids = 'ids'
    if (headers.control === 'snapshot-end') {
      // which transactions were open elsewhere (autovacuum, say) is chance: only that they are ids is compared
      const open: unknown = headers.xip_list
      const texts = Array.isArray(open) && open.every((id) => /^\d+$/.test(String(id)))
      Object.assign(headers, { xmin: typeof headers.xmin, xmax: typeof headers.xmax, xip_list: texts ? 'ids' : open })
    }
    // an idle database's position depends on what else it does
    if (headers.control === 'up-to-date') headers.global_last_seen_lsn = /^\d+$/.test(String(headers.global_last_seen_lsn))
    return { ...message, headers }
  })
  // a snapshot has no order
  const inserts = normal
    .filter((m) => m.key !== undefined && m.headers.lsn === undefined)
    .sort((a, b) => (String(a.key) < String(b.key) ? -1 : 1))
  return [...inserts, ...normal.filter((m) => !inserts.includes(m))]
}

const countOf = (body: string) => body.split('"headers"').length

async function readSome(response: Response): Promise<string> {
  const reader = response.body!.getReader()
  let text = ''
  while (!text.includes('up-to-date')) {
    const { value, done } = await reader.read()
    if (done) break
    text += new TextDecoder().decode(value)
  }
  await reader.cancel()
  return text
}

/**
 * The real Electric service's answers, recorded (golden/), asked for again with the same writes in between. What differs by nature
 * (handles, positions, transaction ids, cursors) is compared by its pattern of sameness.
 */
export function shapeEndpointContract(name: string, open: () => Promise<ShapeEndpoint>): void {
  describe(`every recorded answer of the real service, from ${name}`, () => {
    const theirs = normaliser()
    const ours = normaliser()
    let endpoint: ShapeEndpoint
    let client: pg.Client
    let request: Awaited<ReturnType<ShapeEndpoint['start']>>
    let lastEtag = ''

    beforeAll(async () => {
      endpoint = await open()
      client = new pg.Client({ connectionString: endpoint.databaseUrl })
      await client.connect()
      await client.query('drop table if exists g')
      await client.query(`create table g (id uuid primary key, site text not null, amount_minor int8, at timestamptz, b bytea, iv interval, j jsonb,
                            ok bool, price numeric(12,2), tags text[])`)
      await client.query(`insert into g (id, site, amount_minor, at, b, iv, j, ok, price, tags) values
        ('${id('01')}', 's1', 9007199254740993, '2026-01-01 21:04:05.678+01', '\\xdead', '1 day 2:03:04', '{"x":1}', true, 12.5, '{a,"b c"}')`)
      await client.query(`insert into g (id, site) values ('${id('02')}', 's2')`)
      request = await endpoint.start()
    })
    afterAll(async () => {
      await client.end()
      await endpoint.stop()
    })

    for (const [i, recording] of recordings.entries()) {
      it(`[S40] ${i} ${recording.name}`, { timeout: 90_000 }, async () => {
        const qs = recording.qs ?? recordings.find((r) => r.name === 'catchup pk change + delete')?.qs?.replace(/offset=.*?&/, 'offset=@&')
        const isSse = recording.name === 'SSE'
        const lastOf = (name: string) => recordings.find((r) => r.name === name)?.headers['electric-offset'] ?? ''
        const asked = isSse ? `${qs?.replace('@', lastOf('catchup pk change + delete'))}&live=true&live_sse=true` : (qs ?? '')
        const live = asked.includes('live=true') && recording.name === 'live insert+update in one txn'
        const write = async () => {
          for (const sql of writes[recording.name] ?? []) await client.query(sql)
        }
        const ask = async () =>
          request(`/v1/shape?${translated(asked, theirs, ours)}`, {
            method: recording.method ?? 'GET',
            headers: recording.status === 304 ? { 'if-none-match': lastEtag } : {},
            ...(recording.body_in ? { body: recording.body_in } : {}),
          })
        const before = live ? ask() : null
        await write()
        let response = await (before ?? ask())
        let body = isSse ? await readSome(response) : await response.text()
        const expected = countOf(recording.body)
        // replication needs a moment to deliver what was just written
        for (
          let i = 0;
          i < 200 && !live && writes[recording.name] && !(response.status === recording.status && countOf(body) === expected);
          i++
        ) {
          await new Promise((resolve) => setTimeout(resolve, 10))
          response = await ask()
          body = await response.text()
        }
        lastEtag = response.headers.get('etag') ?? ''
        expect(response.status).toBe(recording.status)
        if (recording.status === 400 && recording.name === '400 bad where') {
          // the wording is Postgres' there and ours here
          expect(Object.keys(JSON.parse(body).errors)).toEqual(Object.keys(JSON.parse(recording.body).errors))
          return
        }
        if (recording.status !== 202) {
          expect(headersOf((name) => response.headers.get(name), ours)).toEqual(headersOf((name) => recording.headers[name], theirs))
        }
        if (body || recording.body) expect(messagesOf(body, ours)).toEqual(messagesOf(recording.body, theirs))
      })
    }
  })
}
