import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { enrolReply } from '@gatehouse/domain/wire/identity.ts'
import { mediaRefusal, mediaReply } from '@gatehouse/domain/wire/media.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signatureChecker } from '../devices/check-signature.ts'
import { openCloudKey } from '../devices/cloud-key.ts'
import { enrolRoutes } from '../devices/enrol-routes.ts'
import { openEnrolment } from '../devices/enrolment.ts'
import { openDevices } from '../devices/register.ts'
import { putClaim } from '../store/device-keys.ts'
import { putSite } from '../store/fleet.ts'
import type { Store } from '../store/open-store.ts'
import { pictureFolder } from '../store/picture-folder.ts'
import { testStore } from '../store/test-postgres.ts'
import { mediaRoutes } from './media-routes.ts'

interface Said {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string
}
interface Signed {
  readonly device: string
  readonly site: string
  readonly code: string
  readonly at: number
  readonly enrol: { readonly said: Said; readonly reply: object }
  readonly media: { readonly said: readonly Said[]; readonly replies: readonly object[]; readonly refusal: object }
}
const released = join(import.meta.dirname, '../../domain/wire/released')
const releases = readdirSync(released).map(
  (name) => JSON.parse(readFileSync(join(released, name), 'utf8')) as { version: string; signed: Signed },
)
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-drift-signed-'))
let store: Store
beforeAll(async () => {
  store = await testStore()
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

describe.each(releases.map(({ version, signed }) => [version, signed] as const))('a box of release %s', (version, of) => {
  it('[W6] is let in and sends a picture, byte for byte as it signed them, and reads what it is answered', async () => {
    const { device, site, code, at, enrol, media } = of
    // a cloud that has run for a while when it hears this
    let time = at - 60_000
    const now = () => time
    const check = signatureChecker(now)
    time = at
    await putSite(store, { id: site, name: site, country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 }, at)
    const codeHash = createHash('sha256').update(code).digest('hex')
    expect(await putClaim(store, { device, site, label: null, codeHash, madeAt: at, expiresAt: at + 1_000 })).toBe('ok')
    const enrolment = openEnrolment({ store, now, cloudKey: openCloudKey(join(folder, `${version}.pem`)), publicUrl: null, fromFile: [] })
    const { authenticate } = openDevices(store, now, check)
    const clock = { now, newId: () => crypto.randomUUID() }
    const app = new Hono()
      .route('/', enrolRoutes(enrolment, check))
      .route('/', mediaRoutes({ store, clock, authenticate, random: () => 0.5, bytes: pictureFolder(folder) }))
    const say = async ({ method, path, headers, body }: Said) => {
      const response = await app.request(`http://another.name${path}`, { method, headers, body: Buffer.from(body, 'base64') })
      return { status: response.status, json: (await response.json()) as object }
    }

    const letIn = await say(enrol.said)
    expect(letIn).toMatchObject({ status: 200, json: { device, site } })
    // what that release knows of an answer is all there, and what a later cloud adds is passed over
    expect(Object.keys(letIn.json)).toEqual(expect.arrayContaining(Object.keys(enrol.reply)))
    expect(v.parse(enrolReply, { ...letIn.json, moon: 'full' })).toEqual(letIn.json)
    for (const [i, one] of media.said.entries()) expect(await say(one)).toEqual({ status: 200, json: media.replies[i] })
    expect(await store.query('select ref from picture where site_id = $1', [site])).toEqual([{ ref: 'picture-1' }])
    // a signature counts once, however old its release
    expect((await say(enrol.said)).status).toBe(401)
    // and a box of today reads a cloud of that release
    expect([v.is(enrolReply, enrol.reply), media.replies.every((one) => v.is(mediaReply, one)), v.is(mediaRefusal, media.refusal)]).toEqual(
      [...[true, true, true]],
    )
  })
})
