// Started by fleet.ts with fork: holds a share of the fleet and tells, ten times a second, how it is doing.
import type { EnrolledBox } from '../sync/enrolled.ts'
import { fleetBox } from './fleet-box.ts'
import { afterTheOthers, follow } from './follower.ts'

export interface Share {
  readonly url: string
  readonly first: number
  readonly count: number
  readonly perSite: number
  /** devices to start each second: a fleet does not come up in one instant, unless this is what is measured */
  readonly perSecond: number
}

export interface Word {
  readonly live: number
  /** instants at which changes came since the last word, CLOCK_MONOTONIC ms */
  readonly changes: readonly number[]
  /** failed requests since the last word, by what went wrong */
  readonly failures: Readonly<Record<string, number>>
  /** the last time the number of live devices changed, CLOCK_MONOTONIC ms */
  readonly movedAt: number
}

const WORD_EVERY_MS = 100

process.once('message', (share: Share) => {
  const soon = afterTheOthers()
  let live = 0
  let movedAt = 0
  let changes: number[] = []
  let failures: Record<string, number> = {}
  const moved = (by: number) => () => {
    live += by
    movedAt = Number(process.hrtime.bigint()) / 1e6
  }
  const events = {
    ...{ onLive: moved(1), onLost: moved(-1) },
    onChange: (at: number) => void changes.push(at),
    onFailure: (why: string) => {
      failures[why] = (failures[why] ?? 0) + 1
    },
  }
  const boxes: EnrolledBox[] = Array.from({ length: share.count }, (_, i) => fleetBox(share.first + i, share.perSite))
  let next = 0
  const started = performance.now()
  const starting = setInterval(() => {
    const due = Math.min(boxes.length, Math.ceil(((performance.now() - started) / 1000) * share.perSecond))
    for (; next < due; next++) {
      const box = boxes[next]
      if (box) follow(share.url, box, soon, events)
    }
    if (next >= boxes.length) clearInterval(starting)
  }, 10)
  setInterval(() => {
    process.send?.({ live, changes, failures, movedAt } satisfies Word)
    changes = []
    failures = {}
  }, WORD_EVERY_MS)
})
process.on('disconnect', () => process.exit(0))
