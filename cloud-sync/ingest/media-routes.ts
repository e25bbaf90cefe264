import { MAX_PICTURE, MAX_PIECE, type MediaRefusal, type PieceRange, readContentRange } from '@gatehouse/domain/wire/media.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { PictureBytes } from '../store/picture-bytes.ts'
import type { Sql } from '../store/sql.ts'
import { keepPiece } from './keep-piece.ts'
import { readBytes } from './read-body.ts'
import type { IngestOptions } from './routes.ts'

export interface MediaOptions extends Pick<IngestOptions, 'clock' | 'authenticate' | 'random'> {
  readonly store: Sql
  readonly bytes: PictureBytes
}

/** pictures come last: they never take more than this much of the cloud's attention */
const MAX_IN_FLIGHT = 16

const statusOf: Record<MediaRefusal['error'], 401 | 403 | 409 | 410 | 413 | 415 | 422 | 503 | 507> = {
  offset: 409,
  erased: 410,
  tooLarge: 413,
  wrongType: 415,
  broken: 422,
  taken: 422,
  malformed: 422,
  busy: 503,
  full: 507,
  unauthorised: 401,
  wrongSite: 403,
  clock: 401,
  revoked: 403,
  replaced: 403,
}

const question = v.object({
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  ref: v.pipe(v.string(), v.regex(/^[!-~]{1,64}$/)),
  takenAt: v.pipe(v.string(), v.regex(/^-?\d{1,15}$/), v.transform(Number)),
})

/** `PUT /v1/media/:sha256` (domain/wire/media.ts). */
export function mediaRoutes(options: MediaOptions): Hono {
  const { store, bytes, clock } = options
  const app = new Hono()
  let inFlight = 0
  app.put('/v1/media/:sha256', async (c) => {
    const refuse = (refusal: MediaRefusal) => {
      if (refusal.error === 'busy' || refusal.error === 'full') c.header('retry-after', String(5 + Math.floor(options.random() * 25)))
      return c.json(refusal, statusOf[refusal.error])
    }
    const malformed = (message: string) => refuse({ error: 'malformed', message })
    if (inFlight >= MAX_IN_FLIGHT) return refuse({ error: 'busy', message: 'too many pictures at once, try again shortly' })
    inFlight += 1
    try {
      const caller = await options.authenticate(c.req.raw)
      if (!caller.ok) return c.json(caller.refusal, isShutOut(caller.refusal.error) ? 403 : 401)
      const asked = v.safeParse(question, { sha256: c.req.param('sha256'), ref: c.req.query('ref'), takenAt: c.req.query('takenAt') })
      if (!asked.success) return malformed('give the SHA-256 in the address, and ref and takenAt in the query')
      if (c.req.header('content-type') !== 'image/jpeg') return refuse({ error: 'wrongType', message: 'only image/jpeg is kept' })
      const body = await readBytes(c.req.raw, { limit: MAX_PIECE, digest: caller.digest })
      if (!body.ok && body.refusal === 'otherDigest')
        return refuse({ error: 'unauthorised', message: 'the body is not the one that was signed' })
      if (!body.ok) return refuse({ error: 'tooLarge', message: `send pieces of at most ${MAX_PIECE} bytes` })
      const range = rangeOf(c.req.header('content-range'), body.bytes.length)
      if (range === null) return malformed('the range does not say what the body is')
      if (range.total > MAX_PICTURE) return refuse({ error: 'tooLarge', message: `a picture has at most ${MAX_PICTURE} bytes` })
      const piece = { site: caller.device.site, device: caller.device.id, ...asked.output, range, bytes: body.bytes }
      const outcome = await keepPiece(store, bytes, piece, clock.now())
      return outcome.ok ? c.json(outcome.reply) : refuse(outcome.refusal)
    } finally {
      inFlight -= 1
    }
  })
  return app
}

const isShutOut = (error: string): boolean => error === 'revoked' || error === 'replaced' || error === 'wrongSite'

/** Without a range the body is the whole picture. */
function rangeOf(header: string | undefined, length: number): PieceRange | null {
  const range = header === undefined ? { kind: 'piece' as const, from: 0, until: length, total: length } : readContentRange(header)
  if (range === null || range.total === 0) return null
  return length === (range.kind === 'ask' ? 0 : range.until - range.from) ? range : null
}
