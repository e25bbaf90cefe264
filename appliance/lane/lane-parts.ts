import { screenAt } from '@gatehouse/domain/place.ts'
import { rateSummary } from '@gatehouse/domain/tariff/explain.ts'
import type { Books, LaneContext } from './context.ts'
import type { RunnerParts } from './effect-runner.ts'
import { equipmentOf } from './equipment.ts'
import type { LivePicture } from './live-picture.ts'
import type { Barrier, ExitMatcher, IssuedQuote, LaneLedger, LaneSettings, NewId, Spotter } from './ports.ts'
import { defaultTimings } from './timings.ts'
import type { ViewContext } from './view.ts'

/** Everything a lane is built from. */
export interface LaneParts extends Pick<RunnerParts, 'terminal' | 'clock' | 'log'> {
  /** null: nothing opens here, and nobody drives up */
  readonly barrier: Barrier | null
  /** null: no camera looks at vehicles here */
  readonly spotter: Spotter | null
  readonly settings: LaneSettings
  readonly ledger: LaneLedger
  readonly match: ExitMatcher
  readonly newId: NewId
  readonly randomBytes: (length: number) => Uint8Array
}

/** Makes the context of one event: settings once, clocks and readiness each time. */
export function contextMaker(parts: LaneParts, books: Books): () => LaneContext {
  const { settings, match, newId, randomBytes, clock, terminal } = parts
  const { place, device, bootId, laneId, direction, openThreshold, chargeThreshold, quoteLockMs } = settings
  const fixed = {
    ...{ place, device, bootId, laneId, direction, openThreshold, chargeThreshold, quoteLockMs, newId, randomBytes, books, match },
    vehicleClass: settings.vehicleClass ?? null,
    has: equipmentOf(parts),
    riskCapMinor: settings.riskCapMinor ?? 0,
    waiveTopUpBelowMinor: settings.waiveTopUpBelowMinor ?? 50,
    honestyMs: settings.honestyMs ?? 0,
    timings: { ...defaultTimings, ...settings.timings },
    canLookUp: terminal?.lookUp !== undefined,
    isExitCode: settings.isExitCode ?? null,
    phoneReady: (quote: IssuedQuote) => settings.online() && settings.payUrl(quote) !== null,
  }
  return () => ({
    ...fixed,
    at: clock.wall(),
    mono: clock.mono(),
    clockQuality: clock.quality(),
    cardReady: terminal?.ready() ?? false,
  })
}

/** What a picture needs; the rate and the spaces are read only when they may have changed. */
export function viewContextMaker(parts: LaneParts, live: LivePicture): (fresh: boolean) => ViewContext {
  const { settings, ledger, clock, terminal, barrier } = parts
  const { place, laneId, direction, payUrl } = settings
  const name = screenAt(place, laneId)?.name ?? laneId
  const read = () => ({
    rate: rateSummary(ledger.rateTableAt(clock.wall())),
    takesVouchers: ledger.takesVouchers(),
    spacesLeft: place.capacity === null ? null : Math.max(0, place.capacity - ledger.sessionsInside().length),
  })
  let slow = read()
  const refreshed = () => {
    try {
      return read()
    } catch {
      return slow
    }
  }
  return (fresh) => {
    if (fresh) slow = refreshed()
    const online = settings.online()
    return {
      place,
      lane: { id: laneId, name, direction, ...(barrier ? {} : { payPoint: true as const }) },
      now: clock.wall(),
      online,
      cardReady: terminal?.ready() ?? false,
      payUrl,
      receiptUrl: settings.receiptUrl ?? (() => null),
      honestyMs: settings.honestyMs ?? 0,
      takesCodes: settings.isExitCode !== undefined,
      liveRef: live.refFor,
      ...slow,
    }
  }
}
