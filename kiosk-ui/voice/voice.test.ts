import { languageCodes } from '@gatehouse/domain/language.ts'
import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixtures } from '../fixtures.ts'
import { everyLanguage } from '../strings/every-language.test.support.ts'
import { clipTexts } from './clip-texts.ts'
import { amountKeys, numberKeys, spelledKeys, spokenCurrencies, utterance } from './utterance.ts'
import { openVoice, packVoice } from './voice-file.ts'

describe('what the screen says aloud', () => {
  it.each(languageCodes)('[K23] every screen’s sentences have their clips (%s)', (language) => {
    const clips = clipTexts(language, everyLanguage[language])
    for (const [name, view] of Object.entries<LaneView>(fixtures)) {
      for (const arm of ['closed', 'opening', 'open', 'fault'] as const) {
        const keys = utterance({ ...view, arm }, language)
        expect(keys.length, name).toBeGreaterThan(0)
        for (const key of keys) expect(clips.has(key), `${name} says ${key}`).toBe(true)
      }
    }
  })

  it.each(languageCodes)('[K23] every amount of every spoken currency has its clips (%s)', (language) => {
    const clips = clipTexts(language, everyLanguage[language])
    fc.assert(
      fc.property(fc.nat(99_999_999), fc.constantFrom(...spokenCurrencies, 'TND'), (amountMinor, currency) => {
        for (const key of amountKeys({ amountMinor, currency }, language)) expect(clips.has(key), key).toBe(true)
      }),
    )
  })

  it('[K23] says numbers as people do, and codes letter by letter', () => {
    expect(numberKeys(0)).toEqual(['n.0'])
    expect(numberKeys(345)).toEqual(['n.300', 'n.45'])
    expect(numberKeys(1_000)).toEqual(['n.1000'])
    expect(numberKeys(12_300)).toEqual(['n.12', 'n.1000', 'n.300'])
    expect(spelledKeys('R4T')).toEqual(['l.R', 'n.4', 'l.T'])
    expect(amountKeys({ amountMinor: 750, currency: 'EUR' }, 'en')).toEqual(['n.7', 'c.EUR.other', 'n.50'])
    expect(amountKeys({ amountMinor: 1_800, currency: 'JPY' }, 'en')).toEqual(['n.1000', 'n.800', 'c.JPY.other'])
    expect(amountKeys({ amountMinor: 300, currency: 'PLN' }, 'pl')).toEqual(['n.3', 'c.PLN.few'])
  })

  it('[K23] a currency is declined as the number asks for', () => {
    const pl = clipTexts('pl', everyLanguage.pl)
    expect(['one', 'few', 'many'].map((form) => pl.get(`c.PLN.${form}`))).toEqual(['złoty polski', 'złote polskie', 'złotych polskich'])
  })
})

describe('a voice file', () => {
  it('[K23] gives back each clip as it went in, and null for what it does not have', () => {
    const clips = new Map([
      ['n.1', Uint8Array.of(1, 2, 3)],
      ['t.ä', Uint8Array.of()],
      ['n.2', Uint8Array.of(9)],
    ])
    const open = openVoice(packVoice(clips).buffer)
    for (const [key, bytes] of clips) expect(new Uint8Array(open(key) ?? new ArrayBuffer(99))).toEqual(bytes)
    expect(open('n.3')).toBeNull()
  })
})
