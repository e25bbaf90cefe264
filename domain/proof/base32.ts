const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 base32 without padding: upper-case, so a QR code stays in its alphanumeric mode. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let pending = 0
  for (const byte of bytes) {
    pending = (pending << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(pending >> bits) & 31]
    }
    pending &= (1 << bits) - 1
  }
  return bits === 0 ? text : text + ALPHABET[(pending << (5 - bits)) & 31]
}

/**
 * The bytes, or null for anything but the one spelling `encodeBase32` gives them (letter case aside): a wrong character,
 * a length no byte count has, or spare bits that are not zero.
 */
export function decodeBase32(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  if (Math.ceil((bytes.length * 8) / 5) !== text.length) return null
  let bits = 0
  let pending = 0
  let at = 0
  for (const char of text.toUpperCase()) {
    const value = ALPHABET.indexOf(char)
    if (value < 0) return null
    pending = (pending << 5) | value
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = pending >> bits
    pending &= (1 << bits) - 1
  }
  return pending === 0 && at === bytes.length ? bytes : null
}
