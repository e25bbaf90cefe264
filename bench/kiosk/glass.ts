import { Hono } from 'hono'
import type { Page } from 'playwright-core'
import { createHttp } from '../../appliance/http/create-http.ts'
import { type FakeConsole, fakeConsole } from '../../appliance/http/testing/fake-console.ts'
import { fixtures } from '../../kiosk-ui/fixtures.ts'
import { type Figure, figure, quantile } from '../report.ts'
import { type Change, changeEach, paintedAt, watchRevisions } from './changes.ts'
import { type Open, openSlow, quiet, SLOWER, type SlowPage, screensDir, type Work } from './page.ts'
import { middleOf, type Tap, tapEach } from './taps.ts'

const ROUNDS = 3
const VIEWS = ['payingCard', 'thankYouOpening', 'thankYouOpen', 'yourCar', 'exitCode', 'yourCar'] as const
const views = VIEWS.map((name) => fixtures[name])

interface Measured {
  /** First Contentful Paint in a process that has shown no page yet: on the kiosk the driver's own price is among it, for the box paints it into the page, ms */
  readonly paint: number
  /** the same once the process has shown it before, as when a kiosk's page is loaded again, ms */
  readonly again: number
  /** the amount itself, by Element Timing, ms; NaN where there is none */
  readonly amount: number
  /** the page's script has taken over what stands there: taps count, ms; NaN where there is none */
  readonly alive: number
  readonly taps: readonly Tap[]
  readonly changes: readonly Change[]
  /** finger up → the lane's answer on the glass, ms */
  readonly answers: readonly number[]
}

/**
 * Painting and answering, on a processor four times slower than this one. Beside each figure stands the same one, measured in the
 * same way in the same run, of a page that does nothing: what the browser, its frame clock and the harness take by themselves.
 */
export async function glass(open: Open): Promise<readonly Figure[]> {
  const lane = fakeConsole('out', fixtures.yourCar)
  const http = createHttp({
    lanes: () => [lane],
    image: () => null,
    screensDir,
    health: () => ({ ok: true, version: 'bench', startedAt: 0, checks: [] }),
    log: quiet,
    limits: { searchBurst: 1_000 },
    mounts: [{ path: '/nothing', app: emptySite() }],
  })
  const server = await http.listen({ host: '127.0.0.1', port: 0 })
  const [kiosk, empty]: [Measured[], Measured[]] = [[], []]
  // The first round warms the browser up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    lane.show(fixtures.yourCar)
    const nothing = await emptyPage(await openSlow(open), server.url, lane)
    lane.show(fixtures.yourCar)
    const measured = await kioskPage(await openSlow(open), server.url, lane)
    if (round > 0) {
      kiosk.push(measured)
      empty.push(nothing)
    }
  }
  await server.stop()
  return figuresOf(kiosk, empty)
}

async function kioskPage(slow: SlowPage, url: string, lane: FakeConsole): Promise<Measured> {
  const { page } = slow
  await page.goto(`${url}/kiosk/out`)
  await page.locator('[data-alive=yes] .kiosk').waitFor()
  const paint = await firstPaint(slow)
  const { amount, alive } = await firstAnswers(slow)
  await comesToRest(page)
  await page.reload()
  const again = await firstPaint(slow)
  await firstAnswers(slow)
  await comesToRest(page)
  const boxOf = async (name: string) => {
    const here = /^[A-Z]/.test(name) ? page.getByRole('button', { name, exact: true }) : page.locator(`[data-name=${name}]`)
    return { name, ...middleOf((await here.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }) }
  }
  const names = ['contrast', 'contrast', 'help', 'not-my-car', 'have-code', 'pay-by-card', 'English', 'Français', 'Deutsch']
  const taps = await tapEach(slow, await Promise.all(names.map(boxOf)))
  const changes = await changeEach(slow, lane, '.kiosk', views)
  const answers = await answerTimes(slow, lane, [await boxOf('pay-by-card'), await boxOf('have-code')])
  await slow.close()
  return { paint, again, amount, alive, taps, changes, answers }
}

async function comesToRest(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.waitForLoadState('networkidle')
}

/** A page with two elements, from the same server. */
const emptySite = () => new Hono().get('/', (c) => c.html('<!doctype html><title>nothing</title><p id=shown>0</p><button>tap</button>'))

/** A button that changes its own class, and a line that shows the newest revision. */
async function emptyPage(slow: SlowPage, url: string, lane: FakeConsole): Promise<Measured> {
  const { page } = slow
  await page.goto(`${url}/nothing`)
  const paint = await firstPaint(slow)
  await comesToRest(page)
  await page.reload()
  const again = await firstPaint(slow)
  await page.evaluate(() => {
    const button = document.querySelector('button')
    const shown = document.querySelector('#shown')
    button?.addEventListener('click', () => button.classList.toggle('on'))
    new EventSource('/api/lanes/out/events').addEventListener('view', (event) => {
      const { revision } = JSON.parse((event as MessageEvent<string>).data)
      if (shown) shown.textContent = revision
      shown?.setAttribute('data-revision', revision)
    })
  })
  const button = { name: 'tap', ...middleOf((await page.locator('button').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }) }
  const taps = await tapEach(slow, Array(9).fill(button))
  const changes = await changeEach(slow, lane, '#shown', views)
  await slow.close()
  return { paint, again, amount: Number.NaN, alive: Number.NaN, taps, changes, answers: [] }
}

/** Told by the browser some time after the frame was shown: it is waited for, and a page that paints nothing is an error. */
const firstPaint = ({ page }: SlowPage) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        setTimeout(() => reject(new Error('nothing was painted within 20 s')), 20_000)
        new PerformanceObserver((list) => {
          for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') resolve(startTime)
        }).observe({ type: 'paint', buffered: true })
      }),
  )

const firstAnswers = ({ page }: SlowPage) =>
  page.evaluate(async () => {
    const first = (type: string, called: (entry: PerformanceEntry) => boolean) =>
      new Promise<number>((resolve, reject) => {
        setTimeout(() => reject(new Error(`no ${type} within 20 s`)), 20_000)
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (called(entry)) resolve(entry.startTime)
        }).observe({ type, buffered: true })
      })
    const amount = first('element', (entry) => (entry as unknown as { identifier: string }).identifier === 'amount')
    const alive = first('mark', ({ name }) => name === 'gatehouse-first-view')
    return { amount: await amount, alive: await alive }
  })

/** The whole way of a tap: to the lane, which answers with another screen, and back onto the glass. */
async function answerTimes(slow: SlowPage, lane: FakeConsole, places: readonly { readonly x: number; readonly y: number }[]) {
  await watchRevisions(slow, '.kiosk')
  await slow.page.evaluate(() => {
    addEventListener('pointerup', ({ timeStamp }) => Object.assign(globalThis, { upAt: performance.timeOrigin + timeStamp }), true)
  })
  const waits: number[] = []
  for (const { x, y } of places) {
    let shown = 0
    lane.answer = (command) => {
      shown = lane.show(command.kind === 'payByCard' ? fixtures.payingCard : fixtures.exitCode).revision
      return { ok: true }
    }
    await slow.page.mouse.click(x, y, { delay: 80 })
    await slow.page.waitForFunction((before) => document.querySelector('.kiosk')?.getAttribute('data-screen') !== before, 'yourCar')
    const painted = await paintedAt(slow, shown)
    waits.push(painted - (await slow.page.evaluate(() => (globalThis as unknown as { upAt: number }).upAt)))
    lane.answer = () => ({ ok: true })
    await paintedAt(slow, lane.show(fixtures.yourCar).revision)
  }
  return waits
}

function figuresOf(kiosk: readonly Measured[], empty: readonly Measured[]): readonly Figure[] {
  const at = `at ${SLOWER}× slower`
  const both = <T>(pick: (m: Measured) => readonly T[]) => [kiosk.flatMap(pick), empty.flatMap(pick)] as const
  const [taps, emptyTaps] = both((m) => m.taps)
  const [changes, emptyChanges] = both((m) => m.changes)
  const [paints, emptyPaints] = both((m) => [m.paint])
  const [agains, emptyAgains] = both((m) => [m.again])
  const q = <T>(p: number, all: readonly T[], of: (one: T) => number) => quantile(all.map(of), p)
  const pair = <T>(name: string, p: number, [mine, none]: readonly [readonly T[], readonly T[]], of: (one: T) => number, target?: number) =>
    figure(`${name}, ${p === 0.5 ? 'median' : 'p95'}, ${at}`, q(p, mine, of), 'ms', {
      ...(target === undefined ? {} : { target }),
      peer: q(p, none, of),
    })
  const own = (work: Work) => work.all
  return [
    pair('first contentful paint, in a new process', 0.5, [paints, emptyPaints], Number, 500),
    pair('first contentful paint, the page loaded again', 0.5, [agains, emptyAgains], Number, 500),
    figure(`of the first paint, what is not the empty page’s, ${at}`, q(0.5, paints, Number) - q(0.5, emptyPaints, Number), 'ms', {
      target: 250,
    }),
    figure(`of the paint after loading again, ${at}`, q(0.5, agains, Number) - q(0.5, emptyAgains, Number), 'ms', { target: 250 }),
    figure(
      `the driver’s amount on the glass, median, ${at}`,
      q(0.5, kiosk, ({ amount }) => amount),
      'ms',
      { target: 500 },
    ),
    figure(
      `the page takes taps, median, ${at}`,
      q(0.5, kiosk, ({ alive }) => alive),
      'ms',
    ),
    pair('a button gives way under the finger', 0.95, [taps, emptyTaps], ({ down }) => down),
    pair('a tap answered by pixels', 0.95, [taps, emptyTaps], ({ up }) => up, 50),
    pair('a tap: processor time of the page’s thread', 0.5, [taps, emptyTaps], ({ work }) => own(work)),
    pair('a tap: processor time of the page’s thread', 0.95, [taps, emptyTaps], ({ work }) => own(work)),
    figure(
      `a tap → the lane’s answer on the glass, median, ${at}`,
      q(
        0.5,
        kiosk.flatMap(({ answers }) => answers),
        Number,
      ),
      'ms',
    ),
    pair('a change of the lane → pixels', 0.5, [changes, emptyChanges], ({ wait }) => wait, 100),
    pair('a change of the lane → pixels', 0.95, [changes, emptyChanges], ({ wait }) => wait),
    pair('a change: processor time of the page’s thread', 0.5, [changes, emptyChanges], ({ work }) => own(work)),
    pair('a change: its script', 0.5, [changes, emptyChanges], ({ work }) => work.script),
    pair('a change: its style and layout', 0.5, [changes, emptyChanges], ({ work }) => work.style + work.layout),
  ]
}
