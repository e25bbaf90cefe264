import { isRightToLeft, type Language, localeOf } from '@gatehouse/domain/language.ts'
import type { OwnerSummary } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import { dateTime, money } from '../../format.ts'
import type { Speech } from '../../languages.ts'
import { needSaid } from '../needs-list.ts'
import { daySentence } from '../sentence.ts'
import type { OwnerWords } from '../strings/en/all.ts'
import { wordsOf } from '../strings/every-language.ts'
import { named } from '../strings/named.ts'

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

/**
 * The day before, as the first page tells it, with what is not known yet said beside it, in the reader's language (null: English).
 * No plate, no picture, no counting of readers.
 */
export async function morningLetter(
  reader: { readonly name: string; readonly language: Language | null },
  days: readonly OwnerSummary[],
  publicUrl: string,
): Promise<MorningLetter> {
  const language = reader.language ?? 'en'
  const words = wordsOf[language]
  const parts = days.map((day) => partOf(day, { language, locale: localeOf(language, day.site.country) }, words, publicUrl))
  const [first] = parts
  const subject = parts.length === 1 && first ? `${first.place}: ${first.taken}` : words.morning.manyParks(days.length)
  const hello = words.morning.hello(reader.name)
  const end = `${publicUrl}/me`
  const text = [
    hello,
    ...parts.flatMap((part) => [part.place, [part.said, ...part.lines].join('\n'), part.url]),
    `${words.morning.why}\n${end}`,
  ]
  const marked =
    await html`<!doctype html><html lang="${language}" dir="${isRightToLeft(language) ? 'rtl' : 'ltr'}"><meta charset="utf-8"><title>${subject}</title><body>
<p>${hello}</p>${parts.map(
      (
        part,
      ) => html`<h2>${part.place}</h2><p>${part.said}</p>${part.lines.length === 0 ? '' : html`<ul>${part.lines.map((line) => html`<li>${line}</li>`)}</ul>`}
<p>${link(part.url)}</p>`,
    )}<p><small>${words.morning.why} ${link(end)}</small></p></body></html>`
  return { language, subject, text: `${text.join('\n\n')}\n`, html: String(marked) }
}

const link = (url: string) => html`<a dir="ltr" href="${url}">${url}</a>`

function partOf(day: OwnerSummary, speech: Speech, words: OwnerWords, publicUrl: string): Part & { readonly taken: string } {
  const { revenue, needsYou, site } = day
  const amount = (minor: number) => money(minor, site.currency, speech.locale)
  const { morning, car, today } = words
  const methods = revenue.byMethod.map((one) => morning.paid(named(car.method, one.method), amount(one.amountMinor), one.payments))
  const given = revenue.refundedMinor > 0 ? [morning.givenBack(amount(revenue.refundedMinor))] : []
  const needs = needsYou.length === 0 ? [] : [morning.needs(needsYou.map((need) => needSaid(need, today).title).join('; '))]
  return {
    place: site.name,
    taken: amount(revenue.amountMinor),
    said: daySentence(day, speech, today)
      .map(({ text }) => text)
      .join(''),
    lines: [...methods, ...given, ...lateWords(day, speech, words), ...needs],
    url: `${publicUrl}/?${new URLSearchParams({ site: site.id, day: day.day })}`,
  }
}

function lateWords({ completeness, until, site }: OwnerSummary, { locale }: Speech, { morning }: OwnerWords): readonly string[] {
  const { completeTo, boxes } = completeness
  if (completeTo === null || completeTo >= until) return []
  const time = dateTime(completeTo, site.timeZone, locale)
  const names = boxes.filter(({ state }) => state !== 'live').map(({ label }) => label)
  return [names.length === 0 ? morning.late(time) : morning.lateFrom(new Intl.ListFormat(locale).format(names), time)]
}
