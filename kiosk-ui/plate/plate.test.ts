import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsCountry, isUnsure, plateGroups } from './plate-groups.ts'
import { placeCharacters, textField } from './plate-layout.ts'
import { plateStyle } from './plate-style.ts'

const countries = [
  'DE',
  'FR',
  'ES',
  'IT',
  'GB',
  'NL',
  'BE',
  'AT',
  'CH',
  'PT',
  'PL',
  'RO',
  'SE',
  'BR',
  'AR',
  'IN',
  'US',
  'CA',
  'NO',
  'JP',
  null,
]
const anyText = fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'), minLength: 1, maxLength: 12 })
const grouped = (text: string, country: string) => {
  const { groups, join } = plateGroups(text, country)
  return groups.join(join)
}

describe('plates', () => {
  it('[K4] are broken up as their country does', () => {
    expect(grouped('BAB1234', 'DE')).toBe('BAB 1234')
    expect(grouped('BAB1234E', 'DE')).toBe('BAB 1234E')
    expect(grouped('AB123CD', 'FR')).toBe('AB-123-CD')
    expect(grouped('1234BCD', 'ES')).toBe('1234 BCD')
    expect(grouped('AB12CDE', 'GB')).toBe('AB12 CDE')
    expect(grouped('MH12DE1433', 'IN')).toBe('MH 12 DE 1433')
    expect(grouped('ZH184502', 'CH')).toBe('ZH 184 502')
    expect(grouped('BRA2E19', 'BR')).toBe('BRA2E19')
    expect(grouped('ABC1234', 'BR')).toBe('ABC-1234')
    expect(grouped('GB123K', 'NL')).toBe('GB-123-K')
    expect(grouped('B123ABC', 'RO')).toBe('B 123 ABC')
    expect(grouped('???', 'DE')).toBe('???')
  })

  it('[K4] grouping never changes, drops or adds a character', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...countries), (text, country) => {
        expect(plateGroups(text, country).groups.join('')).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  it('[K4] characters stand in order inside the field, each with its own certainty', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...countries), (text, country) => {
        const certainty = [...text].map((_, i) => (i % 3 === 1 ? 0.3 : 0.99))
        const style = plateStyle(country)
        const field = textField(style)
        const placed = placeCharacters({ text, certainty }, country, style)
        const read = placed.filter((p) => !p.between)
        expect(read.map((p) => p.char).join('')).toBe(text)
        expect(read.map((p) => p.unsure)).toEqual(certainty.map((p) => isUnsure(p)))
        let edge = field.left - 0.01
        for (const p of placed) {
          expect(p.x - p.width / 2).toBeGreaterThanOrEqual(edge - 0.01)
          edge = p.x + p.width / 2
        }
        expect(edge).toBeLessThanOrEqual(field.right + 0.01)
      }),
      { numRuns: 500 },
    )
  })

  it('[K4] look like their country', () => {
    expect(plateStyle('DE')).toMatchObject({ kind: 'band', mark: 'D', stars: true, twin: false })
    expect(plateStyle('FR')).toMatchObject({ mark: 'F', twin: true })
    expect(plateStyle('GB')).toMatchObject({ mark: 'UK', stars: false, ground: '#ffcf1f' })
    expect(plateStyle('BR')).toMatchObject({ kind: 'mercosur', mark: 'BRASIL' })
    expect(plateStyle('IN')).toMatchObject({ kind: 'india', mark: 'IND' })
    expect(plateStyle('US').width).toBeLessThan(300)
    expect(plateStyle('ZZ')).toBe(plateStyle(null))
    expect(plateStyle('toString')).toBe(plateStyle(null))
  })

  it('[K4] a plate without a country is drawn as the place’s own only when it could be one', () => {
    expect([fitsCountry('BAB1234', 'DE'), fitsCountry('1234BCD', 'DE'), fitsCountry('BRA2E19', 'BR'), fitsCountry('X', 'JP')]).toEqual([
      true,
      false,
      true,
      false,
    ])
    expect([isUnsure(0.74), isUnsure(0.75), isUnsure(undefined)]).toEqual([true, false, false])
  })
})
