import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import { html } from 'hono/html'
import { armWords, laneSentence, money, pictureOn, plateOn } from '../words.ts'
import type { Markup } from './frame.ts'

export interface CallAt {
  readonly laneId: string
  readonly minutes: number
}

const REASONS = ['Machine not working', 'Ticket or plate problem', 'Delivery or service', 'Emergency', 'Goodwill'] as const

/** Every lane as it is now, those that call first. */
export function lanesPage(lanes: readonly LaneView[], calls: readonly CallAt[], inside: number): Markup {
  const called = (view: LaneView) => calls.find(({ laneId }) => laneId === view.lane.id)
  const ordered = [...lanes].sort((a, b) => Number(called(b) !== undefined) - Number(called(a) !== undefined))
  return html`<h1>${inside === 1 ? '1 car inside' : `${inside} cars inside`}</h1>
<div class="lanes">${ordered.map((view) => laneCard(view, called(view)))}</div>`
}

function laneCard(view: LaneView, call: CallAt | undefined): Markup {
  const { lane, screen } = view
  const plate = plateOn(screen)
  const picture = pictureOn(screen)
  return html`<section class="lane${call ? ' calls' : ''}" data-lane="${lane.id}" data-revision="${view.revision}" aria-label="${lane.name}">
<h2>${lane.name} <small>${lane.payPoint ? 'pay point' : `${lane.direction === 'exit' ? 'exit' : 'entry'}, ${armWords(view.arm)}`}</small></h2>
${call ? html`<p class="call" role="alert">Calls for help since ${call.minutes < 1 ? 'just now' : `${call.minutes} min`}</p>` : ''}
${picture ? html`<img src="${picture}" alt="The car at ${lane.name}">` : ''}
<p>${plate ? html`<b class="plate">${plate}</b> ` : ''}${laneSentence(view)}</p>
${
  'quote' in screen
    ? html`<form method="post" action="/attendant/lanes/${lane.id}/cash" class="row">
<input type="hidden" name="quote" value="${screen.quote.id}"><button class="plain">Took ${money(screen.quote)} in cash</button></form>`
    : ''
}
${!lane.payPoint && lane.direction === 'exit' && (screen.kind === 'notFound' || screen.kind === 'search') ? html`<p><a href="/attendant/cars?lane=${lane.id}">Give this car to one inside</a></p>` : ''}
${
  lane.payPoint
    ? call
      ? answerForm(view)
      : ''
    : html`<form method="post" action="/attendant/lanes/${lane.id}/open">
<label>Open, because <input name="reason" list="reasons" required maxlength="200" autocomplete="off"></label>
<button>Open ${lane.name}</button></form>`
}
<datalist id="reasons">${REASONS.map((reason) => html`<option value="${reason}"></option>`)}</datalist>
</section>`
}

/** A pay point has nothing to open: what answers its call is what was done. */
const answerForm = ({ lane }: LaneView): Markup => html`<form method="post" action="/attendant/lanes/${lane.id}/open">
<label>Answered: <input name="reason" list="reasons" required maxlength="200" autocomplete="off"></label>
<button>The call is answered</button></form>`
