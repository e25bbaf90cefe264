import { fileURLToPath } from 'node:url'
import { createHttp, type Http } from '@gatehouse/appliance/http/create-http.ts'
import type { Listening } from '@gatehouse/appliance/http/listen.ts'
import { type FakeConsole, fakeConsole } from '@gatehouse/appliance/http/testing/fake-console.ts'
import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { buildScreens, screensAreStale } from '../scripts/build-screens.ts'
import { openChromium } from '../scripts/chromium.ts'
import { carPicture, pictures } from './gallery/pictures.ts'

export { hasChromium } from '../scripts/chromium.ts'

/** The real built page, the box's real web server and a lane that shows what it is told to. */
export interface Stage {
  readonly lane: FakeConsole
  readonly http: Http
  readonly server: Listening
  /** errors in the shared page's console so far */
  readonly problems: string[]
  /** the one page most tests share, loaded anew: what a test did to the last one is gone */
  open(size: Size, options?: { readonly lang?: string; readonly dark?: boolean; readonly calm?: boolean }): Promise<Page>
  /** a page of a test's own, for what would hang on to the shared one: routes, a clock, listeners */
  ownPage(size: Size): Promise<Page>
  /** shows a view and waits until it is on the page, pictures included; what follows the frame (focus, sounds) is polled for */
  show(page: Page, view: LaneView): Promise<void>
  /** between two tests: pages of a test's own are closed, the lane answers as usual and has heard nothing */
  reset(): Promise<void>
  /** takes the box off the air; `heal` brings it back on the same port */
  cut(): Promise<{ heal(): Promise<void> }>
  close(): Promise<void>
}

export interface Size {
  readonly width: number
  readonly height: number
}
export const sizes = {
  large: { width: 1280, height: 800 },
  small: { width: 800, height: 480 },
  upright: { width: 800, height: 1280 },
} as const

export async function openStage(): Promise<Stage> {
  if (screensAreStale()) await buildScreens()
  const drawn = new Map(
    await Promise.all(
      Object.entries(pictures).map(
        async ([ref, of]) =>
          [
            ref,
            await sharp(Buffer.from(carPicture(of)))
              .jpeg({ quality: 82 })
              .toBuffer(),
          ] as const,
      ),
    ),
  )
  const lane = fakeConsole('out')
  const boot = () =>
    createHttp({
      lanes: () => [lane],
      image: (ref) => drawn.get(ref) ?? null,
      screensDir: fileURLToPath(new URL('dist', import.meta.url)),
      health: () => ({ ok: true, version: 'test', startedAt: 0, checks: [] }),
      log: { info() {}, warn() {}, error: (fields, message) => console.error(message, fields) },
      limits: { searchBurst: 1_000 },
    })
  let http = boot()
  let server = await http.listen({ host: '127.0.0.1', port: 0 })
  const browser = await openChromium(['--autoplay-policy=no-user-gesture-required'])

  const problems: string[] = []
  let shared: Page | null = null
  const own: Page[] = []

  // A page of `browser.newPage` has a context of its own: routes and clocks end with it.
  async function newPage(size: Size): Promise<Page> {
    const page = await browser.newPage({ viewport: size })
    page.setDefaultTimeout(10_000)
    return page
  }

  async function sharedPage(size: Size): Promise<Page> {
    if (shared !== null && !shared.isClosed()) {
      await shared.setViewportSize(size)
      return shared
    }
    shared = await newPage(size)
    shared.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
    shared.on('pageerror', (error) => problems.push(error.message))
    return shared
  }

  return {
    problems,
    lane,
    get http() {
      return http
    },
    get server() {
      return server
    },
    async ownPage(size) {
      const page = await newPage(size)
      own.push(page)
      return page
    },
    async reset() {
      await Promise.all(own.splice(0).map((page) => page.close()))
      lane.answer = () => ({ ok: true })
      lane.commands.length = 0
    },
    async open(size, { lang, dark = false, calm = true } = {}) {
      const page = await sharedPage(size)
      await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: calm ? 'reduce' : 'no-preference' })
      await page.goto(`${server.url}/kiosk/out?theme=${dark ? 'dark' : 'light'}${lang ? `&lang=${lang}` : ''}`)
      await page.locator('[data-alive=yes] .kiosk').waitFor()
      return page
    },
    async show(page, view) {
      const { revision } = lane.show(view)
      await page.evaluate(showsRevision, String(revision))
    },
    async cut() {
      const { port } = server
      await server.stop()
      return {
        async heal() {
          http = boot()
          server = await http.listen({ host: '127.0.0.1', port })
        },
      }
    },
    async close() {
      await browser.close()
      await server.stop()
    },
  }
}

/** Runs in the page: one way there and back for each screen instead of many. */
async function showsRevision(wanted: string): Promise<void> {
  const isShown = () => document.querySelector('.kiosk')?.getAttribute('data-revision') === wanted
  await new Promise<void>((resolve, reject) => {
    if (isShown()) {
      resolve()
      return
    }
    const late = setTimeout(() => reject(new Error(`revision ${wanted} never came onto the glass`)), 10_000)
    const watch = new MutationObserver(() => {
      if (!isShown()) return
      clearTimeout(late)
      watch.disconnect()
      resolve()
    })
    watch.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-revision'] })
  })
  await document.fonts.ready
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})))
}
