import { Hono } from 'hono'
import { hereWithToken } from './here-with-token.ts'
import type { HttpContext } from './http-options.ts'
import { refusal } from './lane-routes.ts'
import { sameOriginOnly } from './same-origin.ts'

/** The addresses that make a browser elsewhere a screen of this box, and new ones instead of them [H16]. Mounted under `/api/screens`. */
export function screenRoutes(http: HttpContext): Hono {
  const app = new Hono()
  app.use(sameOriginOnly, hereWithToken(http))
  app.get('/', (c) => {
    const { screens } = http
    if (!screens) return c.json(refusal('noKeys', 'Screens of this box are on its own machine only.'), 404)
    c.header('Cache-Control', 'no-store')
    return c.json({
      screens: http.lanes().map((console) => {
        const { id, name } = console.view().lane
        return { id, name, path: `/kiosk/${encodeURIComponent(id)}?key=${screens.keyOf(id)}` }
      }),
    })
  })
  app.post('/renew', (c) => {
    http.screens?.renew()
    return c.json({ ok: http.screens !== undefined })
  })
  return app
}
