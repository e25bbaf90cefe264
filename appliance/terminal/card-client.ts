import {
  type ChargeReply,
  type ChargeRequest,
  cardRefusal,
  chargeReply,
  type ReaderReply,
  readerReply,
} from '@gatehouse/domain/wire/card.ts'
import * as v from 'valibot'

/** Where this box's cloud is, and what lets it in. */
export interface CardCloud {
  readonly url: string
  /** null: `fetch` signs */
  readonly token: string | null
}

/**
 * What became of a request. `refused`: the cloud says no, and would again. `unsent`: it never left this box. `lost`: it may have
 * arrived, and what came of it is not known.
 */
export type CardAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused' | 'unsent' | 'lost'; readonly reason: string }

export interface CardClient {
  standing(laneId: string): Promise<CardAnswer<ReaderReply>>
  start(request: ChargeRequest): Promise<CardAnswer<ChargeReply>>
  how(quoteId: string, attempt: string): Promise<CardAnswer<ChargeReply>>
  /** `attempt` null: whatever is left of the quote */
  takeBack(quoteId: string, attempt: string | null): Promise<CardAnswer<ChargeReply>>
}

/** Speaks domain/wire/card.ts. Never throws and never waits longer than `timeoutMs`. */
export function cardClient(options: {
  readonly cloud: () => CardCloud | null
  readonly fetch: typeof fetch
  readonly timeoutMs: number
}): CardClient {
  async function ask<T>(method: string, path: string, shape: v.GenericSchema<unknown, T>, body?: unknown): Promise<CardAnswer<T>> {
    const cloud = options.cloud()
    if (!cloud) return { kind: 'unsent', reason: 'this box belongs to no cloud' }
    try {
      const response = await options.fetch(new URL(path, cloud.url).toString(), {
        method,
        headers: {
          ...(cloud.token === null ? {} : { authorization: `Bearer ${cloud.token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual',
        signal: AbortSignal.timeout(options.timeoutMs),
      })
      return understand(response.status, parse(await response.text()), shape)
    } catch (error) {
      return { kind: neverLeft(error) ? 'unsent' : 'lost', reason: reasonOf(error) }
    }
  }
  const charge = (quoteId: string, attempt: string | null) =>
    `/v1/card/charges/${encodeURIComponent(quoteId)}${attempt === null ? '' : `/${encodeURIComponent(attempt)}`}`
  return {
    standing: (laneId) => ask('GET', `/v1/card/lanes/${encodeURIComponent(laneId)}`, readerReply),
    start: (request) => ask('POST', '/v1/card/charges', chargeReply, request),
    how: (quoteId, attempt) => ask('GET', charge(quoteId, attempt), chargeReply),
    takeBack: (quoteId, attempt) => ask('DELETE', charge(quoteId, attempt), chargeReply),
  }
}

/** Only an answer of our cloud, by its shape, counts as one: a login page of the network says nothing about money. */
function understand<T>(status: number, json: unknown, shape: v.GenericSchema<unknown, T>): CardAnswer<T> {
  if (status === 200) {
    const reply = v.safeParse(shape, json)
    return reply.success
      ? { kind: 'ok', value: reply.output }
      : { kind: 'lost', reason: 'something else answered in place of the cloud (a login page of the network?)' }
  }
  const refusal = v.safeParse(cardRefusal, json)
  return refusal.success && status < 500
    ? { kind: 'refused', reason: refusal.output.message }
    : { kind: 'lost', reason: `the cloud answered ${status}` }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** No connection was made, so nothing was asked of anybody. A code alone does not say so: a line that breaks later has the same ones. */
const connecting = new Set(['connect', 'getaddrinfo'])

function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null
  if (cause instanceof AggregateError) return cause.errors.every((each) => connecting.has(String(each?.syscall)))
  if (typeof cause !== 'object' || cause === null) return false
  return ('syscall' in cause && connecting.has(String(cause.syscall))) || ('code' in cause && cause.code === 'UND_ERR_CONNECT_TIMEOUT')
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return (error.cause instanceof Error && error.cause.message) || error.message || error.name
}
