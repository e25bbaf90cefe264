import type { HealthReport } from '../http/health-report.ts'
import type { FrameSource, LaneConsole } from '../lane/ports.ts'
import type { Sync } from '../sync/sync.ts'
import type { IdentityStanding } from './cloud-link.ts'
import type { Disk } from './disk.ts'
import { type PeersStatus, peerChecks, peerGauges } from './peer-status.ts'

const snake = (text: string): string => text.replaceAll('-', '_')

/** How the box is, from its parts; nothing here names a plate or a person. */
export function boxHealth(parts: {
  readonly version: string
  readonly startedAt: number
  readonly lanes: readonly LaneConsole[]
  readonly cameras: ReadonlyMap<string, FrameSource>
  readonly sync: Sync | null
  readonly identity: IdentityStanding
  readonly peers: PeersStatus | null
  readonly clockTrusted: boolean
  readonly disk: Pick<Disk, 'check' | 'freeBytes'>
}): HealthReport {
  const cameras = [...parts.cameras].map(([laneId, camera]) => {
    const health = camera.health()
    return {
      name: `camera_${snake(laneId)}`,
      ok: health.state === 'ok',
      detail: health.state === 'ok' ? `${health.fps.toFixed(1)} frames/s` : `${health.state}: ${health.detail}`,
    }
  })
  const arms = parts.lanes.map((lane) => {
    const { arm, screen, lane: at } = lane.view()
    const ok = arm !== 'fault' && screen.kind !== 'fault'
    return {
      name: `lane_${snake(lane.laneId)}`,
      ok,
      detail: ok ? (at.payPoint ? 'a pay point' : `arm ${arm}`) : screen.kind === 'fault' ? screen.code : 'the arm reports a fault',
    }
  })
  const status = parts.sync?.status() ?? null
  const clock = {
    name: 'clock',
    ok: parts.clockTrusted,
    detail: parts.clockTrusted ? 'set by a time source' : 'no time source has set this clock since boot',
  }
  const cloud = status ? [{ name: 'cloud', ok: status.online, detail: status.problem ?? `${status.backlog} events wait` }] : []
  const { problem, fingerprint } = parts.identity
  const isKnown = problem !== null || fingerprint !== null
  const identity = isKnown ? [{ name: 'identity', ok: problem === null, detail: problem ?? `enrolled, keys ${fingerprint}` }] : []
  const disk = parts.disk.check()
  // A box without cloud or time source still serves every driver: only lanes, cameras and a full disk make it unwell.
  return {
    ok: [...cameras, ...arms, disk].every((check) => check.ok),
    version: parts.version,
    startedAt: parts.startedAt,
    checks: [...arms, ...cameras, disk, clock, ...cloud, ...identity, ...peerChecks(parts.peers)],
    ...(parts.peers ? { refusedOnLan: parts.peers.refused.byReason } : {}),
    gauges: {
      disk_free_bytes: parts.disk.freeBytes(),
      ...(status
        ? { sync_backlog_events: status.backlog, sync_online: status.online ? 1 : 0, pictures_waiting: status.pictures?.waiting ?? 0 }
        : {}),
      ...(isKnown ? { identity_ok: problem === null ? 1 : 0 } : {}),
      ...peerGauges(parts.peers),
    },
  }
}
