import { type CardRefusal, chargeRequest } from '@gatehouse/domain/wire/card.ts'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { AskingBox, CardDesk } from './card-desk.ts'

type Caller =
  | { readonly ok: true; readonly device: AskingBox; readonly digest: string | null }
  | { readonly ok: false; readonly refusal: { readonly error: string; readonly message: string } }
type Body = { readonly ok: true; readonly json: unknown } | { readonly ok: false; readonly refusal: string }

export interface CardRoutes {
  /** null: no provider of card readers is configured; every lane is then one without a reader */
  readonly cards: CardDesk | null
  readonly authenticate: (request: Request) => Promise<Caller>
  readonly readBody: (request: Request, limits: { limit: number; inflated: number; digest: string | null }) => Promise<Body>
}

const name = v.pipe(v.string(), v.regex(/^[!-~]{1,64}$/))
const BODY_LIMIT = 4096

const statusOf: Record<CardRefusal['error'], 401 | 403 | 404 | 409 | 413 | 422 | 503> = {
  ...{ noReader: 404, otherAmount: 409, malformed: 422, tooLarge: 413, busy: 503 },
  ...{ unauthorised: 401, clock: 401, wrongSite: 403, revoked: 403, replaced: 403 },
}

/** `/v1/card/…` (domain/wire/card.ts): a box has the reader of its own site's lane ask for a card. */
export function mountCard({ cards, authenticate, readBody }: CardRoutes): Hono {
  const app = new Hono()
  const refuse = (c: Context, error: CardRefusal['error'], message: string) =>
    c.json({ error, message } satisfies CardRefusal, statusOf[error])
  const noReader = (c: Context) =>
    refuse(
      c,
      'noReader',
      'no card reader is known for this lane: name it in the cloud’s STRIPE_READERS, or take card_terminal out of site.toml',
    )

  /** Runs `answer` for a box that has proved who it is. */
  const proven =
    (answer: (c: Context, desk: CardDesk, box: AskingBox, digest: string | null) => Promise<Response>) => async (c: Context) => {
      const caller = await authenticate(c.req.raw)
      if (!caller.ok) return c.json(caller.refusal, statusOf[caller.refusal.error as CardRefusal['error']] ?? 401)
      return cards ? answer(c, cards, caller.device, caller.digest) : noReader(c)
    }
  const named = (c: Context, ...params: readonly string[]) =>
    params.map((param) => v.safeParse(name, c.req.param(param)).success).every(Boolean)
  const malformed = (c: Context) => refuse(c, 'malformed', 'this does not name a lane, a quote or an attempt')

  app.get(
    '/v1/card/lanes/:lane',
    proven(async (c, desk, box) => {
      if (!named(c, 'lane')) return malformed(c)
      const standing = await desk.standing(box.site, c.req.param('lane') ?? '')
      return standing ? c.json(standing) : noReader(c)
    }),
  )
  app.post(
    '/v1/card/charges',
    proven(async (c, desk, box, digest) => {
      const body = await readBody(c.req.raw, { limit: BODY_LIMIT, inflated: BODY_LIMIT, digest })
      if (!body.ok && body.refusal === 'otherDigest') return refuse(c, 'unauthorised', 'the body is not the one that was signed')
      if (!body.ok) return refuse(c, body.refusal === 'tooLarge' ? 'tooLarge' : 'malformed', 'this is not a charge')
      const wanted = v.safeParse(chargeRequest, body.json)
      if (!wanted.success) return refuse(c, 'malformed', 'a charge has laneId, quoteId, attempt, amountMinor and currency')
      const reply = await desk.start(box, wanted.output)
      if (reply === null) return noReader(c)
      return reply === 'otherAmount' ? refuse(c, reply, 'this quote is on record with another amount') : c.json(reply)
    }),
  )
  app.get(
    '/v1/card/charges/:quote/:attempt',
    proven(async (c, desk, box) => {
      if (!named(c, 'quote', 'attempt')) return malformed(c)
      return c.json(await desk.how({ site: box.site, quoteId: c.req.param('quote') ?? '' }, c.req.param('attempt') ?? ''))
    }),
  )
  app.delete(
    '/v1/card/charges/:quote',
    proven(async (c, desk, box) => {
      if (!named(c, 'quote')) return malformed(c)
      return c.json(await desk.takeBack({ site: box.site, quoteId: c.req.param('quote') ?? '' }, null))
    }),
  )
  app.delete(
    '/v1/card/charges/:quote/:attempt',
    proven(async (c, desk, box) => {
      if (!named(c, 'quote', 'attempt')) return malformed(c)
      const attempt = { id: c.req.param('attempt') ?? '', box }
      return c.json(await desk.takeBack({ site: box.site, quoteId: c.req.param('quote') ?? '' }, attempt))
    }),
  )
  return app
}
