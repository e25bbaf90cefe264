import { createHmac, createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto'
import {
  type Countersignature,
  type CountersignedBody,
  countersignedText,
  INTRODUCTION_INFO,
  introductionText,
} from '@gatehouse/domain/wire/countersign.ts'
import type { CloudKey } from './cloud-key.ts'

const SIGNING_INFO = 'gatehouse/countersigning/v1'
/** what stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410 §7) */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * Puts the cloud's name under what it says of a site's boxes. The signing key follows from the cloud's own key, so there is one file to
 * keep safe and to bring back; each box is told of it under the secret that it and the cloud agreed on.
 */
export function countersign(
  cloudKey: CloudKey,
  body: CountersignedBody,
  /** enrolled members and the X25519 keys they agreed with */
  members: readonly { readonly device: string; readonly agreeKey: string }[],
): Countersignature {
  const seed = cloudKey.derive(SIGNING_INFO)
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' })
  const key = createPublicKey(privateKey).export({ format: 'jwk' }).x ?? ''
  const introductions = members.map(({ device, agreeKey }) => {
    const secret = hkdfSync('sha256', cloudKey.agree(agreeKey), new Uint8Array(), INTRODUCTION_INFO, 32)
    const mac = createHmac('sha256', Buffer.from(secret)).update(introductionText(body.site, device, key))
    return [device, mac.digest('base64url')] as const
  })
  const signature = sign(null, Buffer.from(countersignedText(body)), privateKey).toString('base64url')
  return { body, key, signature, introductions: Object.fromEntries(introductions) }
}
