import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * What a signing key is called in a signature's `keyid`: the JWK thumbprint of its public half (RFC 7638, RFC 8037 appendix A.3).
 * `publicKey` is the JWK member `x`: 32 bytes as base64url.
 */
export function keyThumbprint(publicKey: string): string {
  return base64url(sha256(utf8ToBytes(`{"crv":"Ed25519","kty":"OKP","x":"${publicKey}"}`)))
}

/**
 * Sixteen digits in groups of four that a person compares on two screens after an enrolment: they stand for the box's two public
 * keys and the cloud's. 53 bits: nobody in between finds keys of their own with the same digits while the claim code lives.
 */
export function keyFingerprint(keys: { readonly signKey: string; readonly agreeKey: string; readonly cloudKey: string }): string {
  const hash = sha256(utf8ToBytes(`gatehouse/fingerprint/v1\n${keys.signKey}\n${keys.agreeKey}\n${keys.cloudKey}`))
  let value = 0n
  for (const byte of hash.subarray(0, 16)) value = (value << 8n) | BigInt(byte)
  return (value % 10n ** 16n)
    .toString()
    .padStart(16, '0')
    .replace(/(\d{4})(?=\d)/g, '$1 ')
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
