import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkExitCode, exitCode } from './exit-code.ts'
import { decodeQuoteToken, encodeQuoteToken, type QuoteTokenFields, quoteBytes } from './quote-token.ts'
import { readVoucherCode, voucherCode } from './voucher-code.ts'

const runs = { numRuns: 20_000 }
const key = fc.uint8Array({ minLength: 32, maxLength: 32 })
const nonce = fc.uint8Array({ minLength: 7, maxLength: 7 }).map((bytes) => Buffer.from(bytes).toString('hex'))
const fields: fc.Arbitrary<QuoteTokenFields> = fc.record({
  kid: fc.nat(15),
  device: fc.nat(0xff_ffff),
  nonce,
  amountMinor: fc.nat(0xffff_ffff),
  currency: fc.constantFrom('EUR', 'USD', 'GBP'),
  issuedAt: fc.nat(0xffff_ffff).map((seconds) => seconds * 1000),
  ttlMinutes: fc.nat(255),
  stayMinutes: fc.nat(65_535),
})
const flipped = (text: string, at: number, by: number): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const i = at % text.length
  const other = alphabet[(alphabet.indexOf(text[i] ?? 'A') + 1 + (by % 31)) % 32] ?? 'A'
  return text.slice(0, i) + other + text.slice(i + 1)
}

describe('the offline proof, 20 000 cases each', () => {
  it('[Q1][Q5][Q6] a token says what went in, under its own key alone, and no changed character passes', () => {
    fc.assert(
      fc.property(fields, key, key, fc.nat(), fc.nat(), (f, mine, other, at, by) => {
        const token = encodeQuoteToken(f, mine)
        expect(decodeQuoteToken(token, () => mine)).toEqual({ ok: true, fields: f })
        expect(decodeQuoteToken(flipped(token, at, by), () => mine).ok).toBe(false)
        if (Buffer.compare(mine, other) !== 0) expect(decodeQuoteToken(token, () => other).ok).toBe(false)
      }),
      runs,
    )
  })

  it('[Q9][Q10][Q11] an exit code opens its own quote at its own amount; a wrong digit or a swap is a typo, never wrong and never right', () => {
    fc.assert(
      fc.property(fields, key, fc.nat(8), fc.integer({ min: 1, max: 9 }), fc.nat(7), (f, k, at, by, swap) => {
        const quote = quoteBytes(f)
        const code = exitCode(quote, f.amountMinor, k)
        const check = (typed: string) => checkExitCode(typed, quote, f.amountMinor, k)
        expect(check(code)).toBe('ok')
        expect(check(code.slice(0, at) + String((Number(code[at]) + by) % 10) + code.slice(at + 1))).toBe('typo')
        const swapped = code.slice(0, swap) + code[swap + 1] + code[swap] + code.slice(swap + 2)
        expect(check(swapped)).toBe(swapped === code ? 'ok' : 'typo')
      }),
      runs,
    )
  })

  it('[Q15][Q16] a voucher is read back as what it was made of, and a wrong digit as none', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(9_999), key, fc.nat(11), fc.integer({ min: 1, max: 9 }), (book, serial, k, at, by) => {
        const code = voucherCode({ book, serial }, k)
        expect(readVoucherCode(code)).toMatchObject({ book, serial })
        const wrong = code.slice(0, at) + String((Number(code[at]) + by) % 10) + code.slice(at + 1)
        expect(readVoucherCode(wrong)).toBeNull()
      }),
      runs,
    )
  })
})
