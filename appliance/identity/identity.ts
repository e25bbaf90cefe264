import { createHash, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto'
import { keyFingerprint, keyThumbprint } from '@gatehouse/domain/proof/key-names.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { EnrolReply } from '@gatehouse/domain/wire/identity.ts'
import { askToEnrol } from './ask-to-enrol.ts'
import { identityFiles, type PendingKeys, type StoredIdentity } from './identity-files.ts'
import type { Signer } from './signed-fetch.ts'

/** Who this box is to its cloud. */
export interface Identity {
  readonly cloudUrl: string
  /** what phones call the cloud, where it said so */
  readonly publicUrl: string | null
  readonly signer: Signer
  /** sixteen digits, the same on the owner's page */
  readonly fingerprint: string
  readonly enrolledAt: EpochMs
  /** what QR codes and exit codes are made with, and what they were made with before */
  readonly number: number
  readonly kid: number
  readonly secret: Uint8Array
  readonly previous: PreviousSecret | null
}

export interface PreviousSecret {
  readonly kid: number
  readonly secret: Uint8Array
  readonly retiredAt: EpochMs
}

export interface IdentityKeeper {
  current(): Identity | null
  /**
   * Shows a claim code and the public halves of new keys to a cloud. Refused or unanswered, everything stays as it was; with the same
   * code the same keys are shown again, so an answer that was lost is not an enrolment lost. `legacy`: the secret this box used so far
   * without an identity.
   */
  enrol(order: {
    readonly code: string
    readonly cloudUrl: string
    readonly legacy: { readonly kid: number; readonly secret: Uint8Array } | null
    readonly signal?: AbortSignal
  }): Promise<EnrolOutcome>
  /** the code is the one that made this identity */
  wasMadeWith(code: string): boolean
  leftCode(): string | null
  dropCode(): void
}

export type EnrolOutcome =
  | { readonly kind: 'enrolled'; readonly identity: Identity }
  /** this code will not do, however often it is tried */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'later'; readonly reason: string }

/**
 * Keys are made here and their private halves stay here (rule S67). `now` is the machine's clock, which dates signatures and may be
 * wrong; `wall` is the box's, which its quotes go by. Both epoch ms.
 */
export function openIdentity(parts: {
  readonly dataDir: string
  readonly device: string
  readonly site: string
  readonly version: string
  readonly fetch: typeof fetch
  readonly now: () => EpochMs
  readonly wall: () => EpochMs
}): IdentityKeeper {
  const { device, site } = parts
  const files = identityFiles(parts.dataDir)
  let stored = files.current()
  if (stored && (stored.device !== device || stored.site !== site))
    throw new Error(
      `this card was enrolled as ${stored.device} at ${stored.site}, and its site file says ${device} at ${site}: put the right site file in, or move identity.json away and enrol it anew`,
    )
  let current = stored && identityOf(stored)

  return {
    current: () => current,
    async enrol({ code, cloudUrl, legacy, signal }) {
      const codeHash = hashCode(code)
      const before = files.pending()
      const keys = before?.codeHash === codeHash ? before : makeKeys(codeHash)
      if (keys !== before) files.keepPending(keys)
      const { signKey, agreeKey } = keys
      const answer = await askToEnrol({
        ...{ cloudUrl, fetch: parts.fetch, signer: signerOf(keys), now: parts.now, ...(signal ? { signal } : {}) },
        request: { v: 1, code, device, site, signKey: signKey.x, agreeKey: agreeKey.x, version: parts.version },
      })
      if (answer.kind !== 'ok') return answer
      stored = { ...toStore(answer.reply, keys, cloudUrl), enrolledAt: parts.wall(), previous: toPrevious(current ?? legacy, parts.wall()) }
      const made = identityOf(stored)
      files.keep(stored)
      current = made
      return { kind: 'enrolled', identity: made }
    },
    wasMadeWith: (code) => stored?.codeHash === hashCode(code),
    leftCode: files.leftCode,
    dropCode: files.dropCode,
  }
}

const hashCode = (code: string) => createHash('sha256').update(code).digest('hex')
const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

function makeKeys(codeHash: string): PendingKeys {
  const jwk = (type: 'ed25519' | 'x25519') => {
    const { privateKey } = type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519')
    const { x = '', d = '' } = privateKey.export({ format: 'jwk' })
    return { kty: 'OKP', crv: type === 'ed25519' ? 'Ed25519' : 'X25519', x, d } as const
  }
  return { v: 1, codeHash, signKey: jwk('ed25519'), agreeKey: jwk('x25519') }
}

const signerOf = ({ signKey }: Pick<PendingKeys, 'signKey'>): Signer => ({
  keyId: keyThumbprint(signKey.x),
  key: createPrivateKey({ key: signKey, format: 'jwk' }),
})

const toStore = (reply: EnrolReply, { codeHash, signKey, agreeKey }: PendingKeys, cloudUrl: string) => ({
  ...{ v: 1 as const, device: reply.device, site: reply.site, number: reply.number, kid: reply.kid, cloudKey: reply.cloudKey },
  ...{ cloudUrl, publicUrl: reply.publicUrl, codeHash, signKey, agreeKey },
})

const toPrevious = (before: { readonly kid: number; readonly secret: Uint8Array } | null, retiredAt: EpochMs) =>
  before && { kid: before.kid, secret: base64url(before.secret), retiredAt }

function identityOf(stored: StoredIdentity): Identity {
  const { signKey, agreeKey, cloudKey, previous } = stored
  const secret = diffieHellman({
    privateKey: createPrivateKey({ key: agreeKey, format: 'jwk' }),
    publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: cloudKey }, format: 'jwk' }),
  })
  return {
    ...{ cloudUrl: stored.cloudUrl, publicUrl: stored.publicUrl, signer: signerOf(stored), enrolledAt: stored.enrolledAt },
    fingerprint: keyFingerprint({ signKey: signKey.x, agreeKey: agreeKey.x, cloudKey }),
    ...{ number: stored.number, kid: stored.kid, secret: new Uint8Array(secret) },
    previous: previous && { ...previous, secret: new Uint8Array(Buffer.from(previous.secret, 'base64url')) },
  }
}
