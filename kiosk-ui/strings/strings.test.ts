import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { shortTime } from '@gatehouse/domain/fee-words/short-time.ts'
import { isLanguage, languageCodes, languageOf, languagesInOrder } from '@gatehouse/domain/language.ts'
import { describe, expect, it } from 'vitest'
import { everyLanguage } from './every-language.test.support.ts'

const room = dirname(dirname(fileURLToPath(import.meta.url)))

/** Every text with its path; functions are called with telling arguments. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, String((value as (...args: unknown[]) => unknown)(...samples(path)))]]
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, path ? `${path}.${key}` : key))
}
const numeric = /stillThere|perStep|freeSpaces/
const samples = (path: string): unknown[] => {
  if (/^fee\.(steps|dayMaximum|periodMaximum)$/.test(path)) return [7, '‹2›', '‹3›']
  return numeric.test(path) ? [7] : ['‹1›', '‹2›', '‹3›']
}
const all = languageCodes.map((code) => [code, new Map(texts(everyLanguage[code]))] as const)
const english = all[0]?.[1] ?? new Map<string, string>()

describe('strings', () => {
  it.each(all)('[K2] %s has every text, and none is empty or untidy', (_, strings) => {
    expect([...strings.keys()].sort()).toEqual([...english.keys()].sort())
    for (const [path, text] of strings) {
      expect(text.trim(), path).toBe(text)
      expect(text.length, path).toBeGreaterThan(0)
      expect(text, path).not.toMatch(/undefined|NaN|\$\{|\[object| {2}|\.\.\./)
      // A sign has no full stop; two sentences part by one.
      if (!/^(slowDown|notNow|pay\.vat)$/.test(path)) expect(text, path).not.toMatch(/[^.]\.$/)
    }
  })

  it.each(all.slice(1))('[K2] %s is translated', (_, strings) => {
    const copied = [...strings].filter(([path, text]) => text.length > 12 && /[a-z]{4}/.test(text) && english.get(path) === text)
    expect(copied).toEqual([])
  })

  it.each(all)('[K2] %s says every number it is given', (_, strings) => {
    for (const [path, text] of strings) {
      const given = /‹\d›/.test(english.get(path) ?? '') ? [...(english.get(path)?.matchAll(/‹\d›/g) ?? [])].map((m) => m[0]) : []
      for (const mark of given) expect(text, path).toContain(mark)
    }
    expect(strings.get('stillThere')).toContain('7')
    expect(strings.get('fee.steps')).toContain('7')
  })

  it('[K2] every text is used somewhere', () => {
    const sources = readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((file) => /^(screens|parts|words|app)/.test(file) && /\.tsx?$/.test(file) && !file.includes('.test.'))
      .map((file) => readFileSync(join(room, file), 'utf8'))
      .join('\n')
    // what a bill says is put together by the domain's feeSentence
    const computed = /^(denied|fee|search\.(rule|tooMany|none)|exitCode\.problems|thanks\.(free|permit|attendant)|slowDown|notNow)/
    const unused = [...english.keys()].filter(
      (path) => !computed.test(path) && !new RegExp(`\\b${path.split('.').at(-1)}\\b`).test(sources),
    )
    expect(unused).toEqual([])
  })

  it('[K2] says steps in the words a driver knows', () => {
    expect(everyLanguage.en.fee.perStep(60)).toBe('each started hour')
    expect(everyLanguage.de.fee.perStep(20)).toBe('je angefangene 20 min')
    expect(everyLanguage.fr.fee.perStep(1)).toBe('par minute')
    expect(everyLanguage.es.fee.perStep(1440)).toBe('por día iniciado')
    expect([shortTime(90), shortTime(120)]).toEqual(['90 min', '2 h'])
  })

  it('[K2] counts as the language counts', () => {
    const spaces = (lang: 'de' | 'pl' | 'ar', numbers: number[]) => numbers.map(everyLanguage[lang].attract.freeSpaces)
    expect(spaces('de', [0, 1, 2])).toEqual(['freie Plätze', 'freier Platz', 'freie Plätze'])
    expect(spaces('pl', [1, 3, 5, 22, 112])).toEqual([
      'wolne miejsce',
      'wolne miejsca',
      'wolnych miejsc',
      'wolne miejsca',
      'wolnych miejsc',
    ])
    expect(new Set(spaces('ar', [1, 2, 3, 11, 100])).size).toBe(4)
  })

  it('[K20] a place’s own languages come first, then its country’s, English, and all others once', () => {
    expect(languagesInOrder('DE').slice(0, 3)).toEqual(['de', 'en', 'fr'])
    expect(languagesInOrder('CH').slice(0, 4)).toEqual(['de', 'fr', 'it', 'en'])
    expect(languagesInOrder('DE', ['tr', 'pl']).slice(0, 3)).toEqual(['tr', 'pl', 'en'])
    expect(languagesInOrder('DE', ['xx', 'ar'])[0]).toBe('ar')
    for (const country of ['GB', 'CH', 'JP', '']) expect([...languagesInOrder(country)].sort()).toEqual([...languageCodes].sort())
  })

  it('a country speaks its own language where we have it', () => {
    expect(['DE', 'AT', 'FR', 'MX', 'GB', 'JP', 'TR', 'BR', 'EG', ''].map(languageOf)).toEqual([
      'de',
      'de',
      'fr',
      'es',
      'en',
      'en',
      'tr',
      'pt',
      'ar',
      'en',
    ])
    expect([isLanguage('de'), isLanguage('xx'), isLanguage(null), isLanguage('toString')]).toEqual([true, false, false, false])
  })
})
