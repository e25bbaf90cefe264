import { type SiblingsReply, siblingsRequest } from '@gatehouse/domain/wire/countersign.ts'
import type { SyncRefusal } from '@gatehouse/domain/wire/sync.ts'
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Devices } from './register.ts'
import type { Siblings } from './siblings.ts'

type ReadBody = (
  request: Request,
  limits: { readonly limit: number; readonly inflated: number; readonly digest: string | null },
) => Promise<
  { readonly ok: true; readonly json: unknown } | { readonly ok: false; readonly refusal: 'tooLarge' | 'malformed' | 'otherDigest' }
>

/** eight certificates, and those of boxes that went in ten years */
const LIMITS = { limit: 256 * 1024, inflated: 512 * 1024 }
const statusOf = { unauthorised: 401, clock: 401, revoked: 403, replaced: 403, wrongSite: 403, tooLarge: 413 } as const

/** `POST /v1/siblings` (domain/wire/countersign.ts). */
export function siblingsRoutes(parts: {
  readonly siblings: Siblings
  readonly authenticate: Devices['authenticate']
  readonly readBody: ReadBody
}): Hono {
  const refused = (c: Context, refusal: SyncRefusal) =>
    c.json(refusal, refusal.error in statusOf ? statusOf[refusal.error as keyof typeof statusOf] : 422)
  return new Hono().post('/v1/siblings', async (c) => {
    const caller = await parts.authenticate(c.req.raw)
    if (!caller.ok) return refused(c, caller.refusal)
    const { device, digest } = caller
    if (digest === null) return refused(c, { error: 'unauthorised', message: 'only a box with keys of its own is countersigned: enrol it' })
    const body = await parts.readBody(c.req.raw, { ...LIMITS, digest })
    if (!body.ok) return refused(c, refusals[body.refusal])
    const parsed = v.safeParse(siblingsRequest, body.json)
    if (!parsed.success) return refused(c, refusals.malformed)
    const outcome = await parts.siblings.countersign(device, parsed.output)
    if (!outcome.ok) return refused(c, outcome.refusal)
    return c.json({ v: 1, countersignature: outcome.countersignature } satisfies SiblingsReply)
  })
}

const refusals: Readonly<Record<'tooLarge' | 'malformed' | 'otherDigest', SyncRefusal>> = {
  tooLarge: { error: 'tooLarge', message: 'a roster is smaller' },
  malformed: { error: 'malformed', message: 'this is no roster with its statements' },
  otherDigest: { error: 'unauthorised', message: 'the body is not the one that was signed' },
}
