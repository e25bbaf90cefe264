import type { OwnerSummary } from '@gatehouse/domain/wire/owner.ts'
import { describe, expect, it } from 'vitest'
import { daySentence } from './sentence.ts'

const from = Date.parse('2026-11-22T00:00:00+01:00')
const speech = { language: 'de', locale: 'de' } as const

function say(
  over: { taken?: number; before?: number; inside?: number; capacity?: number | null; needs?: number; at?: number } = {},
): string {
  const { taken = 128_450, before = 114_690, inside = 43, capacity = 60, needs = 1, at = from + 15 * 3_600_000 } = over
  const summary = {
    ...{ day: '2026-11-22', from, until: from + 86_400_000, now: at, needsYou: Array.from({ length: needs }, () => ({})) },
    site: { currency: 'EUR', timeZone: 'Europe/Berlin', capacity },
    revenue: { amountMinor: taken, before: { day: '2026-11-15', amountMinor: before } },
    occupancy: { inside, entries: 61, exits: 1 },
  } as unknown as OwnerSummary
  return daySentence(summary, speech)
    .map((p) => p.text)
    .join('')
    .replaceAll(/[\u00a0\u202f]/g, ' ')
}

describe('the day as a person would say it', () => {
  it.each([
    [{}, 'Today 1.284,50 €, 12 % over last Sunday by now. 43 of 60 places taken. One thing needs you.'],
    [{ before: 142_722, needs: 0 }, 'Today 1.284,50 €, 10 % under last Sunday by now. 43 of 60 places taken. Nothing needs you.'],
    [{ before: 128_500, needs: 12 }, 'Today 1.284,50 €, as much as last Sunday by now. 43 of 60 places taken. 12 things need you.'],
    [{ before: 0, capacity: null, inside: 1 }, 'Today 1.284,50 €. One car inside. One thing needs you.'],
    [{ before: 0, capacity: null, inside: 0, needs: 3 }, 'Today 1.284,50 €. No cars inside. Three things need you.'],
    [{ at: from + 30 * 3_600_000 }, 'Sunday 22 November 1.284,50 €, 12 % over the Sunday before. 61 cars in, 1 car out.'],
  ])('%j', (facts, sentence) => {
    expect(say(facts)).toBe(sentence)
  })
})
