import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SiblingsRequest, siblingsReply, siblingsRequest } from '@gatehouse/domain/wire/countersign.ts'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../store/open-store.ts'
import { insertSite } from '../store/test-books.ts'
import { testStore } from '../store/test-postgres.ts'
import { openCloudKey } from './cloud-key.ts'
import { openEnrolment } from './enrolment.ts'
import { openSiblings } from './siblings.ts'

interface Released {
  readonly version: string
  readonly siblings: {
    readonly site: string
    readonly device: string
    readonly signKey: string
    readonly agreeKey: string
    readonly request: SiblingsRequest
    readonly reply: object
  }
}
const released = join(import.meta.dirname, '../../domain/wire/released')
const releases = readdirSync(released).map((name) => JSON.parse(readFileSync(join(released, name), 'utf8')) as Released)
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-drift-'))
const now = 1_800_000_000_000
let store: Store
beforeAll(async () => {
  store = await testStore()
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

describe.each(releases.map(({ version, siblings }) => [version, siblings] as const))('a box of release %s', (version, of) => {
  it('[W6] is countersigned: its proof holds, its roster is taken, and what a later one adds is passed over', async () => {
    const { site, device, signKey, agreeKey, request } = of
    await insertSite(store, { id: site })
    const cloudKey = openCloudKey(join(folder, `${version}.pem`))
    const enrolment = openEnrolment({ store, now: () => now, cloudKey, publicUrl: null, fromFile: [] })
    const made = await enrolment.claim({ device, site })
    if ('problem' in made) throw new Error(made.problem)
    expect(await enrolment.enrol({ v: 1, code: made.code, device, site, signKey, agreeKey, version })).toMatchObject({ ok: true })
    const siblings = openSiblings({ store, now: () => now, newId: () => crypto.randomUUID(), cloudKey })
    for (const said of [request, { ...request, moon: 'full', statements: request.statements.map((one) => ({ ...one, moon: 'full' })) }]) {
      const outcome = await siblings.countersign({ id: device, site }, v.parse(siblingsRequest, said))
      if (!outcome.ok) throw new Error(outcome.refusal.message)
      const { members } = outcome.countersignature.body
      expect(members.map((member) => [member.device, member.standing])).toEqual([
        [device, 'known'],
        ['box-2', 'unknown'],
      ])
      // the box of that release reads an answer of the shape it knows
      expect(v.parse(siblingsReply, { v: 1, countersignature: outcome.countersignature, moon: 'full' })).toEqual({
        ...{ v: 1, countersignature: outcome.countersignature },
      })
    }
    expect(v.is(siblingsReply, of.reply)).toBe(true)
  })
})
