import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { languageCodes } from '@gatehouse/domain/language.ts'
import { describe, expect, it } from 'vitest'
import { languageFor, speeches } from './speech.ts'
import { wordsOf } from './strings/every-language.ts'

/** Every text with its path; functions are called with telling arguments. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, String((value as (...args: unknown[]) => unknown)(...samples(path)))]]
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, path ? `${path}.${key}` : key))
}
const samples = (path: string): unknown[] => (/^(wait|inside)$|callsSince|said\.minutes$/.test(path) ? [7] : ['‹1›', '‹2›', '‹3›'])
const all = languageCodes.map((code) => [code, new Map(texts(wordsOf[code]))] as const)
const english = new Map(texts(wordsOf.en))

describe('[A17] the attendant’s languages', () => {
  it.each(all)('%s has every text, none empty or untidy, and says what it is given', (_, strings) => {
    expect([...strings.keys()].sort()).toEqual([...english.keys()].sort())
    for (const [path, text] of strings) {
      expect(text.trim(), path).toBe(text)
      expect(text, path).toMatch(/./)
      expect(text, path).not.toMatch(/undefined|NaN|\$\{|\[object| {2}|\.\.\./)
      for (const [mark] of english.get(path)?.matchAll(/‹\d›|\b7\b/g) ?? []) expect(text, path).toContain(mark)
    }
  })

  it.each(all.filter(([code]) => code !== 'en'))('%s is translated', (_, strings) => {
    const copied = [...strings].filter(([path, text]) => text.length > 12 && /[a-z]{4}/.test(text) && english.get(path) === text)
    expect(copied).toEqual([])
  })

  it('every text is used somewhere', () => {
    const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.includes('.test.') && !file.startsWith('strings'))
      .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
      .join('\n')
    const computed = /^(reasons|arms|screens\.denied|fee|said\.discountNo|vehicles|kinds|details|methods|tabs|lane\.(entry|exit)$)/
    const unused = [...english.keys()].filter(
      (path) => !computed.test(path) && !new RegExp(`\\b${path.split('.').at(-1)}\\b`).test(sources),
    )
    expect(unused).toEqual([])
  })

  it('counts as the language counts, and writes money and times as the place does', () => {
    expect([1, 2, 5, 22].map(wordsOf.pl.inside)).toEqual([
      '1 samochód w środku',
      '2 samochody w środku',
      '5 samochodów w środku',
      '22 samochody w środku',
    ])
    expect(new Set([0, 1, 2, 3, 11].map(wordsOf.ar.inside)).size).toBe(5)
    const speech = speeches({ country: 'DE', timeZone: 'Europe/Berlin' })
    expect(speech('de').money({ amountMinor: 123_450, currency: 'EUR' })).toMatch(/^1\.234,50\s€$/)
    expect(speech('fr').money({ amountMinor: 500, currency: 'JPY' })).toMatch(/^500\s¥$/)
    expect(speech('ar').money({ amountMinor: 750, currency: 'EUR' })).toContain('7')
    expect(speech('de').when(Date.UTC(2026, 10, 20, 6))).toBe('Fr., 07:00')
    expect(speech('de').duration(9_660_000)).toBe('2 Std. 41 Min.')
    expect([speech('en').duration(0), speech('en').duration(7_200_000)]).toEqual(['0 mins', '2 hrs'])
    expect(speech('ar').direction).toBe('rtl')
  })

  it('a browser that asks for nothing we have gets the place’s first language', () => {
    expect(languageFor(undefined, 'ja', { country: 'PL', timeZone: 'UTC' })).toBe('pl')
    expect(languageFor(undefined, '*', { country: 'PL', timeZone: 'UTC', languages: ['tr', 'pl'] })).toBe('tr')
    expect(languageFor('nl', 'de', { country: 'PL', timeZone: 'UTC' })).toBe('nl')
  })
})
