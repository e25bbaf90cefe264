import { isLanguage, languageNames } from '@gatehouse/domain/language.ts'
import type { LaneView, QuoteView } from '@gatehouse/domain/wire/kiosk.ts'
import { html } from 'hono/html'
import type { Speech } from '../speech.ts'
import { laneSentence, pictureOn, plateOn, quoteOn } from '../words.ts'
import type { EventRow } from './events-page.ts'
import type { Markup } from './frame.ts'

/** The driver's screen is about which car this is: it can be given one. */
const seeksCar: ReadonlySet<string> = new Set(['notFound', 'search', 'honesty'])

/** One lane, and what a person who takes a call from it wants to know. */
export interface LaneCard {
  readonly view: LaneView
  /** minutes that a driver has been calling; null: nobody calls */
  readonly calling: number | null
  /** what happened here last, newest first */
  readonly recent: readonly EventRow[]
}

/** Every lane as it is now, those that call first. */
export function lanesPage(lanes: readonly LaneCard[], inside: number, speech: Speech): Markup {
  const ordered = [...lanes].sort((a, b) => Number(b.calling !== null) - Number(a.calling !== null))
  return html`<h1>${speech.words.inside(inside)}</h1>
<div class="lanes">${ordered.map((card) => laneCard(card, speech))}</div>
<datalist id="reasons">${speech.words.reasons.map((reason) => html`<option value="${reason}"></option>`)}</datalist>`
}

function laneCard({ view, calling, recent }: LaneCard, speech: Speech): Markup {
  const { lane, screen } = view
  const { words, money } = speech
  const plate = plateOn(screen)
  const quote = quoteOn(screen)
  const path = `/attendant/lanes/${lane.id}`
  return html`<section class="lane${calling === null ? '' : ' calls'}" data-lane="${lane.id}" data-revision="${view.revision}" aria-label="${lane.name}">
<h2>${lane.name} <small>${lane.payPoint ? words.lane.payPoint : `${words.lane[lane.direction]}, ${words.arms[view.arm]}`}</small></h2>
${calling === null ? '' : html`<p class="call" role="alert">${calling < 1 ? words.lane.callsNow : words.lane.callsSince(calling)}</p>`}
${lane.payPoint ? '' : pictures(view, speech)}
<p>${plate ? html`<b class="plate" dir="ltr">${plate}</b> ` : ''}${laneSentence(view, speech)}</p>
${carLines(view, speech)}${quote ? feeLines(quote, speech) : ''}
${view.language && isLanguage(view.language) ? html`<p class="quiet">${words.lane.reads(languageNames[view.language])}</p>` : ''}
${
  quote
    ? html`<form method="post" action="${path}/cash">
<input type="hidden" name="quote" value="${quote.id}"><button class="plain">${words.lane.tookCash(money(quote))}</button></form>`
    : ''
}
${!lane.payPoint && lane.direction === 'exit' && seeksCar.has(screen.kind) ? html`<p><a href="/attendant/cars?lane=${lane.id}">${words.lane.giveCar}</a></p>` : ''}
${lane.payPoint ? '' : openForm(view, speech)}
${
  calling === null
    ? ''
    : html`<form method="post" action="${path}/answer">
<label>${words.lane.whatWasSaid} <input name="reason" maxlength="200" autocomplete="off"></label><button class="plain">${words.lane.dealtWith}</button></form>`
}
${recent.length === 0 ? '' : html`<h3>${words.lane.recent}</h3><ul class="recent">${recent.map(recentLine)}</ul>`}
</section>`
}

/** A pay point has no arm, so this is not for one. */
function openForm({ lane, screen }: LaneView, { words, money }: Speech): Markup {
  const quote = quoteOn(screen)
  return html`<form method="post" action="/attendant/lanes/${lane.id}/open">
<label>${words.lane.because} <input name="reason" list="reasons" required maxlength="200" autocomplete="off"></label>
<div class="chips" hidden>${words.reasons.map((reason) => html`<button type="button" class="plain" data-reason>${reason}</button>`)}</div>
${quote ? html`<label class="tick"><input type="checkbox" name="owes" value="${quote.id}"> ${words.lane.owes(money(quote))}</label>` : ''}
<button>${words.lane.open(lane.name)}</button></form>`
}

/** What the camera sees, and beside it the car as it came in, where the screen is about one. */
function pictures({ lane, screen }: LaneView, { words }: Speech): Markup {
  const atEntry = lane.direction === 'exit' ? pictureOn(screen) : null
  return html`<div class="pictures"><figure><img src="/attendant/lanes/${lane.id}/live.jpg" alt="${words.lane.liveAt(lane.name)}" data-live data-gone="${words.lane.noLive}"><figcaption data-now="${words.lane.live}">${words.lane.live}</figcaption></figure>${
    atEntry
      ? html`<figure><img src="${atEntry}" alt="${words.cars.pictureOf(plateOn(screen) ?? lane.name)}"><figcaption>${words.lane.atEntry}</figcaption></figure>`
      : ''
  }</div>`
}

function carLines({ screen, now }: LaneView, { words, when, duration }: Speech): Markup | '' {
  const entered = 'car' in screen ? (screen.car?.enteredAt ?? null) : null
  if (entered === null) return ''
  return html`<p class="quiet">${words.lane.cameIn(when(entered), duration(Math.max(0, now - entered)))}</p>`
}

/** How the price on the driver's screen came about: the commonest question of a call. */
function feeLines({ tag, lines, amountMinor, currency }: QuoteView, { words, money }: Speech): Markup {
  const of = (minor: number) => money({ amountMinor: minor, currency })
  return html`<dl class="fee">${lines.map(
    ({ code, name, count, unitMinor, amountMinor: minor }) =>
      html`<div><dt>${name ?? words.fee[code]}${count > 1 ? html` <span dir="ltr">${count} × ${of(unitMinor)}</span>` : ''}</dt><dd>${of(minor)}</dd></div>`,
  )}<div class="total"><dt>${words.lane.total} <small>${words.lane.ticket(tag)}</small></dt><dd>${of(amountMinor)}</dd></div></dl>`
}

const recentLine = ({ when, what, plate, amount, detail }: EventRow): Markup =>
  html`<li><span class="quiet">${when}</span> ${what}${detail ? html` <small>${detail}</small>` : ''}${plate ? html` <span dir="ltr">${plate}</span>` : ''}${amount ? html` ${amount}` : ''}</li>`
