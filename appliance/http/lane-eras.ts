import type { LaneConsole } from '../lane/ports.ts'
import { nextEra, type ScreenEra } from './screen-era.ts'

/** Follows what each lane shows, from the first time anybody looks at it. */
export interface LaneEras {
  /** the present era of a lane; begins following it */
  of(lane: LaneConsole): ScreenEra
  stop(): void
}

export function followLanes(): LaneEras {
  const eras = new Map<string, ScreenEra>()
  const unsubscribers: (() => void)[] = []

  const follow = (lane: LaneConsole) => {
    unsubscribers.push(lane.subscribe((view) => eras.set(lane.laneId, nextEra(eras.get(lane.laneId), view))))
  }
  return {
    of(lane) {
      if (!eras.has(lane.laneId)) follow(lane)
      const era = nextEra(eras.get(lane.laneId), lane.view())
      eras.set(lane.laneId, era)
      return era
    },
    stop() {
      for (const unsubscribe of unsubscribers.splice(0)) unsubscribe()
      eras.clear()
    },
  }
}
