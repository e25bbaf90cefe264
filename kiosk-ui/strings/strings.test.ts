import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { isLanguage, languageCodes, languageOf, languages } from './languages.ts'
import { shortTime } from './short-time.ts'

const room = dirname(dirname(fileURLToPath(import.meta.url)))

/** Every text with its path; functions are called with telling arguments. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, String((value as (...args: unknown[]) => unknown)(...samples(path)))]]
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, path ? `${path}.${key}` : key))
}
const numeric = /stillThere|days|hours|minutes|perStep|freeSpaces/
const samples = (path: string): unknown[] => {
  if (/^fee\.(steps|dayMaximum|periodMaximum)$/.test(path)) return [7, '‹2›', '‹3›']
  return numeric.test(path) ? [7] : ['‹1›', '‹2›', '‹3›']
}
const all = languageCodes.map((code) => [code, new Map(texts(languages[code].strings))] as const)
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
    const computed = /^(denied|search\.(rule|tooMany|none)|exitCode\.problems|thanks\.(free|permit|attendant)|slowDown|notNow)/
    const unused = [...english.keys()].filter(
      (path) => !computed.test(path) && !new RegExp(`\\b${path.split('.').at(-1)}\\b`).test(sources),
    )
    expect(unused).toEqual([])
  })

  it('[K2] says steps in the words a driver knows', () => {
    expect(languages.en.strings.perStep(60)).toBe('each started hour')
    expect(languages.de.strings.perStep(20)).toBe('je angefangene 20 min')
    expect(languages.fr.strings.perStep(1)).toBe('par minute')
    expect(languages.es.strings.perStep(1440)).toBe('por día iniciado')
    expect([shortTime(90), shortTime(120)]).toEqual(['90 min', '2 h'])
  })

  it('a country speaks its own language where we have it', () => {
    expect(['DE', 'AT', 'FR', 'MX', 'GB', 'JP', ''].map(languageOf)).toEqual(['de', 'de', 'fr', 'es', 'en', 'en', 'en'])
    expect([isLanguage('de'), isLanguage('xx'), isLanguage(null), isLanguage('toString')]).toEqual([true, false, false, false])
  })
})
