import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { bearsToken, isFromHere } from '../own-machine.ts'
import type { CloudLink } from './cloud-link.ts'

const order = v.object({ code: v.string(), cloudUrl: v.optional(v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//))) })

/** `GET /`: how this box stands with its cloud; `POST /` {code, cloudUrl?}: `gatehouse enrol`. On the box itself, with its token. */
export function identityRoutes(link: Pick<CloudLink, 'enrol' | 'standing'>, token: () => string): Hono {
  const app = new Hono()
  app.use(bodyLimit({ maxSize: 1_024 }), async (c, next) => {
    c.header('cache-control', 'no-store')
    if (!isFromHere(c)) return c.json({ message: 'A box is enrolled on the box itself only.' }, 403)
    if (!bearsToken(c, token())) return c.json({ message: 'The token is not the one of this box.' }, 401)
    return next()
  })
  app.get('/', (c) => c.json(link.standing()))
  app.post('/', async (c) => {
    const wanted = v.safeParse(order, await c.req.json().catch(() => null))
    if (!wanted.success) return c.json({ message: 'Say {"code": "ABCD-EF23"}, and "cloudUrl" where the site file names no cloud.' }, 400)
    const { code, cloudUrl = null } = wanted.output
    const outcome = await link.enrol(code, cloudUrl)
    if (outcome.kind === 'enrolled') return c.json(link.standing())
    return c.json({ message: outcome.reason, again: outcome.kind === 'later' }, outcome.kind === 'later' ? 502 : 409)
  })
  return app
}
