import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { CDPSession, Page } from 'playwright-core'

/** The page is measured on a processor this many times slower than this one. */
export const SLOWER = 4
export const screensDir = fileURLToPath(new URL('../../kiosk-ui/dist', import.meta.url))
export const quiet = { info() {}, warn() {}, error: (fields: object, message: string) => console.error(message, fields) }

export type Open = (viewport: { width: number; height: number }) => Promise<Page>

/** A page of its own on the slow processor, and what its main thread works. */
export interface SlowPage {
  readonly page: Page
  readonly session: CDPSession
  /** processor time of the page's main thread so far, ms: it does not grow while other programs keep the machine busy */
  work(): Promise<Work>
  close(): Promise<void>
}

export interface Work {
  readonly all: number
  readonly script: number
  readonly style: number
  readonly layout: number
}

export async function openSlow(open: Open): Promise<SlowPage> {
  const page = await open({ width: 1280, height: 800 })
  await browserAtRest(page)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  return {
    page,
    session,
    async work() {
      const { metrics } = await session.send('Performance.getMetrics')
      const ms = (name: string) => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1_000
      return { all: ms('TaskDuration'), script: ms('ScriptDuration'), style: ms('RecalcStyleDuration'), layout: ms('LayoutDuration') }
    },
    close: () => page.close(),
  }
}

export const workBetween = (before: Work, after: Work): Work => ({
  all: after.all - before.all,
  script: after.script - before.script,
  style: after.style - before.style,
  layout: after.layout - before.layout,
})

const LOOK_MS = 250
/** What all of the browser's processes may work in one look for it to count as resting, ms of processor time. */
const RESTING_MS = 15
const PATIENCE_MS = 15_000

/**
 * Waits until the browser has made its window: a kiosk's is made once, at boot, and the page is what is measured here. Told by processor
 * time, so other programs do not count. A browser that never rests is measured as it is.
 */
async function browserAtRest(page: Page): Promise<void> {
  const session = await page.context().browser()?.newBrowserCDPSession()
  if (!session) return
  const worked = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1_000, 0)
  }
  const until = performance.now() + PATIENCE_MS
  let before = await worked()
  while (performance.now() < until) {
    await pause(LOOK_MS)
    const now = await worked()
    if (now - before <= RESTING_MS) break
    before = now
  }
  await session.detach()
}
