import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMinor, assertMinor, basisPointsOf, decimalText, minorDigits, money, parseAmount, vatIncluded } from './money.ts'

const amounts = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })
const grossAmounts = fc.oneof(fc.integer({ min: 0, max: 1_000_000 }), fc.maxSafeNat())

describe('minorDigits', () => {
  it.each([
    ['EUR', 2],
    ['USD', 2],
    ['INR', 2],
    ['HUF', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['ISK', 0],
    ['CLP', 0],
    ['TND', 3],
    ['KWD', 3],
    ['BHD', 3],
    ['CLF', 4],
    ['XTS', 2],
    ['constructor', 2],
  ])('[M2] %s has %i', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits)
  })
})

describe('whole amounts', () => {
  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)])('[M1] %d is refused, by name', (amount) => {
    expect(() => assertMinor(amount, 'the refund')).toThrow(/^the refund is /)
  })

  it('[M1] an exact integer passes, and minus zero is zero', () => {
    expect(assertMinor(Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER)
    expect(Object.is(assertMinor(-0), 0)).toBe(true)
  })

  it('[M1] sums are exact or refused', () => {
    fc.assert(
      fc.property(fc.array(amounts, { maxLength: 20 }), (terms) => {
        expect(BigInt(addMinor(...terms))).toBe(terms.reduce((sum, term) => sum + BigInt(term), 0n))
      }),
    )
    expect(addMinor()).toBe(0)
    expect(() => addMinor(Number.MAX_SAFE_INTEGER, 1)).toThrow(/sum/)
    expect(() => addMinor(1, 0.1)).toThrow(RangeError)
  })
})

describe('money', () => {
  it('[M3] is an amount and a code', () => {
    expect(money(450, 'EUR')).toEqual({ amountMinor: 450, currency: 'EUR' })
  })

  it.each(['', 'eur', 'EURO', 'EU', '€'])('[M3] refuses %j as a currency', (code) => {
    expect(() => money(1, code)).toThrow(/ISO 4217/)
  })

  it('[M1] refuses a fraction', () => {
    expect(() => money(4.5, 'EUR')).toThrow(RangeError)
  })
})

describe('basisPointsOf', () => {
  it('[M4] is the exact share, rounded up, checked against arbitrary precision', () => {
    fc.assert(
      fc.property(grossAmounts, fc.integer({ min: 0, max: 10_000 }), (amount, bp) => {
        const exact = BigInt(amount) * BigInt(bp)
        expect(BigInt(basisPointsOf(amount, bp))).toBe((exact + 9_999n) / 10_000n)
      }),
    )
  })

  it('[M4] none of it is nothing, all of it is all', () => {
    fc.assert(
      fc.property(grossAmounts, (amount) => {
        expect(basisPointsOf(amount, 0)).toBe(0)
        expect(basisPointsOf(amount, 10_000)).toBe(amount)
      }),
    )
  })
})

describe('vatIncluded', () => {
  it.each([
    [119, 1900, 19],
    [100, 1900, 16], // 15.966…
    [450, 2000, 75],
    [1, 1900, 0],
    [21, 500, 1],
    [0, 1900, 0],
    [1234, 0, 0],
  ])('[M5] of %i gross at %i basis points is %i', (gross, bp, vat) => {
    expect(vatIncluded(gross, bp)).toBe(vat)
  })

  it('[M5] is within half a minor unit of the exact share, in arbitrary precision', () => {
    fc.assert(
      fc.property(grossAmounts, fc.integer({ min: 0, max: 10_000 }), (gross, bp) => {
        const error = 2n * (BigInt(vatIncluded(gross, bp)) * BigInt(10_000 + bp) - BigInt(gross) * BigInt(bp))
        expect(error <= BigInt(10_000 + bp) && error > -BigInt(10_000 + bp)).toBe(true)
      }),
    )
  })
})

describe('decimalText', () => {
  it.each([
    [1250, 'EUR', '12.50'],
    [5, 'EUR', '0.05'],
    [0, 'EUR', '0.00'],
    [-1205, 'EUR', '-12.05'],
    [500, 'JPY', '500'],
    [-7, 'JPY', '-7'],
    [1500, 'TND', '1.500'],
    [45, 'CLF', '0.0045'],
  ])('[M6] %i %s is %s', (amountMinor, currency, text) => {
    expect(decimalText({ amountMinor, currency })).toBe(text)
  })

  it('[M6] reads back as the same amount', () => {
    fc.assert(
      fc.property(amounts, fc.constantFrom('EUR', 'JPY', 'TND', 'CLF'), (amountMinor, currency) => {
        const text = decimalText({ amountMinor, currency })
        expect(Number(text.replace('.', ''))).toBe(amountMinor)
        expect((text.split('.')[1] ?? '').length).toBe(minorDigits(currency))
      }),
    )
  })
})

describe('parseAmount', () => {
  it.each([
    ['2.50', 'EUR', 250],
    ['2,5', 'EUR', 250],
    [' 12 ', 'EUR', 1200],
    ['0', 'EUR', 0],
    ['007', 'EUR', 700],
    ['500', 'JPY', 500],
    ['1.250', 'TND', 1250],
    ['1.2345', 'CLF', 12345],
    ['999999999', 'EUR', 99_999_999_900],
  ])('[M2] "%s" %s is %i', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toBe(minor)
  })

  it.each([
    ['2.505', 'EUR'],
    ['500.5', 'JPY'],
    ['1.23456', 'CLF'],
    ['1234567890', 'EUR'],
    ['-1', 'EUR'],
    ['1e3', 'EUR'],
    ['2.', 'EUR'],
    ['.5', 'EUR'],
    ['2 5', 'EUR'],
    ['x2.50', 'EUR'],
    ['2.50x', 'EUR'],
    ['', 'EUR'],
  ])('[M2] "%s" is no amount of %s', (text, currency) => {
    expect(parseAmount(text, currency)).toBeNull()
  })

  it('[M2] takes at most as many digits before the point as it is told', () => {
    expect([parseAmount('99', 'EUR', 2), parseAmount('100', 'EUR', 2)]).toEqual([9900, null])
  })

  it('[M1] a refusal names what it is about', () => {
    expect(() => assertMinor(1.5)).toThrow(/^amount is 1\.5/)
    expect(() => assertMinor(1.5, 'already paid')).toThrow(/^already paid is 1\.5/)
  })
})
