import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as inFolder } from 'node:path'
import { peersTable } from '@gatehouse/appliance/cli/peers-output.ts'
import { type Peers, startPeers } from '@gatehouse/appliance/compose/peers.ts'
import { connectMember } from '@gatehouse/appliance/peers/mqtt-connect.ts'
import { invite } from '@gatehouse/appliance/peers/pairing/invite.ts'
import { join } from '@gatehouse/appliance/peers/pairing/join.ts'
import { type Broker, mosquitto, startAedes, startMosquitto } from '@gatehouse/appliance/peers/testing/brokers.ts'
import { joinedSite, type TestBox } from '@gatehouse/appliance/peers/testing/site.ts'
import { certificateName } from '@gatehouse/appliance/peers/trust/countersigned.ts'
import { openBoxLedger, systemClock } from '@gatehouse/appliance/sync/testing/box.ts'
import { openCloudKey } from '@gatehouse/cloud-sync/devices/cloud-key.ts'
import { countersign } from '@gatehouse/cloud-sync/devices/countersigner.ts'
import { keyThumbprint } from '@gatehouse/domain/proof/key-names.ts'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const SITE = 'fuenf'
const until = (fn: () => unknown, message: string) => expect.poll(fn, { timeout: 60_000, interval: 50, message })

/** The box that made a site's authority is shut out by its owner; the two others reach the cloud, or each other. */
describe(`the first box, shut out (${mosquitto ? 'mosquitto' : 'aedes'})`, { timeout: 180_000 }, () => {
  const start = mosquitto ? startMosquitto : startAedes
  const folder = mkdtempSync(inFolder(tmpdir(), 'gatehouse-founder-'))
  const cloudKey = openCloudKey(inFolder(folder, 'agreement-key.pem'))
  let site: Awaited<ReturnType<typeof joinedSite>>
  const boxes: { readonly box: TestBox; readonly peers: Peers; readonly close: () => void }[] = []
  const brokers: Broker[] = []
  const agreed = new Map<string, string>()
  let word: object | null = null

  function open(box: TestBox, reachesCloud: boolean) {
    const { device, dataDir } = box
    const ledger = openBoxLedger({ device, site: SITE })
    const sign = generateKeyPairSync('ed25519')
    const agreeKey = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }).x ?? ''
    agreed.set(device, agreeKey)
    const keyId = keyThumbprint(sign.publicKey.export({ format: 'jwk' }).x ?? '')
    const peers = startPeers({
      ...{ ledger, clock: systemClock, newId: randomUUID, dataDir, site: SITE, device, bootId: randomUUID(), random: Math.random },
      ...{ own: { port: box.broker.port }, log: pino({ level: 'silent' }), cloud: () => null, seal: () => null },
      bond: () => ({ signer: { keyId, key: sign.privateKey }, secret: cloudKey.agree(agreeKey) }),
      asking: () =>
        reachesCloud && word
          ? { cloudUrl: 'http://cloud.invalid', fetch: async () => Response.json({ v: 1, countersignature: word }) }
          : null,
    })
    boxes.push({ box, peers, close: () => ledger.close() })
  }
  const at = (i: number) => {
    const found = boxes[i]
    if (!found) throw new Error('there are two that go on')
    return found
  }
  const membershipOf = ({ trust }: TestBox) => {
    const membership = trust.membership()
    if (!membership) throw new Error('it has not joined')
    return membership
  }

  beforeAll(async () => {
    cloudKey.make()
    site = await joinedSite(['first', 'second', 'third'], SITE, start)
    for (const [i, box] of site.boxes.entries()) if (i > 0) open(box, i === 1)
  })
  afterAll(async () => {
    await Promise.all(boxes.map(({ peers }) => peers.stop()))
    for (const { close } of boxes) close()
    for (const broker of brokers) await broker.stop()
    await site?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  /** What a box hears on the broker of `second` when it listens to everything and asks, as its own software would, with what it has. */
  async function overhears(credentials: TestBox): Promise<{ readonly any: boolean; readonly all: boolean; readonly answered: boolean }> {
    const { broker } = at(0).box
    const { box, authority } = credentials.membership
    const member = { device: 'second', host: '127.0.0.1', port: broker.port }
    const client = connectMember({ member, self: `${credentials.device}-x`, box, authority, protocolVersion: mosquitto ? 5 : 4 })
    const topics: string[] = []
    client.on('message', (topic) => topics.push(topic))
    await new Promise((resolve) => client.once('connect', resolve))
    const root = `gatehouse/${SITE}`
    const wanted = ['head', 'terms', 'roster', 'standing', 'log'].map((what) => `${root}/${what}/#`)
    for (const topic of [...wanted, `${root}/answer/second/${credentials.device}`])
      await client.subscribeAsync(topic, { qos: 1 }).catch(() => {})
    const question = { v: 1, id: 'q', what: 'index' }
    await client.publishAsync(`${root}/ask/second/${credentials.device}`, JSON.stringify(question), { qos: 0 }).catch(() => {})
    // long enough for whoever is answered; a head comes every ten seconds, and what is retained at once
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    await client.endAsync(true)
    const has = (what: string) => topics.some((topic) => topic.includes(`/${what}/`))
    return { any: topics.length > 0, all: ['head', 'terms', 'roster', 'standing'].every(has), answered: has('answer') }
  }
  const first = () => site.boxes[0] as TestBox
  const third = () => site.boxes[2] as TestBox

  it('[N33][N37] is not heard, and told nothing by the others’ brokers: by one that reaches the cloud, and by one that hears of it', async () => {
    await until(
      () =>
        at(0)
          .peers.status()
          .peers.every((peer) => peer.connected),
      'they never met',
    ).toBe(true)
    expect(await overhears(first())).toMatchObject({ answered: true })
    const { authority, roster } = membershipOf(at(0).box)
    const members = roster.body.members.map(({ device, certificate }) => ({
      ...{ device, certificate: certificateName(certificate) },
      standing: device === 'first' ? ('refused' as const) : ('known' as const),
    }))
    word = countersign(
      cloudKey,
      { v: 1, site: SITE, authority: certificateName(authority), serial: roster.body.serial, issuedAt: Date.now(), members },
      [...agreed].map(([device, agreeKey]) => ({ device, agreeKey })),
    )
    at(0).peers.bondChanged()
    for (const { box, peers } of boxes) {
      await until(() => box.trust.refused(), `${box.device} never heard of it`).toEqual(['first'])
      expect(peers.status().peers.map(({ device }) => device)).not.toContain('first')
    }
    // as systemd does when the list changes
    await at(0).box.broker.cut()
    await at(0).box.broker.mend()
    await until(() => overhears(third()), 'a box that was not shut out is told nothing').toMatchObject({ answered: true, all: true })
    expect(await overhears(first())).toEqual({ all: false, answered: false, any: false })
  })

  it('[N34][N37] says so, since when, and what to do about it', () => {
    const { countersigned } = at(1).peers.status()
    expect(countersigned).toMatchObject({ refused: ['first'], founder: 'first', here: { standing: 'known', since: countersigned.at } })
    const said = peersTable(at(1).peers.status())
    expect(said).toMatch(/second .*yes, for \d+ s/)
    expect(said).toContain('countersigned: by the cloud for')
    expect(said).toContain('first was shut out by its owner and is not heard, and it is the box that made this site’s authority')
    expect(said).toContain('gatehouse peers renew')
  })

  it('[N38] another one makes a new authority, the third joins it, and both hear each other again without a restart; the old certificate opens nothing', async () => {
    const [{ box: second }, { box: other }] = [at(0), at(1)]
    await expect(first().trust.renew({ host: '127.0.0.1', port: 1 })).rejects.toThrow(/this box made the authority/)
    const { membership, aside } = await second.trust.renew({ host: '127.0.0.1', port: second.broker.port })
    expect([membership.canInvite, membership.roster.body.members.map(({ device }) => device)]).toEqual([true, ['second']])
    expect(aside).toBe(`${second.trust.folder}-before-1`)
    const yes = async () => true
    const invitation = await invite({
      ...{ trust: second.trust, site: SITE, device: 'second', authority: membership.authority, host: '127.0.0.1', port: 0, compare: yes },
    })
    const own = { host: '127.0.0.1', port: other.broker.port }
    await join({ trust: other.trust, site: SITE, device: 'third', own, at: { host: '127.0.0.1', port: invitation.port }, compare: yes })
    for (const box of [second, other]) {
      await box.broker.stop()
      const { port } = box.broker
      brokers.push(await start({ membership: membershipOf(box), folder: box.trust.folder, port, siblings: box.trust.siblings }))
    }
    for (const { peers } of boxes) {
      const links = () => peers.status().peers.map(({ device, connected }) => [device, connected])
      await until(links, 'they do not hear each other').toEqual([[peers.status().device === 'second' ? 'third' : 'second', true]])
      expect(peers.status().countersigned).toMatchObject({ at: null, refused: [], founder: 'second' })
    }
    const { box, authority } = first().membership
    const stranger = connectMember({
      ...{ member: { device: 'second', host: '127.0.0.1', port: second.broker.port }, self: 'first', box, authority },
      ...{ protocolVersion: mosquitto ? 5 : 4, reconnectMs: 60_000 },
    })
    const end = await new Promise((resolve) => {
      stranger.on('error', (error) => resolve(error.message))
      stranger.on('close', () => resolve('closed'))
      stranger.on('connect', () => resolve('connected'))
    })
    expect(end).not.toBe('connected')
    await stranger.endAsync(true)
  })
})
