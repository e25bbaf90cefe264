import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { equalBytes } from './bytes.ts'
import { dammDigit } from './damm.ts'
import { QUOTE_BYTES } from './quote-token.ts'

const DIGITS = 8
const MODULUS = 10n ** BigInt(DIGITS)

/**
 * The nine digits a phone shows once it has paid: the first 64 bits of HMAC-SHA256(device exit key, 0x01 ‖ quote bytes ‖ paid
 * u32), modulo 10⁸, and a Damm check digit (Q9–Q12 of SPEC.md). `quote` is the 23 quote bytes, or the 39 of a whole token.
 * No time in it: one quote and one paid amount have one code.
 */
export function exitCode(quote: Uint8Array, paidMinor: number, exitKey: Uint8Array): string {
  if (quote.length !== QUOTE_BYTES && quote.length !== QUOTE_BYTES + 16)
    throw new RangeError(`a quote is ${QUOTE_BYTES} bytes, not ${quote.length}`)
  if (!Number.isInteger(paidMinor) || paidMinor < 0 || paidMinor > 0xffff_ffff)
    throw new RangeError(`paid amount ${paidMinor} does not fit 32 bits`)
  if (exitKey.length !== 32) throw new RangeError(`an exit key is 32 bytes, not ${exitKey.length}`)
  const message = new Uint8Array(1 + QUOTE_BYTES + 4)
  message[0] = 1
  message.set(quote.subarray(0, QUOTE_BYTES), 1)
  new DataView(message.buffer).setUint32(1 + QUOTE_BYTES, paidMinor)
  const mac = hmac(sha256, exitKey, message)
  const number = new DataView(mac.buffer, mac.byteOffset, 8).getBigUint64(0) % MODULUS
  const digits = String(number).padStart(DIGITS, '0')
  return digits + dammDigit(digits)
}

/** The way people read it aloud: 3-3-3. */
export function formatExitCode(code: string): string {
  return `${code.slice(0, 3)}-${code.slice(3, 6)}-${code.slice(6)}`
}

/** Whether nine digits with a right check digit were typed; separators are ignored. A typo spends no try. */
export function isWellTyped(typed: string): boolean {
  const digits = plainDigits(typed)
  return digits !== null && dammDigit(digits) === 0
}

/**
 * `typo`: cannot be anyone's code, spends no try · `wrong`: well formed but not this quote's · `ok`.
 * Compares in constant time.
 */
export function checkExitCode(typed: string, quote: Uint8Array, paidMinor: number, exitKey: Uint8Array): 'ok' | 'typo' | 'wrong' {
  const digits = plainDigits(typed)
  if (digits === null || dammDigit(digits) !== 0) return 'typo'
  return equalBytes(ascii(digits), ascii(exitCode(quote, paidMinor, exitKey))) ? 'ok' : 'wrong'
}

function plainDigits(typed: string): string | null {
  const digits = typed.replace(/[\s.–-]/g, '')
  return /^\d{9}$/.test(digits) ? digits : null
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}
