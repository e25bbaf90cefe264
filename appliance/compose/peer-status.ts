import type { HealthCheck } from '../http/health-report.ts'
import type { Anomaly } from '../peers/anomalies.ts'
import type { PeerState } from '../peers/mesh.ts'
import type { RefusedByPeers } from '../peers/refusals.ts'
import type { CountersignedState, StandingSince } from '../peers/trust/countersigning.ts'

/** The cloud's word on who belongs here. */
export interface CountersignedStatus extends CountersignedState {
  /** on this box itself */
  readonly here: StandingSince | null
  /** members shut out by their owner: no longer heard */
  readonly refused: readonly string[]
  /** the box that made the authority: the first on its list, which never loses that place; null: this box has not joined */
  readonly founder: string | null
}

/** The site as this box sees it over the network of the house. `joined` false: it has not joined its siblings yet. */
export interface PeersStatus {
  readonly site: string
  readonly device: string
  /** this box's wall clock, to read the times below by */
  readonly now: number
  readonly joined: boolean
  /** this box can let others in: it made the site's authority */
  readonly canInvite: boolean
  readonly brokerConnected: boolean
  /** what was not taken of what came over the network of the house, from strangers too */
  readonly refused: RefusedByPeers
  readonly countersigned: CountersignedStatus
  /** `countersigned`: what the cloud says of it; null: nothing yet */
  readonly peers: readonly (PeerState & { readonly countersigned: StandingSince | null })[]
  /** of the last seven days */
  readonly anomalies: readonly Anomaly[]
}

const snake = (text: string): string => text.replaceAll('-', '_')

/** A sibling that is away makes no box unwell: every one serves its drivers alone (N28). */
export function peerChecks(status: PeersStatus | null): readonly HealthCheck[] {
  if (!status) return []
  if (!status.joined) return [{ name: 'peers', ok: false, detail: 'not joined yet: gatehouse peers join, on this box' }]
  const broker = {
    name: 'peers_broker',
    ok: status.brokerConnected,
    detail: status.brokerConnected ? 'connected' : 'this box’s own broker does not answer',
  }
  const each = status.peers.map((peer) => ({
    name: `peer_${snake(peer.device)}`,
    ok: peer.connected && peer.problems.length === 0,
    detail: peer.problems[0] ?? (peer.connected ? `${peer.behind} rows behind` : 'away'),
  }))
  return [broker, ...each]
}

export function peerGauges(status: PeersStatus | null): Readonly<Record<string, number>> {
  if (!status) return {}
  const each = status.peers.flatMap((peer) => [
    [`peer_connected_${snake(peer.device)}`, Number(peer.connected)] as const,
    [`peer_behind_rows_${snake(peer.device)}`, peer.behind] as const,
    ...(peer.clockOffsetMs === null ? [] : [[`peer_clock_offset_ms_${snake(peer.device)}`, peer.clockOffsetMs] as const]),
  ])
  const connected = status.peers.filter((peer) => peer.connected).length
  return { peers: status.peers.length, peers_connected: connected, peers_anomalies: status.anomalies.length, ...Object.fromEntries(each) }
}
