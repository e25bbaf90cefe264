import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { hereWithToken } from './here-with-token.ts'
import type { HttpContext } from './http-options.ts'
import { jsonBody, refusal } from './lane-routes.ts'
import { sameOriginOnly } from './same-origin.ts'

const line = (max: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max))
const openRequest = v.object({ by: line(80), reason: line(200), commandId: v.optional(line(64)) })

/** `POST /api/lanes/:lane/open` {by, reason, commandId?} [H11]. The lane writes it down before the arm moves. */
export function attendantRoutes(http: HttpContext): Hono {
  const app = new Hono()
  app.post('/:lane/open', sameOriginOnly, hereWithToken(http), bodyLimit({ maxSize: http.limits.bodyBytes }), async (c) => {
    const lane = http.lane(c.req.param('lane'))
    if (!lane) return c.json(refusal('unknownLane', 'This box has no such lane.'), 404)
    const wanted = await jsonBody(c, openRequest)
    if (!wanted) return c.json(refusal('badRequest', 'Say who opens and why: {"by": "…", "reason": "…"} as application/json.'), 400)
    const { by, reason, commandId } = wanted
    try {
      const reply = await lane.attendantOpen({ by, reason, source: 'attendant', ...(commandId === undefined ? {} : { commandId }) })
      return c.json(reply, reply.ok ? 200 : 409)
    } catch (error) {
      http.log.error({ lane: lane.laneId, err: error }, 'opening by hand failed')
      return c.json(refusal('laneFailed', 'The lane could not open. Use the key switch and look at the log.'), 500)
    }
  })
  return app
}
