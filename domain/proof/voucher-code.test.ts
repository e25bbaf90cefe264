import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWellTyped } from './exit-code.ts'
import { bookKey, vectors } from './vectors.fixture.ts'
import { formatVoucherCode, isVoucherOf, MAX_BOOKS, MAX_SERIALS, readVoucherCode, VOUCHER_DIGITS, voucherCode } from './voucher-code.ts'

const claim = fc.record({ book: fc.integer({ min: 0, max: MAX_BOOKS - 1 }), serial: fc.integer({ min: 0, max: MAX_SERIALS - 1 }) })

describe('voucher codes', () => {
  it.each(vectors.vouchers)('[Q14] are what Python makes: book $book, serial $serial, $tries tries', ({ book, serial, code }) => {
    expect(voucherCode({ book, serial }, bookKey)).toBe(code)
    expect(readVoucherCode(code)).toEqual({ book, serial })
  })

  it('[Q14] the vectors hold codes that took more than one try', () => {
    expect(vectors.vouchers.some(({ tries }) => tries > 0)).toBe(true)
    expect(voucherCode({ book: 0, serial: 0 }, bookKey)).toHaveLength(VOUCHER_DIGITS)
  })

  it('[Q15] never begin with the digits of an exit code', () => {
    fc.assert(fc.property(claim, (each) => !isWellTyped(voucherCode(each, bookKey).slice(0, 9))))
  })

  it('[Q16] every wrong digit and every swap of neighbours is a typo', () => {
    fc.assert(
      fc.property(claim, fc.nat({ max: VOUCHER_DIGITS - 1 }), fc.integer({ min: 1, max: 9 }), (each, at, by) => {
        const code = voucherCode(each, bookKey)
        const wrong = [...code].map((digit, i) => (i === at ? String((Number(digit) + by) % 10) : digit)).join('')
        expect(readVoucherCode(wrong)).toBeNull()
        const next = (at + 1) % VOUCHER_DIGITS
        if (next === 0 || code[at] === code[next]) return
        const swapped = [...code]
        swapped[at] = code[next] ?? ''
        swapped[next] = code[at] ?? ''
        expect(readVoucherCode(swapped.join(''))).toBeNull()
      }),
    )
  })

  it('[Q16] of another book, serial or key is not this one', () => {
    const code = voucherCode({ book: 7, serial: 42 }, bookKey)
    const other = bookKey.map((byte) => byte ^ 1)
    expect(isVoucherOf(code, { book: 7, serial: 42 }, bookKey)).toBe(true)
    expect(isVoucherOf(code, { book: 7, serial: 43 }, bookKey)).toBe(false)
    expect(isVoucherOf(code, { book: 8, serial: 42 }, bookKey)).toBe(false)
    expect(isVoucherOf(code, { book: 7, serial: 42 }, other)).toBe(false)
    expect(isVoucherOf('1234', { book: 7, serial: 42 }, bookKey)).toBe(false)
  })

  it('[Q14] separators and spaces do not matter; anything but twelve digits is none', () => {
    const code = voucherCode({ book: 7, serial: 42 }, bookKey)
    expect(formatVoucherCode(code)).toMatch(/^\d{3}-\d{3}-\d{3}-\d{3}$/)
    for (const typed of [formatVoucherCode(code), code.replace(/(.{4})/g, '$1 '), ` ${code}`, code.replace(/(.{6})/g, '$1.')])
      expect(readVoucherCode(typed), typed).toEqual({ book: 7, serial: 42 })
    for (const typed of ['', code.slice(1), `${code}0`, `a${code.slice(1)}`]) expect(readVoucherCode(typed), typed).toBeNull()
  })

  it('[Q14] is twelve digits however small the number that is signed', () => {
    for (let serial = 0; serial < 200; serial++) expect(voucherCode({ book: 7, serial }, bookKey)).toMatch(/^\d{12}$/)
  })

  it.each([
    [{ book: -1, serial: 0 }, /book/],
    [{ book: 100, serial: 0 }, /book/],
    [{ book: 1.5, serial: 0 }, /book/],
    [{ book: 0, serial: 10_000 }, /serial/],
    [{ book: 0, serial: -1 }, /serial/],
    [{ book: 0, serial: 0.5 }, /serial/],
  ])('[Q14] refuses %o', (each, why) => {
    expect(() => voucherCode(each, bookKey)).toThrow(why)
  })

  it('[Q14] refuses a key of another length', () => {
    expect(() => voucherCode({ book: 0, serial: 0 }, bookKey.slice(1))).toThrow(/32 bytes/)
  })
})
