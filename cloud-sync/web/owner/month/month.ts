import type { MonthBefore, OwnerMonth, ReportMonth, SiteTaken } from '@gatehouse/domain/wire/owner-month.ts'
import { html } from 'hono/html'
import { dateTime, money, percent } from '../../format.ts'
import { completeLine } from '../complete-line.ts'
import { at, type Frame, framed } from '../frame.ts'
import { icon } from '../icons.ts'
import { download } from '../lists.ts'
import type { Markup } from '../paper.ts'
import type { MonthWords } from '../strings/en/month.ts'
import { named } from '../strings/named.ts'
import { dayBars, fullness, stayRows } from './month-charts.ts'
import { counted, monthName } from './written.ts'

export interface MonthSheet {
  readonly m: OwnerMonth
  readonly before: ReportMonth
  /** null: that month has not begun */
  readonly after: ReportMonth | null
  /** months to choose from, the latest first */
  readonly choice: readonly ReportMonth[]
  /** all car parks of whoever asks; one: nothing to add up */
  readonly everyPark: readonly SiteTaken[]
}

/** A month of one car park: what was taken and how, its VAT, what was not asked for, and how full the place was. */
export function monthPage(frame: Frame, sheet: MonthSheet): Markup {
  const { m } = sheet
  const words = frame.words.month
  return framed(
    frame,
    html`<div id="live">
${monthPicker(frame, sheet, words)}
<h1 class="sentence">${headline(frame, m, words)}</h1>
${completeLine(m.completeness, m, frame)}
<div class="columns">
<div>
${dayBars(m, frame, words)}
${takenTable(frame, m, words)}
${vatTable(frame, m, words)}
${notAsked(frame, m, words)}
${download(frame, at(frame, '/export/month.csv', { month: m.month }))}
<p class="quiet">${words.downloadNote}</p>
${everyPark(frame, sheet, words)}
</div>
<div>
${compared(frame, m, words)}
${fullness(m, frame, words)}
${stayRows(m, frame, words)}
</div>
</div>
</div>`,
  )
}

function monthPicker(frame: Frame, { m, before, after, choice }: MonthSheet, words: MonthWords): Markup {
  const step = (to: ReportMonth, name: string, picture: 'back' | 'next') =>
    html`<a class="step" href="${at(frame, '/month', { month: to.month })}" aria-label="${name}">${icon(picture)}</a>`
  return html`<form class="day" method="get" action="/month" data-auto>
${step(before, words.monthBefore, 'back')}
<label><span class="hidden">${words.month}</span><select name="month">${choice.map(
    ({ month }) =>
      html`<option value="${month}"${month === m.month ? html` selected` : ''}>${monthName(month, frame.speech.locale)}</option>`,
  )}</select></label>
${frame.sites.length > 1 ? html`<input type="hidden" name="site" value="${frame.site.id}">` : ''}
${after ? step(after, words.monthAfter, 'next') : ''}
<noscript><button>${words.show}</button></noscript>
</form>`
}

const amountIn = (frame: Frame) => (minor: number) => money(minor, frame.site.currency, frame.speech.locale)

/** "November 2026 so far: €2,781.00 (+12%). 214 cars came in." */
function headline(frame: Frame, m: OwnerMonth, words: MonthWords): string {
  const name = monthName(m.month, frame.speech.locale)
  const running = m.now >= m.from && m.now < m.until
  const { amountMinor, monthBefore } = m.revenue
  const change = changeFrom(amountMinor, monthBefore, frame.speech.locale)
  const came = m.days.reduce((sum, d) => sum + d.entries, 0)
  const taken = amountIn(frame)(amountMinor)
  return `${running ? words.soFar(name) : name}: ${taken}${change === null ? '' : ` (${change})`}. ${words.cars(came)}.`
}

/** "+12%"; null where there is nothing to compare with. */
function changeFrom(amountMinor: number, { amountMinor: then }: MonthBefore, locale: string): string | null {
  if (then <= 0) return null
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(
    (amountMinor - then) / then,
  )
}

function compared(frame: Frame, m: OwnerMonth, words: MonthWords): Markup {
  const { amountMinor, payments, monthBefore, yearBefore } = m.revenue
  const rows = [{ month: m.month, amountMinor, payments }, monthBefore, yearBefore]
  const top = Math.max(...rows.map((r) => r.amountMinor), 1)
  const row = (r: MonthBefore, i: number) => {
    const change = i === 0 ? null : changeFrom(amountMinor, r, frame.speech.locale)
    return html`<li class="${i === 0 ? 'this' : ''}"><a href="${at(frame, '/month', { month: r.month })}"><span>${monthName(r.month, frame.speech.locale, 'short')}</span>
<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="bar${i === 0 ? ' now' : ''}" width="${((Math.max(r.amountMinor, 0) / top) * 100).toFixed(1)}" height="8"/></svg>
<b>${r.payments === 0 ? html`<small>${words.nothingThen}</small>` : amountIn(frame)(r.amountMinor)}${change === null ? '' : html`<small dir="ltr"> ${change}</small>`}</b></a></li>`
  }
  return html`<section><h2>${words.compared}</h2><ol class="days months">${rows.map(row)}</ol>
${m.now < m.until ? html`<p class="quiet">${words.upToNow}</p>` : ''}</section>`
}

function takenTable(frame: Frame, m: OwnerMonth, words: MonthWords): Markup {
  const amount = amountIn(frame)
  const number = (n: number) => counted(n, frame.speech.locale)
  const { byMethod, payments, amountMinor, unbookedMinor, refundedMinor } = m.revenue
  return html`<section><h2>${words.taken}</h2>
<table class="figures"><thead><tr><th scope="col">${words.how}</th><th scope="col">${words.number}</th><th scope="col">${words.amount}</th></tr></thead><tbody>
${byMethod.map(
  (r) => html`<tr><th scope="row">${named(frame.words.car.method, r.method)}<small> ${r.provider}</small></th>
<td>${number(r.payments)}</td><td>${amount(r.amountMinor)}</td></tr>`,
)}
</tbody><tfoot><tr><th scope="row">${words.together}</th><td>${number(payments)}</td><td>${amount(amountMinor)}</td></tr></tfoot></table>
${unbookedMinor > 0 ? html`<p class="quiet">${words.unbooked(amount(unbookedMinor))}</p>` : ''}
${refundedMinor > 0 ? html`<p class="quiet">${words.refunded(amount(refundedMinor))}</p>` : ''}</section>`
}

function vatTable(frame: Frame, m: OwnerMonth, words: MonthWords): Markup {
  const { byVat } = m.revenue
  if (byVat.length === 0) return html``
  const amount = amountIn(frame)
  const total = (of: 'grossMinor' | 'vatMinor') => byVat.reduce((sum, v) => sum + v[of], 0)
  const unknown = byVat.find((v) => v.basisPoints === null)
  const known = total('grossMinor') - (unknown?.grossMinor ?? 0)
  const row = (v: (typeof byVat)[number]) =>
    v.basisPoints === null
      ? html`<tr><th scope="row">${words.vatUnknown}</th><td></td><td></td><td>${amount(v.grossMinor)}</td></tr>`
      : html`<tr><th scope="row">${percent(v.basisPoints, frame.speech.locale)}</th><td>${amount(v.grossMinor - v.vatMinor)}</td>
<td>${amount(v.vatMinor)}</td><td>${amount(v.grossMinor)}</td></tr>`
  return html`<section><h2>${words.vat}</h2>
<table class="figures vat"><thead><tr><th scope="col">${words.rate}</th><th scope="col">${words.net}</th><th scope="col">${words.vatColumn}</th><th scope="col">${words.gross}</th></tr></thead>
<tbody>${byVat.map(row)}</tbody><tfoot><tr><th scope="row">${words.together}</th><td>${amount(known - total('vatMinor'))}</td><td>${amount(total('vatMinor'))}</td><td>${amount(total('grossMinor'))}</td></tr></tfoot></table>
<p class="quiet">${words.vatRounded}${unknown ? ` ${words.vatFollows}` : ''}</p></section>`
}

function notAsked(frame: Frame, { given }: OwnerMonth, words: MonthWords): Markup {
  if (given.grants === 0 && given.leftUnpaid === 0) return html``
  const amount = amountIn(frame)
  const row = (name: string, count: number | '', minor: number) =>
    html`<tr><th scope="row">${name}</th><td>${count}</td><td>${amount(minor)}</td></tr>`
  const part = (name: string, minor: number) => (minor === 0 ? '' : row(`– ${name}`, '', minor))
  const left = given.owedMinor + given.paidSinceMinor + given.waivedMinor
  return html`<section><h2>${words.notAsked}</h2>
<table class="figures"><tbody>
${given.grants === 0 ? '' : row(words.grants, given.grants, given.takenOffMinor)}
${given.leftUnpaid === 0 ? '' : row(words.leftUnpaid, given.leftUnpaid, left)}
${part(words.stillOwed, given.owedMinor)}${part(words.paidSince, given.paidSinceMinor)}${part(words.letGo, given.waivedMinor)}
</tbody></table>
<p class="quiet">${words.notTaken}${given.neverPriced === 0 ? '' : ` ${words.neverPriced(given.neverPriced)}`}</p></section>`
}

/** Sums are made of one currency only: car parks with another stand beside them. */
function everyPark(frame: Frame, { m, everyPark: parks }: MonthSheet, words: MonthWords): Markup {
  if (parks.length < 2) return html``
  const { locale } = frame.speech
  const row = ({ site, amountMinor, payments, completeTo }: SiteTaken) => {
    const until = completeTo === null ? words.neverComplete : words.completeTo(dateTime(completeTo, site.timeZone, locale))
    const late = completeTo === null || completeTo < Math.min(m.until, m.now) - 120_000
    return html`<tr><th scope="row"><a href="/month?month=${m.month}&amp;site=${encodeURIComponent(site.id)}">${site.name}</a>${late ? html`<small> ${until}</small>` : ''}</th>
<td>${counted(payments, locale)}</td><td>${money(amountMinor, site.currency, locale)}</td></tr>`
  }
  const currencies = [...new Set(parks.map(({ site }) => site.currency))]
  const together = currencies.map((currency) => {
    const of = parks.filter(({ site }) => site.currency === currency)
    const sum = of.reduce((total, p) => total + p.amountMinor, 0)
    return html`<tr><th scope="row">${words.together}</th><td>${counted(
      of.reduce((total, p) => total + p.payments, 0),
      locale,
    )}</td><td>${money(sum, currency, locale)}</td></tr>`
  })
  return html`<section><h2>${words.everyPark}</h2>
<table class="figures"><thead><tr><th scope="col">${words.park}</th><th scope="col">${words.number}</th><th scope="col">${words.amount}</th></tr></thead>
<tbody>${parks.map(row)}</tbody><tfoot>${together}</tfoot></table></section>`
}
