import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'

/** What a derived key is for. A label never changes its meaning; a new use gets a new label (Q13). */
export const keyLabels = { quote: 'gatehouse/quote/v1', exitCode: 'gatehouse/exit-code/v1', payer: 'gatehouse/payer/v1' } as const

/**
 * A 32-byte key by HKDF-SHA256 (RFC 5869): input `secret` (what X25519 agreed at enrolment, at least 32 bytes), salt the site
 * id in UTF-8, info the label.
 */
export function deriveKey(secret: Uint8Array, siteId: string, label: string): Uint8Array {
  if (secret.length < 32) throw new RangeError(`a device secret has at least 32 bytes, not ${secret.length}`)
  const utf8 = new TextEncoder()
  return hkdf(sha256, secret, utf8.encode(siteId), utf8.encode(label), 32)
}

/** Both keys of a device at a site. */
export function deviceKeys(secret: Uint8Array, siteId: string): { readonly quote: Uint8Array; readonly exitCode: Uint8Array } {
  return { quote: deriveKey(secret, siteId, keyLabels.quote), exitCode: deriveKey(secret, siteId, keyLabels.exitCode) }
}
