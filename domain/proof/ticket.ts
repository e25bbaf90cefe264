import { bytesOf, hexOf } from './bytes.ts'

/** A quote's nonce: 56 random bits as 14 hex digits. `randomBytes(7)` must come from a cryptographic source. */
export function newNonce(randomBytes: (length: number) => Uint8Array): string {
  return hexOf(randomBytes(7).subarray(0, 7))
}

// No two are confusable on a screen or over an intercom, and without vowels no tag is a word.
const TAG_ALPHABET = 'CFHJKMNPRTWXY3479'

/** Three characters that kiosk and phone both show, so a driver knows it is the same ticket. Throws for a nonce that is not 14 hex digits. */
export function ticketTag(nonce: string): string {
  let rest = bytesOf(nonce, 7, 'nonce').reduce((number, byte) => (number * 256 + byte) % TAG_ALPHABET.length ** 3, 0)
  let tag = ''
  for (let i = 0; i < 3; i++) {
    tag = TAG_ALPHABET[rest % TAG_ALPHABET.length] + tag
    rest = Math.floor(rest / TAG_ALPHABET.length)
  }
  return tag
}

// QR version 4-M holds 90 alphanumeric characters; a token takes 63 of them.
const MAX_PREFIX = 27

/** What keeps a URL prefix out of the kiosk's QR, as a sentence, or null when it fits (`HTTPS://PAY.HOST/Q/`). */
export function payUrlProblem(prefix: string): string | null {
  if (!/^[0-9A-Z $%*+\-./:]*$/.test(prefix)) return `"${prefix}" has characters outside QR alphanumeric mode; write it in capitals`
  if (!/^HTTPS?:\/\/[^/]+\/(.*\/)?$/.test(prefix)) return `"${prefix}" is not an HTTPS://HOST/PATH/ prefix that ends in a slash`
  if (prefix.length > MAX_PREFIX) return `"${prefix}" has ${prefix.length} characters; more than ${MAX_PREFIX} make the QR too fine to scan`
  return null
}
