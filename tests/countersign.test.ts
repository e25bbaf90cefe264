import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Peers, startPeers } from '@gatehouse/appliance/compose/peers.ts'
import { openIdentity } from '@gatehouse/appliance/identity/identity.ts'
import { signedFetch } from '@gatehouse/appliance/identity/signed-fetch.ts'
import { aCar } from '@gatehouse/appliance/ledger/testing/car.ts'
import { mosquitto, startAedes, startMosquitto } from '@gatehouse/appliance/peers/testing/brokers.ts'
import { joinedSite } from '@gatehouse/appliance/peers/testing/site.ts'
import { createLink } from '@gatehouse/appliance/sync/link.ts'
import { openBoxLedger, systemClock } from '@gatehouse/appliance/sync/testing/box.ts'
import { loadCloudConfig, noEnrolment } from '@gatehouse/cloud-sync/config.ts'
import { type Cloud, startCloud } from '@gatehouse/cloud-sync/main.ts'
import { type TestDatabase, testDatabase } from '@gatehouse/cloud-sync/store/test-postgres.ts'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const SITE = { id: 'drei', name: 'Parkhaus Drei', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 }
const until = (fn: () => unknown, message: string) => expect.poll(fn, { timeout: 60_000, interval: 50, message })

/** Three boxes that met on their own: the first reaches the cloud, the second was enrolled and does not, the third never was. */
describe(`boxes that met before a cloud knew of it (${mosquitto ? 'mosquitto' : 'aedes'})`, { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-countersign-'))
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  let database: TestDatabase
  let cloud: Cloud
  let site: Awaited<ReturnType<typeof joinedSite>>
  let boxes: readonly Awaited<ReturnType<typeof openBox>>[]

  async function openBox(i: number) {
    const one = site.boxes[i]
    if (!one) throw new Error('there are three boxes')
    const { device, dataDir, broker } = one
    const ledger = openBoxLedger({ device, site: SITE.id })
    const link = createLink(fetch)
    const identity = openIdentity({ dataDir, device, site: SITE.id, version: 'test', fetch, now: Date.now, wall: Date.now })
    const peers: Peers = startPeers({
      ...{ ledger, clock: systemClock, newId: randomUUID, dataDir, site: SITE.id, device, bootId: randomUUID() },
      ...{ own: { port: broker.port }, log: pino({ level: 'silent' }), cloud: () => null, seal: () => null, random: Math.random },
      bond: () => identity.current(),
      asking: () => ({
        cloudUrl: cloud.url,
        fetch: signedFetch({ fetch: link.fetch, signer: () => identity.current()?.signer ?? null, now: Date.now }),
      }),
    })
    return {
      ...{ device, ledger, link, peers, trust: one.trust },
      async enrol() {
        const made = await cloud.enrolment.claim({ device, site: SITE.id })
        if ('problem' in made) throw new Error(made.problem)
        expect(await identity.enrol({ code: made.code, cloudUrl: cloud.url, legacy: null })).toMatchObject({ kind: 'enrolled' })
        peers.bondChanged()
      },
      /** what it knows of itself and of the others */
      standings: () => {
        const { countersigned, peers: others } = peers.status()
        const standing = (word: typeof countersigned.here) => word?.standing ?? null
        return {
          [device]: standing(countersigned.here),
          ...Object.fromEntries(others.map((peer) => [peer.device, standing(peer.countersigned)])),
        }
      },
      /** whose entries it has heard of */
      drive() {
        const sessions = aCar(randomUUID, Date.now()).flatMap(({ events, plate }) => {
          ledger.record(events, plate === undefined ? {} : { plates: [{ ref: plate, text: 'B AB 123', country: 'DE' }] })
          return events.flatMap(({ kind, payload }) => (kind === 'session.started' ? [payload.sessionId] : []))
        })
        return sessions[0] ?? ''
      },
    }
  }

  beforeAll(async () => {
    database = await testDatabase()
    const config = { ...loadCloudConfig({ PORT: '0' }), databaseUrl: database.databaseUrl, dataDir: folder }
    cloud = await startCloud({ ...config, enrolment: { ...noEnrolment, sites: [SITE] } }, { log, rooms: async () => [] })
    site = await joinedSite(['first', 'second', 'third'], SITE.id, mosquitto ? startMosquitto : startAedes)
    boxes = await Promise.all([0, 1, 2].map(openBox))
  }, 120_000)
  afterAll(async () => {
    await Promise.all((boxes ?? []).map(({ peers }) => peers.stop()))
    for (const { ledger } of boxes ?? []) ledger.close()
    await site?.stop()
    await cloud?.stop()
    await database?.drop()
    rmSync(folder, { recursive: true, force: true })
  })

  const three = () => boxes as unknown as readonly [(typeof boxes)[0], (typeof boxes)[0], (typeof boxes)[0]]

  it('[N29] hear each other without any word of a cloud', async () => {
    const [first, second, third] = three()
    for (const box of boxes)
      await until(() => box.peers.status().peers.map((peer) => peer.connected), 'they never met').toEqual([true, true])
    const session = third.drive()
    for (const box of [first, second]) await until(() => box.ledger.session(session) !== null, 'the entry was never heard of').toBe(true)
    expect(first.standings()).toEqual({ first: null, second: null, third: null })
    expect(first.peers.status().countersigned).toEqual({
      ...{ at: null, since: null, enrolled: false, problem: null, here: null, refused: [], founder: 'first' },
    })
  })

  it('[N30][N31][N32] are countersigned as soon as one reaches the cloud, and the one that does not hears of it from its sibling', async () => {
    const [first, second, third] = three()
    await second.enrol()
    second.link.cut()
    await first.enrol()
    const word = { first: 'known', second: 'known', third: 'unknown' }
    await until(first.standings, 'the cloud never said so').toEqual(word)
    await until(second.standings, 'the second never heard of it').toEqual(word)
    // who was never enrolled cannot tell a cloud’s word from anybody’s, and is heard as before
    expect(third.peers.status().countersigned.at).toBeNull()
    const session = third.drive()
    await until(() => second.ledger.session(session) !== null, 'the unknown one is no longer heard').toBe(true)
    expect(await cloud.siblings.met(SITE.id)).toMatchObject([
      { toldBy: 'first', members: [{ standing: 'known' }, { standing: 'known' }, {}] },
    ])
  })

  it('[N33] stop hearing one that its owner has refused, the one without internet too, and the first box takes it off the list', async () => {
    const [first, second, third] = three()
    expect(await cloud.siblings.refuse({ site: SITE.id, device: 'third' }, true)).toBe(true)
    // the five minutes after which it asks again are over
    first.peers.bondChanged()
    for (const box of [first, second])
      await until(() => box.peers.status().peers.map((peer) => peer.device), 'the refused one is still heard').not.toContain('third')
    await until(() => first.trust.membership()?.roster.body.members.length, 'it stays on the list').toBe(2)
    const roster = first.trust.membership()?.roster.body
    expect(roster?.removed.map((one) => one.device)).toEqual(['third'])
    await until(() => second.trust.membership()?.roster.body.serial, 'the new list never came').toBe(roster?.serial)
    expect(readFileSync(join(second.trust.folder, 'crl.pem'), 'utf8')).toBe(roster?.revocation)
    const session = third.drive()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect([first, second].map((box) => box.ledger.session(session))).toEqual([null, null])
  })

  it('[N33] nor one that was known, once it is shut out; the box that is left serves alone', async () => {
    const [first] = three()
    await cloud.enrolment.revoke({ id: 'second', site: SITE.id })
    first.peers.bondChanged()
    await until(() => first.peers.status().peers, 'the box that was shut out is still heard').toEqual([])
    await until(() => first.trust.membership()?.roster.body.members.length, 'it stays on the list').toBe(1)
    expect(first.standings()).toEqual({ first: 'known' })
  })
})
