import { setTimeout as pause } from 'node:timers/promises'
import type { FakeConsole } from '../../appliance/http/testing/fake-console.ts'
import type { LaneView } from '../../domain/wire/kiosk.ts'
import { type SlowPage, type Work, workBetween } from './page.ts'

export interface Change {
  /** from the lane's new view in the box to the frame that shows it, by the one clock of this machine, ms */
  readonly wait: number
  readonly work: Work
}

const SETTLE_MS = 250

/** Shows each view in turn. `selector`: the element whose `data-revision` says what the page shows. */
export async function changeEach(
  slow: SlowPage,
  lane: FakeConsole,
  selector: string,
  views: readonly LaneView[],
): Promise<readonly Change[]> {
  await watchRevisions(slow, selector)
  const changes: Change[] = []
  for (const view of views) {
    const before = await slow.work()
    const began = performance.timeOrigin + performance.now()
    const { revision } = lane.show(view)
    await pause(SETTLE_MS)
    const work = workBetween(before, await slow.work())
    changes.push({ wait: (await paintedAt(slow, revision)) - began, work })
  }
  return changes
}

/** The frame is there when a task posted in its animation callback runs: rendering comes between the two. */
export async function watchRevisions({ page }: SlowPage, selector: string): Promise<void> {
  await page.evaluate((where) => {
    const painted: Record<string, number> = {}
    Object.assign(globalThis, { painted })
    const shown = document.querySelector(where)
    if (!shown) throw new Error(`nothing fits ${where}`)
    new MutationObserver(() => {
      const revision = shown.getAttribute('data-revision') ?? ''
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => {
          painted[revision] ??= performance.timeOrigin + performance.now()
        }
        channel.port2.postMessage(0)
      })
    }).observe(shown, { attributes: true, attributeFilter: ['data-revision'] })
  }, selector)
}

export async function paintedAt({ page }: SlowPage, revision: number): Promise<number> {
  const key = String(revision)
  await page.waitForFunction((r) => r in (globalThis as unknown as { painted: object }).painted, key)
  return page.evaluate((r) => (globalThis as unknown as { painted: Record<string, number> }).painted[r] as number, key)
}
