import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto'
import { contentDigest, mayHaveBody, requestSignature } from '@gatehouse/domain/wire/identity.ts'
import { signatureBase, signatureHeaderValues, signatureInput } from '@gatehouse/domain/wire/own-signature.ts'
import { syncRefusal } from '@gatehouse/domain/wire/sync.ts'
import * as v from 'valibot'

export interface Signer {
  /** what the cloud calls the key */
  readonly keyId: string
  /** Ed25519 */
  readonly key: KeyObject
}

export interface SignedFetchOptions {
  readonly fetch: typeof fetch
  /** asked at every request: an enrolment puts another key in its place */
  readonly signer: () => Signer | null
  /** the machine's clock, epoch ms; it may be wrong */
  readonly now: () => number
}

/**
 * `fetch` that signs every request (rules S60, S63). Bodies are bytes or text: what is signed must be what is sent. A cloud that
 * says another time is believed for the next signatures only; this box's clock stays as it is. Without a key, requests go as they are.
 */
export function signedFetch(options: SignedFetchOptions): typeof fetch {
  let offsetMs = 0
  return async (input, init) => {
    const signer = options.signer()
    if (!signer) return options.fetch(input, init)
    if (input instanceof Request) throw new TypeError('an address is signed, with its options beside it')
    const url = new URL(input)
    const method = (init?.method ?? 'GET').toUpperCase()
    const body = mayHaveBody(method) ? bytesOf(init?.body) : null
    const send = () => {
      const headers = new Headers(init?.headers)
      const created = Math.floor((options.now() + offsetMs) / 1000)
      for (const [name, value] of signatureHeaders(signer, { method, url: url.href, body, created })) headers.set(name, value)
      return options.fetch(url.href, { ...init, headers })
    }
    const first = await send()
    if (first.status !== 401) return first
    const text = await first.text()
    const refusal = v.safeParse(syncRefusal, parse(text))
    if (!refusal.success || refusal.output.error !== 'clock' || refusal.output.now === undefined) return new Response(text, first)
    offsetMs = refusal.output.now - options.now()
    return send()
  }
}

/** `created` in epoch seconds; `body` null for a request that has none. */
export function signatureHeaders(
  { key, keyId }: Signer,
  request: { readonly method: string; readonly url: string; readonly body: Uint8Array | null; readonly created: number },
): readonly (readonly [name: string, value: string])[] {
  const { method, url, body, created } = request
  const digest = body && contentDigest(createHash('sha256').update(body).digest('base64'))
  const parts = { method, url, contentDigest: digest }
  const input = signatureInput(parts, { created, nonce: randomBytes(16).toString('base64url'), keyId })
  const base = signatureBase(parts, input)
  if (base === null) throw new TypeError(`${url} is no address that can be signed`)
  const values = signatureHeaderValues(input, sign(null, Buffer.from(base), key).toString('base64'))
  return [
    ...(digest === null ? [] : [[requestSignature.digest, digest] as const]),
    ['signature-input', values.signatureInput],
    ['signature', values.signature],
  ]
}

function bytesOf(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array()
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof Uint8Array) return body
  throw new TypeError('only bytes and text can be signed')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
