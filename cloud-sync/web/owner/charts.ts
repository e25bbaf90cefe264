import type { DayFigures, OwnerSummary } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import { clockTime, money } from '../format.ts'
import { at, type Frame } from './frame.ts'
import { monthName, shortDay } from './month/written.ts'
import type { Markup } from './paper.ts'

const H = 100

/** Revenue by the hour: one bar an hour, each a way to its payments. */
export function hourBars(s: OwnerSummary, frame: Frame): Markup {
  const { locale } = frame.speech
  const words = frame.words.today
  const amount = (minor: number) => money(minor, s.site.currency, locale)
  const top = Math.max(...s.hours.map((h) => h.amountMinor), 1)
  const width = 240 / s.hours.length
  const bars = s.hours.map((h, i) => {
    if (h.amountMinor === 0) return ''
    const height = Math.max(2, (h.amountMinor / top) * H)
    const now = s.now >= h.from && s.now < h.from + 3_600_000
    const name = `${clockTime(h.from, s.site.timeZone, locale)}: ${amount(h.amountMinor)}`
    const href = at(frame, '/money', { day: s.day, hour: String(i) })
    return html`<a href="${href}" aria-label="${name}"><title>${name}</title><rect class="hit" x="${i * width}" y="0" width="${width}" height="${H}"/><rect class="bar${now ? ' now' : ''}" x="${(i * width + 1).toFixed(2)}" y="${(H - height).toFixed(2)}" width="${(width - 2).toFixed(2)}" height="${height.toFixed(2)}"/></a>`
  })
  return html`<figure class="chart"><figcaption><h2>${words.byHour}</h2><span class="top-value">${amount(top === 1 ? 0 : top)}</span></figcaption>
<svg viewBox="0 0 240 ${H}" preserveAspectRatio="none" role="group" aria-label="${words.revenueByHour}">${bars}<path class="base" d="M0 ${H}h240"/></svg>
${hourLabels(s, locale)}</figure>`
}

/** How full the place was: a stepped line under the number of places. */
export function occupancyLine(s: OwnerSummary, frame: Frame): Markup {
  const known = s.hours.flatMap((h, i) => (h.inside === null ? [] : [{ i, inside: h.inside }]))
  const top = Math.max(s.site.capacity ?? 0, s.occupancy.peak, 1)
  const x = (i: number) => ((i / s.hours.length) * 240).toFixed(2)
  const y = (inside: number) => (H - (inside / top) * H).toFixed(2)
  const steps = known.map(({ i, inside }) => `V${y(inside)}H${x(i + 1)}`).join('')
  const last = known.at(-1)
  const path = `M0 ${H}${steps}V${H}Z`
  const words = frame.words.today
  const { capacity } = s.site
  const text = capacity === null ? words.most(s.occupancy.peak) : words.mostOf(s.occupancy.peak, capacity)
  return html`<figure class="chart"><figcaption><h2>${words.howFull}</h2><span class="top-value">${text}</span></figcaption>
<a href="${at(frame, '/cars', { which: 'inside' })}"><svg viewBox="0 0 240 ${H}" preserveAspectRatio="none" role="img" aria-label="${words.insideByHour(last?.inside ?? 0)} ${text}.">${
    capacity === null ? '' : html`<path class="limit" d="M0 ${y(capacity)}h240"/>`
  }${known.length > 0 ? html`<path class="area" d="${path}"/>` : ''}<path class="base" d="M0 ${H}h240"/></svg></a>
${hourLabels(s, frame.speech.locale)}</figure>`
}

function hourLabels(s: OwnerSummary, locale: string): Markup {
  const marks = [0, 6, 12, 18].map((hour) => s.hours[hour]?.from ?? s.from)
  return html`<p class="hours" aria-hidden="true">${marks.map((m) => html`<span>${clockTime(m, s.site.timeZone, locale)}</span>`)}</p>`
}

/** The last days as rows, so that names, bars and amounts are read together; each leads to its day. */
export function dayRows(s: OwnerSummary, frame: Frame): Markup {
  const top = Math.max(...s.days.map((d) => d.amountMinor), 1)
  const row = (d: DayFigures) => {
    const width = (d.amountMinor / top) * 100
    const weekend = new Date(`${d.day}T12:00:00Z`).getUTCDay() % 6 === 0
    return html`<li class="${d.day === s.day ? 'this' : ''}${weekend ? ' weekend' : ''}"><a href="${at(frame, '/', { day: d.day })}"><span>${shortDay(d.day, frame.speech.locale)}</span>
<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="bar${d.day === s.day ? ' now' : ''}" width="${width.toFixed(1)}" height="8"/></svg>
<b>${money(d.amountMinor, s.site.currency, frame.speech.locale)}</b></a></li>`
  }
  return html`<section><h2>${frame.words.today.twoWeeks}</h2><ol class="days">${[...s.days].reverse().map(row)}</ol>
<p><a href="${at(frame, '/month', { day: s.day })}">${monthName(s.day.slice(0, 7), frame.speech.locale)}</a></p></section>`
}
