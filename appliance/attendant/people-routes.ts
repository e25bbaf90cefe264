import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { bearsToken, isFromHere } from '../own-machine.ts'
import { hashPin, pinProblem } from './pin.ts'
import type { People } from './ports.ts'

const added = v.object({ name: v.pipe(v.string(), v.trim(), v.regex(/^[\p{L}\p{N} .'-]{2,40}$/u)), pin: v.string() })

export interface PeopleDeps {
  readonly people: People
  /** the box's own token; null closes this door */
  readonly token: () => string | null
}

/** `/people`: GET names, POST {name, pin}, DELETE /:name. On the box itself and with its token only (A4). */
export function peopleRoutes({ people, token }: PeopleDeps): Hono {
  const app = new Hono()
  app.use(bodyLimit({ maxSize: 1_024 }))
  app.use(async (c, next) => {
    if (!isFromHere(c)) return c.json({ message: 'People are added and removed on the box itself only.' }, 403)
    const wanted = token()
    if (wanted === null || !bearsToken(c, wanted)) return c.json({ message: 'The token is not the one of this box.' }, 401)
    return next()
  })
  app.get('/', (c) => c.json({ people: people.all().map(({ name }) => name) }))
  app.post('/', async (c) => {
    const wanted = v.safeParse(added, await c.req.json().catch(() => null))
    if (!wanted.success) return c.json({ message: 'A name has 2 to 40 letters, digits, spaces, dots, hyphens or apostrophes.' }, 400)
    const { name, pin } = wanted.output
    const problem = pinProblem(pin)
    if (problem !== null) return c.json({ message: problem }, 400)
    people.put({ name, hash: await hashPin(pin) })
    return c.json({ name })
  })
  app.delete('/:name', (c) => {
    const name = c.req.param('name')
    return people.remove(name) ? c.json({ name }) : c.json({ message: `Nobody here is called ${name}.` }, 404)
  })
  return app
}
