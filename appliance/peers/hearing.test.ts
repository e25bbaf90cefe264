import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCloudKey } from '@gatehouse/cloud-sync/devices/cloud-key.ts'
import { countersign } from '@gatehouse/cloud-sync/devices/countersigner.ts'
import { keyThumbprint } from '@gatehouse/domain/proof/key-names.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Ears, hear, MAX_MESSAGE_BYTES, MAX_QUESTION_BYTES, refuseQuestion } from './hearing.ts'
import { countPeerRefusals, type PeerRefusal, peerRefusals } from './refusals.ts'
import { lossySite } from './testing/lossy-site.ts'
import { memoryStore } from './testing/memory-store.ts'
import { entered, left, T0 } from './testing/visits.ts'
import { topicsOf } from './topics.ts'
import { makeKey } from './trust/authority.ts'
import { certificateName, makeStatement } from './trust/countersigned.ts'
import { openCountersigning } from './trust/countersigning.ts'
import { signRoster } from './trust/roster.ts'
import { trustFolder } from './trust/trust-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-hearing-'))
afterAll(() => rmSync(folder, { recursive: true }))
const topics = topicsOf('site-1', 'box-0')
const bytes = (said: unknown): Uint8Array => new TextEncoder().encode(typeof said === 'string' ? said : JSON.stringify(said))

/** box-1, which listens to box-0: real follower, real roster, real word of a cloud. */
let site: ReturnType<typeof lossySite>
let ears: Ears
const first = trustFolder(join(folder, 'box-0'), 'site-1', 'box-0')
const second = trustFolder(join(folder, 'box-1'), 'site-1', 'box-1')
const cloudKey = openCloudKey(join(folder, 'agreement-key.pem'))
const agree = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }).x ?? ''
const signing = generateKeyPairSync('ed25519')
const keyId = keyThumbprint(signing.publicKey.export({ format: 'jwk' }).x ?? '')
const memberOf = (trust: typeof first) => {
  const membership = trust.membership()
  if (!membership) throw new Error('not a member')
  return membership
}

beforeAll(async () => {
  cloudKey.make()
  const { authority } = await first.found({ host: '127.0.0.1', port: 1 })
  const { key, publicKey } = await makeKey()
  second.join({ key, authority, ...(await first.admit({ device: 'box-1', publicKey, host: '127.0.0.1', port: 2 })) })
})
beforeEach(() => {
  site = lossySite(2, () => 0.99)
  site.stores[0]?.write([entered('s1'), left('s1', T0 + 1)])
  const countersigning = openCountersigning({
    trust: { countersigned: () => null, keepCountersigned: () => {}, standings: () => null, keepStandings: () => {} },
    ...{ membership: () => memberOf(second), random: () => 0.5 },
    bond: () => ({ signer: { keyId, key: signing.privateKey }, secret: cloudKey.agree(agree) }),
    ...{ ask: async () => ({ kind: 'later' }), after: () => () => {}, log: { info() {}, warn() {} }, onChange: () => {} },
  })
  ears = {
    follower: site.follower(1, 0),
    roster: (text) => {
      const outcome = second.takeRoster(text)
      return outcome === 'taken' || outcome === 'same' ? null : outcome
    },
    standing: (text) => countersigning.heard('box-0', text),
  }
})
const told = (topic: string, said: unknown): PeerRefusal | null =>
  hear(topics, 'box-1', ears, topic, said instanceof Uint8Array ? said : bytes(said))
const session = topics.log('session')
const rowsOf = (store = site.stores[0]) => {
  const batch = store?.ownRows('session', store.epoch, 0, 10)
  if (!batch) throw new Error('rows were written')
  return batch
}
const word = (over: object = {}) =>
  countersign(
    cloudKey,
    { v: 1, site: 'site-1', authority: certificateName(memberOf(second).authority), serial: 2, issuedAt: 1, members: [], ...over },
    [{ device: 'box-1', agreeKey: agree }],
  )
const standing = (over: object) => ({ v: 1, statement: null, countersignature: null, ...over })

describe('what is not taken of a sibling', () => {
  it('[N36] has a reason, each by rule', () => {
    const { roster } = memberOf(second)
    const answer = { v: 1, id: 'nobody-asked', what: 'rows', epoch: 'e', stream: 'money', batch: null }
    const copy = memoryStore('box-0')
    copy.write([entered('other'), left('other', T0 + 9)])
    const broken = { ...rowsOf(), hash: 'e'.repeat(64) }
    const older = signRoster({ ...roster.body, serial: 1 }, readFileSync(join(first.folder, 'ca.key'), 'utf8'))
    expect(told(session, rowsOf())).toBeNull()
    expect(told(topics.roster, roster)).toBeNull()
    expect(told(topics.standing, standing({ countersignature: word() }))).toBeNull()
    const found: [PeerRefusal, PeerRefusal | null][] = [
      ['malformed', told(topics.head, '{"v":1')],
      ['malformed', told(`${topics.head}/more`, { v: 1 })],
      ['malformed', told(topics.roster, { body: 1 })],
      ['laterVersion', told(topics.head, { v: 2, everything: 'new' })],
      ['laterVersion', told(topics.roster, { body: { v: 3 }, signature: 'x' })],
      ['tooLarge', told(topics.terms, new Uint8Array(MAX_MESSAGE_BYTES + 1))],
      ['wrongSite', told(topics.roster, { ...roster, body: { ...roster.body, site: 'site-2' } })],
      ['wrongSite', told(topics.standing, standing({ countersignature: word({ site: 'site-2' }) }))],
      ['otherName', told(topics.standing, standing({ statement: makeStatement(memberOf(second), { keyId, key: signing.privateKey }) }))],
      ['notSigned', told(topics.roster, { ...roster, body: { ...roster.body, serial: 99 } })],
      ['notSigned', told(topics.standing, standing({ countersignature: { ...word(), body: { ...word().body, issuedAt: 9 } } }))],
      ['outdated', told(topics.roster, older)],
      ['outdated', told(topics.standing, standing({ countersignature: word({ authority: 'a'.repeat(64) }) }))],
      ['known', told(session, rowsOf())],
      ['broken', told(session, broken)],
      ['fork', told(session, rowsOf(copy))],
      // the strand stays stopped
      ['fork', told(session, rowsOf())],
      ['unasked', told(topics.answer('box-1'), answer)],
    ]
    for (const [at, [expected, why]] of found.entries()) expect([at, why]).toEqual([at, expected])
    expect(new Set([...found.map(([expected]) => expected), 'stranger'])).toEqual(new Set(peerRefusals))
  })

  it('[N23][N33][N36] a question of nobody on the list, or of one that was shut out, is not answered, nor one of any length', () => {
    const isHeard = (device: string) => device === 'box-2'
    expect(refuseQuestion('box-2', bytes('{}'), isHeard)).toBeNull()
    expect(refuseQuestion('box-9', bytes('{}'), isHeard)).toBe('stranger')
    expect(refuseQuestion('box-2', new Uint8Array(MAX_QUESTION_BYTES + 1), isHeard)).toBe('tooLarge')
  })

  it('[N9][N36] whatever stands under whatever topic: no crash, no row, no list that nobody signed, and a reason for what is no message', () => {
    const { body } = memberOf(second).roster
    const known = [...[topics.head, topics.terms, topics.roster, topics.standing, topics.answer('box-1')], session, topics.log('money')]
    const topic = fc.oneof(
      fc.constantFrom(...known),
      fc.constantFrom(...known).map((one) => `${one}/x`),
      fc.string(),
    )
    const sound = [
      ...[rowsOf(), memberOf(second).roster, standing({ countersignature: word() })],
      ...[{ v: 1, ...site.stores[0]?.ownHeads(), cloud: null }, site.stores[0]?.ownTerms(), { v: 1, id: 'x', what: 'index', epochs: [] }],
    ].map((said) => JSON.stringify(said))
    // a message of ours with one character another, cut short, or of another version
    const bent = fc.tuple(fc.constantFrom(...sound), fc.nat(), fc.constantFrom('cut', 'digit', 'version')).map(([text, at, how]) => {
      if (how === 'cut') return text.slice(0, at % text.length)
      if (how === 'version') return text.replaceAll('"v":1', `"v":${2 + (at % 1_000)}`)
      const from = at % text.length
      return text.slice(0, from) + text.slice(from).replace(/[0-9]/, (digit) => String((Number(digit) + 1) % 10))
    })
    const payload = fc.oneof(fc.string().map(bytes), fc.json().map(bytes), fc.uint8Array(), bent.map(bytes))
    fc.assert(
      fc.property(topic, payload, (at, said) => {
        const why = told(at, said)
        expect(why === null || peerRefusals.includes(why)).toBe(true)
        if (!known.includes(at)) expect(why).toBe('malformed')
        expect(memberOf(second).roster.body).toEqual(body)
        const rows = site.stores[1]?.rowsOf('box-0') ?? []
        expect(rows.map(({ kind }) => kind)).toEqual(rows.length === 0 ? [] : ['session.started', 'session.ended'])
      }),
      { numRuns: process.env.GATEHOUSE_LONG ? 5_000 : 300 },
    )
  })
})

describe('what is counted', () => {
  it('[N36] is kept by reason and member, strangers together without their names, and logged at the first, the tenth, the hundredth', () => {
    const warned: unknown[] = []
    const refusals = countPeerRefusals({ since: 7, warn: ({ device, reason, times }) => warned.push([device, reason, times]) })
    for (let i = 0; i < 120; i++) refusals.count('box-0', 'malformed')
    for (let i = 0; i < 3; i++) refusals.count(null, 'stranger')
    refusals.count('box-2', 'known')
    expect(refusals.all()).toEqual({ since: 7, byReason: { malformed: 120, stranger: 3, known: 1 } })
    expect([refusals.of('box-0'), refusals.of('box-2'), refusals.of('box-9')]).toEqual([{ malformed: 120 }, { known: 1 }, {}])
    expect(warned).toEqual([...[1, 10, 100].map((times) => ['box-0', 'malformed', times]), [null, 'stranger', 1]])
  })
})
