import { createHash } from 'node:crypto'
import { DAY_MS } from '@gatehouse/domain/time.ts'
import type { Member } from '@gatehouse/domain/wire/roster.ts'
import type { Seal, SealedRow } from '@gatehouse/domain/wire/seal.ts'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import type { Clock, NewId } from '../lane/ports.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type Anomaly, anomaliesOf } from '../peers/anomalies.ts'
import { createMesh, type Mesh } from '../peers/mesh.ts'
import { connectMember } from '../peers/mqtt-connect.ts'
import type { RefusedByPeers } from '../peers/refusals.ts'
import { isStranded } from '../peers/stranded.ts'
import { type CloudBond, type Countersigning, openCountersigning, type StandingSince } from '../peers/trust/countersigning.ts'
import { type Membership, trustFolder } from '../peers/trust/trust-folder.ts'
import { askCountersignature } from './ask-countersignature.ts'
import type { PeersStatus } from './peer-status.ts'

export interface Peers {
  status(): PeersStatus
  /** devices of siblings that do not reach the cloud by themselves (N24) */
  stranded(): readonly string[]
  /** what siblings told once and no longer have themselves: their cards were replaced, or put back */
  lost(): ReturnType<Mesh['lost']>
  /** what was not taken of what came over the network of the house */
  turnedAway(): RefusedByPeers
  /** this box's keys, or its cloud, are others than before */
  bondChanged(): void
  stop(): Promise<void>
}

/** how often the roster on disk is looked at: `gatehouse peers` writes it while this box runs */
const ROSTER_EVERY_MS = 2_000
const ANOMALIES_OF_MS = 7 * DAY_MS
const ANOMALIES_EVERY_MS = 10_000

/** Connects this box to its siblings, now or as soon as it has joined them, and follows whatever happens to the roster. */
export function startPeers(parts: {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly log: Logger
  readonly bootId: string
  readonly newId: NewId
  readonly dataDir: string
  readonly site: string
  readonly device: string
  readonly own: { readonly port: number }
  readonly cloud: () => boolean | null
  readonly seal: (row: SealedRow) => Seal | null
  /** what this box and its cloud know each other by; null: it was never enrolled */
  readonly bond: () => CloudBond
  /** where the cloud is, and a `fetch` that signs; null: there is none */
  readonly asking: () => { readonly cloudUrl: string; readonly fetch: typeof fetch } | null
  readonly random: () => number
  /** a sibling's rows are newly on record */
  readonly onApplied?: (device: string) => void
}): Peers {
  const { ledger, clock, log, site, device } = parts
  const trust = trustFolder(parts.dataDir, site, device)
  let membership: Membership | null = null
  let mesh: Mesh | null = null
  let seenAt = -1
  let openedWith = ''
  const startedAt = clock.wall()
  let found: { readonly at: number; readonly list: readonly Anomaly[] } | null = null

  function follow(): void {
    const changedAt = trust.changedAt()
    if (changedAt === seenAt) return
    seenAt = changedAt
    try {
      membership = trust.membership()
    } catch (error) {
      log.error({ error: error instanceof Error ? error.message : String(error) }, 'this box cannot speak to its siblings')
      return
    }
    if (!membership) return
    reopen(membership)
    meet()
    mesh?.rosterChanged()
    countersigning.changed()
  }

  /** Under another authority, or with a certificate of its own that is new, this box connects anew. */
  function reopen(now: Membership): void {
    const credentials = `${now.authority} ${now.box.certificate}`
    if (mesh && openedWith === credentials) return
    mesh?.stop().catch((error: unknown) => log.warn({ error: String(error) }, 'connections to siblings that are no longer wanted'))
    mesh = open(now)
    openedWith = credentials
  }

  /** Everybody on the roster whom the cloud has not shut out; the rest this box's broker turns away (N37). */
  function meet(): void {
    if (membership) trust.keepRefused(shutOut().map((one) => one.device))
    const members = (membership?.roster.body.members ?? []).filter((one) => one.device === device || !isRefused(one))
    // its own broker is on this machine, whatever address the siblings know it by
    mesh?.setMembers(members.map((one) => (one.device === device ? { device, host: '127.0.0.1', port: parts.own.port } : one)))
  }

  const isRefused = (member: Member): boolean => countersigning.standingOf(member)?.standing === 'refused'
  const shutOut = (): readonly Member[] =>
    (membership?.roster.body.members ?? []).filter((member) => member.device !== device && isRefused(member))

  /** On the box that made the authority: what the owner has shut out leaves the roster, so that brokers refuse it too (N33). */
  async function expelRefused(): Promise<void> {
    if (!membership?.canInvite) return
    for (const { device: name } of shutOut()) {
      await trust.expel(name)
      log.warn({ device: name }, 'its owner has shut this box out: it is off the list of this site')
    }
    follow()
  }

  const countersigning: Countersigning = openCountersigning({
    ...{ trust, membership: () => membership, bond: parts.bond, random: parts.random, log },
    after: (ms, fn) => clock.after(ms, fn),
    ask: async (request) => {
      const at = parts.asking()
      return at ? askCountersignature(at, request) : { kind: 'later' }
    },
    onChange: () => {
      meet()
      mesh?.standingChanged()
      expelRefused().catch((error: unknown) => log.warn({ error: String(error) }, 'a box that was shut out is still on the list'))
    },
  })

  const open = ({ box, authority }: Membership): Mesh =>
    createMesh({
      ...{ store: ledger, clock, log, bootId: parts.bootId, newId: parts.newId, cloud: parts.cloud, seal: parts.seal },
      sha256Hex: (text) => createHash('sha256').update(text).digest('hex'),
      connect: (member) => connectMember({ member, self: device, box, authority }),
      roster: {
        current: () => (membership ? JSON.stringify(membership.roster) : null),
        heard: (text) => {
          const outcome = trust.takeRoster(text)
          if (outcome === 'taken') follow()
          return outcome === 'taken' || outcome === 'same' ? null : outcome
        },
      },
      standing: { current: countersigning.current, heard: countersigning.heard },
      ...(parts.onApplied ? { onApplied: parts.onApplied } : {}),
    })

  function anomalies(): readonly Anomaly[] {
    const now = clock.mono()
    if (!found || now - found.at > ANOMALIES_EVERY_MS)
      found = { at: now, list: anomaliesOf(ledger.peerFacts(clock.wall() - ANOMALIES_OF_MS)) }
    return found.list
  }

  function standingHere(name: string): StandingSince | null {
    const member = membership?.roster.body.members.find((one) => one.device === name)
    return member ? countersigning.standingOf(member) : null
  }

  follow()
  const timer = setInterval(follow, ROSTER_EVERY_MS)
  return {
    status() {
      const { brokerConnected = false, peers = [], refused = { since: startedAt, byReason: {} } } = mesh?.state() ?? {}
      const joined = membership !== null
      return {
        site,
        device,
        now: clock.wall(),
        joined,
        canInvite: membership?.canInvite ?? false,
        brokerConnected,
        refused,
        countersigned: {
          ...countersigning.state(),
          ...{ here: standingHere(device), refused: shutOut().map((one) => one.device) },
          founder: membership?.roster.body.members[0]?.device ?? null,
        },
        peers: peers.map((peer) => ({ ...peer, countersigned: standingHere(peer.device) })),
        anomalies: anomalies(),
      }
    },
    lost: () => mesh?.lost() ?? [],
    turnedAway: () => mesh?.state().refused ?? { since: startedAt, byReason: {} },
    stranded: () => (mesh?.state().peers ?? []).filter((peer) => isStranded(peer, clock.wall(), startedAt)).map((peer) => peer.device),
    bondChanged() {
      countersigning.changed()
      mesh?.standingChanged()
    },
    async stop() {
      clearInterval(timer)
      countersigning.stop()
      await mesh?.stop()
    },
  }
}

/** `GET /api/peers`: what `gatehouse peers list` prints; no plate, no person. */
export function peersApp(peers: Peers): Hono {
  return new Hono().get('/', (c) => {
    c.header('Cache-Control', 'no-store')
    return c.json(peers.status())
  })
}
