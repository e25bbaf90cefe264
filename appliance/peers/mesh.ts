import type { LogRow } from '@gatehouse/domain/wire/event.ts'
import type { Seal, SealedRow } from '@gatehouse/domain/wire/seal.ts'
import type { MqttClient } from 'mqtt'
import { createFollower, type Follower, type FollowerState } from './follower.ts'
import { hear, refuseQuestion } from './hearing.ts'
import type { PeerClock, PeerLog, PeerStore, Strand } from './ports.ts'
import { countPeerRefusals, type PeerRefusal, type PeerRefusalCounts, type RefusedByPeers } from './refusals.ts'
import { createTeller } from './teller.ts'
import { lastOf, topicsOf } from './topics.ts'

/** What the mesh needs of its store beyond what it tells and follows. */
export interface MeshStore extends PeerStore {
  keepPeerPicture(ref: string, jpeg: Uint8Array): boolean
}

export interface MeshMember {
  readonly device: string
  readonly host: string
  readonly port: number
  /** PEM; its broker must show this one */
  readonly certificate?: string
}

export interface MeshOptions {
  readonly store: MeshStore
  readonly clock: PeerClock
  readonly log: PeerLog
  readonly bootId: string
  readonly newId: () => string
  readonly sha256Hex: (text: string) => string
  /** a client of a member's broker, connecting and reconnecting by itself, that has proved who both ends are (N23) */
  readonly connect: (member: MeshMember) => MqttClient
  readonly cloud: () => boolean | null
  /** signs a row of this box's log for the cloud; null: it has no keys */
  readonly seal: (row: SealedRow) => Seal | null
  /** a roster somebody passed on, as text; null keeps this box's own to itself */
  readonly roster?: { readonly current: () => string | null; readonly heard: (text: string) => PeerRefusal | null }
  /** what this box states of itself and the cloud says of the site, as text; null: nothing yet */
  readonly standing?: { readonly current: () => string | null; readonly heard: (from: string, text: string) => PeerRefusal | null }
  /** a sibling's rows are newly on record */
  readonly onApplied?: (device: string) => void
}

export interface PeerState extends FollowerState {
  readonly device: string
  readonly host: string
  readonly port: number
  /** what of it was not taken */
  readonly refused: PeerRefusalCounts
}

export interface Mesh {
  /** who belongs to the site now, this box included (its own broker is one of the addresses) */
  setMembers(members: readonly MeshMember[]): void
  /** what this box grants or charges has changed */
  termsChanged(): void
  rosterChanged(): void
  standingChanged(): void
  /** what siblings told once and no longer have themselves */
  lost(): readonly (Strand & { readonly device: string })[]
  state(): { readonly brokerConnected: boolean; readonly peers: readonly PeerState[]; readonly refused: RefusedByPeers }
  stop(): Promise<void>
}

interface Link {
  readonly member: MeshMember
  readonly client: MqttClient
  readonly follower: Follower
}

/** Every box connected to every sibling's broker, and to its own (N21). MQTT carries; what it loses is asked for. */
export function createMesh(options: MeshOptions): Mesh {
  const { store, clock, log } = options
  const own = topicsOf(store.site, store.device)
  const links = new Map<string, Link>()
  const refusals = countPeerRefusals({ since: clock.wall(), warn: (fields, message) => log.warn(fields, message) })
  let home: { readonly member: MeshMember; readonly client: MqttClient } | null = null

  const publish = (topic: string, payload: string, { retain }: { readonly retain: boolean }): void => {
    // while the broker is away nothing is queued: whoever comes back compares the index
    if (home?.client.connected) home.client.publish(topic, payload, { qos: 1, retain })
  }
  const teller = createTeller({
    ...{ store, topics: own, publish, clock, bootId: options.bootId, cloud: options.cloud },
    seal: (row) => options.seal({ site: store.site, device: store.device, ...row }),
  })
  teller.start()

  const tellRoster = (): void => {
    const text = options.roster?.current()
    if (text) publish(own.roster, text, { retain: true })
  }

  const tellStanding = (): void => {
    const text = options.standing?.current()
    if (text) publish(own.standing, text, { retain: true })
  }

  function openHome(member: MeshMember): void {
    const client = options.connect(member)
    home = { member, client }
    client.on('connect', () => {
      client.subscribe(own.anyAsk, { qos: 1 })
      teller.connected()
      tellRoster()
      tellStanding()
    })
    client.on('message', (topic, payload) => {
      const from = lastOf(topic)
      const isHeard = links.has(from)
      counted(isHeard ? from : null, () => refuseQuestion(from, payload, () => isHeard) ?? teller.asked(from, payload))
    })
    client.on('error', (error) => log.warn({ device: member.device, error: error.message }, 'this box’s own broker'))
  }

  function openLink(member: MeshMember): void {
    const { device } = member
    const topics = topicsOf(store.site, device)
    const client = options.connect(member)
    const fetchPictures = async (rows: readonly LogRow[]) => {
      for (const { kind, payload } of rows) {
        const ref = kind === 'session.started' ? (payload as { readonly imageRef?: string | null }).imageRef : null
        if (!ref || store.image(ref) !== null) continue
        const jpeg = await follower.picture(ref)
        if (jpeg) store.keepPeerPicture(ref, jpeg)
      }
    }
    const follower = createFollower({
      ...{ device, store, clock, log, bootId: options.bootId, newId: options.newId, sha256Hex: options.sha256Hex },
      ask: (question) => {
        if (client.connected) client.publish(topics.ask(store.device), JSON.stringify(question), { qos: 1 })
      },
      onApplied: (rows) => {
        options.onApplied?.(device)
        fetchPictures(rows).catch((error: unknown) => log.warn({ device, error: String(error) }, 'a sibling’s picture could not be kept'))
      },
    })
    const mine = [topics.head, topics.terms, topics.roster, topics.standing, topics.anyLog, topics.answer(store.device)]
    client.on('connect', () => {
      client.subscribe(mine, { qos: 1 }, (error, granted) => {
        // 0x80 and above is the broker's no: this box is not (or no longer) welcome there
        if (error || granted?.some(({ qos }) => Number(qos) >= 0x80))
          log.warn({ device, error: error?.message ?? 'subscription refused' }, 'a sibling’s broker refuses this box')
        else guarded(device, () => follower.connected())
      })
    })
    client.on('close', () => follower.disconnected())
    client.on('error', (error) => log.warn({ device, error: error.message }, 'a sibling cannot be reached'))
    const ears = {
      follower,
      roster: (text: string) => options.roster?.heard(text) ?? null,
      standing: (text: string) => options.standing?.heard(device, text) ?? null,
    }
    client.on('message', (topic, payload) => counted(device, () => hear(topics, store.device, ears, topic, payload)))
    links.set(device, { member, client, follower })
  }

  /** N36: what is not taken is counted */
  function counted(device: string | null, deal: () => PeerRefusal | null): void {
    guarded(device, () => {
      const why = deal()
      if (why !== null) refusals.count(device, why)
    })
  }

  /** N9: whatever a sibling causes here stays its own trouble */
  function guarded(device: string | null, fn: () => void): void {
    try {
      fn()
    } catch (error) {
      log.warn({ device, error: error instanceof Error ? error.message : String(error) }, 'a sibling’s message could not be dealt with')
    }
  }

  const same = (a: MeshMember, b: MeshMember): boolean =>
    a.device === b.device && a.host === b.host && a.port === b.port && a.certificate === b.certificate
  return {
    setMembers(members) {
      for (const { member, client, follower } of [...links.values()]) {
        if (members.some((one) => same(one, member))) continue
        links.delete(member.device)
        follower.stop()
        client.end(true)
      }
      for (const member of members) {
        if (member.device === store.device) {
          if (home && same(home.member, member)) continue
          home?.client.end(true)
          openHome(member)
        } else if (!links.has(member.device)) openLink(member)
      }
    },
    termsChanged: () => teller.termsChanged(),
    rosterChanged: tellRoster,
    standingChanged: tellStanding,
    lost: () => [...links.values()].flatMap(({ member: { device }, follower }) => follower.lost().map((strand) => ({ ...strand, device }))),
    state: () => ({
      brokerConnected: home?.client.connected ?? false,
      peers: [...links.values()].map(({ member: { device, host, port }, follower }) => ({
        ...{ device, host, port, refused: refusals.of(device) },
        ...follower.state(),
      })),
      refused: refusals.all(),
    }),
    async stop() {
      teller.stop()
      for (const { follower } of links.values()) follower.stop()
      const clients = [...[...links.values()].map(({ client }) => client), ...(home ? [home.client] : [])]
      links.clear()
      await Promise.all(clients.map((client) => client.endAsync(true).catch(() => {})))
    },
  }
}
