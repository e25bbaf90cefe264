import type { OwnerSummary } from '@gatehouse/domain/wire/owner.ts'
import { money } from '../format.ts'
import { kept } from '../kept.ts'
import type { Speech } from '../languages.ts'
import { type Phrase, phrases } from './marked.ts'
import type { TodayWords } from './strings/en/today.ts'

const dayNames = kept((locale, timeZone) => new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone }))
const weekdays = kept((locale) => new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }))
const shares = kept((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }))

/**
 * What a person would say about the day: "Today €1,284.50, 12 % over last Sunday by now. 43 of 60 places taken. One thing needs you."
 * Its pieces lead to `money`, `inside`, `entered`, `left` and `needs`.
 */
export function daySentence(s: OwnerSummary, speech: Speech, words: TodayWords): readonly Phrase[] {
  const { entries, exits } = s.occupancy
  const sentences = isRunning(s)
    ? [taken(s, speech, words), occupied(s, words), needs(s.needsYou.length, words)]
    : [taken(s, speech, words), words.cameAndWent(entries, exits)]
  return phrases(sentences.join(' '))
}

const isRunning = (s: OwnerSummary): boolean => s.now >= s.from && s.now < s.until

function taken(s: OwnerSummary, { locale }: Speech, words: TodayWords): string {
  const { amountMinor, before } = s.revenue
  const amount = money(amountMinor, s.site.currency, locale)
  const [first = '', ...rest] = dayNames(locale, s.site.timeZone).format(s.from)
  const day = first.toLocaleUpperCase(locale) + rest.join('')
  const [now, past] = [words.soFar, words.past]
  const running = isRunning(s)
  if (before.amountMinor === 0) return running ? now.alone(amount) : past.alone(day, amount)
  const weekday = weekdays(locale).format(Date.parse(`${before.day}T12:00:00Z`))
  const change = Math.round(((amountMinor - before.amountMinor) / before.amountMinor) * 100)
  if (change === 0) return running ? now.same(amount, weekday) : past.same(day, amount, weekday)
  const share = shares(locale).format(Math.abs(change) / 100)
  const way = change > 0 ? 'over' : 'under'
  return running ? now[way](amount, share, weekday) : past[way](day, amount, share, weekday)
}

function occupied({ occupancy: { inside }, site: { capacity } }: OwnerSummary, words: TodayWords): string {
  if (capacity !== null) return words.placesTaken(inside, capacity)
  return inside === 0 ? words.noCarInside : words.carsInside(inside)
}

const needs = (count: number, words: TodayWords): string => (count === 0 ? words.nothingNeedsYou : words.thingsNeedYou(count))
