import type { OwnerSummary } from '@gatehouse/domain/wire/owner.ts'
import { money } from '../format.ts'
import type { Speech } from '../languages.ts'

/** One piece of the header's sentence; `to` says what it can be tapped down to. */
export interface Phrase {
  readonly text: string
  readonly to: 'money' | 'inside' | 'entered' | 'left' | 'needs' | null
}

const small = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine']

/** What a person would say about the day: "Today €1,284.50, 12 % over last Sunday. 43 of 60 places taken. One thing needs you." */
export function daySentence(s: OwnerSummary, speech: Speech): readonly Phrase[] {
  const running = s.now >= s.from && s.now < s.until
  const amount = money(s.revenue.amountMinor, s.site.currency, speech.locale)
  const phrases: Phrase[] = [
    { text: `${running ? 'Today' : dayName(s)} `, to: null },
    { text: amount, to: 'money' },
    { text: `${comparison(s, running, speech)}. `, to: null },
  ]
  if (running) phrases.push({ text: taken(s), to: 'inside' }, { text: '. ', to: null })
  else {
    phrases.push({ text: `${cars(s.occupancy.entries)} in`, to: 'entered' }, { text: ', ', to: null })
    phrases.push({ text: `${cars(s.occupancy.exits)} out`, to: 'left' }, { text: '.', to: null })
  }
  if (running) phrases.push({ text: needs(s.needsYou.length), to: s.needsYou.length > 0 ? 'needs' : null })
  return phrases
}

function dayName(s: OwnerSummary): string {
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: s.site.timeZone }).format(s.from)
}

function comparison(s: OwnerSummary, running: boolean, speech: Speech): string {
  const { amountMinor, before } = s.revenue
  if (before.amountMinor === 0) return ''
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(Date.parse(`${before.day}T12:00:00Z`))
  const then = running ? `last ${weekday} by now` : `the ${weekday} before`
  const change = Math.round(((amountMinor - before.amountMinor) / before.amountMinor) * 100)
  if (change === 0) return `, as much as ${then}`
  const share = new Intl.NumberFormat(speech.locale, { style: 'percent' }).format(Math.abs(change) / 100)
  return `, ${share} ${change > 0 ? 'over' : 'under'} ${then}`
}

function taken(s: OwnerSummary): string {
  const { inside } = s.occupancy
  const { capacity } = s.site
  if (capacity === null) return inside === 1 ? 'One car inside' : `${inside === 0 ? 'No' : inside} cars inside`
  return `${inside} of ${capacity} places taken`
}

function cars(count: number): string {
  return count === 1 ? '1 car' : `${count} cars`
}

function needs(count: number): string {
  if (count === 0) return 'Nothing needs you.'
  return count === 1 ? 'One thing needs you.' : `${small[count] ?? count} things need you.`
}
