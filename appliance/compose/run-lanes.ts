import { randomBytes } from 'node:crypto'
import type { ApplianceConfig } from '../config.ts'
import { createLane } from '../lane/controller.ts'
import type { LaneParts } from '../lane/lane-parts.ts'
import type { Barrier, Clock, LaneConsole, LaneSettings, NewId, PaymentTerminal } from '../lane/ports.ts'
import type { LaneTimings } from '../lane/timings.ts'
import type { Log } from '../log.ts'
import { cardClient } from '../terminal/card-client.ts'
import { createCloudTerminal } from '../terminal/cloud-terminal.ts'
import { buildBarrier } from './barriers.ts'
import type { CloudLink } from './cloud-link.ts'
import { createReceiptUrl } from './pay-url.ts'

/** the cloud asks the provider meanwhile; an answer later than this is asked for again */
const CARD_REQUEST_MS = 8_000

type LaneConfig = ApplianceConfig['lanes'][number]
/** A lane or a pay point, by its name and its card reader. */
export type ScreenConfig = Pick<LaneConfig, 'id' | 'card_terminal'>
/** what one of them does not share with the others of its box */
type Own = Pick<LaneSettings, 'direction' | 'vehicleClass' | 'riskCapMinor' | 'honestyMs'>

export interface LaneWorks extends Pick<LaneParts, 'ledger' | 'match' | 'spotter'> {
  readonly config: ApplianceConfig
  readonly bootId: string
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly link: Pick<CloudLink, 'payUrl' | 'isExitCode' | 'online' | 'cloud'>
  /** signs as this box */
  readonly fetch: typeof fetch
  readonly barrier?: ((lane: LaneConfig) => Promise<Barrier> | Barrier) | undefined
  readonly terminal?: ((at: ScreenConfig) => PaymentTerminal | null) | undefined
  readonly timings?: Partial<LaneTimings> | undefined
  readonly undo: (() => void | Promise<void>)[]
}

export const directionOf = (direction: LaneConfig['direction']): 'entry' | 'exit' => (direction === 'exitOnly' ? 'exit' : 'entry')

/** Starts every lane of the site file, then its pay points. */
export async function runLanes(works: LaneWorks): Promise<readonly LaneConsole[]> {
  const { config, bootId, clock, newId, ledger, match, log, link, undo } = works
  const { place, box, recognition, exit } = config
  const shared = {
    ...{ place, device: box.id, bootId, openThreshold: recognition.openThreshold, chargeThreshold: recognition.chargeThreshold },
    ...{ quoteLockMs: config.quoteLockMs, waiveTopUpBelowMinor: exit.waiveTopUpBelowMinor },
    ...{ payUrl: link.payUrl, isExitCode: link.isExitCode, online: link.online, receiptUrl: createReceiptUrl(link.payUrl) },
    timings: { releaseAfterMs: exit.releaseAfterMs, ...works.timings },
  }
  const lanes: LaneConsole[] = []
  const run = async (at: ScreenConfig, own: Own, road: Pick<LaneParts, 'barrier' | 'spotter'>) => {
    const lane = createLane({
      settings: { ...shared, laneId: at.id, ...own },
      ...{ ...road, ledger, match, clock, newId, log },
      terminal: works.terminal?.(at) ?? cloudTerminal(at, works),
      randomBytes: (length) => randomBytes(length),
    })
    await lane.start()
    undo.push(() => lane.stop())
    lanes.push(lane)
  }
  for (const lane of config.lanes) {
    const barrier = (await works.barrier?.(lane)) ?? (await buildBarrier(lane, clock))
    undo.push(() => barrier.stop())
    const own = {
      direction: directionOf(lane.direction),
      ...(lane.vehicle_class ? { vehicleClass: lane.vehicle_class } : {}),
      ...{ riskCapMinor: exit.riskCapMinor, honestyMs: config.honestyMs },
    }
    await run(lane, own, { barrier, spotter: works.spotter })
  }
  // The exit's conversation, with neither barrier nor camera.
  for (const point of config.payPoints) await run(point, { direction: 'exit' }, { barrier: null, spotter: null })
  return lanes
}

/** The reader that the cloud drives for this screen, where the site file says so. */
function cloudTerminal({ id, card_terminal }: ScreenConfig, { link, fetch, clock, newId, log, undo }: LaneWorks): PaymentTerminal | null {
  if (card_terminal !== 'cloud') return null
  const client = cardClient({ cloud: link.cloud, fetch, timeoutMs: CARD_REQUEST_MS })
  const terminal = createCloudTerminal({ laneId: id, client, clock, newId, log })
  terminal.start()
  undo.push(() => terminal.stop())
  return terminal
}
