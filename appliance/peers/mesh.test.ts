import { randomUUID } from 'node:crypto'
import type { ConnectionOptions } from 'node:tls'
import fc from 'fast-check'
import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSystemClock } from '../system-clock.ts'
import { createMesh, type Mesh, type MeshStore } from './mesh.ts'
import { connectMember } from './mqtt-connect.ts'
import { foldSite } from './site-fold.ts'
import { mosquitto, type StartBroker, startAedes, startMosquitto } from './testing/brokers.ts'
import { type MemoryStore, memoryStore, sha256Hex } from './testing/memory-store.ts'
import { joinedSite, type TestBox } from './testing/site.ts'
import { entered, left, T0 } from './testing/visits.ts'
import { certify, makeAuthority, makeKey } from './trust/authority.ts'

const clock = createSystemClock({ synchronised: () => true })
const silent = { info: () => {}, warn: () => {} }
const heardBy = (trust: TestBox['trust']) => (text: string) => {
  const outcome = trust.takeRoster(text)
  return outcome === 'taken' || outcome === 'same' ? null : outcome
}
const until = (fn: () => unknown) => expect.poll(fn, { timeout: 20_000, interval: 20 })

const brokers: [string, boolean, StartBroker, 4 | 5][] = [
  ['aedes in process', false, startAedes, 4],
  ['mosquitto (Debian package mosquitto)', mosquitto === '', startMosquitto, 5],
]

for (const [name, absent, start, protocolVersion] of brokers)
  describe.skipIf(absent)(`boxes over MQTT with TLS, broker ${name}`, () => {
    let site: Awaited<ReturnType<typeof joinedSite>>
    const stores: (MemoryStore & MeshStore)[] = []
    const meshes: Mesh[] = []
    const pictures = new Map<string, Uint8Array>([['i1', new Uint8Array([7, 7, 7])]])
    const box = (i: number) => site.boxes[i] as TestBox
    const store = (i: number) => stores[i] as MemoryStore & MeshStore

    beforeAll(async () => {
      site = await joinedSite(['box-0', 'box-1', 'box-2'], 'site-1', start)
      for (const [i, { device, membership, trust }] of site.boxes.entries()) {
        const kept = new Map<string, Uint8Array>()
        const made = Object.assign(memoryStore(device), {
          image: (ref: string) => kept.get(ref) ?? (i === 0 ? (pictures.get(ref) ?? null) : null),
          keepPeerPicture: (ref: string, jpeg: Uint8Array) => {
            kept.set(ref, jpeg)
            return true
          },
        })
        stores.push(made)
        const mesh = createMesh({
          ...{ store: made, clock, log: silent, bootId: device, newId: randomUUID, sha256Hex, cloud: () => null, seal: () => null },
          connect: (member) =>
            connectMember({
              member,
              self: device,
              box: membership.box,
              authority: membership.authority,
              protocolVersion,
              reconnectMs: 100,
            }),
          roster: { current: () => JSON.stringify(trust.membership()?.roster ?? null), heard: heardBy(trust) },
        })
        meshes.push(mesh)
        mesh.setMembers(membership.roster.body.members)
      }
    })
    afterAll(async () => {
      await Promise.all(meshes.map((mesh) => mesh.stop()))
      await site.stop()
    })
    const connected = (i: number) => meshes[i]?.state().peers.filter((peer) => peer.connected).length

    it('[N21] every box hears every other, by name, with its clock', async () => {
      for (const i of [0, 1, 2]) await until(() => connected(i)).toBe(2)
      await until(() => meshes[0]?.state().peers.map((peer) => peer.clockOffsetMs !== null)).toEqual([true, true])
      expect(meshes[0]?.state().peers.map((peer) => Math.abs(peer.clockOffsetMs ?? 1e9) < 5_000)).toEqual([true, true])
      expect(store(0).clocks.get('box-1')).toMatchObject({ bootId: 'box-1' })
    })

    it('[N5] a car that comes in at one is known at all, its exit as well, and its picture', async () => {
      const start = entered('s1')
      if (start.kind === 'session.started') store(0).write([{ ...start, payload: { ...start.payload, imageRef: 'i1' } }])
      await until(() => foldSite(store(2).events()).sessions.has('s1')).toBe(true)
      await until(() => store(1).image('i1')).toEqual(new Uint8Array([7, 7, 7]))
      store(1).write([left('s1', T0 + 60_000)])
      for (const i of [0, 2]) await until(() => foldSite(store(i).events()).sessions.get('s1')?.end?.laneId).toBe('out')
    })

    it('[N7, N22] cut off and back: what was written meanwhile arrives, once', async () => {
      await box(0).broker.cut()
      await until(() => connected(1)).toBe(1)
      store(0).write([entered('cut-1'), entered('cut-2')])
      store(0).reopen()
      store(0).write([entered('cut-3')])
      await box(0).broker.mend()
      for (const i of [1, 2]) {
        await until(() => [...foldSite(store(i).events()).sessions.keys()].filter((id) => id.startsWith('cut')).sort()).toEqual([
          'cut-1',
          'cut-2',
          'cut-3',
        ])
        expect(store(i).rowsOf('box-0').length).toBe(store(0).rowsOf('box-0').length)
        await until(() => meshes[i]?.state().peers.find((peer) => peer.device === 'box-0')?.behind).toBe(0)
      }
    })

    /** in TLS 1.3 a refused certificate shows only after the client thinks it is connected: as a connection that closes */
    const raw = (key: string, certificate: string): Promise<MqttClient> =>
      new Promise((resolve, reject) => {
        const settings: IClientOptions & Pick<ConnectionOptions, 'checkServerIdentity'> = {
          ...{
            protocol: 'mqtts',
            host: '127.0.0.1',
            port: box(0).broker.port,
            clientId: randomUUID(),
            protocolVersion,
            reconnectPeriod: 0,
          },
          ...{ key, cert: certificate, ca: box(0).membership.authority, checkServerIdentity: () => undefined, connectTimeout: 5_000 },
        }
        const client = connect(settings)
        client.on('connect', () => resolve(client))
        client.on('close', () => reject(new Error('the broker closed the connection')))
        client.on('error', reject)
      })

    it('[N23] a sibling can speak under its own name only, and read no answers to another', async () => {
      const { box: credentials } = box(1).membership
      const client = await raw(credentials.key, credentials.certificate)
      const heard: string[] = []
      client.on('message', (topic) => heard.push(topic))
      for (const topic of ['gatehouse/site-1/answer/box-0/box-2', 'gatehouse/site-1/ask/box-0/+', '#'])
        await client.subscribeAsync(topic, { qos: 1 }).catch(() => {})
      for (const topic of ['gatehouse/site-1/ask/box-0/box-2', 'gatehouse/site-1/head/box-0', 'gatehouse/site-1/log/box-0/money'])
        await client.publishAsync(topic, '{"v":1,"id":"x","what":"index"}', { qos: 0 }).catch(() => {})
      await client.endAsync(true).catch(() => {})
      const witness = await raw(box(0).membership.box.key, box(0).membership.box.certificate)
      const after = new Map<string, string>()
      witness.on('message', (topic, payload) => after.set(topic, payload.toString()))
      await witness.subscribeAsync('gatehouse/site-1/head/box-0', { qos: 1 })
      await until(() => after.get('gatehouse/site-1/head/box-0')).toContain('"epoch"')
      expect(heard.filter((topic) => topic.includes('/ask/') || topic.endsWith('/box-2'))).toEqual([])
      await witness.endAsync(true)
    })

    it('[N23] a certificate of another authority gets no connection at all', async () => {
      const stranger = await makeAuthority('site-1')
      const { key, publicKey } = await makeKey()
      const certificate = await certify(stranger, 'box-1', publicKey)
      await expect(raw(key, certificate)).rejects.toThrow()
    })

    it('[N23] a broker that is not the box we mean is not believed', async () => {
      const { membership } = box(1)
      const member = { device: 'box-2', host: '127.0.0.1', port: box(0).broker.port }
      const client = connectMember({
        member,
        self: 'box-1',
        box: membership.box,
        authority: membership.authority,
        protocolVersion,
        reconnectMs: 60_000,
      })
      const error = await new Promise<Error>((resolve) => client.on('error', resolve))
      expect(error.message).toMatch(/is not box-2/)
      await client.endAsync(true)
    })

    it('[N9][N36] what no box of ours would send is dropped and counted, and everything goes on', async () => {
      const { box: credentials } = box(1).membership
      const client = await raw(credentials.key, credentials.certificate)
      for (const payload of [
        '',
        '{',
        'null',
        '{"v":1,"id":"x","what":"rows"}',
        'x'.repeat(100_000),
        '{"v":1,"id":"a","what":"picture","ref":"none"}',
      ])
        await client.publishAsync('gatehouse/site-1/ask/box-0/box-1', payload, { qos: 1 })
      await client.endAsync()
      const asker = () => meshes[0]?.state().peers.find((peer) => peer.device === 'box-1')?.refused
      await until(asker).toMatchObject({ malformed: 4, tooLarge: 1 })
      store(0).write([entered('after')])
      await until(() => foldSite(store(1).events()).sessions.has('after')).toBe(true)
    })

    it('[N9][N36] a sibling that says anything under its own name: each box counts what it did not take, and goes on with it', async () => {
      const { box: credentials } = box(0).membership
      const client = await raw(credentials.key, credentials.certificate)
      const refused = (i: number) => meshes[i]?.state().peers.find((peer) => peer.device === 'box-0')?.refused ?? {}
      const sum = (i: number) => Object.values(refused(i)).reduce((a, b) => a + b, 0)
      const before = sum(1)
      const topics = ['head/box-0', 'terms/box-0', 'roster/box-0', 'log/box-0/money', 'log/box-0/anything', 'answer/box-0/box-1']
      const junk = fc.sample(fc.tuple(fc.constantFrom(...topics), fc.oneof(fc.string(), fc.json(), fc.constant('{"v":2}'))), 80)
      for (const [topic, said] of junk) await client.publishAsync(`gatehouse/site-1/${topic}`, said, { qos: 1 })
      await client.endAsync()
      await until(() => sum(1) - before).toBe(junk.length)
      expect(
        Object.keys(refused(1)).filter((why) => why !== 'malformed' && why !== 'laterVersion' && why !== 'known' && why !== 'unasked'),
      ).toEqual([])
      store(0).write([entered('all the same')])
      await until(() => foldSite(store(1).events()).sessions.has('all the same')).toBe(true)
    })

    it('[N23] a box that was removed is told by no roster, and the brokers’ list names its certificate', async () => {
      const roster = await box(0).trust.expel('box-2')
      expect(roster.body.members.map((member) => member.device)).toEqual(['box-0', 'box-1'])
      meshes[0]?.rosterChanged()
      await until(() => box(1).trust.membership()?.roster.body.serial).toBe(roster.body.serial)
      meshes[0]?.setMembers(roster.body.members)
      expect(meshes[0]?.state().peers.map((peer) => peer.device)).toEqual(['box-1'])
      if (protocolVersion === 5) {
        await box(0).broker.cut()
        await box(0).broker.mend()
        const gone = box(2).membership.box
        await expect(raw(gone.key, gone.certificate)).rejects.toThrow()
      }
    })
  })
