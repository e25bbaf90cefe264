import { setTimeout as pause } from 'node:timers/promises'
import { type SlowPage, type Work, workBetween } from './page.ts'

/** One tap, as the browser tells it (Event Timing, steps of 8 ms) and as the processor does. */
export interface Tap {
  readonly name: string
  /** finger down → the frame in which the button gives way, ms */
  readonly down: number
  /** finger up → the frame after everything the tap did on the page, ms */
  readonly up: number
  readonly work: Work
}

/** The browser tells of events of 16 ms and more; whatever is missing was quicker. */
const UNTOLD_MS = 16
/** How long a finger rests on the glass, and how long the page then gets to come to rest. */
const [REST_MS, SETTLE_MS] = [80, 250]

/** Taps the middle of each place in turn. No script of the harness runs in the page meanwhile. */
export async function tapEach(slow: SlowPage, places: readonly { readonly name: string; readonly x: number; readonly y: number }[]) {
  await watchEvents(slow)
  const taps: Tap[] = []
  for (const { name, x, y } of places) {
    const before = await slow.work()
    const mouse = (type: 'mousePressed' | 'mouseReleased') =>
      slow.session.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 })
    await mouse('mousePressed')
    await pause(REST_MS)
    await mouse('mouseReleased')
    await pause(SETTLE_MS)
    const work = workBetween(before, await slow.work())
    const { down, up } = await toldEvents(slow)
    taps.push({ name, down, up, work })
  }
  return taps
}

export const middleOf = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => ({
  x: x + width / 2,
  y: y + height / 2,
})

async function watchEvents({ page }: SlowPage): Promise<void> {
  await page.evaluate(() => {
    const told: { name: string; duration: number }[] = []
    Object.assign(globalThis, { told })
    const options = { type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) told.push({ name, duration })
    }).observe(options)
  })
}

async function toldEvents({ page }: SlowPage): Promise<{ readonly down: number; readonly up: number }> {
  const told = await page.evaluate(() => (globalThis as unknown as { told: { name: string; duration: number }[] }).told.splice(0))
  const longest = (...names: string[]) =>
    Math.max(UNTOLD_MS, ...told.filter(({ name }) => names.includes(name)).map(({ duration }) => duration))
  return { down: longest('pointerdown', 'mousedown'), up: longest('pointerup', 'mouseup', 'click') }
}
