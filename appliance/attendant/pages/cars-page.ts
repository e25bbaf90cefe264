import { type VehicleClass, vehicleClasses } from '@gatehouse/domain/tariff/rate-table.ts'
import { html } from 'hono/html'
import type { Speech } from '../speech.ts'
import type { Markup } from './frame.ts'

export interface CarRow {
  readonly sessionId: string
  readonly plate: string | null
  readonly ticket: string
  readonly imageRef: string | null
  readonly since: string
  readonly paid: string | null
  readonly vehicle: VehicleClass | 'car'
  /** stays before this one that were not paid */
  readonly debts: readonly { readonly sessionId: string; readonly amount: string; readonly when: string }[]
}

type AtLane = { readonly id: string; readonly name: string } | null

const kinds = ['car', ...vehicleClasses] as const

/** Cars inside, the newest first. `lane`: an exit whose car is to be given to one of them. */
export function carsPage(cars: readonly CarRow[], query: string, lane: AtLane, speech: Speech): Markup {
  const { words } = speech
  return html`<h1>${lane ? words.cars.which(lane.name) : words.cars.title}</h1>
<form method="get" action="/attendant/cars" class="row"><label>${words.cars.search} <input name="q" value="${query}" maxlength="12" autocomplete="off" autocapitalize="characters"></label>
${lane ? html`<input type="hidden" name="lane" value="${lane.id}">` : ''}<button class="plain">${words.cars.find}</button></form>
${cars.length === 0 ? html`<p>${words.cars.none}</p>` : ''}
<ul class="cars">${cars.map((car) => carItem(car, lane, speech))}</ul>`
}

function carItem(car: CarRow, lane: AtLane, speech: Speech): Markup {
  const { cars: w, vehicles } = speech.words
  const name = car.plate ?? w.ticket(car.ticket)
  return html`<li>${car.imageRef ? html`<img src="/attendant/picture/${car.imageRef}" alt="${w.pictureOf(name)}" loading="lazy">` : html`<span class="nopic">${w.noPicture}</span>`}
<div><p><b class="plate" dir="${car.plate ? 'ltr' : 'auto'}">${name}</b>${car.plate ? html` <small>${w.ticket(car.ticket)}</small>` : ''}</p>
<p>${w.since(car.since)}${car.paid ? html` · ${w.paid(car.paid)}` : ''}${car.vehicle === 'car' ? '' : html` · ${vehicles[car.vehicle]}`}</p>
${car.debts.map((debt) => html`<p>${w.owes(debt.amount, debt.when)}</p>`)}
${
  lane
    ? html`<form method="post" action="/attendant/lanes/${lane.id}/assign"><input type="hidden" name="session" value="${car.sessionId}">
<button>${w.isThis(lane.name)}</button></form>`
    : putRight(car, name, speech)
}</div></li>`
}

function putRight(car: CarRow, name: string, { words }: Speech): Markup {
  const { cars: w, vehicles } = words
  const path = `/attendant/cars/${car.sessionId}`
  return html`<details><summary>${w.putRight}<span class="hidden"> ${name}</span></summary>
<form method="post" action="${path}/plate"><label>${w.plate} <input name="plate" required maxlength="12" value="${car.plate ?? ''}" autocomplete="off" autocapitalize="characters" dir="ltr"></label>
<label>${w.because} <input name="reason" maxlength="200" autocomplete="off"></label><button class="plain">${w.correct}</button></form>
<form method="post" action="${path}/minutes"><label>${w.freeMinutes} <input name="minutes" type="number" min="1" max="1440" value="30" required></label>
<button class="plain">${w.give}</button></form>
<form method="post" action="${path}/voucher"><label>${w.discountCode} <input name="code" required maxlength="20" inputmode="numeric" autocomplete="off" dir="ltr"></label>
<button class="plain">${w.redeem}</button></form>
<form method="post" action="${path}/vehicle"><label>${w.kind} <select name="vehicle">${kinds.map((kind) => html`<option value="${kind}"${kind === car.vehicle ? html` selected` : ''}>${vehicles[kind]}</option>`)}</select></label>
<button class="plain">${w.price}</button></form>${car.debts.map(
    (debt) =>
      html`<form method="post" action="/attendant/debts/${debt.sessionId}/waive"><label>${w.letGoBecause(debt.amount, debt.when)} <input name="reason" maxlength="200" required autocomplete="off"></label>
<button class="plain">${w.letGo}</button></form>`,
  )}</details>`
}
