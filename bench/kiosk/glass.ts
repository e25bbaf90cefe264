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
  readonly paint: number
  readonly view: number
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
  await page.locator('.kiosk').waitFor()
  await page.evaluate(() => document.fonts.ready)
  await page.waitForLoadState('networkidle')
  const { paint, view } = await firstPaint(slow)
  const boxOf = async (name: string) => {
    const here = /^[A-Z]/.test(name) ? page.getByRole('button', { name, exact: true }) : page.locator(`[data-name=${name}]`)
    return { name, ...middleOf((await here.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }) }
  }
  const names = ['contrast', 'contrast', 'help', 'not-my-car', 'have-code', 'pay-by-card', 'English', 'Français', 'Deutsch']
  const taps = await tapEach(slow, await Promise.all(names.map(boxOf)))
  const changes = await changeEach(slow, lane, '.kiosk', views)
  const answers = await answerTimes(slow, lane, [await boxOf('pay-by-card'), await boxOf('have-code')])
  await slow.close()
  return { paint, view, taps, changes, answers }
}

/** A button that changes its own class, and a line that shows the newest revision. */
async function emptyPage(slow: SlowPage, url: string, lane: FakeConsole): Promise<Measured> {
  const { page } = slow
  await page.route('**/nothing', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>nothing</title><p id=shown>0</p><button>tap</button>' }),
  )
  await page.goto(`${url}/nothing`)
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
  const { paint } = await firstPaint(slow)
  const button = { name: 'tap', ...middleOf((await page.locator('button').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }) }
  const taps = await tapEach(slow, Array(9).fill(button))
  const changes = await changeEach(slow, lane, '#shown', views)
  await slow.close()
  return { paint, view: Number.NaN, taps, changes, answers: [] }
}

const firstPaint = ({ page }: SlowPage) =>
  page.evaluate(() => {
    const at = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN
    return { paint: at('first-contentful-paint'), view: at('gatehouse-first-view') }
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
  const q = <T>(p: number, all: readonly T[], of: (one: T) => number) => quantile(all.map(of), p)
  const pair = <T>(name: string, p: number, [mine, none]: readonly [readonly T[], readonly T[]], of: (one: T) => number, target?: number) =>
    figure(`${name}, ${p === 0.5 ? 'median' : 'p95'}, ${at}`, q(p, mine, of), 'ms', {
      ...(target === undefined ? {} : { target }),
      peer: q(p, none, of),
    })
  const own = (work: Work) => work.all
  return [
    pair('first paint', 0.5, [paints, emptyPaints], Number, 500),
    figure(
      `the lane’s view on the glass, median, ${at}`,
      q(0.5, kiosk, ({ view }) => view),
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
