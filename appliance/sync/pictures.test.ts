import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDevices } from '@gatehouse/cloud-sync/devices/register.ts'
import { mediaRoutes } from '@gatehouse/cloud-sync/ingest/media-routes.ts'
import { ingestRoutes } from '@gatehouse/cloud-sync/ingest/routes.ts'
import { putSite } from '@gatehouse/cloud-sync/store/fleet.ts'
import type { Store } from '@gatehouse/cloud-sync/store/open-store.ts'
import type { PictureBytes } from '@gatehouse/cloud-sync/store/picture-bytes.ts'
import { pictureFolder } from '@gatehouse/cloud-sync/store/picture-folder.ts'
import { testStore } from '@gatehouse/cloud-sync/store/test-postgres.ts'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Ledger } from '../ledger/ledger.ts'
import { openBoxLedger, type TestBox, testBox, until } from './testing/box.ts'

// A real ledger, real HTTP, real Postgres, real files.
let store: Store
let bytes: PictureBytes
let server: Server
let url: string
let token: string
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-pictures-'))

beforeAll(async () => {
  store = await testStore()
  bytes = pictureFolder(folder)
  await putSite(
    store,
    { id: 'site-1', name: 'Garage', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 },
    Date.now(),
  )
  const devices = openDevices(store, Date.now)
  token = await devices.register({ id: 'box-1', site: 'site-1' })
  const options = { store, clock: { now: Date.now, newId: randomUUID }, random: Math.random, authenticate: devices.authenticate }
  const app = new Hono().route('/', ingestRoutes(options)).route('/', mediaRoutes({ ...options, bytes }))
  server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  await new Promise<void>((resolve) => (server.listening ? resolve() : server.once('listening', () => resolve())))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await store.close()
  rmSync(folder, { recursive: true })
})

interface Asked {
  readonly path: string
  readonly range: string | null
  readonly at: number
}
/** A box that notes what it asks; `onAsk` runs before a request goes out. */
function box(
  ledger: Ledger,
  bytesPerSecond: number,
  onAsk: (asked: Asked, all: readonly Asked[]) => void = () => {},
): TestBox & { asked: Asked[] } {
  const asked: Asked[] = []
  const made = testBox({
    ...{ url, token, device: 'box-1', site: 'site-1', ledger },
    pictures: { source: ledger, bytesPerSecond },
    wire: (inner) => (input, init) => {
      const path = new URL(String(input)).pathname
      const one = { path, range: new Headers(init?.headers).get('content-range'), at: performance.now() }
      if (path !== '/v1/shape') {
        asked.push(one)
        onAsk(one, asked)
      }
      return inner(input, init)
    },
  })
  return { ...made, asked }
}
function ledgerWith(...sizes: number[]): { readonly ledger: Ledger; readonly pictures: ReadonlyMap<string, Buffer> } {
  const ledger = openBoxLedger({ device: 'box-1', site: 'site-1' })
  const pictures = new Map(sizes.map((size) => [randomUUID(), Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), randomBytes(size - 3)])]))
  for (const [ref, jpeg] of pictures) ledger.record([hold('arrived')], { images: [{ ref, jpeg, takenAt: Date.now() }] })
  return { ledger, pictures }
}
const hold = (reason: string) => ({ kind: 'hold.changed', payload: { laneId: 'in', reason, held: true, at: Date.now() } }) as const
const there = async (refs: Iterable<string>) =>
  store.query<{ ref: string; sha256: string }>(
    'select ref, sha256 from picture where ref = any($1) and erased_at is null order by received_at',
    [[...refs]],
  )
const puts = (asked: readonly Asked[]) => asked.filter(({ path }) => path.startsWith('/v1/media/'))
const pieces = (asked: readonly Asked[]) => puts(asked).filter(({ range }) => !range?.startsWith('bytes */'))

describe('pictures', () => {
  it('[S56] go when every event has gone, oldest first, and are not sent again', async () => {
    const { ledger, pictures } = ledgerWith(150_000, 90_000, 1_000)
    const one = box(ledger, 50_000_000)
    onTestFinished(() => one.close())
    one.sync.start()
    await until(() => ledger.picturesWaiting().count === 0, 'all pictures sent')
    const lastEvent = one.asked.findLastIndex(({ path }) => path === '/v1/ingest')
    expect(one.asked.findIndex(({ path }) => path.startsWith('/v1/media/'))).toBeGreaterThan(lastEvent)
    const rows = await there(pictures.keys())
    expect(rows.map(({ ref }) => ref)).toEqual([...pictures.keys()])
    for (const { ref, sha256 } of rows) expect(await bytes.read('site-1', sha256)).toEqual(pictures.get(ref))
    const before = puts(one.asked).length
    one.sync.retryNow()
    ledger.record([hold('later')])
    await until(() => ledger.heads().every(({ backlog }) => backlog === 0) && one.sync.isQuiet(), 'the later event sent')
    expect(puts(one.asked)).toHaveLength(before)
    expect(one.sync.status().pictures).toEqual({ waiting: 0, waitingBytes: 0, sending: false, problem: null })
  })

  it('[S56] let an event go ahead: it waits for one piece at most', async () => {
    const { ledger } = ledgerWith(400_000)
    const one = box(ledger, 2_000_000, (_, all) => {
      if (pieces(all).length === 2 && !all.some(({ path }, i) => path === '/v1/ingest' && i > all.findIndex((a) => a.range !== null)))
        queueMicrotask(() => ledger.record([hold('fire')]))
    })
    onTestFinished(() => one.close())
    one.sync.start()
    await until(() => ledger.picturesWaiting().count === 0, 'all pictures sent')
    const second = one.asked.indexOf(pieces(one.asked)[1]!)
    const event = one.asked.findIndex(({ path }, i) => path === '/v1/ingest' && i > second)
    expect(event).toBeGreaterThan(second)
    expect(pieces(one.asked.slice(second + 1, event)).length).toBeLessThanOrEqual(1)
  })

  it('[S53] go on where they were after a cut and a restart of the box', async () => {
    const { ledger, pictures } = ledgerWith(500_000)
    const first = box(ledger, 50_000_000, (_, all) => {
      if (pieces(all).length === 4) first.link.cut()
    })
    first.sync.start()
    await until(() => first.link.isCut() && !first.sync.online(), 'the cut noticed')
    first.sync.stop()
    const second = box(ledger, 50_000_000)
    onTestFinished(() => second.close())
    second.sync.start()
    await until(() => ledger.picturesWaiting().count === 0, 'all pictures sent')
    expect((await there(pictures.keys())).length).toBe(1)
    expect(pieces(second.asked)[0]?.range).not.toMatch(/^bytes 0-/)
    expect(pieces(second.asked).length).toBeLessThanOrEqual(5)
  })

  it('[S56] go no faster than allowed', async () => {
    const { ledger } = ledgerWith(200_000)
    const one = box(ledger, 400_000)
    onTestFinished(() => one.close())
    one.sync.start()
    await until(() => ledger.picturesWaiting().count === 0, 'all pictures sent')
    const sent = pieces(one.asked)
    // the last piece is not waited for
    expect((sent.at(-1)?.at ?? 0) - (sent[0]?.at ?? 0)).toBeGreaterThan(((200_000 - 64 * 1024) / 400_000) * 1_000 * 0.95)
  })

  it('[S55] erased while they wait are never sent; erased here and there, they are gone', async () => {
    const { ledger, pictures } = ledgerWith(1_000, 1_000)
    const [gone, kept] = [...pictures.keys()]
    ledger.erase({ imageRef: gone! })
    const one = box(ledger, 50_000_000)
    onTestFinished(() => one.close())
    one.sync.start()
    await until(() => ledger.picturesWaiting().count === 0, 'all pictures sent')
    expect((await there(pictures.keys())).map(({ ref }) => ref)).toEqual([kept])
    ledger.erase({ imageRef: kept! })
    await until(async () => (await there(pictures.keys())).length === 0, 'erased in the cloud')
  })
})
