import {
  createHash,
  createHmac,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
  X509Certificate,
} from 'node:crypto'
import {
  type Countersignature,
  countersignature,
  countersignedText,
  INTRODUCTION_INFO,
  introductionText,
  type MemberStatement,
  statementText,
} from '@gatehouse/domain/wire/countersign.ts'
import * as v from 'valibot'
import type { PeerRefusal } from '../refusals.ts'
import type { Membership } from './trust-folder.ts'

/** SHA-256 of a certificate, hex: what statements and countersignatures call it. */
export const certificateName = (pem: string): string => createHash('sha256').update(new X509Certificate(pem).raw).digest('hex')

/** This box says which certificate is its own: with the key the cloud knows it by, and with the certificate's (N30). */
export function makeStatement(
  { site, device, authority, box }: Pick<Membership, 'site' | 'device' | 'authority' | 'box'>,
  signer: { readonly keyId: string; readonly key: KeyObject },
): MemberStatement {
  const said = { device, authority: certificateName(authority), certificate: certificateName(box.certificate), keyId: signer.keyId }
  const text = Buffer.from(statementText(site, said))
  return {
    ...{ v: 1, ...said },
    signature: sign(null, text, signer.key).toString('base64url'),
    possession: sign('sha256', text, box.key).toString('base64url'),
  }
}

/** Who reads a word of the cloud: a box, under its authority, with the secret it agreed on at enrolment. */
export interface WordReader {
  readonly site: string
  readonly device: string
  readonly authority: string
  readonly secret: Uint8Array
}

/**
 * The cloud's word on this site, when it is the cloud's: signed by a key that was introduced to this box under the secret the two agreed
 * on, and about the authority this box follows. Else why it counts for nothing, whoever handed it over (N31): `outdated`: about an
 * authority before, or from before this box was enrolled.
 */
export function judgeCountersignature(given: unknown, to: WordReader): Countersignature | PeerRefusal {
  const parsed = v.safeParse(countersignature, given)
  if (!parsed.success) return 'malformed'
  const { body, key, signature, introductions } = parsed.output
  if (body.site !== to.site) return 'wrongSite'
  if (body.authority !== certificateName(to.authority) || introductions[to.device] === undefined) return 'outdated'
  const introduced = Buffer.from(introductions[to.device] ?? '', 'base64url')
  const expected = introductionOf(to.secret, introductionText(to.site, to.device, key))
  if (introduced.length !== expected.length || !timingSafeEqual(introduced, expected)) return 'notSigned'
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' })
  return verify(null, Buffer.from(countersignedText(body)), publicKey, Buffer.from(signature, 'base64url')) ? parsed.output : 'notSigned'
}

/** The same; null for anything that counts for nothing. */
export function readCountersignature(given: unknown, to: WordReader): Countersignature | null {
  const judged = judgeCountersignature(given, to)
  return typeof judged === 'string' ? null : judged
}

function introductionOf(secret: Uint8Array, text: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', secret, new Uint8Array(), INTRODUCTION_INFO, 32))
  return createHmac('sha256', key).update(text).digest()
}
