import { createHash, generateKeyPairSync } from 'node:crypto'
import { askToEnrol } from '@gatehouse/appliance/identity/ask-to-enrol.ts'
import { signedFetch } from '@gatehouse/appliance/identity/signed-fetch.ts'
import { mediaClient } from '@gatehouse/appliance/sync/media-client.ts'
import { keyThumbprint } from '@gatehouse/domain/proof/key-names.ts'
import type { EnrolReply, EnrolRequest } from '@gatehouse/domain/wire/identity.ts'
import type { MediaRefusal, MediaReply } from '@gatehouse/domain/wire/media.ts'

/** A request as it went over the wire: signed, so not a character of it may be another. */
export interface SaidOverHttp {
  readonly method: string
  /** path and query; signatures do not cover the host */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** base64 */
  readonly body: string
}

/** A box that is let in and then sends its first picture, as a release has it speak. Real keys, made for this alone. */
export interface SignedWire {
  readonly device: string
  readonly site: string
  /** the claim code it was let in with */
  readonly code: string
  /** when all of this was signed, epoch ms */
  readonly at: number
  readonly enrol: { readonly request: EnrolRequest; readonly said: SaidOverHttp; readonly reply: EnrolReply }
  readonly media: {
    /** asks how much is there; both pieces */
    readonly said: readonly SaidOverHttp[]
    readonly replies: readonly MediaReply[]
    readonly refusal: MediaRefusal
  }
}

const AT = 1_800_000_000_000
const CLOUD = 'http://cloud.example'
const PIECE = 40

export async function signedConversation(version: string): Promise<SignedWire> {
  const sign = generateKeyPairSync('ed25519')
  const signKey = sign.publicKey.export({ format: 'jwk' }).x ?? ''
  const agreeKey = () => generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }).x ?? ''
  const signer = { keyId: keyThumbprint(signKey), key: sign.privateKey }
  const box = { device: 'box-signed', site: 'site-1' }
  const code = 'ABCDEF23'
  const request: EnrolRequest = { v: 1, code, ...box, signKey, agreeKey: agreeKey(), version }
  const reply: EnrolReply = { v: 1, ...box, number: 1, kid: 0, cloudKey: agreeKey(), publicUrl: null }
  const enrolled = recorder([reply])
  await askToEnrol({ ...{ cloudUrl: CLOUD, request, signer }, fetch: enrolled.fetch, now: () => AT })

  const picture = Uint8Array.from({ length: 2 * PIECE }, (_, i) => [0xff, 0xd8, 0xff][i] ?? i)
  const replies: readonly MediaReply[] = [0, PIECE, 2 * PIECE].map((received) => ({ received, complete: received === 2 * PIECE }))
  const sent = recorder(replies)
  const media = mediaClient({
    ...{ url: CLOUD, token: null, now: () => AT, timeoutMs: 1_000 },
    fetch: signedFetch({ fetch: sent.fetch, signer: () => signer, now: () => AT }),
  })
  const waiting = { ref: 'picture-1', takenAt: AT - 1, bytes: picture.length }
  const named = { ...waiting, sha256: createHash('sha256').update(picture).digest('hex') }
  const { signal } = new AbortController()
  await media.put(named, { kind: 'ask', total: picture.length }, new Uint8Array(), signal)
  for (const from of [0, PIECE])
    await media.put(named, { kind: 'piece', from, until: from + PIECE, total: picture.length }, picture.slice(from, from + PIECE), signal)
  const [first] = enrolled.said
  if (!first) throw new Error('the enrolment was not sent')
  return {
    ...{ ...box, code, at: AT },
    enrol: { request, said: first, reply },
    media: { said: sent.said, replies, refusal: { error: 'offset', message: 'the picture goes on elsewhere', received: PIECE } },
  }
}

/** `fetch` that notes what it is asked and gives these answers, one after the other. */
function recorder(answers: readonly object[]) {
  const said: SaidOverHttp[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { method, url, headers } = new Request(input instanceof Request ? input : String(input), init)
    const { pathname, search } = new URL(url)
    const body = init?.body
    const bytes = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : Buffer.alloc(0)
    const answer = answers[said.length]
    said.push({ method, path: pathname + search, headers: Object.fromEntries(headers), body: bytes.toString('base64') })
    return Response.json(answer ?? null)
  }
  return { fetch, said }
}
