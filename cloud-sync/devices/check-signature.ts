import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import { mayHaveBody, requestSignature } from '@gatehouse/domain/wire/identity.ts'
import { readOwnSignature, signatureBase } from '@gatehouse/domain/wire/own-signature.ts'
import type { SyncRefusal } from '@gatehouse/domain/wire/sync.ts'
import { isSignatureError, verifySignature } from 'http-message-sig'
import { seenOnce } from './seen-once.ts'

export type Refused = { readonly ok: false; readonly refusal: SyncRefusal }
export type Signed<Owner> =
  /** `digest`: SHA-256 the body must have, base64; null for a request that has none */
  { readonly ok: true; readonly owner: Owner; readonly digest: string | null } | Refused

export interface KeyHolder<Owner> {
  readonly owner: Owner
  /** Ed25519, 32 bytes as base64url */
  readonly signKey: string
}

/** A signature may be this old: how long a request may wait in a proxy, and how far a box may be behind before it asks the time. */
const MAX_AGE_S = 300
/** A box that is further ahead is told the time; it costs it one more request. */
const MAX_AHEAD_S = 5
const MAX_HEADER = 1_024
const DIGEST = /^sha-256=:([A-Za-z0-9+/]{43}=):$/

/**
 * Judges signed requests (rules S60–S64). A signature counts once: nonces are kept in memory as long as a signature lives, and what
 * was signed before this process could have seen it is refused, so a restart forgets nothing. `now` is the server's own clock.
 */
export function signatureChecker(now: () => EpochMs) {
  const nonces = seenOnce((MAX_AGE_S + MAX_AHEAD_S) * 1000)
  /** later than anything the process before this one may have taken */
  const earliest = Math.ceil(now() / 1000) + MAX_AHEAD_S + 1
  const keys = new Map<string, KeyObject>()

  const keyOf = (signKey: string): KeyObject => {
    const known = keys.get(signKey)
    if (known) return known
    if (keys.size >= 20_000) keys.clear()
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signKey }, format: 'jwk' })
    keys.set(signKey, key)
    return key
  }

  /** `holderOf` knows a key by its `keyid`; what it refuses is refused only once the signature is known to be that key's. */
  return async function check<Owner>(
    request: Request,
    holderOf: (keyId: string) => Promise<KeyHolder<Owner> | null>,
  ): Promise<Signed<Owner>> {
    const hasBody = mayHaveBody(request.method)
    const fields = fieldsOf(request)
    if (fields.some(({ value }) => value.length > MAX_HEADER)) return refused('the signature is longer than any of ours')
    const contentDigest = hasBody ? headerOf(fields, requestSignature.digest) : null
    const judged = (await judgeOwn(request, fields, contentDigest, holderOf)) ?? (await judgeAny(request, fields, hasBody, holderOf))
    if ('ok' in judged) return judged
    const { created, nonce, holder } = judged
    const late = clockRefusal(created)
    if (late) return late
    if (nonce.length < 16 || nonce.length > 64) return refused('a nonce has 16 to 64 characters')
    if (!nonces.isNew(nonce, now())) return refused('this signature was used before')
    const digest = hasBody ? (DIGEST.exec(contentDigest ?? '')?.[1] ?? null) : null
    if (hasBody && digest === null) return refused('Content-Digest must be one sha-256')
    return { ok: true, owner: holder.owner, digest }
  }

  /** A signature in the form our boxes write. Null: it is in another form. */
  async function judgeOwn<Owner>(
    { method, url }: Request,
    fields: readonly Field[],
    contentDigest: string | null,
    holderOf: (keyId: string) => Promise<KeyHolder<Owner> | null>,
  ): Promise<Judged<Owner> | Refused | null> {
    const own = readOwnSignature(headerOf(fields, 'signature-input') ?? '', headerOf(fields, 'signature') ?? '')
    if (!own || own.coversDigest !== mayHaveBody(method) || (contentDigest !== null && !DIGEST.test(contentDigest))) return null
    if (own.coversDigest && contentDigest === null) return null
    const base = signatureBase({ method, url, contentDigest }, own.input)
    if (base === null) return null
    const holder = await holderOf(own.keyId)
    if (!holder || !verify(null, Buffer.from(base), keyOf(holder.signKey), Buffer.from(own.signature, 'base64')))
      return refused(explain('VerificationFailed', holder !== null))
    return { created: own.created, nonce: own.nonce, holder }
  }

  /** A signature in whatever form RFC 9421 knows. */
  async function judgeAny<Owner>(
    { method, url }: Request,
    fields: readonly Field[],
    hasBody: boolean,
    holderOf: (keyId: string) => Promise<KeyHolder<Owner> | null>,
  ): Promise<Judged<Owner> | Refused> {
    let known = false
    try {
      const { parameters, verifier } = await verifySignature(
        { kind: 'request', method, targetUri: url, fields },
        {
          label: requestSignature.label,
          policy: {
            algorithms: [requestSignature.algorithm],
            requiredComponents: hasBody ? [...requestSignature.components, requestSignature.digest] : requestSignature.components,
            requiredParameters: requestSignature.parameters,
            // judged later, once it is known who asks: only a box of ours is told the time
            clockSkew: Number.MAX_SAFE_INTEGER,
          },
          resolveVerifier: async ({ parameters }) => {
            const holder = await holderOf(String(parameters.keyid))
            known = holder !== null
            const key = holder && keyOf(holder.signKey)
            const fits = (data: Uint8Array, signature: Uint8Array) => key !== null && verify(null, data, key, signature)
            return { algorithm: requestSignature.algorithm, verify: fits, holder }
          },
        },
      )
      const { created = 0, nonce = '' } = parameters
      return verifier.holder ? { created, nonce, holder: verifier.holder } : refused(explain('VerificationFailed', false))
    } catch (error) {
      if (!isSignatureError(error)) throw error
      // a key that could not be looked up is our trouble, not the caller's
      if (error.code === 'ResolverFailed') throw error.cause
      return refused(explain(error.code, known))
    }
  }

  function clockRefusal(created: number): Refused | null {
    const at = now()
    const seconds = at / 1000
    if (created >= earliest && created >= seconds - MAX_AGE_S && created <= Math.max(seconds + MAX_AHEAD_S, earliest)) return null
    const message = 'signed at another time than now: sign again as of the time given here'
    return { ok: false, refusal: { error: 'clock', message, now: Math.max(at, earliest * 1000) } }
  }
}

interface Field {
  readonly name: string
  readonly value: string
}

const fieldsOf = ({ headers }: Request): readonly Field[] =>
  ['signature', 'signature-input', requestSignature.digest].flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [{ name, value }]
  })
const headerOf = (fields: readonly Field[], wanted: string) => fields.find(({ name }) => name === wanted)?.value ?? null

/** The signature fits. */
interface Judged<Owner> {
  readonly created: number
  readonly nonce: string
  readonly holder: KeyHolder<Owner>
}

const refused = (message: string): Refused => ({ ok: false, refusal: { error: 'unauthorised', message } })

function explain(code: string, known: boolean): string {
  if (code === 'MissingField') return 'the request is not signed as this cloud wants it'
  if (code !== 'VerificationFailed') return `the signature does not fit: ${code}`
  return known
    ? 'the signature does not fit the request: something on the way has changed its address or its headers'
    : 'this key is not known here: enrol the box'
}
