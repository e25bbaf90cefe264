import { turnedAwaySaid } from '@gatehouse/domain/wire/turned-away.ts'
import { authoritySaid, shutOutSaid, standingSaid } from '../compose/countersigned-said.ts'
import type { PeersStatus } from '../compose/peer-status.ts'
import { ago, span } from '../compose/said.ts'
import { columns } from './columns.ts'

/** The site's boxes as a technician reads them. */
export function peersTable(status: PeersStatus): string {
  if (!status.joined)
    return `${status.device} has not joined its site yet: gatehouse peers invite on the first box, gatehouse peers join here`
  const head = ['box', 'address', 'link', 'last seen', 'behind', 'clock', 'cloud', 'countersigned']
  const rows = status.peers.map((peer) => [
    peer.device,
    `${peer.host}:${peer.port}`,
    peer.connected ? 'connected' : 'away',
    peer.lastSeen === null ? 'never' : ago(status.now - peer.lastSeen),
    `${peer.behind} rows`,
    peer.clockOffsetMs === null ? 'not compared' : `${signed(-peer.clockOffsetMs)} (±${peer.clockDoubtMs} ms)`,
    peer.cloud === null ? 'none' : peer.cloud ? 'reaches it' : 'cannot reach it',
    standingSaid(peer.countersigned, status.now),
  ])
  const lines = columns([head, ...rows])
  const trouble = status.peers.flatMap((peer) => peer.problems.map((problem) => `  ${peer.device}: ${problem}`))
  const odd = status.anomalies.map(({ sessionId, detail }) => `  session ${sessionId ?? '—'}: ${detail}`)
  return [
    `${status.device} of ${status.site}${status.canInvite ? ', the first box' : ''}; its own broker ${status.brokerConnected ? 'answers' : 'DOES NOT ANSWER'}`,
    ...(rows.length > 0 ? lines : ['no other box has joined yet']),
    ...countersignedLines(status),
    ...refusedLines(status),
    ...(trouble.length > 0 ? ['needs a person:', ...trouble] : []),
    ...(odd.length > 0 ? ['does not add up (7 days):', ...odd] : []),
  ].join('\n')
}

/** How the cloud stands behind this list, and whom it wants nobody to hear. */
function countersignedLines({ countersigned, now }: PeersStatus): readonly string[] {
  return [`countersigned: ${authoritySaid(countersigned, now)}`, ...shutOutSaid(countersigned).map(({ text }) => text)]
}

/** What came over the network of the house and was not taken. */
function refusedLines({ refused, now }: PeersStatus): readonly string[] {
  const what = turnedAwaySaid(refused.byReason)
  return what === null ? [] : [`turned away in ${span(now - refused.since)}: ${what}`]
}

/** its clock against ours */
const signed = (ms: number): string => (ms === 0 ? 'the same' : `${Math.abs(ms)} ms ${ms > 0 ? 'ahead' : 'behind'}`)
