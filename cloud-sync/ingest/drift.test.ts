import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { eventKinds } from '@gatehouse/domain/wire/event.ts'
import { type HelloReply, helloReply, type IngestReply, ingestReply } from '@gatehouse/domain/wire/sync.ts'
import { readEvent } from '@gatehouse/domain/wire/upcast.ts'
import * as v from 'valibot'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDevices } from '../devices/register.ts'
import { putSite } from '../store/fleet.ts'
import type { Store } from '../store/open-store.ts'
import { testStore } from '../store/test-postgres.ts'
import { sortRows } from './decide.ts'
import { ingestRoutes } from './routes.ts'
import { at, started, testLog } from './test-log.ts'
import { understandParked } from './understand-parked.ts'

const folder = join(import.meta.dirname, '../../domain/wire/released')
interface Released {
  readonly version: string
  readonly hello: object
  readonly batches: readonly { readonly stream: string; readonly hash: string; readonly rows: readonly { readonly kind: string }[] }[]
}
const releases = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Released)

let store: Store
let app: ReturnType<typeof ingestRoutes>
let token: string
beforeAll(async () => {
  store = await testStore()
  await putSite(store, { id: 'site-1', name: 'Garage', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 }, at)
  const devices = openDevices(store, () => at)
  token = await devices.register({ id: 'box-1', site: 'site-1' })
  app = ingestRoutes({
    ...{ store, clock: { now: () => at, newId: () => crypto.randomUUID() }, random: () => 0.5, authenticate: devices.authenticate },
  })
})
afterAll(() => store.close())
beforeEach(async () => {
  for (const table of ['inbox', 'watermark', 'epoch', 'dead_letter', 'parked', 'session', 'payment', 'plate', 'alert', 'lane'])
    await store.query(`delete from ${table}`)
})

async function post<T>(path: string, body: object): Promise<{ readonly status: number; readonly json: T }> {
  const response = await app.request(path, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify(body) })
  return { status: response.status, json: (await response.json()) as T }
}

describe.each(releases.map((release) => [release.version, release] as const))('a box of release %s', (_version, { hello, batches }) => {
  it('[W6] is understood: every kind it knows, word for word as it sent it', async () => {
    for (const batch of batches) {
      const { status, json } = await post<IngestReply>('/v1/ingest', batch)
      expect([batch.stream, status, json.acked, json.rejected]).toEqual([batch.stream, 200, batch.rows.length, []])
      expect(v.is(ingestReply, json)).toBe(true)
    }
    expect(await store.query('select kind, v from parked')).toEqual([])
    // its own erasure is understood too
    expect(await store.query('select ref, text from plate')).toEqual([{ ref: 'pl1', text: null }])
    expect(await store.query('select count(*)::int as n from session')).not.toEqual([{ n: 0 }])
    expect(await store.query('select count(*)::int as n from payment')).not.toEqual([{ n: 0 }])
    const { json } = await post<HelloReply>('/v1/hello', hello)
    expect(json.watermarks.map(({ stream, hash }) => [stream, hash]).sort()).toEqual(
      batches.map(({ stream, hash }) => [stream, hash]).sort(),
    )
  })

  it('[W6] goes on when the cloud answers with more than it knows', async () => {
    const { json } = await post<HelloReply>('/v1/hello', hello)
    const more = { ...json, moon: 'full', watermarks: json.watermarks.map((mark) => ({ ...mark, colour: 'red' })) }
    expect(v.parse(helloReply, more)).toEqual(json)
  })

  it('[W6] and one of a release to come: whatever it adds is passed over, whatever is new is parked', async () => {
    const { status } = await post('/v1/hello', { ...hello, moon: 'full' })
    expect(status).toBe(200)
    const log = testLog()
    log.write('session', 'session.started', { ...started('s-1'), colour: 'red' })
    log.write('session', 'drone.landed', { where: 'roof' })
    log.write('session', 'session.started', { everything: 'new' }, { v: 2 })
    const { json } = await post<IngestReply>('/v1/ingest', { ...log.batch('session'), moon: 'full' })
    expect(json).toMatchObject({ acked: 3, rejected: [] })
    expect(await store.query('select kind, v from parked order by seq')).toEqual([
      { kind: 'drone.landed', v: 1 },
      { kind: 'session.started', v: 2 },
    ])
  })
})

describe('every box with every cloud', () => {
  // hold.changed as if it had grown twice: v1 {laneId, reason, held}, v2 + at, v3 as today
  const steps = { 1: (old: unknown) => ({ ...(old as object), at: 0 }), 2: (old: unknown) => old }
  const cloud =
    (of: number): typeof readEvent =>
    (kind, version, payload) =>
      version > of ? { unknown: true, problems: [] } : readEvent(kind, version, payload, { 'hold.changed': { current: 3, steps } })
  const versions = [1, 2, 3] as const

  it.each(versions.flatMap((box) => versions.map((of) => [box, of] as const)))('[W6] box writes v%i, cloud knows v%i', (box, of) => {
    const payload = { laneId: 'in', reason: 'fire', held: true, ...(box > 1 ? { at } : {}) }
    const log = testLog()
    const row = log.write('event', 'hold.changed', payload, { v: box })
    const after = log.write('event', 'help.requested', { helpId: 'h', laneId: 'in', presentationId: null, at })
    const sorted = sortRows(
      [row, after].map((one) => ({ row: one, hash: one.hash })),
      cloud(of),
    )
    expect(sorted.dead).toEqual([])
    expect(sorted.parked.map(({ row: { seq } }) => seq)).toEqual(box > of ? [1] : [])
    if (box <= of)
      expect(sorted.known.get(1)).toEqual({ kind: 'hold.changed', payload: { ...payload, at: box > 1 ? at : 0 } } satisfies DomainEvent)
    expect(sorted.known.get(2)?.kind).toBe('help.requested')
  })

  it('[S16] what an older cloud parked goes into the books once a newer one understands it', async () => {
    const log = testLog()
    const { actualStart: _, ...later } = started('')
    log.write('session', 'session.started', started('s-old'))
    for (let n = 0; n < 3; n++) log.write('session', 'session.started', { ...later, sessionId: `s-${n}`, from: at }, { v: 2 })
    log.write('session', 'session.started', { nothing: 'fits' }, { v: 2 })
    log.write('session', 'drone.landed', {})
    await post('/v1/ingest', log.batch('session'))
    expect(await store.query('select id from session')).toEqual([{ id: 's-old' }])
    const lift = (old: unknown) => old
    const newer: typeof readEvent = (kind, version, payload) =>
      kind === 'session.started' && version === 2
        ? readEvent(kind, 1, { ...(payload as object), actualStart: (payload as { from?: number } | null)?.from })
        : readEvent(kind, version, payload, { 'session.started': { current: 2, steps: { 1: lift } } })
    expect(await understandParked(store, () => at, newer)).toBe(4)
    expect(await understandParked(store, () => at, newer)).toBe(0)
    expect((await store.query<{ id: string }>('select id from session order by id')).map(({ id }) => id)).toEqual([
      's-0',
      's-1',
      's-2',
      's-old',
    ])
    expect(await store.query('select seq from dead_letter')).toEqual([{ seq: 5 }])
    expect(await store.query('select kind from parked where released_at is null')).toEqual([{ kind: 'drone.landed' }])
  })

  it('[W6] a fixture of every release knows every kind of its time', () => {
    for (const { batches } of releases) {
      const told = batches.flatMap(({ rows }) => rows.map(({ kind }) => kind))
      expect(told.filter((kind) => !Object.hasOwn(eventKinds, kind))).toEqual([])
    }
  })
})
