import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { duration, money } from './format.ts'
import { speechFor } from './languages.ts'

describe('speechFor', () => {
  it.each([
    ['de-AT,de;q=0.9,en;q=0.5', 'de', 'de-AT'],
    ['en;q=0.3, fr;q=0.8', 'fr', 'fr'],
    ['sv, es-MX;q=0.2', 'es', 'es-MX'],
    ['nl-BE, es-MX;q=0.2', 'nl', 'nl-BE'],
    ['ar-EG', 'ar', 'ar-EG-u-nu-latn'],
    ['it-CH, de;q=0.4', 'it', 'it-CH'],
    ['deu', 'en', 'en'],
    ['fr;q=0', 'en', 'en'],
    [undefined, 'en', 'en'],
    ['*', 'en', 'en'],
  ])('%s → %s', (header, language, locale) => {
    expect(speechFor(header)).toEqual({ language, locale })
  })

  it('survives anything a header can hold, and what it says can be used', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (header) => {
        expect(money(123_456, 'EUR', speechFor(header).locale)).toMatch(/\d/)
      }),
    )
  })
})

describe('money and time', () => {
  const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')
  it.each([
    [750, 'EUR', 'de', '7,50 €'],
    [1_284_50, 'EUR', 'fr', '1 284,50 €'],
    [500, 'JPY', 'en', '¥500'],
    [1_250, 'TND', 'en', 'TND 1.250'],
    [9_007_199_254_740_991, 'EUR', 'en', '€90,071,992,547,409.91'],
    [-250, 'EUR', 'de', '-2,50 €'],
    [750, 'EUR', 'ar-EG-u-nu-latn', '\u20667.50 €\u2069'],
  ])('%s %s in %s', (minor, currency, locale, text) => {
    expect(plain(money(minor, currency, locale))).toBe(text)
  })

  it.each([
    [9_660_000, '2 h 41 min'],
    [3_600_000, '1 h'],
    [86_400_000 * 3 + 3_600_000, '3 d 1 h'],
    [40_000, '40 s'],
    [-5, '0 s'],
  ])('%s ms', (ms, text) => {
    expect(duration(ms)).toBe(text)
  })

  it('counts as Arabic and Turkish do', () => {
    expect(duration(9_660_000, 'ar')).toBe('ساعتان 41 دقيقة')
    expect(duration(9_660_000, 'tr')).toBe('2 sa. 41 dk.')
  })
})
