import { Hono } from 'hono'
import type { HttpContext } from './http-options.ts'
import { isScreen } from './screen-access.ts'
import { imageType, shownImageRefs } from './view-images.ts'

/** Pictures, only while a screen shows them, and to that screen [H10, H16]. Mounted under `/api/images`. */
export function imageRoutes(http: HttpContext): Hono {
  const app = new Hono()
  app.get('/:ref', (c) => {
    const ref = c.req.param('ref')
    const shown = http.lanes().some((lane) => isScreen(http, c, lane.laneId) && shownImageRefs(lane.view()).has(ref))
    const bytes = shown ? http.image(ref) : null
    const type = bytes && imageType(bytes)
    // One answer for "not shown", "not kept" and "no picture": who asks learns nothing about what is inside.
    if (!bytes || !type) return c.text('not found', 404)
    c.header('Content-Type', type)
    c.header('Cache-Control', 'no-store')
    return c.body(Uint8Array.from(bytes))
  })
  return app
}
