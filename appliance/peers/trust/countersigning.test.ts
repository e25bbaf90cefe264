import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCloudKey } from '@gatehouse/cloud-sync/devices/cloud-key.ts'
import { countersign } from '@gatehouse/cloud-sync/devices/countersigner.ts'
import { keyThumbprint } from '@gatehouse/domain/proof/key-names.ts'
import type { Countersignature, MemberStanding } from '@gatehouse/domain/wire/countersign.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { certificateName, makeStatement } from './countersigned.ts'
import { type CountersignAnswer, openCountersigning } from './countersigning.ts'
import { readStandings, sinceOf, standingsAfter } from './standing-since.ts'
import { type Membership, trustFolder } from './trust-folder.ts'

const root = mkdtempSync(join(tmpdir(), 'gatehouse-countersigning-'))
afterAll(() => rmSync(root, { recursive: true }))
const trust = trustFolder(join(root, 'box'), 'mitte', 'entry')
let membership: Membership
beforeAll(async () => {
  membership = await trust.found({ host: '127.0.0.1', port: 1 })
})

function cloudOf(name: string) {
  const key = openCloudKey(join(root, `${name}.pem`))
  key.make()
  const sign = generateKeyPairSync('ed25519')
  const agree = generateKeyPairSync('x25519')
  const agreeKey = agree.publicKey.export({ format: 'jwk' }).x ?? ''
  const signKey = sign.publicKey.export({ format: 'jwk' }).x ?? ''
  const bond = { signer: { keyId: keyThumbprint(signKey), key: sign.privateKey }, secret: key.agree(agreeKey) }
  const word = (issuedAt: number, standing: MemberStanding, serial = 1): Countersignature =>
    countersign(
      key,
      {
        ...{ v: 1, site: 'mitte', authority: certificateName(membership.authority), serial, issuedAt },
        members: [{ device: 'exit', certificate: certificateName(membership.box.certificate), standing }],
      },
      [{ device: 'entry', agreeKey }],
    )
  return { bond, word }
}

const ours = cloudOf('ours')
const another = cloudOf('another')
const exit = () => ({ device: 'exit', certificate: membership.box.certificate })
const told = (word: unknown, statement: unknown = null) => JSON.stringify({ v: 1, statement, countersignature: word })

let answer: CountersignAnswer
let asked = 0
let changes = 0
let due: (() => void)[] = []
const open = (bond: typeof ours.bond | null = ours.bond) =>
  openCountersigning({
    ...{ trust, membership: () => membership, bond: () => bond, random: () => 0.5, log: { info() {}, warn() {} } },
    ask: async () => {
      asked += 1
      return answer
    },
    after: (_ms, fn) => {
      due.push(fn)
      return () => {
        due = due.filter((one) => one !== fn)
      }
    },
    onChange: () => {
      changes += 1
    },
  })
/** the time has come to ask */
async function ask(): Promise<void> {
  for (const fn of due.splice(0)) fn()
  await new Promise(setImmediate)
}
beforeEach(() => {
  answer = { kind: 'later' }
  ;[asked, changes, due] = [0, 0, []]
  for (const file of ['countersigned.json', 'standings.json']) rmSync(join(trust.folder, file), { force: true })
})

describe('the cloud’s word on who belongs to a site', () => {
  it('[N31] a later word replaces an earlier one, whoever brings it; an earlier one, or another cloud’s, changes nothing', () => {
    const one = open()
    one.heard('exit', told(ours.word(1_000, 'known')))
    expect(one.standingOf(exit())?.standing).toBe('known')
    one.heard('exit', told(ours.word(2_000, 'refused')))
    expect(one.standingOf(exit())?.standing).toBe('refused')
    for (const word of [ours.word(1_500, 'known'), another.word(3_000, 'known'), { ...ours.word(3_000, 'known'), introductions: {} }]) {
      one.heard('exit', told(word))
      expect(one.standingOf(exit())?.standing).toBe('refused')
    }
    expect(changes).toBe(2)
    expect(one.state()).toEqual({ at: 2_000, since: 1_000, enrolled: true, problem: null })
  })

  it('[N31] what it answers itself counts also when its clock or its books were set back', async () => {
    const one = open()
    one.heard('exit', told(ours.word(9_000, 'refused')))
    answer = { kind: 'ok', countersignature: ours.word(5_000, 'known') }
    await ask()
    expect(one.standingOf(exit())?.standing).toBe('known')
    answer = { kind: 'ok', countersignature: another.word(10_000, 'refused') }
    await ask()
    expect(one.standingOf(exit())?.standing).toBe('known')
    expect(one.state().problem).toMatch(/not signed by the cloud that enrolled this box/)
  })

  it('[N29] a refusal, no answer and nonsense take nothing away', async () => {
    const one = open()
    answer = { kind: 'refused', reason: 'the authority did not sign this roster' }
    await ask()
    expect(one.state()).toEqual({ at: null, since: null, enrolled: true, problem: 'the authority did not sign this roster' })
    answer = { kind: 'later' }
    await ask()
    expect(asked).toBe(2)
    answer = { kind: 'ok', countersignature: ours.word(1_000, 'known') }
    await ask()
    expect(one.state()).toEqual({ at: 1_000, since: 1_000, enrolled: true, problem: null })
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), fc.constant(told({ ...ours.word(9_000, 'refused'), key: 'x'.repeat(43) }))), (text) => {
        one.heard('exit', text)
        return one.standingOf(exit())?.standing === 'known'
      }),
      { numRuns: 200 },
    )
  })

  it('[N31] survives a restart, and a file that was changed is no word', () => {
    open().heard('exit', told(ours.word(1_000, 'refused')))
    expect(open().standingOf(exit())?.standing).toBe('refused')
    writeFileSync(join(trust.folder, 'countersigned.json'), (trust.countersigned() ?? '').replace('refused', 'known'))
    expect(open().standingOf(exit())).toBeNull()
    // a box that was never enrolled cannot tell, and says so
    expect(open(null).state()).toEqual({ at: null, since: null, enrolled: false, problem: null })
    expect(open(null).current()).toBeNull()
  })

  it('[N34] since when it says so stays for as long as it says so, also after a restart; a new certificate starts anew', () => {
    const one = open()
    one.heard('exit', told(ours.word(1_000, 'unknown')))
    one.heard('exit', told(ours.word(2_000, 'known')))
    one.heard('exit', told(ours.word(3_000, 'known', 2)))
    expect(one.standingOf(exit())).toEqual({ standing: 'known', since: 2_000 })
    expect(open().standingOf(exit())).toEqual({ standing: 'known', since: 2_000 })
    expect(open().state()).toMatchObject({ at: 3_000, since: 1_000 })
    const anew = standingsAfter(readStandings(trust.standings()), {
      ...ours.word(4_000, 'known').body,
      members: [{ device: 'exit', certificate: 'f'.repeat(64), standing: 'known' }],
    })
    expect([anew.since, sinceOf(anew, 'exit', 'f'.repeat(64))]).toEqual([1_000, 4_000])
    for (const text of [null, '{', '[]', '{"authority":1}']) expect(readStandings(text)).toBeNull()
  })

  it('[N30] states its certificate with both keys, and passes on what a sibling states of itself only', async () => {
    const one = open()
    const { statement } = JSON.parse(one.current() ?? '{}')
    expect(statement).toMatchObject({
      device: 'entry',
      keyId: ours.bond.signer.keyId,
      certificate: certificateName(membership.box.certificate),
    })
    const theirs = makeStatement({ ...membership, device: 'exit' }, another.bond.signer)
    one.heard('someone', told(null, theirs))
    expect(due).toHaveLength(1)
    one.heard('exit', told(null, theirs))
    await ask()
    expect(asked).toBe(1)
    one.stop()
    await ask()
    expect(asked).toBe(1)
  })
})
