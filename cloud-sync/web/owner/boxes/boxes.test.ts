import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deviceCommand } from '../../../commands/device.ts'
import { openCloudKey } from '../../../devices/cloud-key.ts'
import { type Enrolment, openEnrolment } from '../../../devices/enrolment.ts'
import { openSiblings, type Siblings } from '../../../devices/siblings.ts'
import type { Store } from '../../../store/open-store.ts'
import { pictureFolder } from '../../../store/picture-folder.ts'
import { insertDevice, insertRow, insertSite } from '../../../store/test-books.ts'
import { testStore } from '../../../store/test-postgres.ts'
import { ownerPages } from '../../../test-owner-pages.ts'
import { serveOnLoopback } from '../../test-browser.ts'
import type { mountOwner } from '../mount-owner.ts'

const now = Date.UTC(2026, 10, 22, 16)
const TOKEN = 'an-owner-token-of-length'
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-boxes-'))
let store: Store
let enrolment: Enrolment
let siblings: Siblings
/** the clock that logins run by */
let atTheDoor = now

beforeAll(async () => {
  store = await testStore()
  await insertSite(store)
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  for (const table of ['site_refusal', 'site_member', 'site_authority', 'device_claim', 'device_key', 'alert', 'device'])
    await store.query(`delete from ${table}`)
  await insertDevice(store, { last_seen: now - 5_000 })
  const cloudKey = openCloudKey(join(folder, 'agreement-key.pem'))
  enrolment = openEnrolment({ store, now: () => now, cloudKey, publicUrl: null, fromFile: [] })
  siblings = openSiblings({ store, now: () => now, newId: () => 'alert', cloudKey })
})

function pages(token: string | null = null) {
  const { boxes: list, claim, revoke } = enrolment
  const boxDoor = () => ({
    refused: { since: now - 3_600_000, byReason: { unauthorised: 12, tooLarge: 1 } },
    alarm: 'the replication slot has gone',
  })
  return ownerPages({
    ...{ store, now: () => now, atTheDoor: () => atTheDoor, token, peer: token === null ? '127.0.0.1' : null },
    ...{ bytes: pictureFolder(folder), boxes: { list, claim, revoke, met: siblings.met, refuse: siblings.refuse, boxDoor } },
  })
}

const base = 'http://localhost:8090'
const form = { 'content-type': 'application/x-www-form-urlencoded', origin: base }
type App = ReturnType<typeof mountOwner>
const get = async (app: App, path: string) => (await app.request(`${base}${path}`)).text()
const post = async (app: App, path: string, body: string, headers: Record<string, string> = {}) => {
  const answer = await app.request(`${base}${path}`, { method: 'POST', body, headers: { ...form, ...headers } })
  return { status: answer.status, text: await answer.text() }
}
const key = (type: 'ed25519' | 'x25519') =>
  (type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519')).publicKey.export({ format: 'jwk' }).x ?? ''

/** What a box does with a code, without the wire (appliance/identity/identity.test.ts has that). */
async function enrol(device: string): Promise<void> {
  const made = await enrolment.claim({ device, site: 'garage' })
  if ('problem' in made) throw new Error(made.problem)
  const request = {
    v: 1 as const,
    code: made.code,
    device,
    site: 'garage',
    signKey: key('ed25519'),
    agreeKey: key('x25519'),
    version: 'test',
  }
  expect(await enrolment.enrol(request)).toMatchObject({ ok: true })
}

describe('the page of the boxes', () => {
  it('[S21][S49] tells what was turned away, by reason, and what endangers the tables that boxes follow', async () => {
    const page = await get(pages(), '/boxes')
    expect(page).toMatch(/13 of all requests[\s\S]*unsigned, or signed by nobody known<\/th><td>12<[\s\S]*too large<\/th><td>1</)
    expect(page).toContain('What boxes follow is in danger: <bdi lang="en">the replication slot has gone.</bdi>')
  })

  it('[S66] shows a code this once, with how to use it, and never again', async () => {
    const app = pages()
    expect(await get(app, '/boxes')).toContain('Has a token and no keys of its own yet')
    const { status, text } = await post(app, '/boxes/code', 'box=box-2&label=South+exit&minutes=1440')
    expect(status).toBe(200)
    const code = /class="code">([A-Z2-7]{4}-[A-Z2-7]{4})</.exec(text)?.[1]
    expect(text).toContain(`gatehouse enrol ${code}`)
    expect(text).toContain('Nov 23, 2026, 17:00')
    const later = await get(app, '/boxes')
    expect(later).not.toContain(String(code))
    expect(later).toMatch(/South exit[\s\S]*Not let in yet[\s\S]*A code for it is good until/)
  })

  it('[S68] shows the sixteen digits of a box that was let in', async () => {
    await enrol('box-2')
    const [, second] = await enrolment.boxes('garage')
    expect(second).toMatchObject({ id: 'box-2', fingerprint: expect.stringMatching(/^\d{4}( \d{4}){3}$/), codeUntil: null })
    expect(await get(pages(), '/boxes')).toContain(`class="digits">${second?.fingerprint}<`)
  })

  it('says what is wrong with an order, and keeps what was typed', async () => {
    const app = pages()
    const wrong = await post(app, '/boxes/code', 'box=Box+North!&label=%3Cb%3EN')
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('A box is named with lower-case letters, digits and dashes')
    expect(wrong.text).toContain('value="Box North!"')
    expect(wrong.text).toContain('value="&lt;b&gt;N"')
    expect((await post(app, '/boxes/code', 'box=box-2&minutes=20000')).text).toContain('A code is good for 1 to 10080 minutes')
    expect((await post(app, '/boxes/code', 'box=box-2&minutes=soon')).status).toBe(400)
    expect((await post(app, '/boxes/revoke', 'box=nobody')).status).toBe(404)
    expect(await store.query('select * from device_claim')).toEqual([])
  })

  it('[S79] shows who met whom on the network of the house, and refuses one that nobody let in', async () => {
    const app = pages()
    expect(await get(app, '/boxes')).not.toContain('Met on the network')
    const authority = 'ab12'.repeat(16)
    const roster = { site_id: 'garage', authority }
    await insertRow(store, 'site_authority', { ...roster, serial: 2, told_by: 'box-1', told_at: now - 120_000 })
    for (const device_id of ['box-1', 'till-9']) await insertRow(store, 'site_member', { ...roster, device_id, certificate: device_id })
    const page = await get(app, '/boxes')
    expect(page).toMatch(/ab12 ab12 ab12 ab12<\/span>\. North box said so 2 min ago/)
    expect(page).toMatch(/id="met-till-9"[\s\S]*Nobody has let it in here[\s\S]*Refuse till-9/)
    expect((await post(app, '/boxes/refuse', 'box=nobody')).status).toBe(404)
    expect((await post(pages(TOKEN), '/boxes/refuse', 'box=till-9')).status).not.toBe(200)
    const refused = await post(app, '/boxes/refuse', 'box=till-9')
    expect(refused.text).toMatch(
      /till-9 is refused[\s\S]*id="met-till-9"[\s\S]*Refused since [^:]*\d\d:\d\d: the other boxes[\s\S]*gatehouse peers renew[\s\S]*Hear it again/,
    )
    const allowed = await post(app, '/boxes/allow', 'box=till-9')
    expect(allowed.text).toMatch(/may be heard again[\s\S]*id="met-till-9"[\s\S]*Nobody has let it in here/)
    await enrol('box-1')
    await store.query(
      `update site_member set stated_at = $1, key_id = (select key_id from device_key where device_id = 'box-1' and replaced_at is null)
        where device_id = 'box-1'`,
      [now - 3 * 86_400_000],
    )
    expect(await get(app, '/boxes')).toMatch(/id="met-box-1"[\s\S]*Countersigned since [^:]*\d\d:\d\d: the box that was let in/)
  })

  it('[S65][O7] shuts a box out; with a token at the door only who has shown within minutes that they have it', async () => {
    await enrol('box-2')
    const app = pages(TOKEN)
    const login = async (): Promise<string> => {
      const answer = await app.request(`${base}/login?to=/boxes`, {
        method: 'POST',
        headers: form,
        body: `token=${encodeURIComponent(TOKEN)}`,
      })
      expect(answer.headers.get('location')).toBe('/boxes')
      return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    }
    const old = await login()
    atTheDoor += 11 * 60_000
    const revoke = (cookie: string) => post(app, '/boxes/revoke', 'box=box-2', { cookie })
    const page = await (await app.request(`${base}/boxes`, { headers: { cookie: old } })).text()
    expect(page).toContain('href="/again?to=%2Fboxes"')
    expect(page).not.toContain('Shut Box 2 out')
    expect(await revoke(old)).toMatchObject({ status: 403, text: expect.stringContaining('nothing was changed') })
    // nor does the JSON
    const bare = { cookie: old, 'content-type': 'application/json' }
    expect((await post(app, '/api/owner/boxes/revoke', '{"box":"box-1"}', bare)).status).toBe(403)
    expect((await enrolment.boxes('garage'))[1]?.revokedAt).toBeNull()
    const again = await app.request(`${base}/again?to=/boxes`, { headers: { cookie: old } })
    expect(await again.text()).toMatch(/hard to undo[\s\S]*action="\/login\?to=%2Fboxes"/)
    const cookie = await login()
    expect((await post(app, '/boxes/revoke', 'box=box-1', { origin: 'https://evil.example', cookie })).status).toBe(403)
    expect(await revoke(cookie)).toMatchObject({ status: 200, text: expect.stringContaining('box-2 is shut out') })
    expect((await enrolment.boxes('garage'))[1]?.revokedAt).toBe(now)
    expect((await post(app, '/boxes/code', 'box=box-1')).status).toBe(401)
  })

  it('[S70] a copied card stands first among what needs a person, with what to do', async () => {
    const alarm = { id: 'a-1', site_id: 'garage', device_id: 'box-1', code: 'clone', detail: 'epoch e still speaks', raised_at: now }
    await insertRow(store, 'alert', alarm)
    const page = await get(pages(), '/')
    expect(page).toContain('Two boxes may run from one card')
    expect(page).toContain('href="/boxes"')
  })
})

describe('device …', () => {
  async function run(argv: readonly string[], token: string | null, env: Record<string, string> = {}) {
    const server = await serveOnLoopback(pages(token))
    let out = ''
    const write = (text: string): void => {
      out += text
    }
    try {
      const status = await deviceCommand([...argv, '--url', server.url], { stdout: { write }, env })
      return { status, out }
    } catch (error) {
      return { status: 1, out: (error as Error).message }
    } finally {
      await server.close()
    }
  }

  it('[S66] claim makes a code, list shows who is known, revoke shuts out: as the owner', async () => {
    const env = { OWNER_TOKEN: TOKEN }
    const claimed = await run(['claim', '--box', 'box-2', '--site', 'garage', '--label', 'South'], TOKEN, env)
    expect(claimed.out).toMatch(/^[A-Z2-7]{4}-[A-Z2-7]{4}\n\nGood once, until 2026-11-22 16:15 UTC\. On box-2: gatehouse enrol /)
    expect((await run(['list'], TOKEN, env)).out).toBe('box-1  has a token, no keys yet\nbox-2  not let in yet\n')
    await enrol('box-2')
    expect((await run(['list'], TOKEN, env)).out).toMatch(/box-2 {2}\d{4} \d{4} \d{4} \d{4} {2}since 2026-11-22 16:00 UTC/)
    expect((await run(['revoke', '--box', 'box-2'], TOKEN, env)).out).toContain('box-2 is shut out')
    expect((await run(['list'], TOKEN, env)).out).toContain('box-2  shut out since 2026-11-22 16:00 UTC')
    const json = JSON.parse((await run(['claim', '--box', 'box-2', '--minutes', '60', '--json'], TOKEN, env)).out)
    expect(json).toMatchObject({ box: 'box-2', code: expect.stringMatching(/^[A-Z2-7]{8}$/), expiresAt: now + 3_600_000 })
  })

  it('says in one sentence what is wrong', async () => {
    expect((await run(['claim', '--box', 'box-2'], TOKEN)).out).toContain('Log in first')
    expect((await run(['claim'], null)).out).toBe('name the box: device claim --box NAME')
    expect((await run(['claim', '--box', 'box-2', '--site', 'nowhere'], null)).out).toBe('There is no such car park.')
    expect((await run(['revoke', '--box', 'nobody'], null)).out).toBe('There is no such box here.')
    expect((await run(['forget'], null)).out).toContain('--help says more')
    await expect(deviceCommand(['list', '--url', 'http://127.0.0.1:9'], { stdout: { write: () => {} }, env: {} })).rejects.toThrow(
      'no cloud answers at http://127.0.0.1:9: is it running?',
    )
  })
})
