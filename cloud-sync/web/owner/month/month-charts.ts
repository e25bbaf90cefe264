import type { MonthDay, OwnerMonth, StayLength, WeekHour } from '@gatehouse/domain/wire/owner-month.ts'
import { html } from 'hono/html'
import { duration, money } from '../../format.ts'
import { at, type Frame } from '../frame.ts'
import type { Markup } from '../paper.ts'
import type { MonthWords } from '../strings/en/month.ts'
import { named } from '../strings/named.ts'
import { weekdayNames } from '../weekdays.ts'
import { counted, shortDay } from './written.ts'

const H = 100
/** how dark a cell of the week can be */
const SHADES = 9

const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`)

/** What was taken day by day: one bar a day, each a way to its day. */
export function dayBars(m: OwnerMonth, frame: Frame, words: MonthWords): Markup {
  const { locale } = frame.speech
  const amount = (minor: number) => money(minor, m.site.currency, locale)
  const top = Math.max(...m.days.map((d) => d.amountMinor), 1)
  const width = 310 / m.days.length
  const bar = (d: MonthDay, i: number) => {
    if (d.from > m.now || (d.amountMinor <= 0 && d.entries === 0)) return ''
    const height = Math.max(d.amountMinor > 0 ? 2 : 0, (d.amountMinor / top) * H)
    const now = m.now >= d.from && m.now < d.until
    const name = `${shortDay(d.day, locale)}: ${amount(d.amountMinor)}, ${words.cars(d.entries)}`
    return html`<a href="${at(frame, '/', { day: d.day })}" aria-label="${name}"><title>${name}</title><rect class="hit" x="${(i * width).toFixed(2)}" y="0" width="${width.toFixed(2)}" height="${H}"/><rect class="bar${now ? ' now' : ''}${isWeekend(d.day) ? ' weekend' : ''}" x="${(i * width + 1).toFixed(2)}" y="${(H - height).toFixed(2)}" width="${(width - 2).toFixed(2)}" height="${height.toFixed(2)}"/></a>`
  }
  const marks = [0, 7, 14, 21].map((i) => m.days[i]?.day ?? m.month)
  return html`<figure class="chart"><figcaption><h2>${words.byDay}</h2><span class="top-value">${amount(top === 1 ? 0 : top)}</span></figcaption>
<svg viewBox="0 0 310 ${H}" preserveAspectRatio="none" role="group" aria-label="${words.byDay}">${m.days.map(bar)}<path class="base" d="M0 ${H}h310"/></svg>
<p class="hours" aria-hidden="true">${marks.map((day) => html`<span>${shortDay(day, locale)}</span>`)}</p></figure>`
}

const isWeekend = (day: string): boolean => new Date(noon(day)).getUTCDay() % 6 === 0

/** The ordinary week: a cell for each weekday and hour, the fuller the darker, with its number in it. */
export function fullness(m: OwnerMonth, frame: Frame, words: MonthWords): Markup {
  if (m.week.flat().every(({ mean }) => mean === null)) return html``
  const { locale } = frame.speech
  const full = m.site.capacity ?? Math.max(...m.week.flat().map(({ mean }) => mean ?? 0), 1)
  const cell = ({ mean }: WeekHour) =>
    mean === null
      ? html`<td></td>`
      : html`<td class="full-${Math.min(SHADES, Math.round((mean / full) * SHADES))}">${counted(mean, locale)}</td>`
  const row = (hour: number) =>
    html`<tr><th scope="row">${String(hour).padStart(2, '0')}</th>${m.week.map((day) => cell(day[hour] ?? { mean: null, most: null }))}</tr>`
  return html`<section><h2>${words.fullness}</h2>
<table class="week"><thead><tr><th scope="col"><span class="hidden">${words.hour}</span></th>${weekdayNames(locale).map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${Array.from({ length: 24 }, (_, hour) => row(hour))}</tbody></table>
<p class="quiet">${words.fullnessNote} ${words.peak(m.peak, m.site.capacity)}</p></section>`
}

/** How long cars stayed, what each kind of stay brought, and how stays ended. */
export function stayRows(m: OwnerMonth, frame: Frame, words: MonthWords): Markup {
  const { lengths, medianMs } = m.stays
  const all = lengths.reduce((sum, l) => sum + l.stays, 0)
  if (all === 0 && m.outcomes.length === 0) return html``
  const { language, locale } = frame.speech
  const top = Math.max(...lengths.map((l) => l.stays), 1)
  const long = (ms: number) => duration(ms, language)
  const row = (l: StayLength, i: number) =>
    html`<li><span>${l.belowMs === null ? words.from(long(lengths[i - 1]?.belowMs ?? 0)) : words.below(long(l.belowMs))}</span>
<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="bar" width="${((l.stays / top) * 100).toFixed(1)}" height="8"/></svg>
<b>${counted(l.stays, locale)}</b><b>${money(l.amountMinor, m.site.currency, locale)}</b></li>`
  return html`<section><h2>${words.stays}</h2>${medianMs === null ? '' : html`<p>${words.half(long(medianMs))}</p>`}
<ol class="days stays">${lengths.map(row)}</ol>
<h3>${words.ended}</h3>
<ul class="ended">${m.outcomes.map((o) => html`<li>${named(frame.words.car.outcome, o.outcome)} <b>${counted(o.sessions, locale)}</b></li>`)}</ul></section>`
}
