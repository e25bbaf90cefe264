import type { Completeness, OwnerCar, OwnerHelpCall, OwnerPayment, ReportDay } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import { clockTime, duration, money } from '../format.ts'
import { completeLine } from './complete-line.ts'
import { at, type Frame, framed, when } from './frame.ts'
import { icon } from './icons.ts'
import { monthName } from './month/written.ts'
import type { Markup } from './paper.ts'
import { plate } from './plate.ts'
import type { OwnerWords } from './strings/en/all.ts'
import type { ListWords } from './strings/en/lists.ts'
import { named } from './strings/named.ts'

/** What a list shows, in words and as an address. */
export interface ListQuestion {
  readonly day: ReportDay
  readonly hour: number | null
  readonly now: number
  readonly completeness: Completeness
  /** more there are not shown */
  readonly limit: number
}

export type Which = keyof ListWords['which']

export function carsPage(
  frame: Frame,
  q: ListQuestion & { readonly which: Which; readonly outcome: string | null; readonly plate: string | null },
  cars: readonly OwnerCar[],
): Markup {
  const words = frame.words.lists
  const keep = { day: q.day.day, ...(q.plate ? { plate: q.plate } : {}) }
  const paid = money(
    cars.reduce((sum, car) => sum + car.paidMinor, 0),
    frame.site.currency,
    frame.speech.locale,
  )
  const some = cars.length === q.limit ? words.firstCars(q.limit) : words.cars(cars.length)
  return framed(
    frame,
    html`<div id="live">
<h1>${frame.words.frame.tab.cars}</h1>
<p class="choices">${(['entered', 'left', 'inside'] as const).map(
      (w) =>
        html`<a href="${at(frame, '/cars', { ...keep, which: w })}"${w === q.which ? html` aria-current="true"` : ''}>${words.which[w]}</a>`,
    )}</p>
${filters(
  frame,
  '/cars',
  q,
  html`<input type="hidden" name="which" value="${q.which}">${q.outcome ? html`<input type="hidden" name="outcome" value="${q.outcome}">` : ''}
<label>${words.plate} <input name="plate" value="${q.plate ?? ''}" maxlength="12" size="10" autocomplete="off" autocapitalize="characters"></label>`,
  q.which === 'inside',
)}
${completeLine(q.completeness, { site: frame.site, now: q.now }, frame)}
<p class="said">${q.outcome ? words.carsEndedPaid(some, named(frame.words.car.outcome, q.outcome), paid) : words.carsPaid(some, paid)}${
      q.outcome ? html` <a href="${at(frame, '/cars', { ...keep, which: q.which })}">${words.allOfThem}</a>` : ''
    }</p>
${cars.length === 0 ? html`<p class="quiet">${words.none}</p>` : carTable(frame, q, cars)}
${download(frame, at(frame, '/export/cars.csv', { ...keep, which: q.which, ...(q.outcome ? { outcome: q.outcome } : {}) }))}
</div>`,
  )
}

function carTable(frame: Frame, q: ListQuestion, cars: readonly OwnerCar[]): Markup {
  const { lists: words, car: of } = frame.words
  const { column } = words
  const time = (ms: number | null) => (ms === null ? '' : when(ms, q.day, frame))
  const row = (
    car: OwnerCar,
  ) => html`<tr><th scope="row"><a href="${at(frame, `/cars/${encodeURIComponent(car.sessionId)}`)}">${plate(car.plate, of)}</a></th>
<td data-name="${column.in}">${time(car.enteredAt)}</td><td data-name="${column.out}">${car.leftAt === null ? words.stillInside : time(car.leftAt)}</td>
<td data-name="${column.stay}">${car.enteredAt === null ? '' : duration((car.leftAt ?? q.now) - car.enteredAt, frame.speech.language)}</td>
<td data-name="${column.how}">${car.outcome ? named(of.outcome, car.outcome) : ''}</td>
<td class="money" data-name="${column.paid}">${car.leftAt === null && car.paidMinor === 0 ? '' : money(car.paidMinor, frame.site.currency, frame.speech.locale)}</td></tr>`
  return html`<table class="list"><thead><tr>${heads(column.car, column.in, column.out, column.stay, column.ended, column.paid)}</tr></thead>
<tbody>${cars.map(row)}</tbody></table>`
}

export const heads = (...names: readonly string[]): Markup => html`${names.map((name) => html`<th scope="col">${name}</th>`)}`

export function filters(frame: Frame, path: string, q: ListQuestion, more: Markup, dayless = false): Markup {
  return html`<form class="filters" method="get" action="${path}" data-auto>
${dayless ? '' : html`<label>${frame.words.today.day} <input type="date" name="day" value="${q.day.day}" required></label>`}
${frame.sites.length > 1 ? html`<input type="hidden" name="site" value="${frame.site.id}">` : ''}${more}<button class="plain">${frame.words.frame.show}</button></form>`
}

export function download(frame: Frame, href: string): Markup {
  return html`<p><a class="download" href="${href}" download>${icon('down')} ${frame.words.month.download}</a></p>`
}

export function moneyPage(frame: Frame, q: ListQuestion & { readonly method: string | null }, payments: readonly OwnerPayment[]): Markup {
  const { lists: words, car: of } = frame.words
  const { column } = words
  const amount = (minor: number, currency = frame.site.currency) => money(minor, currency, frame.speech.locale)
  const counted = payments.filter((p) => p.state !== 'duplicate')
  const total = amount(counted.reduce((sum, p) => sum + p.amountMinor, 0))
  const some = payments.length === q.limit ? words.newestPayments(q.limit) : words.payments(counted.length)
  const row = (p: OwnerPayment) => html`<tr class="${p.state}"><th scope="row">${
    p.sessionId
      ? html`<a href="${at(frame, `/cars/${encodeURIComponent(p.sessionId)}`)}">${plate(p.plate, of)}</a>`
      : html`<span class="quiet">${words.noTicket}</span>`
  }</th>
<td data-name="${column.when}">${when(p.settledAt, q.day, frame)}</td><td data-name="${column.how}">${named(of.method, p.method)}<small> ${p.provider}</small></td>
<td>${stateOf(p, frame.words, amount)}</td><td class="money" data-name="${column.amount}">${p.state === 'duplicate' ? html`<s>${amount(p.amountMinor, p.currency)}</s>` : amount(p.amountMinor, p.currency)}</td></tr>`
  return framed(
    frame,
    html`<div id="live">
<h1>${frame.words.frame.tab.money}</h1>
${filters(
  frame,
  '/money',
  q,
  html`<label>${column.how} <select name="method"><option value="">${words.allWays}</option>${Object.entries(of.method).map(
    ([id, name]) => html`<option value="${id}"${id === q.method ? html` selected` : ''}>${name}</option>`,
  )}</select></label>`,
)}
${completeLine(q.completeness, { site: frame.site, now: q.now }, frame)}
<p class="said">${q.hour === null ? words.paymentsSum(some, total) : words.paymentsSumAt(some, hourOf(q, frame), total)}${
      q.hour === null ? '' : html` <a href="${at(frame, '/money', { day: q.day.day })}">${words.wholeDay}</a>`
    }</p>
${
  payments.length === 0
    ? html`<p class="quiet">${words.none}</p>`
    : html`<table class="list"><thead><tr>${heads(column.car, column.when, column.how, column.remark, column.amount)}</tr></thead><tbody>${payments.map(row)}</tbody></table>`
}
<p><a href="${at(frame, '/month', { day: q.day.day })}">${monthName(q.day.day.slice(0, 7), frame.speech.locale)}</a></p>
<p><a href="${at(frame, '/given', { day: q.day.day })}">${words.notAsked}</a></p>
${download(frame, at(frame, '/export/payments.csv', { day: q.day.day, ...(q.method ? { method: q.method } : {}) }))}
</div>`,
  )
}

function hourOf(q: ListQuestion, frame: Frame): { readonly from: string; readonly until: string } {
  const from = q.day.from + (q.hour ?? 0) * 3_600_000
  const time = (ms: number) => clockTime(ms, frame.site.timeZone, frame.speech.locale)
  return { from: time(from), until: time(Math.min(from + 3_600_000, q.day.until)) }
}

function stateOf(p: OwnerPayment, { lists: words, car }: OwnerWords, amount: (minor: number, currency?: string) => string): Markup {
  const back = (refund: NonNullable<OwnerPayment['refund']>) =>
    words[refund.state === 'done' ? 'givenBack' : 'goingBack'](amount(refund.amountMinor, p.currency))
  const refund: Markup = p.refund ? html`<small> ${back(p.refund)}</small>` : html``
  if (p.state === 'duplicate') return html`<span class="bad">${car.secondPayment}</span>${refund}`
  if (p.state === 'waiting') return html`${words.waitingForBox}${refund}`
  return p.booked ? refund : html`${words.onItsWay}${refund}`
}

export function helpPage(frame: Frame, q: ListQuestion, calls: readonly OwnerHelpCall[]): Markup {
  const words = frame.words.lists
  const { column } = words
  const open = calls.filter((c) => c.answeredAt === null)
  const answered = (c: OwnerHelpCall, at: number) => words.after(duration(at - (c.requestedAt ?? at), frame.speech.language))
  const row = (
    c: OwnerHelpCall,
  ) => html`<tr><th scope="row">${c.laneId}</th><td data-name="${column.called}">${c.requestedAt === null ? '' : when(c.requestedAt, q.day, frame)}</td>
<td data-name="${column.answered}">${c.answeredAt === null ? html`<span class="bad">${words.notYet}</span>` : answered(c, c.answeredAt)}</td>
<td data-name="${column.by}">${c.answeredBy ?? ''}</td><td data-name="${column.reason}">${c.reason ?? ''}</td></tr>`
  return framed(
    frame,
    html`<div id="live">
<h1 class="sentence">${open.length === 0 ? words.nobodyWaits : words.driversWait(open.length)}</h1>
${filters(frame, '/help', q, html``)}
${completeLine(q.completeness, { site: frame.site, now: q.now }, frame)}
${
  calls.length === 0
    ? html`<p class="quiet">${words.nobodyCalled}</p>`
    : html`<table class="list"><thead><tr>${heads(column.lane, column.called, column.answered, column.by, column.reason)}</tr></thead><tbody>${calls.map(row)}</tbody></table>`
}
<p class="quiet">${words.answerAt} <code dir="ltr">gatehouse open --lane ${open[0]?.laneId ?? 'LANE'} --reason "…"</code></p>
</div>`,
  )
}
