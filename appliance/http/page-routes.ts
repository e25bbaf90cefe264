import { type Context, Hono } from 'hono'
import { firstScreen } from './first-screen.ts'
import type { HttpContext } from './http-options.ts'
import type { LaneEras } from './lane-eras.ts'
import { paintedPages } from './painted-pages.ts'
import { noPayPointPage, notItsScreenPage, screensMissingPage, unknownLanePage } from './plain-pages.ts'
import { isScreen, takeScreenKey } from './screen-access.ts'
import { type ScreenFile, screenFiles } from './screen-files.ts'
import { policyOf } from './secure-answers.ts'

const FOR_EVER = 'public, max-age=31536000, immutable'

function send(c: Context, file: ScreenFile) {
  c.header('Content-Type', file.type)
  c.header('Cache-Control', file.hashed ? FOR_EVER : 'no-cache')
  return c.body(file.bytes)
}

export interface PageRoutes {
  readonly app: Hono
  /** paints a first page for nobody: the first one that is asked for then comes in a few ms instead of some hundred */
  prepare(): Promise<void>
}

/** `/kiosk`, `/kiosk/:lane`, `/pay` (the first pay point) and the files of the screens [H1–H3, H19]. */
export function pageRoutes(http: HttpContext, eras: LaneEras): PageRoutes {
  const app = new Hono()
  const file = screenFiles(http.screensDir)
  const painted = paintedPages(http.screensDir, http.log)

  app.get('/', (c) => c.redirect('/kiosk'))

  app.get('/kiosk', (c) => {
    const first = firstScreen(http.lanes())
    return first ? c.redirect(`/kiosk/${encodeURIComponent(first.laneId)}`) : c.html(unknownLanePage('', []), 503)
  })

  app.get('/pay', (c) => {
    const lanes = http.lanes()
    const point = lanes.find((lane) => lane.view().lane.payPoint)
    const names = lanes.map((lane) => ({ id: lane.laneId, name: lane.view().lane.name }))
    return point ? c.redirect(`/kiosk/${encodeURIComponent(point.laneId)}`) : c.html(noPayPointPage(names), 404)
  })

  app.get('/kiosk/:lane', async (c) => {
    const wanted = c.req.param('lane')
    const lane = http.lane(wanted)
    if (!lane) {
      const lanes = http.lanes().map((lane) => ({ id: lane.laneId, name: lane.view().lane.name }))
      return c.html(unknownLanePage(wanted, lanes), 404)
    }
    const { key, ...asked } = c.req.query()
    if (key !== undefined && takeScreenKey(http, c, wanted, key)) {
      const rest = new URLSearchParams(asked).toString()
      // The key leaves the address bar: whoever photographs the screen later does not photograph it.
      return c.redirect(`/kiosk/${encodeURIComponent(wanted)}${rest === '' ? '' : `?${rest}`}`, 303)
    }
    if (!isScreen(http, c, wanted)) return c.html(notItsScreenPage(), 403)
    const page = file('/index.html')
    if (!page) return c.html(screensMissingPage(http.screensDir), 503)
    eras.of(lane)
    const built = new TextDecoder().decode(page.bytes)
    c.header('Content-Security-Policy', policyOf(built))
    c.header('Cache-Control', 'no-store')
    return c.html(await painted(built, page.builtAt, lane.view(), new URLSearchParams(asked)))
  })

  app.get('/assets/*', (c) => {
    const found = file(c.req.path)
    return found ? send(c, found) : c.text('not found', 404)
  })
  app.get('/favicon.svg', (c) => {
    const found = file('/favicon.svg')
    return found ? send(c, found) : c.body(null, 204)
  })
  return {
    app,
    async prepare() {
      const [page, lane] = [file('/index.html'), firstScreen(http.lanes())]
      if (page && lane) await painted(new TextDecoder().decode(page.bytes), page.builtAt, lane.view(), new URLSearchParams())
    },
  }
}
