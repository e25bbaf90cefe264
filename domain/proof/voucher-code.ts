import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { equalBytes } from './bytes.ts'
import { dammDigit } from './damm.ts'

const MAC_DIGITS = 5
const MODULUS = 10n ** BigInt(MAC_DIGITS)
/** What an exit code's nine digits are: nobody may take the beginning of a voucher for one. */
const EXIT_CODE_DIGITS = 9
export const VOUCHER_DIGITS = 12
/** Books of one site, and codes of one book. */
export const MAX_BOOKS = 100
export const MAX_SERIALS = 10_000

export interface VoucherClaim {
  /** 0–99, the number of a merchant's book at its site */
  readonly book: number
  /** 0–9999 */
  readonly serial: number
}

/**
 * The twelve digits a merchant hands to a driver: book (2), serial (4), five digits of HMAC-SHA256(book key, 0x02 ‖ book u8 ‖
 * serial u16 ‖ try u8), and a Damm check digit (Q14–Q17 of SPEC.md). `try` is the first that keeps the nine leading digits from
 * being a well-formed exit code, so that one keypad takes both. Works with no network: a box needs the book's key alone.
 */
export function voucherCode({ book, serial }: VoucherClaim, key: Uint8Array): string {
  if (!Number.isInteger(book) || book < 0 || book >= MAX_BOOKS) throw new RangeError(`a book has a number from 0 to 99, not ${book}`)
  if (!Number.isInteger(serial) || serial < 0 || serial >= MAX_SERIALS) throw new RangeError(`a serial is 0 to 9999, not ${serial}`)
  if (key.length !== 32) throw new RangeError(`a book's key is 32 bytes, not ${key.length}`)
  const claim = `${String(book).padStart(2, '0')}${String(serial).padStart(4, '0')}`
  const message = Uint8Array.from([2, book, serial >> 8, serial & 0xff, 0])
  for (;;) {
    const mac = hmac(sha256, key, message)
    const number = new DataView(mac.buffer, mac.byteOffset, 8).getBigUint64(0) % MODULUS
    const digits = claim + String(number).padStart(MAC_DIGITS, '0')
    if (dammDigit(digits.slice(0, EXIT_CODE_DIGITS)) !== 0) return digits + dammDigit(digits)
    message[4] = (message[4] ?? 0) + 1
  }
}

/** The way people read it aloud, and the machine shows it: 3-3-3-3. */
export function formatVoucherCode(code: string): string {
  return code.replace(/(\d{3})(?=\d)/g, '$1-')
}

/** What twelve digits claim, null where they cannot be a voucher: a typo, or something else. Separators are ignored. */
export function readVoucherCode(typed: string): VoucherClaim | null {
  const digits = plainDigits(typed)
  if (digits === null || dammDigit(digits) !== 0) return null
  return { book: Number(digits.slice(0, 2)), serial: Number(digits.slice(2, 6)) }
}

/** Whether these digits were made with the book's key; compares in constant time. */
export function isVoucherOf(typed: string, claim: VoucherClaim, key: Uint8Array): boolean {
  const digits = plainDigits(typed)
  return digits !== null && equalBytes(ascii(digits), ascii(voucherCode(claim, key)))
}

function plainDigits(typed: string): string | null {
  const digits = typed.replace(/[\s.–-]/g, '')
  return /^\d{12}$/.test(digits) ? digits : null
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))
