import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import type { LaneParts } from './lane-parts.ts'
import { viewContextMaker } from './lane-parts.ts'
import type { LivePicture } from './live-picture.ts'
import type { Lane } from './states.ts'
import { viewOf } from './view.ts'

/** Shows the lane: a new revision whenever something on the screen has changed, and only then. */
export function createPublisher(parts: LaneParts, live: LivePicture, lane: () => Lane) {
  const contextOf = viewContextMaker(parts, live)
  const listeners = new Set<(view: LaneView) => void>()
  let shown = viewOf(lane(), contextOf(true), 1)
  let print = printOf(shown)
  return {
    /** the newest picture, with the time of this moment */
    view: (): LaneView => ({ ...shown, now: parts.clock.wall() }),
    publish(fresh: boolean): void {
      const next = viewOf(lane(), contextOf(fresh), shown.revision + 1)
      const nextPrint = printOf(next)
      if (nextPrint === print) return
      shown = next
      print = nextPrint
      for (const listener of [...listeners]) tell(listener, next)
    },
    subscribe(listener: (view: LaneView) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }

  function tell(listener: (view: LaneView) => void, view: LaneView): void {
    try {
      listener(view)
    } catch (error) {
      parts.log('error', 'a listener of the lane failed', { lane: parts.settings.laneId, error: String(error) })
    }
  }
}

/** Everything a person could see change; the time of day and the revision are not among it. */
const printOf = ({ now: _now, revision: _revision, ...seen }: LaneView): string => JSON.stringify(seen)
