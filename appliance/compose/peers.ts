import { createHash } from 'node:crypto'
import { DAY_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { Seal, SealedRow } from '@gatehouse/domain/wire/seal.ts'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import type { Clock, NewId } from '../lane/ports.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type Anomaly, anomaliesOf } from '../peers/anomalies.ts'
import { createMesh, type Mesh, type PeerState } from '../peers/mesh.ts'
import { connectMember } from '../peers/mqtt-connect.ts'
import { type Membership, trustFolder } from '../peers/trust/trust-folder.ts'
import type { PeersStatus } from './peer-status.ts'

export interface Peers {
  status(): PeersStatus
  /** devices of siblings that do not reach the cloud by themselves (N24) */
  stranded(): readonly string[]
  stop(): Promise<void>
}

/** how often the roster on disk is looked at: `gatehouse peers` writes it while this box runs */
const ROSTER_EVERY_MS = 2_000
/** a sibling not heard for this long is taken to be in need */
const GIVEN_UP_MS = MINUTE_MS
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
  /** a sibling's rows are newly on record */
  readonly onApplied?: (device: string) => void
}): Peers {
  const { ledger, clock, log, site, device } = parts
  const trust = trustFolder(parts.dataDir, site, device)
  let membership: Membership | null = null
  let mesh: Mesh | null = null
  let seenAt = -1
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
    mesh ??= open(membership)
    // its own broker is on this machine, whatever address the siblings know it by
    mesh.setMembers(
      membership.roster.body.members.map((one) => (one.device === device ? { device, host: '127.0.0.1', port: parts.own.port } : one)),
    )
    mesh.rosterChanged()
  }

  const open = ({ box, authority }: Membership): Mesh =>
    createMesh({
      ...{ store: ledger, clock, log, bootId: parts.bootId, newId: parts.newId, cloud: parts.cloud, seal: parts.seal },
      sha256Hex: (text) => createHash('sha256').update(text).digest('hex'),
      connect: (member) => connectMember({ member, self: device, box, authority }),
      roster: {
        current: () => (membership ? JSON.stringify(membership.roster) : null),
        heard: (text) => {
          if (trust.takeRoster(text)) follow()
        },
      },
      ...(parts.onApplied ? { onApplied: parts.onApplied } : {}),
    })

  function anomalies(): readonly Anomaly[] {
    const now = clock.mono()
    if (!found || now - found.at > ANOMALIES_EVERY_MS)
      found = { at: now, list: anomaliesOf(ledger.peerFacts(clock.wall() - ANOMALIES_OF_MS)) }
    return found.list
  }

  /** One that is away may be broken for good: what it told before is all there is. */
  function isStranded({ connected, cloud, lastSeen }: PeerState): boolean {
    return connected ? cloud === false : clock.wall() - Math.max(lastSeen ?? 0, startedAt) > GIVEN_UP_MS
  }

  follow()
  const timer = setInterval(follow, ROSTER_EVERY_MS)
  return {
    status() {
      const { brokerConnected = false, peers = [] } = mesh?.state() ?? {}
      const joined = membership !== null
      return {
        site,
        device,
        now: clock.wall(),
        joined,
        canInvite: membership?.canInvite ?? false,
        brokerConnected,
        peers,
        anomalies: anomalies(),
      }
    },
    stranded: () => (mesh?.state().peers ?? []).filter(isStranded).map((peer) => peer.device),
    async stop() {
      clearInterval(timer)
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
