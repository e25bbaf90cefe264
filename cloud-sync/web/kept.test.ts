import { expect, it } from 'vitest'
import { kept } from './kept.ts'

it('what was made for a key is kept, each key its own, and never more than asked for', () => {
  const made: string[] = []
  const get = kept((locale, currency) => {
    made.push(`${locale} ${currency}`)
    return { locale, currency }
  }, 2)
  expect(get('de', 'EUR')).toBe(get('de', 'EUR'))
  expect(get('de', 'USD')).toEqual({ locale: 'de', currency: 'USD' })
  expect(made).toEqual(['de EUR', 'de USD'])
  get('fr', 'EUR')
  get('de', 'USD')
  expect(made).toHaveLength(3)
  get('de', 'EUR')
  expect(made).toEqual(['de EUR', 'de USD', 'fr EUR', 'de EUR'])
})

it('what cannot be made is not kept', () => {
  const get = kept((locale) => new Intl.NumberFormat(locale))
  expect(() => get('not a locale')).toThrow(RangeError)
  expect(() => get('not a locale')).toThrow(RangeError)
})
