import type { CDPSession, Page } from 'playwright-core'
import { createHttp } from '../../appliance/http/create-http.ts'
import { fakeConsole } from '../../appliance/http/testing/fake-console.ts'
import { fixtures } from '../../kiosk-ui/fixtures.ts'
import { type Figure, figure } from '../report.ts'
import { type Open, quiet, screensDir } from './page.ts'

/** What the page holds once everything that can be thrown away has been. */
interface Held {
  /** nodes of the document and those that only a script still knows */
  readonly nodes: number
  readonly listeners: number
  readonly documents: number
  /** used JavaScript heap, bytes */
  readonly heap: number
}

const MARKS = ['a quarter', 'half', 'three quarters', 'the end'] as const
/** What may come and go between two looks at the same picture: a notice, a line of a clock. */
const [SPARE_NODES, SPARE_LISTENERS, SPARE_HEAP_MB] = [40, 20, 1]

/**
 * A kiosk's page stands for weeks. Shows `views` views, every screen in turn, and counts what the page holds at the start, the quarter
 * marks and the end, always with the same picture on the glass. The first round goes before the start: texts and typefaces come with it.
 * It finds what grows with the number of screens, not what grows with time alone.
 */
export async function soak(open: Open, views: number): Promise<readonly Figure[]> {
  const lane = fakeConsole('out', fixtures.attract)
  const http = createHttp({
    lanes: () => [lane],
    image: () => null,
    screensDir,
    health: () => ({ ok: true, version: 'bench', startedAt: 0, checks: [] }),
    log: quiet,
  })
  const server = await http.listen({ host: '127.0.0.1', port: 0 })
  const page = await open({ width: 1280, height: 800 })
  await page.goto(`${server.url}/kiosk/out`)
  await page.locator('[data-alive=yes] .kiosk').waitFor()
  await page.waitForLoadState('networkidle')
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const all = Object.values(fixtures)
  const show = async (view: (typeof all)[number]) => shows(page, lane.show(view).revision)
  for (const view of all) await show(view)

  const looks: Held[] = []
  const look = async () => {
    await show(fixtures.attract)
    looks.push(await held(session))
  }
  await look()
  let shown = 0
  for (const [quarter] of MARKS.entries()) {
    for (const until = Math.round((views * (quarter + 1)) / MARKS.length); shown < until; shown++)
      await show(all[shown % all.length] ?? fixtures.attract)
    await look()
  }
  await page.close()
  await server.stop()
  return figuresOf(looks, views)
}

/** Resolves in the frame that shows `revision`; the page keeps nothing of the waiting. */
const shows = (page: Page, revision: number) =>
  page.evaluate(
    (wanted) =>
      new Promise<void>((resolve, reject) => {
        const until = performance.now() + 30_000
        const look = () => {
          if (document.querySelector('.kiosk')?.getAttribute('data-revision') === wanted) resolve()
          else if (performance.now() > until) reject(new Error(`revision ${wanted} never came onto the glass`))
          else requestAnimationFrame(look)
        }
        look()
      }),
    String(revision),
  )

async function held(session: CDPSession): Promise<Held> {
  // Twice: what the first collection lets go of may hold something itself.
  for (let i = 0; i < 2; i++) await session.send('HeapProfiler.collectGarbage')
  const { nodes, documents, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters')
  const { metrics } = await session.send('Performance.getMetrics')
  return { nodes, documents, listeners, heap: metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN }
}

function figuresOf(looks: readonly Held[], views: number): readonly Figure[] {
  const first = looks[0] as Held
  const kinds = [
    ['nodes', '', SPARE_NODES, (of: Held) => of.nodes],
    ['listeners', '', SPARE_LISTENERS, (of: Held) => of.listeners],
    ['documents', '', 0, (of: Held) => of.documents],
    ['JavaScript heap', 'MB', SPARE_HEAP_MB, (of: Held) => of.heap / 2 ** 20],
  ] as const
  return kinds.flatMap(([name, unit, spare, of]) =>
    looks.map((look, i) => {
      const at = i === 0 ? 'at the start' : `at ${MARKS[i - 1]} of ${views} views`
      return figure(`${name}, ${at}`, of(look), unit, i === 0 ? {} : { target: Number((of(first) + spare).toFixed(1)), peer: of(first) })
    }),
  )
}
