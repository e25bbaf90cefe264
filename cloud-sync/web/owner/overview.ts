import type { LaneStrip, OwnerSummary } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import { clockTime, duration, money } from '../format.ts'
import { boxes } from './boxes/boxes.ts'
import { dayRows, hourBars, occupancyLine } from './charts.ts'
import { completeLine } from './complete-line.ts'
import { at, type Frame, framed } from './frame.ts'
import { armPicture, carOutline, icon } from './icons.ts'
import { linked, links } from './marked.ts'
import { needsList } from './needs-list.ts'
import type { Markup } from './paper.ts'
import { plate } from './plate.ts'
import { daySentence } from './sentence.ts'
import { named } from './strings/named.ts'

/** The first page: a sentence, what needs a person, the lanes, then the figures. */
export function overviewPage(frame: Frame, s: OwnerSummary, days: { readonly before: string; readonly after: string | null }): Markup {
  const running = s.now >= s.from && s.now < s.until
  return framed(
    frame,
    html`<div id="live">
${dayPicker(frame, s, days)}
<h1 class="sentence">${links(daySentence(s, frame.speech, frame.words.today), waysOn(frame, s))}</h1>
${completeLine(s.completeness, s, frame)}
${running ? lanes(frame, s) : ''}
<div class="columns">
<div>
${running ? needsList(frame, s) : ''}
${hourBars(s, frame)}
${occupancyLine(s, frame)}
${balance(frame, s)}
</div>
<div>
${dayRows(s, frame)}
${boxes(frame, s)}
${help(frame, s)}
</div>
</div>
</div>`,
  )
}

function dayPicker(frame: Frame, s: OwnerSummary, days: { readonly before: string; readonly after: string | null }): Markup {
  const words = frame.words.today
  return html`<form class="day" method="get" action="/" data-auto>
<a class="step" href="${at(frame, '/', { day: days.before })}" aria-label="${words.dayBefore}">${icon('back')}</a>
<label><span class="hidden">${words.day}</span><input type="date" name="day" value="${s.day}" required></label>
${frame.sites.length > 1 ? html`<input type="hidden" name="site" value="${frame.site.id}">` : ''}
${days.after ? html`<a class="step" href="${at(frame, '/', { day: days.after })}" aria-label="${words.dayAfter}">${icon('next')}</a>` : ''}
<noscript><button>${frame.words.frame.show}</button></noscript>
</form>`
}

/** Where the pieces of the sentence lead. */
function waysOn(frame: Frame, { day }: OwnerSummary): Readonly<Record<string, string>> {
  const cars = (which: string) => at(frame, '/cars', { which, day })
  return {
    money: at(frame, '/money', { day }),
    inside: at(frame, '/cars', { which: 'inside' }),
    needs: '#needs',
    entered: cars('entered'),
    left: cars('left'),
  }
}

/**
 * What is known of the arm. Once a car has passed an open arm it falls by itself, and no box reports that: so it is said
 * what was seen, and the arm is drawn down. A lane that has not moved since it was set up is at rest, not at fault.
 */
function armOf(lane: LaneStrip): string {
  if (lane.fault !== null) return 'fault'
  return lane.arm === 'open' && lane.last?.ending === 'passed' && lane.holds.length === 0 ? 'passed' : (lane.arm ?? 'still')
}

function lanes(frame: Frame, s: OwnerSummary): Markup {
  const { today: words, car } = frame.words
  const strip = (lane: LaneStrip) => {
    const time = lane.last ? clockTime(lane.last.at, s.site.timeZone, frame.speech.locale) : ''
    const inner = html`${carOutline}<span class="what"><span class="lane">${lane.direction ? icon(lane.direction === 'entry' ? 'in' : 'out') : ''} ${lane.name}</span>
${lane.last ? plate(lane.last.plate, car) : html`<small>${words.nobodyYet}</small>`}
${lane.last ? html`<small>${time}${lane.last.basis ? ` · ${named(car.basis, lane.last.basis)}` : ''}</small>` : ''}
${lane.fault ? html`<small class="bad">${lane.fault}</small>` : ''}${lane.holds.length > 0 ? html`<small class="bad">${words.held(lane.holds.join(', '))}</small>` : ''}</span>
<span class="armed">${armPicture(armOf(lane))}<small>${named(words.arm, armOf(lane))}</small></span>`
    return lane.last?.sessionId
      ? html`<li id="lane-${lane.id}"><a href="${at(frame, `/cars/${encodeURIComponent(lane.last.sessionId)}`)}">${inner}</a></li>`
      : html`<li id="lane-${lane.id}"><div>${inner}</div></li>`
  }
  return html`<section class="now"><h2 class="hidden">${words.lanes}</h2>${s.lanes.length === 0 ? html`<p class="quiet">${words.noLane}</p>` : html`<ol class="lanes">${s.lanes.map(strip)}</ol>`}</section>`
}

function balance(frame: Frame, s: OwnerSummary): Markup {
  const { today: words, month, car } = frame.words
  const amount = (minor: number) => money(minor, s.site.currency, frame.speech.locale)
  const left = (outcome: string) => at(frame, '/cars', { which: 'left', outcome, day: s.day })
  const { byOutcome, freeFlow, unknown = 0, otherMinor, stated } = s.balance
  const row = (name: string | Markup, count: number | '', minor: number) =>
    html`<tr><th scope="row">${name}</th><td>${count}</td><td>${amount(minor)}</td></tr>`
  return html`<section><h2>${words.balance}</h2>
<table class="figures"><thead><tr><th scope="col">${words.leftThisDay}</th><th scope="col">${words.cars}</th><th scope="col">${words.paid}</th></tr></thead><tbody>
${byOutcome.map((o) => row(html`<a href="${left(o.outcome)}">${named(car.outcome, o.outcome)}</a>`, o.sessions, o.amountMinor))}
${freeFlow > 0 ? row(words.openArm, freeFlow, 0) : ''}
${unknown > 0 ? row(words.noCarKnown, unknown, 0) : ''}
${otherMinor === 0 ? '' : row(words.paidOther, '', otherMinor)}
</tbody><tfoot><tr><th scope="row">${month.together}</th><td>${s.balance.exits}</td><td><a href="${at(frame, '/money', { day: s.day })}">${amount(s.revenue.amountMinor)}</a></td></tr></tfoot></table>
${stated.sessions === 0 ? '' : html`<p class="quiet">${linked(words.stated(stated.sessions, amount(stated.amountMinor)), { stated: left('stated') })}</p>`}
${s.revenue.unbookedMinor > 0 ? html`<p class="quiet">${month.unbooked(amount(s.revenue.unbookedMinor))}</p>` : ''}
${s.revenue.refundedMinor > 0 ? html`<p class="quiet">${month.refunded(amount(s.revenue.refundedMinor))}</p>` : ''}</section>`
}

function help(frame: Frame, s: OwnerSummary): Markup {
  const { today: words, frame: around } = frame.words
  const { open, answered, medianAnswerMs } = s.help
  const done = answered === 0 ? words.noCallAnswered : words.callsAnswered(answered, duration(medianAnswerMs ?? 0, frame.speech.language))
  return html`<section><h2>${words.help}</h2><p><a href="${at(frame, '/help', { day: s.day })}">${done}${open > 0 ? ` · ${around.waiting(open)}` : ''}</a></p></section>`
}
