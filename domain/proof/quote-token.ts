import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { type EpochMs, MINUTE_MS, SECOND_MS } from '../time.ts'
import { decodeBase32, encodeBase32 } from './base32.ts'
import { bytesOf, equalBytes, hexOf } from './bytes.ts'
import { tokenCurrencies } from './currency-index.ts'

export { newNonce, payUrlProblem, ticketTag } from './ticket.ts'

/**
 * The kiosk QR's quote token (Q1–Q8 of SPEC.md): big-endian
 * `ver 4 bit | kid 4 bit · device u24 · nonce 56 bit · amount u32 · currency u8 · iat u32 s · ttl u8 min · stay u16 min`,
 * 23 bytes, then HMAC-SHA256 of them under the device's quote key, truncated to 16 bytes (RFC 2104 §5). 39 bytes are 63
 * base32 characters. No plate and no session id.
 */
export interface QuoteTokenFields {
  /** which of the device's keys, 0–15 */
  readonly kid: number
  /** the device's number at the cloud, 0–16 777 215 */
  readonly device: number
  /** 14 hex digits, see `newNonce` */
  readonly nonce: string
  readonly amountMinor: number
  readonly currency: string
  /** whole seconds survive: milliseconds are cut off */
  readonly issuedAt: EpochMs
  /** price lock in minutes, 0–255 */
  readonly ttlMinutes: number
  /** length of stay in minutes; a longer one than 65 535 (45 days) reads as that */
  readonly stayMinutes: number
}

export type QuoteTokenVerdict =
  | { readonly ok: true; readonly fields: QuoteTokenFields }
  /** `malformed`: not a token · `version`: made by other software · `unknownKey`: no such device or key · `forged`: wrong MAC */
  | { readonly ok: false; readonly reason: 'malformed' | 'version' | 'unknownKey' | 'forged' }

export const QUOTE_BYTES = 23
const MAC_BYTES = 16
const VERSION = 1
const MAX_STAY_MINUTES = 0xffff

/** The 23 signed bytes. Throws RangeError naming the field that does not fit. */
export function quoteBytes(fields: QuoteTokenFields): Uint8Array {
  const bytes = new Uint8Array(QUOTE_BYTES)
  const view = new DataView(bytes.buffer)
  const currency = tokenCurrencies.indexOf(fields.currency)
  if (currency < 0) throw new RangeError(`currency ${fields.currency} has no number in quote tokens yet`)
  const head = (VERSION << 28) | (ranged(fields.kid, 0xf, 'kid') << 24) | ranged(fields.device, 0xff_ffff, 'device')
  view.setUint32(0, head >>> 0)
  bytes.set(bytesOf(fields.nonce, 7, 'nonce'), 4)
  view.setUint32(11, ranged(fields.amountMinor, 0xffff_ffff, 'amount'))
  view.setUint8(15, currency)
  view.setUint32(16, ranged(Math.floor(fields.issuedAt / SECOND_MS), 0xffff_ffff, 'issue time'))
  view.setUint8(20, ranged(fields.ttlMinutes, 0xff, 'price lock'))
  view.setUint16(21, ranged(Math.min(fields.stayMinutes, MAX_STAY_MINUTES), MAX_STAY_MINUTES, 'stay'))
  return bytes
}

/** 63 base32 characters. `key`: the device's quote key, 32 bytes. */
export function encodeQuoteToken(fields: QuoteTokenFields, key: Uint8Array): string {
  const bytes = quoteBytes(fields)
  const token = new Uint8Array(QUOTE_BYTES + MAC_BYTES)
  token.set(bytes)
  token.set(macOf(bytes, key), QUOTE_BYTES)
  return encodeBase32(token)
}

/**
 * Reads a token and checks its MAC. `keyFor` returns the quote key of a device and kid, or null. Whether the lock has run
 * out is for the caller, who has a clock.
 */
export function decodeQuoteToken(text: string, keyFor: (device: number, kid: number) => Uint8Array | null): QuoteTokenVerdict {
  const token = decodeBase32(text)
  if (token === null || token.length !== QUOTE_BYTES + MAC_BYTES) return { ok: false, reason: 'malformed' }
  const bytes = token.subarray(0, QUOTE_BYTES)
  const head = new DataView(token.buffer).getUint32(0)
  if (head >>> 28 !== VERSION) return { ok: false, reason: 'version' }
  const key = keyFor(head & 0xff_ffff, (head >>> 24) & 0xf)
  if (key === null) return { ok: false, reason: 'unknownKey' }
  if (!equalBytes(macOf(bytes, key), token.subarray(QUOTE_BYTES))) return { ok: false, reason: 'forged' }
  const fields = fieldsOf(bytes)
  return fields === null ? { ok: false, reason: 'malformed' } : { ok: true, fields }
}

function fieldsOf(bytes: Uint8Array): QuoteTokenFields | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, QUOTE_BYTES)
  const head = view.getUint32(0)
  const currency = tokenCurrencies[view.getUint8(15)]
  if (currency === undefined) return null
  return {
    kid: (head >>> 24) & 0xf,
    device: head & 0xff_ffff,
    nonce: hexOf(bytes.subarray(4, 11)),
    amountMinor: view.getUint32(11),
    currency,
    issuedAt: view.getUint32(16) * SECOND_MS,
    ttlMinutes: view.getUint8(20),
    stayMinutes: view.getUint16(21),
  }
}

/** When the price lock of a token ends. */
export function tokenLockUntil(fields: QuoteTokenFields): EpochMs {
  return fields.issuedAt + fields.ttlMinutes * MINUTE_MS
}

function macOf(bytes: Uint8Array, key: Uint8Array): Uint8Array {
  if (key.length !== 32) throw new RangeError(`a quote key is 32 bytes, not ${key.length}`)
  return hmac(sha256, key, bytes).subarray(0, MAC_BYTES)
}

function ranged(value: number, max: number, what: string): number {
  if (!Number.isInteger(value) || value < 0 || value > max) throw new RangeError(`${what} ${value} does not fit a quote token (0–${max})`)
  return value
}
