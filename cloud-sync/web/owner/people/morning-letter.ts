import { type Language, localeOf } from '@gatehouse/domain/language.ts'
import type { OwnerSummary } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import { dateTime, money } from '../../format.ts'
import { methodWords } from '../method-words.ts'
import { daySentence } from '../sentence.ts'

export interface MorningLetter {
  readonly language: Language
  readonly subject: string
  readonly text: string
  readonly html: string
}

interface Part {
  readonly place: string
  readonly said: string
  readonly lines: readonly string[]
  readonly url: string
}

/** The day before, as the first page tells it, with what is not known yet said beside it. No plate, no picture, no counting of readers. */
export async function morningLetter(
  reader: { readonly name: string },
  days: readonly OwnerSummary[],
  publicUrl: string,
): Promise<MorningLetter> {
  const parts = days.map((day) => partOf(day, publicUrl))
  const [first] = days
  const subject = days.length === 1 && first ? `${first.site.name}: ${taken(first)}` : `${days.length} car parks, the day before`
  const why = `You get this letter because you asked for one each morning; ${publicUrl}/me ends it.`
  const text = [
    `Good morning ${reader.name},`,
    ...parts.flatMap((part) => [part.place, [part.said, ...part.lines].join('\n'), part.url]),
    why,
  ]
  const marked = await html`<!doctype html><html lang="en"><meta charset="utf-8"><title>${subject}</title><body>
<p>Good morning ${reader.name},</p>${parts.map(
    (
      part,
    ) => html`<h2>${part.place}</h2><p>${part.said}</p>${part.lines.length === 0 ? '' : html`<ul>${part.lines.map((line) => html`<li>${line}</li>`)}</ul>`}
<p><a href="${part.url}">${part.url}</a></p>`,
  )}<p><small>${why}</small></p></body></html>`
  return { language: 'en', subject, text: `${text.join('\n\n')}\n`, html: String(marked) }
}

const speechOf = (day: OwnerSummary) => ({ language: 'en', locale: localeOf('en', day.site.country) }) as const
const amount = (day: OwnerSummary, minor: number): string => money(minor, day.site.currency, speechOf(day).locale)
const taken = (day: OwnerSummary): string => amount(day, day.revenue.amountMinor)

function partOf(day: OwnerSummary, publicUrl: string): Part {
  const { revenue, needsYou, completeness, site } = day
  const time = (ms: number) => dateTime(ms, site.timeZone, speechOf(day).locale)
  const methods = revenue.byMethod.map(
    (one) => `${methodWords[one.method] ?? one.method}: ${amount(day, one.amountMinor)} (${one.payments})`,
  )
  const given = revenue.refundedMinor > 0 ? [`Given back: ${amount(day, revenue.refundedMinor)}`] : []
  const { completeTo } = completeness
  const late =
    completeTo === null || completeTo >= day.until
      ? []
      : [`Not all of it is here yet: ${silentBoxes(day)}The figures are complete to ${time(completeTo)} and fill in by themselves.`]
  const needs = needsYou.length === 0 ? [] : [`Needs you now: ${needsYou.map(({ title }) => title).join('; ')}`]
  return {
    place: site.name,
    said: daySentence(day, speechOf(day))
      .map(({ text }) => text)
      .join(''),
    lines: [...methods, ...given, ...late, ...needs],
    url: `${publicUrl}/?${new URLSearchParams({ site: site.id, day: day.day })}`,
  }
}

function silentBoxes({ completeness }: OwnerSummary): string {
  const names = completeness.boxes.filter(({ state }) => state !== 'live').map(({ label }) => label)
  return names.length === 0 ? '' : `${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} more to send. `
}
