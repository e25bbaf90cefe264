import type { Completeness, OwnerCar, OwnerHelpCall, OwnerPayment, ReportDay } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import { clockTime, duration, money } from '../format.ts'
import { at, type Frame, framed, when } from './frame.ts'
import { icon } from './icons.ts'
import { methodWords } from './method-words.ts'
import { monthName } from './month/written.ts'
import { completeLine, outcomeWords } from './overview.ts'
import type { Markup } from './paper.ts'
import { plate } from './plate.ts'

/** What a list shows, in words and as an address. */
export interface ListQuestion {
  readonly day: ReportDay
  readonly hour: number | null
  readonly now: number
  readonly completeness: Completeness
  /** more there are not shown */
  readonly limit: number
}

const whichWords = { entered: 'Came in', left: 'Left', inside: 'Inside now' } as const
export type Which = keyof typeof whichWords

export function carsPage(
  frame: Frame,
  q: ListQuestion & { readonly which: Which; readonly outcome: string | null; readonly plate: string | null },
  cars: readonly OwnerCar[],
): Markup {
  const keep = { day: q.day.day, ...(q.plate ? { plate: q.plate } : {}) }
  const paid = cars.reduce((sum, car) => sum + car.paidMinor, 0)
  return framed(
    frame,
    html`<div id="live">
<h1>Cars</h1>
<p class="choices">${(Object.keys(whichWords) as Which[]).map(
      (w) =>
        html`<a href="${at(frame, '/cars', { ...keep, which: w })}"${w === q.which ? html` aria-current="true"` : ''}>${whichWords[w]}</a>`,
    )}</p>
${filters(
  frame,
  '/cars',
  q,
  html`<input type="hidden" name="which" value="${q.which}">${q.outcome ? html`<input type="hidden" name="outcome" value="${q.outcome}">` : ''}
<label>Plate <input name="plate" value="${q.plate ?? ''}" maxlength="12" size="10" autocomplete="off" autocapitalize="characters"></label>`,
  q.which === 'inside',
)}
${completeLine(q.completeness, { site: frame.site, now: q.now }, frame)}
<p class="said">${cars.length === 1 ? 'One car' : `${cars.length === q.limit ? `The first ${q.limit}` : cars.length} cars`}${q.outcome ? `, ${outcomeWords[q.outcome] ?? q.outcome}` : ''}, ${money(paid, frame.site.currency, frame.speech.locale)} paid.${
      q.outcome ? html` <a href="${at(frame, '/cars', { ...keep, which: q.which })}">All of them</a>` : ''
    }</p>
${cars.length === 0 ? html`<p class="quiet">None.</p>` : carTable(frame, q, cars)}
${download(at(frame, '/export/cars.csv', { ...keep, which: q.which, ...(q.outcome ? { outcome: q.outcome } : {}) }))}
</div>`,
  )
}

function carTable(frame: Frame, q: ListQuestion, cars: readonly OwnerCar[]): Markup {
  const time = (ms: number | null) => (ms === null ? '' : when(ms, q.day, frame))
  const row = (
    car: OwnerCar,
  ) => html`<tr><th scope="row"><a href="${at(frame, `/cars/${encodeURIComponent(car.sessionId)}`)}">${plate(car.plate)}</a></th>
<td data-name="In">${time(car.enteredAt)}</td><td data-name="Out">${car.leftAt === null ? 'inside' : time(car.leftAt)}</td>
<td data-name="Stay">${car.enteredAt === null ? '' : duration((car.leftAt ?? q.now) - car.enteredAt)}</td>
<td data-name="How">${car.outcome ? (outcomeWords[car.outcome] ?? car.outcome) : ''}</td>
<td class="money" data-name="Paid">${car.leftAt === null && car.paidMinor === 0 ? '' : money(car.paidMinor, frame.site.currency, frame.speech.locale)}</td></tr>`
  return html`<table class="list"><thead><tr><th scope="col">Car</th><th scope="col">In</th><th scope="col">Out</th><th scope="col">Stay</th><th scope="col">How it ended</th><th scope="col">Paid</th></tr></thead>
<tbody>${cars.map(row)}</tbody></table>`
}

export function filters(frame: Frame, path: string, q: ListQuestion, more: Markup, dayless = false): Markup {
  return html`<form class="filters" method="get" action="${path}" data-auto>
${dayless ? '' : html`<label>Day <input type="date" name="day" value="${q.day.day}" required></label>`}
${frame.sites.length > 1 ? html`<input type="hidden" name="site" value="${frame.site.id}">` : ''}${more}<button class="plain">Show</button></form>`
}

export function download(href: string): Markup {
  return html`<p><a class="download" href="${href}" download>${icon('down')} Download as CSV</a></p>`
}

export function moneyPage(frame: Frame, q: ListQuestion & { readonly method: string | null }, payments: readonly OwnerPayment[]): Markup {
  const amount = (minor: number, currency = frame.site.currency) => money(minor, currency, frame.speech.locale)
  const counted = payments.filter((p) => p.state !== 'duplicate')
  const total = counted.reduce((sum, p) => sum + p.amountMinor, 0)
  const span = q.hour === null ? '' : `, ${hourWords(q, frame)}`
  const row = (p: OwnerPayment) => html`<tr class="${p.state}"><th scope="row">${
    p.sessionId
      ? html`<a href="${at(frame, `/cars/${encodeURIComponent(p.sessionId)}`)}">${plate(p.plate)}</a>`
      : html`<span class="quiet">ticket not reported yet</span>`
  }</th>
<td data-name="When">${when(p.settledAt, q.day, frame)}</td><td data-name="How">${methodWords[p.method] ?? p.method}<small> ${p.provider}</small></td>
<td>${stateOf(p, amount)}</td><td class="money" data-name="Amount">${p.state === 'duplicate' ? html`<s>${amount(p.amountMinor, p.currency)}</s>` : amount(p.amountMinor, p.currency)}</td></tr>`
  return framed(
    frame,
    html`<div id="live">
<h1>Money</h1>
${filters(
  frame,
  '/money',
  q,
  html`<label>How <select name="method"><option value="">all</option>${Object.entries(methodWords).map(
    ([id, name]) => html`<option value="${id}"${id === q.method ? html` selected` : ''}>${name}</option>`,
  )}</select></label>`,
)}
${completeLine(q.completeness, { site: frame.site, now: q.now }, frame)}
<p class="said">${counted.length === 1 ? 'One payment' : `${payments.length === q.limit ? `The newest ${q.limit}` : counted.length} payments`}${span}, ${amount(total)}.${
      q.hour === null ? '' : html` <a href="${at(frame, '/money', { day: q.day.day })}">The whole day</a>`
    }</p>
${
  payments.length === 0
    ? html`<p class="quiet">None.</p>`
    : html`<table class="list"><thead><tr><th scope="col">Car</th><th scope="col">When</th><th scope="col">How</th><th scope="col">Remark</th><th scope="col">Amount</th></tr></thead><tbody>${payments.map(row)}</tbody></table>`
}
<p><a href="${at(frame, '/month', { day: q.day.day })}">${monthName(q.day.day.slice(0, 7), frame.speech.locale)}</a></p>
<p><a href="${at(frame, '/given', { day: q.day.day })}">Not asked for: free time, discounts and unpaid stays</a></p>
${download(at(frame, '/export/payments.csv', { day: q.day.day, ...(q.method ? { method: q.method } : {}) }))}
</div>`,
  )
}

function hourWords(q: ListQuestion, frame: Frame): string {
  const from = q.day.from + (q.hour ?? 0) * 3_600_000
  const time = (ms: number) => clockTime(ms, frame.site.timeZone, frame.speech.locale)
  return `${time(from)} to ${time(Math.min(from + 3_600_000, q.day.until))}`
}

function stateOf(p: OwnerPayment, amount: (minor: number, currency?: string) => string): Markup {
  const refund: Markup = p.refund
    ? html`<small> ${p.refund.state === 'done' ? 'given back' : 'going back'}: ${amount(p.refund.amountMinor, p.currency)}</small>`
    : html``
  if (p.state === 'duplicate') return html`<span class="bad">second payment</span>${refund}`
  if (p.state === 'waiting') return html`waiting for the box${refund}`
  return p.booked ? refund : html`on its way to the box${refund}`
}

export function helpPage(frame: Frame, q: ListQuestion, calls: readonly OwnerHelpCall[]): Markup {
  const open = calls.filter((c) => c.answeredAt === null)
  const row = (
    c: OwnerHelpCall,
  ) => html`<tr><th scope="row">${c.laneId}</th><td data-name="Called">${c.requestedAt === null ? '' : when(c.requestedAt, q.day, frame)}</td>
<td data-name="Answered">${c.answeredAt === null ? html`<span class="bad">not yet</span>` : html`after ${duration(c.answeredAt - (c.requestedAt ?? c.answeredAt))}`}</td>
<td data-name="By">${c.answeredBy ?? ''}</td><td data-name="Reason">${c.reason ?? ''}</td></tr>`
  return framed(
    frame,
    html`<div id="live">
<h1 class="sentence">${open.length === 0 ? 'Nobody waits for help.' : open.length === 1 ? 'One driver waits for help.' : `${open.length} drivers wait for help.`}</h1>
${filters(frame, '/help', q, html``)}
${completeLine(q.completeness, { site: frame.site, now: q.now }, frame)}
${
  calls.length === 0
    ? html`<p class="quiet">Nobody called on this day.</p>`
    : html`<table class="list"><thead><tr><th scope="col">Lane</th><th scope="col">Called</th><th scope="col">Answered</th><th scope="col">By</th><th scope="col">Reason</th></tr></thead><tbody>${calls.map(row)}</tbody></table>`
}
<p class="quiet">A call is answered at the site: <code>gatehouse open --lane ${open[0]?.laneId ?? 'LANE'} --reason "…"</code></p>
</div>`,
  )
}
