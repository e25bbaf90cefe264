import type { BoxStanding } from '@gatehouse/domain/wire/owner.ts'
import { mayDo } from '@gatehouse/domain/wire/owner-people.ts'
import type { RatePreview, RateProblem, RateValues, RateVersion } from '@gatehouse/domain/wire/owner-rates.ts'
import { html } from 'hono/html'
import { dateTime, duration, money } from '../../format.ts'
import { at, type Frame, framed } from '../frame.ts'
import { icon } from '../icons.ts'
import type { ReadyTariff } from '../owner-port.ts'
import type { Markup } from '../paper.ts'
import { rateInputs } from './rate-inputs.ts'

export interface PricesView {
  readonly values: RateValues
  readonly problems: readonly RateProblem[]
  /** null while what was typed cannot be priced */
  readonly preview: RatePreview | null
  readonly versions: readonly RateVersion[]
  readonly boxes: readonly BoxStanding[]
  readonly ready: readonly ReadyTariff[]
  /** what just happened */
  readonly news: string | null
  readonly now: number
}

/** The price editor: the form, what it would come to, and every version there was. */
export function pricesPage(frame: Frame, view: PricesView): Markup {
  return framed(
    frame,
    html`<h1>Prices</h1>
${view.news ? html`<p class="news" role="status">${icon('ok')} ${view.news}</p>` : ''}
<p class="said">${inForce(frame, view)}</p>
${readyTariffs(frame, view)}
<form method="post" action="${at(frame, '/prices')}" class="columns rates" data-preview="${at(frame, '/prices/preview')}" novalidate>
<div><button name="do" value="check" class="hidden" tabindex="-1" aria-hidden="true">Check</button>${rateInputs(frame, view)}</div>
<div><div class="beside"><div id="preview" aria-live="polite">${previewPart(frame, view)}</div>
${
  mayDo(frame.who.role, 'manage')
    ? html`<p class="actions"><button name="do" value="publish" class="primary">Publish</button> <button name="do" value="check" class="plain">Check</button></p>`
    : html`<p class="actions"><button name="do" value="check">Check</button></p><p class="quiet">Change what you like and see what stays would cost: nothing here is published by you. Managers and owners do that.</p>`
}
<p class="quiet">A car keeps the prices that were in force when it drove in, unless new ones say that cars inside pay them too.</p></div></div>
</form>
${history(frame, view)}`,
  )
}

/** Ten tariffs to begin with; each fills the form and publishes nothing. */
function readyTariffs(frame: Frame, { ready }: PricesView): Markup {
  const own = (country: string | null) => (country === frame.site.country ? 0 : country === null ? 1 : 2)
  const sorted = [...ready].sort((a, b) => own(a.country) - own(b.country))
  const item = (tariff: ReadyTariff) =>
    html`<li><a href="${at(frame, '/prices', { from: `ready.${tariff.id}` })}">${tariff.title}</a> <span class="ready-about">${tariff.about}</span></li>`
  return html`<details class="ready"><summary>Begin with a ready tariff</summary><ul>${sorted.map(item)}</ul></details>`
}

function inForce(frame: Frame, view: PricesView): Markup {
  const current = view.versions.find((v) => v.state === 'inForce')
  if (!current) return html`Nothing is published yet: each box uses the tariff in its own configuration. Publish to take over.`
  const boxes = view.boxes.map((b) =>
    b.rate && b.rate.id === current.id && b.rate.version >= current.version
      ? html`${b.label} has it.`
      : html`<span class="bad">${b.label} does not have it yet${b.state === 'live' ? '' : `, it is ${duration(b.behindMs)} behind`}.</span>`,
  )
  return html`Version ${current.version}, “${current.name}”, is in force since ${dateTime(current.effectiveFrom, frame.site.timeZone, frame.speech.locale)}. ${boxes.map((b) => html`${b} `)}`
}

/** What changes while one types; also answered alone to the page's script. */
export function previewPart(frame: Frame, { preview, problems }: Pick<PricesView, 'preview' | 'problems'>): Markup {
  const errors = problems.filter((p) => p.severity === 'error').length
  const warnings = problems.length - errors
  const verdict =
    errors > 0
      ? html`<p class="verdict bad">${icon('warn')} ${errors === 1 ? 'One thing must be put right' : `${errors} things must be put right`} before this can be published.</p>`
      : warnings > 0
        ? html`<p class="verdict">${icon('warn')} This can be published. Look at the ${warnings === 1 ? 'remark' : 'remarks'} first.</p>`
        : html`<p class="verdict">${icon('ok')} This can be published.</p>`
  const remarks =
    problems.length === 0
      ? html``
      : html`<ul class="remarks">${problems.map((p) => html`<li class="${p.severity}">${p.message}</li>`)}</ul>`
  return html`<h2>What it comes to</h2>${verdict}${remarks}${preview ? previewTable(frame, preview) : ''}`
}

function previewTable(frame: Frame, preview: RatePreview): Markup {
  const amount = (minor: number) => money(minor, frame.site.currency, frame.speech.locale)
  const compared = preview.stays.some((s) => s.nowMinor !== null)
  const row = (s: RatePreview['stays'][number]) =>
    html`<tr class="${s.nowMinor !== null && s.nowMinor !== s.newMinor ? 'changed' : ''}"><th scope="row">${s.when ? whenWords[s.when] : duration(s.ms)}</th>${compared ? html`<td>${s.nowMinor === null ? '' : amount(s.nowMinor)}</td>` : ''}<td><b>${amount(s.newMinor)}</b></td></tr>`
  const { backTest } = preview
  return html`<table class="figures"><thead><tr><th scope="col">A stay of</th>${compared ? html`<th scope="col">now</th>` : ''}<th scope="col">then</th></tr></thead><tbody>${preview.stays.map(row)}</tbody></table>
${backTest ? html`<p class="backtest">The ${backTest.stays} stays of the last ${backTest.days} days would have come to <b>${amount(backTest.newMinor)}</b> instead of ${amount(backTest.nowMinor)}${changeOf(backTest, frame.speech.locale)}.</p>` : ''}`
}

const whenWords = {
  evening: html`Evening <small>Wed 19:00 to 23:00</small>`,
  night: html`Night <small>Wed 20:00 to Thu 8:00</small>`,
  weekend: html`Weekend <small>Fri 18:00 to Mon 8:00</small>`,
} as const

function changeOf(b: { readonly nowMinor: number; readonly newMinor: number }, locale: string): string {
  if (b.nowMinor === 0 || b.nowMinor === b.newMinor) return ''
  const share = (b.newMinor - b.nowMinor) / b.nowMinor
  return `, ${new Intl.NumberFormat(locale, { style: 'percent', signDisplay: 'always', maximumFractionDigits: 1 }).format(share)}`
}

const stateWords = { inForce: 'in force', coming: 'coming', past: 'replaced' } as const

function history(frame: Frame, view: PricesView): Markup {
  if (view.versions.length === 0) return html``
  const time = (ms: number) => dateTime(ms, frame.site.timeZone, frame.speech.locale)
  const row = (
    v: RateVersion,
  ) => html`<tr><th scope="row">Version ${v.version} <small>${v.name}</small></th><td data-name="State"><span class="state ${v.state}">${stateWords[v.state]}</span></td>
<td data-name="From">${time(v.effectiveFrom)}</td><td data-name="Prices">${summaryText(v, frame)}</td><td data-name="Published">${time(v.publishedAt)} by ${v.publishedBy}</td>
<td><a href="${at(frame, '/prices', { from: `${v.id}.${v.version}` })}">Use again</a></td></tr>`
  return html`<section><h2>Every version</h2><table class="list"><thead><tr><th scope="col">Version</th><th scope="col">State</th><th scope="col">From</th><th scope="col">Prices</th><th scope="col">Published</th><th scope="col"><span class="hidden">Again</span></th></tr></thead><tbody>${view.versions.map(row)}</tbody></table></section>`
}

/** "15 min free, then 2.50 € per 60 min, at most 18.00 € a day". */
function summaryText({ rate }: RateVersion, frame: Frame): string {
  const amount = (minor: number) => money(minor, rate.currency, frame.speech.locale)
  const free = rate.freeMinutes > 0 ? `${rate.freeMinutes} min free, then ` : ''
  const price =
    rate.stepMinor === null
      ? 'nothing'
      : `${amount(rate.stepMinor)}${rate.stepMinutes === null ? '' : ` per ${duration(rate.stepMinutes * 60_000)}`}`
  return `${free}${price}${rate.dayMaxMinor === null ? '' : `, at most ${amount(rate.dayMaxMinor)} a day`}`
}
