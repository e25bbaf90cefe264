import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { standingMessage } from '@gatehouse/domain/wire/countersign.ts'
import { describe, expect, it } from 'vitest'
import { headMessage, readMessage, termsMessage } from '../wire.ts'
import { judgeCountersignature } from './countersigned.ts'
import { judgeRoster } from './roster.ts'

interface Released {
  readonly version: string
  readonly siblings: {
    readonly site: string
    readonly device: string
    readonly secret: string
    readonly request: { readonly authority: string }
    readonly reply: { readonly countersignature: { readonly body: object } }
    readonly retained: {
      readonly head: object
      readonly terms: object
      readonly roster: { readonly body: object }
      readonly standing: object
    }
  }
}
const folder = join(import.meta.dirname, '../../../domain/wire/released')
const releases = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Released)

describe.each(releases.map(({ version, siblings }) => [version, siblings] as const))(
  'a sibling, and a cloud, of release %s',
  (_version, of) => {
    const { site, device, retained } = of
    const { authority } = of.request
    const reader = { site, device, authority, secret: Buffer.from(of.secret, 'base64url') }
    const text = (said: object) => JSON.stringify(said)

    it('[W6] are understood: what stands on its broker, and the cloud’s word, signatures and all', () => {
      expect(readMessage(headMessage, text(retained.head))).toEqual(retained.head)
      expect(readMessage(termsMessage, text(retained.terms))).toEqual(retained.terms)
      expect(readMessage(standingMessage, text(retained.standing))).toEqual(retained.standing)
      expect(judgeRoster(text(retained.roster), authority, site)).toEqual(retained.roster)
      expect(judgeCountersignature(of.reply.countersignature, reader)).toEqual(of.reply.countersignature)
    })

    it('[W6] and those of a release to come: what they add is passed over, what is new is left for an update', () => {
      expect(readMessage(headMessage, text({ ...retained.head, moon: 'full' }))).toEqual(retained.head)
      expect(readMessage(standingMessage, text({ ...retained.standing, moon: 'full' }))).toEqual(retained.standing)
      expect(judgeCountersignature({ ...of.reply.countersignature, moon: 'full' }, reader)).toEqual(of.reply.countersignature)
      const later = text({ v: 2, everything: 'new' })
      expect([readMessage(headMessage, later), readMessage(termsMessage, later), readMessage(standingMessage, later)]).toEqual([
        ...['laterVersion', 'laterVersion', 'laterVersion'],
      ])
      expect(judgeRoster(text({ ...retained.roster, body: { ...retained.roster.body, v: 2 } }), authority, site)).toBe('laterVersion')
    })

    it('[W6] what is signed is signed as it was: within it nothing can be added without a version of its own', () => {
      const { countersignature } = of.reply
      const more = { ...countersignature, body: { ...countersignature.body, issuedAt: 1 } }
      expect(judgeCountersignature(more, reader)).toBe('notSigned')
      expect(judgeRoster(text({ ...retained.roster, body: { ...retained.roster.body, serial: 77 } }), authority, site)).toBe('notSigned')
    })
  },
)
