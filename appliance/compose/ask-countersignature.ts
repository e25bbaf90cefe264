import { type SiblingsRequest, siblingsReply } from '@gatehouse/domain/wire/countersign.ts'
import { syncRefusal } from '@gatehouse/domain/wire/sync.ts'
import * as v from 'valibot'
import type { CountersignAnswer } from '../peers/trust/countersigning.ts'

const TIMEOUT_MS = 20_000

/** One `POST /v1/siblings`; `fetch` signs. Never throws: whatever is not our cloud's answer is no answer. */
export async function askCountersignature(
  at: { readonly cloudUrl: string; readonly fetch: typeof fetch },
  request: SiblingsRequest,
): Promise<CountersignAnswer> {
  try {
    const response = await at.fetch(new URL('/v1/siblings', at.cloudUrl).toString(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const json: unknown = await response.json().catch(() => null)
    const reply = v.safeParse(siblingsReply, json)
    if (response.status === 200 && reply.success) return { kind: 'ok', countersignature: reply.output.countersignature }
    const refusal = v.safeParse(syncRefusal, json)
    return refusal.success && response.status < 500 ? { kind: 'refused', reason: refusal.output.message } : { kind: 'later' }
  } catch {
    return { kind: 'later' }
  }
}
