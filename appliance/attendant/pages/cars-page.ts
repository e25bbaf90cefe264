import { type VehicleClass, vehicleClasses } from '@gatehouse/domain/tariff/rate-table.ts'
import { html } from 'hono/html'
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

const kinds = ['car', ...vehicleClasses] as const

/** Cars inside, the newest first. `lane`: an exit whose car is to be given to one of them. */
export function carsPage(cars: readonly CarRow[], query: string, lane: { readonly id: string; readonly name: string } | null): Markup {
  return html`<h1>${lane ? `Which car stands at ${lane.name}?` : 'Cars inside'}</h1>
<form method="get" action="/attendant/cars" class="row"><label>Plate or ticket <input name="q" value="${query}" maxlength="12" autocomplete="off"></label>
${lane ? html`<input type="hidden" name="lane" value="${lane.id}">` : ''}<button class="plain">Find</button></form>
${cars.length === 0 ? html`<p>No car inside fits.</p>` : ''}
<ul class="cars">${cars.map((car) => carItem(car, lane))}</ul>`
}

function carItem(car: CarRow, lane: { readonly id: string; readonly name: string } | null): Markup {
  const name = car.plate ?? `Ticket ${car.ticket}`
  return html`<li>${car.imageRef ? html`<img src="/attendant/picture/${car.imageRef}" alt="${name} at the entry" loading="lazy">` : html`<span class="nopic">no picture</span>`}
<div><p><b class="plate">${name}</b>${car.plate ? html` <small>ticket ${car.ticket}</small>` : ''}</p>
<p>In since ${car.since}${car.paid ? html`, ${car.paid} paid` : ''}${car.vehicle === 'car' ? '' : html`, priced as a ${car.vehicle}`}</p>
${car.debts.map((debt) => html`<p>Owes ${debt.amount} from ${debt.when}: asked for at the exit.</p>`)}
${
  lane
    ? html`<form method="post" action="/attendant/lanes/${lane.id}/assign"><input type="hidden" name="session" value="${car.sessionId}">
<button>This is the car at ${lane.name}</button></form>`
    : html`<details><summary>Put right</summary>
<form method="post" action="/attendant/cars/${car.sessionId}/plate"><label>Plate <input name="plate" required maxlength="12" value="${car.plate ?? ''}" autocomplete="off"></label>
<label>Because <input name="reason" maxlength="200" autocomplete="off"></label><button class="plain">Correct the plate</button></form>
<form method="post" action="/attendant/cars/${car.sessionId}/minutes"><label>Free minutes <input name="minutes" type="number" min="1" max="1440" value="30" required></label>
<button class="plain">Give free time</button></form>
<form method="post" action="/attendant/cars/${car.sessionId}/voucher"><label>Discount code <input name="code" required maxlength="20" inputmode="numeric" autocomplete="off"></label>
<button class="plain">Redeem it</button></form>
<form method="post" action="/attendant/cars/${car.sessionId}/vehicle"><label>Kind of vehicle <select name="vehicle">${kinds.map((kind) => html`<option${kind === car.vehicle ? html` selected` : ''}>${kind}</option>`)}</select></label>
<button class="plain">Price it as that</button></form>${car.debts.map(waiveForm)}</details>`
}</div></li>`
}

const waiveForm = (debt: CarRow['debts'][number]): Markup =>
  html`<form method="post" action="/attendant/debts/${debt.sessionId}/waive"><label>Let ${debt.amount} from ${debt.when} go, because <input name="reason" maxlength="200" required autocomplete="off"></label>
<button class="plain">Let it go</button></form>`
