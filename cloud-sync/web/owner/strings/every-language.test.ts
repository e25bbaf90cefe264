import { type Language, languageCodes } from '@gatehouse/domain/language.ts'
import { describe, expect, it } from 'vitest'
import { counting } from './count.ts'
import { wordsOf } from './every-language.ts'
import { leaves } from './leaves.ts'

const others = languageCodes.filter((code) => code !== 'en')
const english = leaves(wordsOf.en)

/** Words that are the same in English and in that language, by their key. */
const same: Readonly<Partial<Record<Language, readonly string[]>>> = {
  de: ['boxes.column.box', 'boxes.version'],
  fr: ['frame.pages', 'prices.column.version', 'boxes.version'],
  pl: ['month.vat', 'month.vatColumn'],
}

describe('[O15] every sentence in every language', () => {
  it.each(others)('%s has them all, with the same parts, and no English among them', (language) => {
    const theirs = leaves(wordsOf[language])
    expect([...theirs.keys()].sort()).toEqual([...english.keys()].sort())
    const left: string[] = []
    for (const [key, { text, parts }] of theirs) {
      const model = english.get(key)
      expect([key, parts], text).toEqual([key, model?.parts])
      if (text === model?.text && !same[language]?.includes(key)) left.push(`${key} is still English: ${text}`)
      if (/\b(the|your|you|this|that|and|with|from|which|they|boxes|nobody)\b/i.test(text)) left.push(`${key} has English in it: ${text}`)
      if (language === 'ar' && !/[\u0621-\u064a]/.test(text)) left.push(`${key} has nothing Arabic: ${text}`)
    }
    expect(left).toEqual([])
    // what is the same by design is so still: the list grows no weeds
    expect(same[language]?.filter((key) => theirs.get(key)?.text !== english.get(key)?.text) ?? []).toEqual([])
  })

  it('counts as each language does, with its own digits grouped its own way', () => {
    const pl = counting('pl')
    const cars = (count: number) => pl(count, { one: '# auto', few: '# auta', many: '# aut' })
    expect([1, 2, 5, 12, 22, 25].map(cars)).toEqual(['1 auto', '2 auta', '5 aut', '12 aut', '22 auta', '25 aut'])
    const ar = counting('ar')
    const forms = { zero: 'صفر', one: 'واحدة', two: 'اثنتان', few: '# قليل', many: '# كثير', other: '# غير' }
    expect([0, 1, 2, 3, 11, 100].map((count) => ar(count, forms))).toEqual(['صفر', 'واحدة', 'اثنتان', '3 قليل', '11 كثير', '100 غير'])
    expect(counting('de')(12_500, { one: '#', other: '# Autos' })).toBe('12.500 Autos')
    expect(counting('fr')(1_000_000, { one: '#', other: '# voitures' })).toMatch(/ voitures$/)
  })
})
