import { createHash } from 'node:crypto'
import { keyThumbprint } from '@gatehouse/domain/proof/key-names.ts'
import { enrolRequest } from '@gatehouse/domain/wire/identity.ts'
import type { SyncRefusal } from '@gatehouse/domain/wire/sync.ts'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import type { signatureChecker } from './check-signature.ts'
import type { Enrolment } from './enrolment.ts'

const MAX_BODY = 4_096

/** `POST /v1/enrol` (domain/wire/identity.ts). The key that signs comes in the body, which is therefore small and read first. */
export function enrolRoutes(enrolment: Enrolment, check: ReturnType<typeof signatureChecker>): Hono {
  const app = new Hono()
  const refusal = (error: SyncRefusal['error'], message: string): SyncRefusal => ({ error, message })
  const tooLarge = bodyLimit({ maxSize: MAX_BODY, onError: (c) => c.json(refusal('tooLarge', 'an enrolment is small'), 413) })
  app.post('/v1/enrol', tooLarge, async (c) => {
    const text = await c.req.text()
    const parsed = v.safeParse(enrolRequest, parse(text))
    if (!parsed.success) return c.json(refusal('malformed', 'this is no enrolment'), 422)
    const { signKey } = parsed.output
    const signed = await check(c.req.raw, async (keyId) => (keyId === keyThumbprint(signKey) ? { owner: keyId, signKey } : null))
    if (!signed.ok) return c.json(signed.refusal, 401)
    if (signed.digest !== createHash('sha256').update(text).digest('base64'))
      return c.json(refusal('unauthorised', 'the body is not the one that was signed'), 401)
    const outcome = await enrolment.enrol(parsed.output)
    if (outcome.ok) return c.json(outcome.reply)
    return c.json(outcome.refusal, outcome.refusal.error === 'malformed' ? 422 : 401)
  })
  return app
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
