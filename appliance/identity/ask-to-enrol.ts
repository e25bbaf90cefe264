import { type EnrolReply, type EnrolRequest, enrolReply } from '@gatehouse/domain/wire/identity.ts'
import { syncRefusal } from '@gatehouse/domain/wire/sync.ts'
import * as v from 'valibot'
import { type Signer, signedFetch } from './signed-fetch.ts'

export type EnrolAnswer =
  | { readonly kind: 'ok'; readonly reply: EnrolReply }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'later'; readonly reason: string }

const TIMEOUT_MS = 20_000

/** One `POST /v1/enrol`, signed by the key it presents. Never throws. */
export async function askToEnrol(order: {
  readonly cloudUrl: string
  readonly request: EnrolRequest
  readonly signer: Signer
  readonly fetch: typeof fetch
  readonly now: () => number
  readonly signal?: AbortSignal
}): Promise<EnrolAnswer> {
  const { request, signer, cloudUrl } = order
  const send = signedFetch({ fetch: order.fetch, signer: () => signer, now: order.now })
  const limit = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await send(new URL('/v1/enrol', cloudUrl).toString(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      redirect: 'manual',
      signal: order.signal ? AbortSignal.any([order.signal, limit]) : limit,
    })
    const json: unknown = await response.json().catch(() => null)
    const reply = v.safeParse(enrolReply, json)
    if (response.status === 200 && reply.success) {
      const { device, site } = reply.output
      if (device === request.device && site === request.site) return { kind: 'ok', reply: reply.output }
    }
    const refusal = v.safeParse(syncRefusal, json)
    if (response.status >= 500 || !refusal.success) {
      const reason = refusal.success ? refusal.output.message : `what answers at ${cloudUrl} is not a Gatehouse cloud (${response.status})`
      return { kind: 'later', reason }
    }
    return { kind: 'refused', reason: refusal.output.message }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return { kind: 'later', reason: `${cloudUrl} does not answer: ${cause}` }
  }
}
