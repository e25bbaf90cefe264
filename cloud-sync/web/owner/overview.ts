import type { BoxStanding, Completeness, LaneStrip, NeedsYou, OwnerSummary } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import { clockTime, dateTime, duration, money, roughly } from '../format.ts'
import { boxes } from './boxes/boxes.ts'
import { dayRows, hourBars, occupancyLine } from './charts.ts'
import { at, type Frame, framed } from './frame.ts'
import { armPicture, carOutline, icon } from './icons.ts'
import type { Markup } from './paper.ts'
import { plate } from './plate.ts'
import { daySentence, type Phrase } from './sentence.ts'

/** The first page: a sentence, what needs a person, the lanes, then the figures. */
export function overviewPage(frame: Frame, s: OwnerSummary, days: { readonly before: string; readonly after: string | null }): Markup {
  const running = s.now >= s.from && s.now < s.until
  return framed(
    frame,
    html`<div id="live">
${dayPicker(frame, s, days)}
<h1 class="sentence">${daySentence(s, frame.speech).map((p) => phrase(frame, s, p))}</h1>
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
  return html`<form class="day" method="get" action="/" data-auto>
<a class="step" href="${at(frame, '/', { day: days.before })}" aria-label="The day before">${icon('back')}</a>
<label><span class="hidden">Day</span><input type="date" name="day" value="${s.day}" required></label>
${frame.sites.length > 1 ? html`<input type="hidden" name="site" value="${frame.site.id}">` : ''}
${days.after ? html`<a class="step" href="${at(frame, '/', { day: days.after })}" aria-label="The day after">${icon('next')}</a>` : ''}
<noscript><button>Show</button></noscript>
</form>`
}

function phrase(frame: Frame, s: OwnerSummary, p: Phrase): Markup {
  const byDay = { entered: at(frame, '/cars', { which: 'entered', day: s.day }), left: at(frame, '/cars', { which: 'left', day: s.day }) }
  const to = { money: at(frame, '/money', { day: s.day }), inside: at(frame, '/cars', { which: 'inside' }), needs: '#needs', ...byDay }
  return p.to === null ? html`${p.text}` : html`<a href="${to[p.to]}">${p.text}</a>`
}

/** Up to when every figure on the page is complete, and whose fault it is when that is not now. */
export function completeLine(c: Completeness, s: Pick<OwnerSummary, 'site' | 'now'>, frame: Frame): Markup {
  const time = (ms: number) =>
    s.now - ms > 20 * 3_600_000 ? dateTime(ms, s.site.timeZone, frame.speech.locale) : clockTime(ms, s.site.timeZone, frame.speech.locale)
  const behind = c.boxes.filter((b) => b.state !== 'live')
  if (c.boxes.length === 0) return html`<p class="complete warn">${icon('warn')} No box is registered here yet.</p>`
  const until = c.completeTo === null ? 'Not complete' : `Complete to ${time(c.completeTo)}`
  if (behind.length === 0) return html`<p class="complete">${icon('ok')} ${until}</p>`
  return html`<p class="complete warn">${icon('warn')} ${until}. ${behind.map(behindText).join(' ')}</p>`
}

function behindText(b: BoxStanding): string {
  if (b.state === 'never') return `${b.label} has never spoken.`
  return `${b.label} is ${duration(b.behindMs)} behind${b.state === 'catchingUp' ? ' and catching up' : ''}.`
}

function needsList(frame: Frame, s: OwnerSummary): Markup {
  if (s.needsYou.length === 0) return html``
  const row = (
    n: NeedsYou,
  ) => html`<li><a href="${at(frame, n.href)}">${icon(n.code === 'helpOpen' ? 'help' : 'warn')}<span><strong>${n.title}</strong>
<small>${n.text}</small></span>${n.amountMinor > 0 ? html`<b>${n.about ? html`<span class="about">about</span> ` : ''}${(n.about ? roughly : money)(n.amountMinor, s.site.currency, frame.speech.locale)}</b>` : ''}</a></li>`
  return html`<section id="needs"><h2>Needs you</h2><ol class="needs">${s.needsYou.map(row)}</ol></section>`
}

/**
 * What is known of the arm. Once a car has passed an open arm it falls by itself, and no box reports that: so it is said
 * what was seen, and the arm is drawn down. A lane that has not moved since it was set up is at rest, not at fault.
 */
function armOf(lane: LaneStrip): string {
  if (lane.fault !== null) return 'fault'
  return lane.arm === 'open' && lane.last?.ending === 'passed' && lane.holds.length === 0 ? 'passed' : (lane.arm ?? 'still')
}

const armWords: Readonly<Record<string, string>> = {
  passed: 'car passed',
  ...{ open: 'arm up', opening: 'arm rising', closed: 'arm down', closing: 'arm falling', fault: 'arm fault', still: 'not moved yet' },
}

function lanes(frame: Frame, s: OwnerSummary): Markup {
  const strip = (lane: LaneStrip) => {
    const inner = html`${carOutline}<span class="what"><span class="lane">${lane.direction ? icon(lane.direction === 'entry' ? 'in' : 'out') : ''} ${lane.name}</span>
${lane.last ? plate(lane.last.plate) : html`<small>nobody yet</small>`}
${lane.last ? html`<small>${clockTime(lane.last.at, s.site.timeZone, frame.speech.locale)}${lane.last.basis ? `, ${basisWords[lane.last.basis] ?? lane.last.basis}` : ''}</small>` : ''}
${lane.fault ? html`<small class="bad">${lane.fault}</small>` : ''}${lane.holds.length > 0 ? html`<small class="bad">held: ${lane.holds.join(', ')}</small>` : ''}</span>
<span class="armed">${armPicture(armOf(lane))}<small>${armWords[armOf(lane)] ?? lane.arm}</small></span>`
    return lane.last?.sessionId
      ? html`<li id="lane-${lane.id}"><a href="${at(frame, `/cars/${encodeURIComponent(lane.last.sessionId)}`)}">${inner}</a></li>`
      : html`<li id="lane-${lane.id}"><div>${inner}</div></li>`
  }
  return html`<section class="now"><h2 class="hidden">Lanes</h2>${s.lanes.length === 0 ? html`<p class="quiet">No lane has reported yet.</p>` : html`<ol class="lanes">${s.lanes.map(strip)}</ol>`}</section>`
}

export const basisWords: Readonly<Record<string, string>> = {
  ...{ visitor: 'visitor', unreadable: 'photo ticket', permit: 'permit', free: 'free', paid: 'paid', attendant: 'opened by hand' },
  ...{ full: 'turned away, full', blocked: 'blocked', alreadyInside: 'already inside', notFound: 'not found', released: 'let out unpaid' },
  ...{ freeFlow: 'on an open arm' },
}

export const outcomeWords: Readonly<Record<string, string>> = {
  ...{ paid: 'paid', free: 'free', permit: 'permit', attendant: 'opened by hand', suspect: 'exit not seen', owed: 'let out unpaid' },
  ...{ unknown: 'not known', stated: 'by the driver’s word' },
}

function balance(frame: Frame, s: OwnerSummary): Markup {
  const amount = (minor: number) => money(minor, s.site.currency, frame.speech.locale)
  const { byOutcome, freeFlow, unknown = 0, otherMinor, stated } = s.balance
  return html`<section><h2>Where cars and money meet</h2>
<table class="figures"><thead><tr><th scope="col">Left on this day</th><th scope="col">Cars</th><th scope="col">Paid</th></tr></thead><tbody>
${byOutcome.map(
  (o) =>
    html`<tr><th scope="row"><a href="${at(frame, '/cars', { which: 'left', outcome: o.outcome, day: s.day })}">${outcomeWords[o.outcome] ?? o.outcome}</a></th><td>${o.sessions}</td><td>${amount(o.amountMinor)}</td></tr>`,
)}
${freeFlow > 0 ? html`<tr><th scope="row">on an open arm, no car known</th><td>${freeFlow}</td><td>${amount(0)}</td></tr>` : ''}
${unknown > 0 ? html`<tr><th scope="row">let out unpaid, no car known</th><td>${unknown}</td><td>${amount(0)}</td></tr>` : ''}
${otherMinor === 0 ? '' : html`<tr><th scope="row">paid, not left on this day</th><td></td><td>${amount(otherMinor)}</td></tr>`}
</tbody><tfoot><tr><th scope="row">Together</th><td>${s.balance.exits}</td><td><a href="${at(frame, '/money', { day: s.day })}">${amount(s.revenue.amountMinor)}</a></td></tr></tfoot></table>
${
  stated.sessions === 0
    ? ''
    : html`<p class="quiet"><a href="${at(frame, '/cars', { which: 'left', outcome: 'stated', day: s.day })}">${stated.sessions === 1 ? 'One of these cars' : `${stated.sessions} of these cars`}</a> had no entry on record: the driver said when it came in, and ${amount(stated.amountMinor)} rests on that word.</p>`
}
${s.revenue.unbookedMinor > 0 ? html`<p class="quiet">${amount(s.revenue.unbookedMinor)} of it was paid by phone and is on its way to the box.</p>` : ''}
${s.revenue.refundedMinor > 0 ? html`<p class="quiet">${amount(s.revenue.refundedMinor)} went back to drivers; it is not part of these figures.</p>` : ''}</section>`
}

function help(frame: Frame, s: OwnerSummary): Markup {
  const { open, answered, medianAnswerMs } = s.help
  const done =
    answered === 0
      ? 'No call answered'
      : `${answered === 1 ? 'One call' : `${answered} calls`} answered, ${answered === 1 ? '' : 'half of them '}within ${duration(medianAnswerMs ?? 0)}`
  return html`<section><h2>Help</h2><p><a href="${at(frame, '/help', { day: s.day })}">${done}${open > 0 ? `, ${open} waiting` : ''}</a></p></section>`
}
