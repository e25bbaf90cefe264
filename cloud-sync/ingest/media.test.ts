import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAY_MS } from '@gatehouse/domain/time.ts'
import { contentRange, type MediaRefusal, type MediaReply, type PieceRange, readContentRange } from '@gatehouse/domain/wire/media.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDevices } from '../devices/register.ts'
import { putSite } from '../store/fleet.ts'
import type { Store } from '../store/open-store.ts'
import type { PictureBytes } from '../store/picture-bytes.ts'
import { pictureFolder } from '../store/picture-folder.ts'
import { testStore } from '../store/test-postgres.ts'
import { mediaRoutes } from './media-routes.ts'
import { ingestRoutes } from './routes.ts'
import { sweepPictures, sweepStrays } from './sweep-pictures.ts'
import { at, testLog } from './test-log.ts'

let store: Store
let bytes: PictureBytes
let app: ReturnType<typeof mediaRoutes>
let log: ReturnType<typeof ingestRoutes>
let time = at
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-pictures-'))
const tokens = new Map<string, string>()

beforeAll(async () => {
  store = await testStore()
  const devices = openDevices(store, () => time)
  for (const id of ['site-1', 'site-2'])
    await putSite(store, { id, name: id, country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10, pictureDays: 7 }, at)
  for (const [id, site] of [
    ['box-1', 'site-1'],
    ['box-2', 'site-1'],
    ['box-3', 'site-2'],
  ] as const)
    tokens.set(id, await devices.register({ id, site }))
  bytes = pictureFolder(folder)
  const clock = { now: () => time, newId: () => crypto.randomUUID() }
  const options = { store, clock, random: () => 0.5, authenticate: devices.authenticate }
  app = mediaRoutes({ ...options, bytes })
  log = ingestRoutes(options)
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  time += 1000
})

const jpeg = (size = 5_000) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(size - 4)])
const sha = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')
interface Sent {
  readonly ref?: string
  readonly as?: string
  readonly address?: string
  readonly range?: PieceRange | string
  readonly headers?: Record<string, string>
}
async function put(data: Uint8Array, { ref = 'r-1', as = 'box-1', address = sha(data), range, headers = {} }: Sent = {}) {
  const response = await app.request(`/v1/media/${address}?ref=${ref}&takenAt=${at}`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${tokens.get(as)}`,
      'content-type': 'image/jpeg',
      ...(range === undefined ? {} : { 'content-range': typeof range === 'string' ? range : contentRange(range) }),
      ...headers,
    },
    body: Uint8Array.from(data),
  })
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    json: (await response.json()) as MediaReply & MediaRefusal,
  }
}
/** a piece of a whole whose address is given */
const piece = (data: Uint8Array, from: number, until: number, sent: Sent = {}) =>
  put(data.subarray(from, until), { address: sha(data), range: { kind: 'piece', from, until, total: data.length }, ...sent })
const ask = (data: Uint8Array, sent: Sent = {}) =>
  put(new Uint8Array(), { address: sha(data), range: { kind: 'ask', total: data.length }, ...sent })
const files = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(jpg|part)$/.test(name))

describe('a picture', () => {
  it('[S52] whole in one piece is kept under its hash, and again changes nothing', async () => {
    const data = jpeg()
    for (const _ of [1, 2])
      expect(await put(data, { ref: 'whole' })).toMatchObject({ status: 200, json: { received: 5_000, complete: true } })
    expect(await bytes.read('site-1', sha(data))).toEqual(data)
    expect(await store.query(`select ref, sha256, bytes, device_id, taken_at from picture where ref = 'whole'`)).toEqual([
      { ref: 'whole', sha256: sha(data), bytes: 5_000, device_id: 'box-1', taken_at: at },
    ])
  })

  it('[S53] in pieces is taken up where it broke off, also by another process', async () => {
    const data = jpeg(3_000)
    expect((await ask(data, { ref: 'pieces' })).json).toEqual({ received: 0, complete: false })
    expect((await piece(data, 0, 1_000, { ref: 'pieces' })).json).toEqual({ received: 1_000, complete: false })
    expect(await piece(data, 2_000, 3_000, { ref: 'pieces' })).toMatchObject({ status: 409, json: { error: 'offset', received: 1_000 } })
    expect(await piece(data, 0, 1_000, { ref: 'pieces' })).toMatchObject({ status: 409, json: { error: 'offset', received: 1_000 } })
    expect(await pictureFolder(folder).partSize({ site: 'site-1', device: 'box-1', sha256: sha(data) })).toBe(1_000)
    expect((await piece(data, 1_000, 3_000, { ref: 'pieces' })).json).toEqual({ received: 3_000, complete: true })
    expect((await ask(data, { ref: 'pieces' })).json).toEqual({ received: 3_000, complete: true })
    expect(await bytes.read('site-1', sha(data))).toEqual(data)
  })

  it('[S53] sent by two boxes at once, in any pieces, ends whole and once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('box-1', 'box-2'), fc.integer({ min: 1, max: 900 })), { maxLength: 12 }),
        async (plan) => {
          const data = jpeg(1_500)
          const ref = crypto.randomUUID()
          const here = new Map([
            ['box-1', 0],
            ['box-2', 0],
          ])
          for (const [as, size] of [...plan, ['box-1', 1_500] as const, ['box-2', 1_500] as const]) {
            const from = here.get(as) ?? 0
            if (from === 1_500) continue
            const { json } = await piece(data, from, Math.min(1_500, from + size), { ref, as })
            here.set(as, json.received)
          }
          expect(await store.query('select sha256 from picture where ref = $1', [ref])).toEqual([{ sha256: sha(data) }])
          expect(files().filter((name) => name.includes(sha(data)))).toHaveLength(1)
        },
      ),
      { numRuns: 15 },
    )
  })

  it('[S52] whose bytes are not those of the address is thrown away and may be sent again', async () => {
    const data = jpeg(2_000)
    const other = jpeg(2_000)
    await piece(data, 0, 1_000, { ref: 'wrong' })
    expect(await piece(other, 1_000, 2_000, { ref: 'wrong', address: sha(data) })).toMatchObject({ status: 422, json: { error: 'broken' } })
    expect((await put(data, { ref: 'wrong' })).json.complete).toBe(true)
  })

  it('[S54] is refused when it is too large, no JPEG, or not what its range says', async () => {
    const data = jpeg()
    expect((await piece(Buffer.alloc(5 * 1024 * 1024), 0, 10)).status).toBe(413)
    expect((await put(jpeg(1024 * 1024 + 1))).status).toBe(413)
    expect((await put(Buffer.from('<html>'), { ref: 'html' })).status).toBe(415)
    expect((await put(data, { headers: { 'content-type': 'image/svg+xml' } })).status).toBe(415)
    for (const range of ['bytes 0-1/5000', 'bytes 5-4/9', 'bytes 0-4999/4', 'chars 0-4999/5000', 'bytes */0', ''])
      expect([range, (await put(data, { range })).status]).toEqual([range, 422])
    expect((await put(data, { address: 'x' })).status).toBe(422)
    expect((await put(data, { ref: 'a%00b' })).status).toBe(422)
    expect((await put(data, { as: 'nobody' })).status).toBe(401)
  })

  it('[S54] under a reference that has another picture is refused', async () => {
    await put(jpeg(), { ref: 'one' })
    expect(await put(jpeg(), { ref: 'one' })).toMatchObject({ status: 422, json: { error: 'taken' } })
  })

  it('[S20] belongs to the site of the box that brings it', async () => {
    const data = jpeg()
    await put(data, { ref: 'shared' })
    expect((await ask(data, { ref: 'shared', as: 'box-3' })).json).toEqual({ received: 0, complete: false })
    expect(await bytes.read('site-2', sha(data))).toBeNull()
    await put(data, { ref: 'shared', as: 'box-3' })
    expect(await store.query(`select site_id from picture where ref = 'shared' order by 1`)).toEqual([
      { site_id: 'site-1' },
      { site_id: 'site-2' },
    ])
  })

  it('[S21] made of anything at all is answered, never a crash', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.string(), fc.string(), fc.boolean(), async (data, range, type, known) => {
        const headers = Object.fromEntries(
          [
            ['content-range', range],
            ['content-type', type],
          ].flatMap(([name = '', value = '']) => (/^[!-~ ]*$/.test(value) ? [[name, value.trim()]] : [])),
        )
        const { status } = await put(data, { headers, ...(known ? {} : { as: 'nobody' }) })
        expect([200, 401, 409, 413, 415, 422]).toContain(status)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the end of a picture', () => {
  async function erase(imageRefs: string[]) {
    const box = testLog()
    box.write('event', 'personal.erased', { policy: '72 h', action: 'erased', plateRefs: [], imageRefs, at: time })
    const response = await log.request('/v1/ingest', {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.get('box-1')}` },
      body: JSON.stringify(box.batch('event')),
    })
    expect(response.status).toBe(200)
  }

  it('[S55] an erasure is done here too, whichever came first, and bytes another picture still needs stay', async () => {
    const [data, twice] = [jpeg(), jpeg()]
    await put(data, { ref: 'erased' })
    await put(twice, { ref: 'twice-1' })
    await put(twice, { ref: 'twice-2' })
    await erase(['erased', 'never-came', 'twice-1'])
    expect(await put(data, { ref: 'erased' })).toMatchObject({ status: 410, json: { error: 'erased' } })
    expect((await put(jpeg(), { ref: 'never-came' })).status).toBe(410)
    await sweepPictures(store, bytes, time)
    expect(await bytes.has('site-1', sha(data))).toBe(false)
    expect(await bytes.has('site-1', sha(twice))).toBe(true)
    await erase(['twice-2'])
    await sweepPictures(store, bytes, time)
    expect(await bytes.has('site-1', sha(twice))).toBe(false)
  })

  it('[S55] after the days the site keeps pictures, and not before', async () => {
    const data = jpeg()
    await put(data, { ref: 'old' })
    await sweepPictures(store, bytes, time + 7 * DAY_MS)
    expect(await bytes.has('site-1', sha(data))).toBe(true)
    await sweepPictures(store, bytes, time + 7 * DAY_MS + 1)
    expect(await bytes.has('site-1', sha(data))).toBe(false)
  })

  it('[S53] what a kill left behind goes a day later: parts, and bytes without a row', async () => {
    const [part, stray, kept] = [jpeg(), jpeg(), jpeg()]
    await piece(part, 0, 100, { ref: 'part' })
    const lost = { site: 'site-1', device: 'box-1', sha256: sha(stray) }
    await bytes.append(lost, stray)
    await bytes.finish(lost)
    await put(kept, { ref: 'kept' })
    expect(await sweepStrays(store, bytes, Date.now())).toBe(0)
    await sweepStrays(store, bytes, Date.now() + DAY_MS + 60_000)
    expect(await bytes.has('site-1', sha(stray))).toBe(false)
    expect(files().filter((name) => name.includes(sha(part)))).toEqual([])
    expect(await bytes.has('site-1', sha(kept))).toBe(true)
  })
})

describe('a range', () => {
  it('reads what it writes', () => {
    for (const range of [
      { kind: 'ask', total: 7 },
      { kind: 'piece', from: 0, until: 7, total: 7 },
    ] as const)
      expect(readContentRange(contentRange(range))).toEqual(range)
  })
})
