import type { MiddlewareHandler } from 'hono'
import { bearsToken, isFromHere } from '../own-machine.ts'
import type { HttpContext } from './http-options.ts'
import { refusal } from './lane-routes.ts'

/** Only a program on this machine that may read the box's own token [H11]. */
export const hereWithToken =
  (http: HttpContext): MiddlewareHandler =>
  async (c, next) => {
    if (!isFromHere(c)) return c.json(refusal('notHere', 'This works on the box itself only.'), 403)
    const token = http.attendant?.token() ?? null
    if (token === null) return c.json(refusal('noToken', 'Opening by hand is not set up on this box.'), 403)
    if (!bearsToken(c, token)) return c.json(refusal('wrongToken', 'The token is not the one of this box.'), 401)
    return next()
  }
