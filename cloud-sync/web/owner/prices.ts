import type { BoxStanding } from '@gatehouse/domain/wire/owner.ts'
import type { RateLineValues, RatePreview, RateProblem, RateValues, RateVersion } from '@gatehouse/domain/wire/owner-rates.ts'
import { html } from 'hono/html'
import { dateTime, duration, money } from '../format.ts'
import { at, type Frame, framed, type Markup } from './frame.ts'
import { icon } from './icons.ts'

export interface PricesView {
  readonly values: RateValues
  readonly problems: readonly RateProblem[]
  /** null while what was typed cannot be priced */
  readonly preview: RatePreview | null
  readonly versions: readonly RateVersion[]
  readonly boxes: readonly BoxStanding[]
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
<form method="post" action="${at(frame, '/prices')}" class="columns rates" data-preview="${at(frame, '/prices/preview')}" novalidate>
<div>${fields(frame, view)}</div>
<div><div class="beside"><div id="preview" aria-live="polite">${previewPart(frame, view)}</div>
<p class="actions"><button name="do" value="publish" class="primary">Publish</button> <button name="do" value="check" class="plain">Check</button></p>
<p class="quiet">A car keeps the prices that were in force when it drove in.</p></div></div>
</form>
${history(frame, view)}`,
  )
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

function fields(frame: Frame, { values, problems }: PricesView): Markup {
  const said = (field: string) => problems.filter((p) => p.field === field)
  const mark = (field: string) => {
    const found = said(field)
    return found.length === 0
      ? html``
      : html` aria-invalid="${found.some((p) => p.severity === 'error')}" aria-describedby="about-${field}"`
  }
  const about = (field: string) =>
    said(field).length === 0
      ? html``
      : html`<span class="about-field" id="about-${field}">${said(field).map((p) => html`<span class="${p.severity}">${p.message}</span>`)}</span>`
  const field = (name: keyof RateValues, label: string, extra: Markup = html``) =>
    html`<label class="field">${label}<input name="${name}" value="${String(values[name])}" ${mark(name)} ${extra}>${about(name)}</label>`
  const capName = { none: 'no maximum', calendarDay: 'per calendar day', rolling: 'per 24 hours of stay' }
  return html`<fieldset><legend>Stay</legend>
<div class="pair">${field('freeMinutes', 'First minutes free', html`inputmode="numeric"`)}
<label class="tick"><input type="checkbox" name="freeIsGrace" value="yes"${values.freeIsGrace ? html` checked` : ''}> a longer stay pays from its beginning</label></div>
<ol class="lines">${values.lines.map((line, i) => lineFields(line, i, values.lines.length, { mark, about }))}</ol>
${about('lines')}
<button name="do" value="addLine" class="plain">Add a line</button></fieldset>
<fieldset><legend>Maximum</legend><div class="pair">
<label class="field">Maximum<select name="cap">${Object.entries(capName).map(([id, name]) => html`<option value="${id}"${id === values.cap ? html` selected` : ''}>${name}</option>`)}</select></label>
${field('capAmount', `Amount (${frame.site.currency})`, html`inputmode="decimal"`)}</div></fieldset>
<fieldset><legend>Rest</legend><div class="pair">
${field('exitGraceMinutes', 'Minutes to leave after paying', html`inputmode="numeric"`)}
${field('vatPercent', 'VAT included, %', html`inputmode="decimal"`)}</div>
<div class="pair">${field('name', 'Name of this version', html`maxlength="60"`)}
${field('when', 'In force from (empty: at once)', html`type="datetime-local"`)}</div>${about('table')}</fieldset>`
}

interface Said {
  readonly mark: (field: string) => Markup
  readonly about: (field: string) => Markup
}

function lineFields(line: RateLineValues, i: number, count: number, { mark, about }: Said): Markup {
  const kinds = { incrementingRate: 'each started', flatRateTier: 'once for the whole span', flatRate: 'once, on reaching' }
  const input = (name: keyof RateLineValues, label: string, size: number, hint = '') =>
    html`<label class="field">${label}<input name="lines.${i}.${name}" value="${line[name]}" size="${size}" placeholder="${hint}" ${mark(`lines.${i}.${name}`)}></label>`
  return html`<li><span class="hidden">Line ${i + 1}</span>
${input('from', 'From h:mm', 5)}${input('until', 'to h:mm', 5, 'no end')}
<label class="field">charged<select name="lines.${i}.kind">${Object.entries(kinds).map(([id, name]) => html`<option value="${id}"${id === line.kind ? html` selected` : ''}>${name}</option>`)}</select></label>
${input('stepMinutes', 'minutes', 4)}${input('amount', 'amount', 6)}
${count > 1 ? html`<button name="do" value="removeLine.${i}" class="plain small" aria-label="Remove line ${i + 1}">Remove</button>` : ''}
${(['from', 'until', 'stepMinutes', 'amount'] as const).map((name) => about(`lines.${i}.${name}`))}${about(`lines.${i}`)}</li>`
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
    html`<tr class="${s.nowMinor !== null && s.nowMinor !== s.newMinor ? 'changed' : ''}"><th scope="row">${duration(s.ms)}</th>${compared ? html`<td>${s.nowMinor === null ? '' : amount(s.nowMinor)}</td>` : ''}<td><b>${amount(s.newMinor)}</b></td></tr>`
  const { backTest } = preview
  return html`<table class="figures"><thead><tr><th scope="col">A stay of</th>${compared ? html`<th scope="col">now</th>` : ''}<th scope="col">then</th></tr></thead><tbody>${preview.stays.map(row)}</tbody></table>
${backTest ? html`<p class="backtest">The ${backTest.stays} stays of the last ${backTest.days} days would have come to <b>${amount(backTest.newMinor)}</b> instead of ${amount(backTest.nowMinor)}${changeOf(backTest, frame.speech.locale)}.</p>` : ''}`
}

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
