import { describe, expect, it } from 'vitest'
import type { Explanation } from '../tariff/explain.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { type FeeSpeech, feeSentence } from './fee-sentence.ts'

const plain: FeeSpeech = {
  words: en,
  money: (minor) => `€${(minor / 100).toFixed(2)}`,
  minutes: (count) => `${count} min`,
  day: (at) => new Date(at).toISOString().slice(0, 10),
  percent: (basisPoints) => `${basisPoints / 100}%`,
}
const said = (line: Explanation) => feeSentence(line, plain)
const march = Date.UTC(2026, 2, 1)

describe('a line of a bill in words', () => {
  it.each<[Explanation, string]>([
    [{ key: 'freeStay', freeMinutes: 15, amountMinor: null }, 'Up to 15 min is free'],
    [{ key: 'tier', fromMinutes: 0, untilMinutes: 60, amountMinor: 200 }, 'Up to 60 min'],
    [{ key: 'tier', fromMinutes: 60, untilMinutes: 120, amountMinor: 200 }, '60 min to 120 min'],
    [{ key: 'steps', count: 3, stepMinutes: 20, unitMinor: 100, amountMinor: 300 }, '3 × €1.00 each started 20 min'],
    [{ key: 'dayMaximum', days: 2, maximumMinor: 2000, amountMinor: -500 }, 'At most €20.00 a day, 2 days'],
    [{ key: 'periodMaximum', periods: 1, periodHours: 24, maximumMinor: 2000, amountMinor: -500 }, 'At most €20.00 in 24 h'],
    [{ key: 'validationPercent', percent: 50, amountMinor: -100 }, '50% off'],
    [{ key: 'debt', stayedAt: march, amountMinor: 700 }, 'Unpaid stay of 2026-03-01'],
  ])('[T23] %j', (line, sentence) => expect(said(line)).toBe(sentence))

  it('[T23] what earlier stays have used up of a maximum stands behind it', () => {
    const line: Explanation = { key: 'dayMaximum', days: 1, maximumMinor: 2000, amountMinor: -500, earlierMinor: 1200 }
    expect(said(line)).toBe('At most €20.00 a day (€12.00 charged before)')
  })

  it('[T23] since when, then the owner’s name, then the rest; a package needs no more than its name', () => {
    expect(said({ key: 'flat', amountMinor: 500, name: 'Evening', since: march })).toBe('new price from 2026-03-01: Evening: Flat rate')
    expect(said({ key: 'special', priceMinor: 500, amountMinor: -100, name: 'Night' })).toBe('Night')
  })

  it('[T23] Arabic counts minutes as Arabic counts', () => {
    expect([ar.perStep(10), ar.perStep(20)]).toEqual(['لكل 10 دقائق تبدأ', 'لكل 20 دقيقة تبدأ'])
  })
})
