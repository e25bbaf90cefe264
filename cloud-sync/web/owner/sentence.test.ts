import { type Language, languageCodes, localeOf } from '@gatehouse/domain/language.ts'
import type { OwnerSummary } from '@gatehouse/domain/wire/owner.ts'
import { describe, expect, it } from 'vitest'
import { daySentence } from './sentence.ts'
import { wordsOf } from './strings/every-language.ts'

const from = Date.parse('2026-11-22T00:00:00+01:00')
interface Facts {
  readonly taken?: number
  readonly before?: number
  readonly inside?: number
  readonly capacity?: number | null
  readonly needs?: number
  readonly at?: number
}

function pieces(language: Language, over: Facts) {
  const { taken = 128_450, before = 114_690, inside = 43, capacity = 60, needs = 1, at = from + 15 * 3_600_000 } = over
  const summary = {
    ...{ day: '2026-11-22', from, until: from + 86_400_000, now: at, needsYou: Array.from({ length: needs }, () => ({})) },
    site: { currency: 'EUR', timeZone: 'Europe/Berlin', capacity },
    revenue: { amountMinor: taken, before: { day: '2026-11-15', amountMinor: before } },
    occupancy: { inside, entries: 61, exits: 1 },
  } as unknown as OwnerSummary
  return daySentence(summary, { language, locale: localeOf(language, 'DE') }, wordsOf[language].today)
}

const say = (language: Language, over: Facts = {}): string =>
  pieces(language, over)
    .map((p) => p.text)
    .join('')
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .replaceAll(/[\u2066-\u2069\u200e\u200f]/g, '')

describe('the day as a person would say it', () => {
  it.each([
    [{}, 'Today €1,284.50, 12 % over last Sunday by now. 43 of 60 places taken. One thing needs you.'],
    [{ before: 142_722, needs: 0 }, 'Today €1,284.50, 10 % under last Sunday by now. 43 of 60 places taken. Nothing needs you.'],
    [{ before: 128_500, needs: 12 }, 'Today €1,284.50, as much as last Sunday by now. 43 of 60 places taken. 12 things need you.'],
    [{ before: 0, capacity: null, inside: 1 }, 'Today €1,284.50. One car inside. One thing needs you.'],
    [{ before: 0, capacity: null, inside: 0, needs: 3 }, 'Today €1,284.50. No car inside. Three things need you.'],
    [{ at: from + 30 * 3_600_000 }, 'Sunday, 22 November €1,284.50, 12 % over the Sunday before. 61 cars in, 1 car out.'],
  ])('%j', (facts, sentence) => {
    expect(say('en', facts)).toBe(sentence)
  })

  it.each([
    ['de', 'Sonntag, 22. November: 1.284,50 €, 12 % mehr als am Sonntag davor. 61 Autos kamen, 1 fuhr weg.'],
    ['fr', 'Dimanche 22 novembre : 1 284,50 €, 12 % de plus que le dimanche précédent. 61 voitures entrées, 1 sortie.'],
    ['pl', 'Niedziela, 22 listopada: 1284,50 €, o 12% więcej niż tydzień wcześniej (niedziela). Wjechało 61 aut, wyjechało 1.'],
    ['ar', 'يوم الأحد، 22 نوفمبر: 1,284.50 €، أكثر بنسبة 12% من يوم الأحد الذي قبله. دخلت 61 سيارة، وخرجت سيارة واحدة.'],
  ] as const)('as %s says it', (language, sentence) => {
    expect(say(language, { at: from + 30 * 3_600_000 })).toBe(sentence)
  })

  it('[O15] leads to the same places in every language', () => {
    const facts: readonly Facts[] = [{}, { capacity: null }, { capacity: null, inside: 0, needs: 0 }, { at: from + 30 * 3_600_000 }]
    const ways = (language: Language) => facts.map((over) => pieces(language, over).flatMap(({ to }) => to ?? []))
    expect(ways('en')).toEqual([
      ['money', 'inside', 'needs'],
      ['money', 'inside', 'needs'],
      ['money', 'inside'],
      ['money', 'entered', 'left'],
    ])
    for (const language of languageCodes) expect([language, ways(language)]).toEqual([language, ways('en')])
  })
})
