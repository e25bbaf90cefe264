import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeKey } from '@gatehouse/appliance/peers/trust/authority.ts'
import { makeStatement, readCountersignature } from '@gatehouse/appliance/peers/trust/countersigned.ts'
import { type Membership, trustFolder } from '@gatehouse/appliance/peers/trust/trust-folder.ts'
import { keyThumbprint } from '@gatehouse/domain/proof/key-names.ts'
import type { MemberStatement, SiblingsRequest } from '@gatehouse/domain/wire/countersign.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../store/open-store.ts'
import { insertSite, testSite } from '../store/test-books.ts'
import { testStore } from '../store/test-postgres.ts'
import { openCloudKey } from './cloud-key.ts'
import { openEnrolment } from './enrolment.ts'
import { openSiblings, type Siblings } from './siblings.ts'

const siteId = testSite.id
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-siblings-'))
const now = 1_800_000_000_000
let store: Store
let siblings: Siblings
const cloudKey = openCloudKey(join(folder, 'agreement-key.pem'))
let ids = 0

beforeAll(async () => {
  store = await testStore()
  await insertSite(store)
  siblings = openSiblings({ store, now: () => now, newId: () => `alert-${ids++}`, cloudKey })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  for (const table of ['site_refusal', 'site_member', 'site_authority', 'device_claim', 'device_key', 'alert', 'device'])
    await store.query(`delete from ${table}`)
})

const memberOf = (trust: ReturnType<typeof trustFolder>): Membership => {
  const membership = trust.membership()
  if (!membership) throw new Error('not a member')
  return membership
}

/** The boxes of one authority, as their folders have it after joining. */
async function met(...devices: string[]): Promise<ReadonlyMap<string, Membership>> {
  const root = mkdtempSync(join(folder, 'met-'))
  const folders = devices.map((device) => ({ device, trust: trustFolder(join(root, device), siteId, device) }))
  const [first, ...others] = folders
  const founder = await first?.trust.found({ host: '127.0.0.1', port: 8884 })
  for (const { device, trust } of others) {
    const { key, publicKey } = await makeKey()
    const given = await first?.trust.admit({ device, publicKey, host: '127.0.0.1', port: 8884 })
    if (given && founder) trust.join({ key, ...given, authority: founder.authority })
  }
  const roster = first && memberOf(first.trust).roster
  return new Map(folders.map(({ device, trust }) => [device, { ...memberOf(trust), ...(roster ? { roster } : {}) }]))
}

/** What a box does with a code, without the wire. */
async function enrol(device: string) {
  const enrolment = openEnrolment({ store, now: () => now, cloudKey, publicUrl: null, fromFile: [] })
  const made = await enrolment.claim({ device, site: siteId })
  if ('problem' in made) throw new Error(made.problem)
  const sign = generateKeyPairSync('ed25519')
  const agree = generateKeyPairSync('x25519')
  const signKey = sign.publicKey.export({ format: 'jwk' }).x ?? ''
  const agreeKey = agree.publicKey.export({ format: 'jwk' }).x ?? ''
  const outcome = await enrolment.enrol({ v: 1, code: made.code, device, site: siteId, signKey, agreeKey, version: 'test' })
  if (!outcome.ok) throw new Error(outcome.refusal.message)
  return {
    device,
    caller: { id: device, site: siteId },
    signer: { keyId: keyThumbprint(signKey), key: sign.privateKey },
    secret: cloudKey.agree(agreeKey),
    revoke: () => enrolment.revoke({ id: device, site: siteId }),
  }
}
type Box = Awaited<ReturnType<typeof enrol>>
const of = (boxes: ReadonlyMap<string, Membership>, device: string): Membership => {
  const membership = boxes.get(device)
  if (!membership) throw new Error(`${device} is no member`)
  return membership
}
const requestOf = ({ authority, roster }: Membership, statements: readonly MemberStatement[]): SiblingsRequest => ({
  ...{ v: 1, site: siteId, authority, roster, statements: [...statements] },
})
const ask = (box: Box, membership: Membership, ...others: MemberStatement[]) =>
  siblings.countersign(box.caller, requestOf(membership, [makeStatement(membership, box.signer), ...others]))
async function standings(box: Box, membership: Membership, ...others: MemberStatement[]) {
  const outcome = await ask(box, membership, ...others)
  if (!outcome.ok) throw new Error(outcome.refusal.message)
  return Object.fromEntries(outcome.countersignature.body.members.map(({ device, standing }) => [device, standing]))
}
const alarms = async () =>
  (await store.query<{ detail: string }>(`select detail from alert where code = 'twoAuthorities' and cleared_at is null`)).length

describe('countersigning', () => {
  it('[S77][S78] puts its name under the boxes that proved their certificates, by themselves or through a sibling, and says of the rest that it knows nothing', async () => {
    const boxes = await met('a', 'b', 'c')
    const [a, b] = [await enrol('a'), await enrol('b')]
    expect(await standings(a, of(boxes, 'a'))).toEqual({ a: 'known', b: 'unknown', c: 'unknown' })
    const carried = makeStatement(of(boxes, 'b'), b.signer)
    expect(await standings(a, of(boxes, 'a'), carried)).toEqual({ a: 'known', b: 'known', c: 'unknown' })
    // once said, it need not be said again
    expect(await standings(a, of(boxes, 'a'))).toEqual({ a: 'known', b: 'known', c: 'unknown' })
  })

  it('[S80] each enrolled member can tell whose word it is from the secret of its enrolment; nobody else can, and nothing of it can be changed', async () => {
    const boxes = await met('a', 'b', 'c')
    const [a, b] = [await enrol('a'), await enrol('b')]
    const outcome = await ask(a, of(boxes, 'a'))
    if (!outcome.ok) throw new Error(outcome.refusal.message)
    const { countersignature: word } = outcome
    const at = (device: string, secret: Uint8Array) => ({ site: siteId, device, authority: of(boxes, 'a').authority, secret })
    expect(readCountersignature(word, at('a', a.secret))).toEqual(word)
    expect(readCountersignature(word, at('b', b.secret))).toEqual(word)
    expect(readCountersignature(word, at('b', a.secret))).toBeNull()
    expect(readCountersignature(word, at('c', a.secret))).toBeNull()
    const members = word.body.members.map((member) => ({ ...member, standing: 'known' as const }))
    expect(readCountersignature({ ...word, body: { ...word.body, members } }, at('a', a.secret))).toBeNull()
    expect(readCountersignature({ ...word, body: { ...word.body, issuedAt: word.body.issuedAt + 1 } }, at('a', a.secret))).toBeNull()
    // another's key, introduced by nobody
    const { publicKey } = generateKeyPairSync('ed25519')
    expect(readCountersignature({ ...word, key: publicKey.export({ format: 'jwk' }).x }, at('a', a.secret))).toBeNull()
    const other = of(await met('a', 'b'), 'a').authority
    expect(readCountersignature(word, { ...at('a', a.secret), authority: other })).toBeNull()
    // brought back from its one file, the cloud signs with the same key
    const again = openSiblings({ store, now: () => now, newId: () => 'x', cloudKey: openCloudKey(join(folder, 'agreement-key.pem')) })
    const next = await again.countersign(a.caller, requestOf(of(boxes, 'a'), [makeStatement(of(boxes, 'a'), a.signer)]))
    expect(next.ok && next.countersignature.key).toBe(word.key)
  })

  it('[S77] refuses what does not hold, and keeps nothing of it', async () => {
    const boxes = await met('a', 'b')
    const strangers = await met('a', 'b')
    const [a, b] = [await enrol('a'), await enrol('b')]
    const own = of(boxes, 'a')
    const mine = makeStatement(own, a.signer)
    const request = requestOf(own, [mine])
    const refusal = async (change: Partial<SiblingsRequest>, caller = a.caller) => {
      const outcome = await siblings.countersign(caller, { ...request, ...change })
      return outcome.ok ? 'taken' : outcome.refusal.error
    }
    const body = { ...own.roster.body, serial: 99 }
    const [first, ...rest] = own.roster.body.members
    const swapped = { ...own.roster.body, members: first ? [{ ...first, certificate: of(strangers, 'a').box.certificate }, ...rest] : [] }
    expect(await refusal({ roster: { ...own.roster, body } })).toBe('broken')
    expect(await refusal({ roster: { ...own.roster, body: swapped } })).toBe('broken')
    expect(await refusal({ authority: of(strangers, 'a').authority })).toBe('broken')
    expect(await refusal({ authority: own.box.certificate })).toBe('broken')
    expect(await refusal({ authority: 'nonsense' })).toBe('broken')
    expect(await refusal({ site: 'other' })).toBe('wrongSite')
    // the key of another box, a signature over something else, a certificate of its sibling's
    expect(await refusal({ statements: [{ ...mine, keyId: b.signer.keyId }] })).toBe('broken')
    expect(await refusal({ statements: [{ ...mine, signature: makeStatement(own, b.signer).signature }] })).toBe('broken')
    expect(await refusal({ statements: [makeStatement({ ...own, box: of(boxes, 'b').box }, a.signer)] })).toBe('broken')
    expect(await refusal({ statements: [{ ...makeStatement(of(boxes, 'b'), a.signer), device: 'a' }] })).toBe('broken')
    expect(await refusal({ statements: [makeStatement(of(boxes, 'b'), b.signer)] })).toBe('broken')
    expect(await siblings.met(siteId)).toEqual([])
    expect(await refusal({})).toBe('taken')
  })

  it('[S78] an older roster changes nothing, and a box given a new certificate proves it anew', async () => {
    const root = mkdtempSync(join(folder, 'again-'))
    const first = trustFolder(join(root, 'a'), siteId, 'a')
    await first.found({ host: '127.0.0.1', port: 1 })
    const admit = async () => first.admit({ device: 'b', publicKey: (await makeKey()).publicKey, host: '127.0.0.1', port: 2 })
    const a = await enrol('a')
    const old = memberOf(first)
    await admit()
    expect(await standings(a, memberOf(first))).toEqual({ a: 'known', b: 'unknown' })
    expect(await standings(a, old)).toEqual({ a: 'known', b: 'unknown' })
    await store.query(`update site_member set key_id = 'k' where device_id = 'b'`)
    await admit()
    await standings(a, memberOf(first))
    expect(await store.query(`select key_id from site_member where device_id = 'b'`)).toEqual([{ key_id: null }])
  })

  it('[S79] follows the owner: shut out is refused, let in again must say so itself; a stranger can be refused, and is let in by a code', async () => {
    const boxes = await met('a', 'b', 'c')
    const [a, b] = [await enrol('a'), await enrol('b')]
    const all = () => standings(a, of(boxes, 'a'))
    await standings(b, of(boxes, 'b'))
    expect(await siblings.refuse({ site: siteId, device: 'nobody' }, true)).toBe(false)
    expect(await siblings.refuse({ site: siteId, device: 'c' }, true)).toBe(true)
    await b.revoke()
    expect(await all()).toEqual({ a: 'known', b: 'refused', c: 'refused' })
    // the keys it is let in with are others than those it vouched with
    const newB = await enrol('b')
    expect(await all()).toEqual({ a: 'known', b: 'unknown', c: 'refused' })
    const stale = makeStatement(of(boxes, 'b'), b.signer)
    expect(await standings(a, of(boxes, 'a'), stale)).toMatchObject({ b: 'unknown' })
    expect(await standings(newB, of(boxes, 'b'))).toMatchObject({ b: 'known' })
    const c = await enrol('c')
    expect(await all()).toMatchObject({ c: 'unknown' })
    expect(await standings(c, of(boxes, 'c'))).toEqual({ a: 'known', b: 'known', c: 'known' })
    expect(await siblings.refuse({ site: siteId, device: 'c' }, true)).toBe(true)
    expect(await all()).toMatchObject({ c: 'refused' })
    expect(await siblings.refuse({ site: siteId, device: 'c' }, false)).toBe(true)
    expect(await all()).toMatchObject({ c: 'known' })
  })

  it('[S81] boxes under two authorities are told to the owner until one has joined the others, and only a box itself says that it has', async () => {
    const [one, two] = [await met('a', 'b'), await met('b', 'c')]
    const [a, b] = [await enrol('a'), await enrol('b')]
    await standings(a, of(one, 'a'), makeStatement(of(one, 'b'), b.signer))
    expect(await alarms()).toBe(0)
    await standings(b, of(two, 'b'))
    expect(await alarms()).toBe(1)
    // what a carrier still has of b’s former authority takes it nowhere
    expect(await standings(a, of(one, 'a'), makeStatement(of(one, 'b'), b.signer))).not.toMatchObject({ b: 'known' })
    expect((await standings(b, of(two, 'b'))).b).toBe('known')
    await standings(b, of(one, 'b'))
    expect(await alarms()).toBe(0)
    expect(await standings(a, of(one, 'a'))).toEqual({ a: 'known', b: 'known' })
  })
})
