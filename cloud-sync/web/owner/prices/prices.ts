import type { BoxStanding } from '@gatehouse/domain/wire/owner.ts'
import { mayDo } from '@gatehouse/domain/wire/owner-people.ts'
import type { RatePreview, RateProblem, RateValues, RateVersion } from '@gatehouse/domain/wire/owner-rates.ts'
import { html } from 'hono/html'
import { dateTime, duration, money } from '../../format.ts'
import { wordsOf as drivers } from '../../pay/strings/every-language.ts'
import { at, type Frame, framed } from '../frame.ts'
import { icon } from '../icons.ts'
import type { ReadyTariff } from '../owner-port.ts'
import type { Markup } from '../paper.ts'
import type { PricesWords } from '../strings/en/prices.ts'
import { weekdayNames } from '../weekdays.ts'
import { rateInputs } from './rate-inputs.ts'
import { problemText } from './rate-said.ts'

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
  const { frame: around, prices: words } = frame.words
  return framed(
    frame,
    html`<h1>${around.tab.prices}</h1>
${view.news ? html`<p class="news" role="status">${icon('ok')} ${view.news}</p>` : ''}
<p class="said">${inForce(frame, view)}</p>
${readyTariffs(frame, view)}
<form method="post" action="${at(frame, '/prices')}" class="columns rates" data-preview="${at(frame, '/prices/preview')}" novalidate>
<div><button name="do" value="check" class="hidden" tabindex="-1" aria-hidden="true">${words.check}</button>${rateInputs(frame, view)}</div>
<div><div class="beside"><div id="preview" aria-live="polite">${previewPart(frame, view)}</div>
${
  mayDo(frame.who.role, 'manage')
    ? html`<p class="actions"><button name="do" value="publish" class="primary">${words.publish}</button> <button name="do" value="check" class="plain">${words.check}</button></p>`
    : html`<p class="actions"><button name="do" value="check">${words.check}</button></p><p class="quiet">${words.mayNotPublish}</p>`
}
<p class="quiet">${words.keeps}</p></div></div>
</form>
${history(frame, view)}`,
  )
}

const isReady = (id: string, { ready }: PricesWords): id is keyof PricesWords['ready'] => Object.hasOwn(ready, id)

/** A ready tariff's title and what it is, in the reader's language. */
export const readyWords = (tariff: ReadyTariff, words: PricesWords): { readonly title: string; readonly about: string } =>
  isReady(tariff.id, words) ? words.ready[tariff.id] : tariff

/** Ten tariffs to begin with; each fills the form and publishes nothing. */
function readyTariffs(frame: Frame, { ready }: PricesView): Markup {
  const own = (country: string | null) => (country === frame.site.country ? 0 : country === null ? 1 : 2)
  const sorted = [...ready].sort((a, b) => own(a.country) - own(b.country))
  const words = frame.words.prices
  const item = (tariff: ReadyTariff) => {
    const { title, about } = readyWords(tariff, words)
    return html`<li><a href="${at(frame, '/prices', { from: `ready.${tariff.id}` })}">${title}</a> <span class="ready-about">${about}</span></li>`
  }
  return html`<details class="ready"><summary>${words.beginReady}</summary><ul>${sorted.map(item)}</ul></details>`
}

function inForce(frame: Frame, view: PricesView): Markup {
  const current = view.versions.find((v) => v.state === 'inForce')
  const words = frame.words.prices
  if (!current) return html`${words.nothingPublished}`
  const boxes = view.boxes.map((b) =>
    b.rate && b.rate.id === current.id && b.rate.version >= current.version
      ? html`${words.hasIt(b.label)}`
      : html`<span class="bad">${b.state === 'live' ? words.hasItNot(b.label) : words.hasItNotBehind(b.label, duration(b.behindMs, frame.speech.language))}</span>`,
  )
  return html`${words.inForceSince(current.version, current.name, dateTime(current.effectiveFrom, frame.site.timeZone, frame.speech.locale))} ${boxes.map((b) => html`${b} `)}`
}

/** What changes while one types; also answered alone to the page's script. */
export function previewPart(frame: Frame, { preview, problems }: Pick<PricesView, 'preview' | 'problems'>): Markup {
  const words = frame.words.prices
  const errors = problems.filter((p) => p.severity === 'error').length
  const warnings = problems.length - errors
  const verdict =
    errors > 0
      ? html`<p class="verdict bad">${icon('warn')} ${words.mustPutRight(errors)}</p>`
      : warnings > 0
        ? html`<p class="verdict">${icon('warn')} ${words.lookFirst(warnings)}</p>`
        : html`<p class="verdict">${icon('ok')} ${words.canPublish}</p>`
  const remarks =
    problems.length === 0
      ? html``
      : html`<ul class="remarks">${problems.map((p) => html`<li class="${p.severity}">${problemText(p, words, drivers[frame.speech.language].fee.vehicle)}</li>`)}</ul>`
  return html`<h2>${words.comesTo}</h2>${verdict}${remarks}${preview ? previewTable(frame, preview) : ''}`
}

function previewTable(frame: Frame, preview: RatePreview): Markup {
  const words = frame.words.prices
  const { language, locale } = frame.speech
  const amount = (minor: number) => money(minor, frame.site.currency, locale)
  const compared = preview.stays.some((s) => s.nowMinor !== null)
  const row = (s: RatePreview['stays'][number]) =>
    html`<tr class="${s.nowMinor !== null && s.nowMinor !== s.newMinor ? 'changed' : ''}"><th scope="row">${s.when ? html`${words[s.when]} <small>${timesOf(s.when, locale)}</small>` : duration(s.ms, language)}</th>${compared ? html`<td>${s.nowMinor === null ? '' : amount(s.nowMinor)}</td>` : ''}<td><b>${amount(s.newMinor)}</b></td></tr>`
  const { backTest } = preview
  return html`<table class="figures"><thead><tr><th scope="col">${words.stayOf}</th>${compared ? html`<th scope="col">${words.now}</th>` : ''}<th scope="col">${words.afterwards}</th></tr></thead><tbody>${preview.stays.map(row)}</tbody></table>
${backTest ? html`<p class="backtest">${words.backTest(backTest.stays, backTest.days, amount(backTest.newMinor), amount(backTest.nowMinor))}${changeOf(backTest, locale)}.</p>` : ''}`
}

function timesOf(when: 'evening' | 'night' | 'weekend', locale: string): string {
  const [mon, , wed, thu, fri] = weekdayNames(locale)
  return { evening: `${wed} 19:00–23:00`, night: `${wed} 20:00 – ${thu} 8:00`, weekend: `${fri} 18:00 – ${mon} 8:00` }[when]
}

function changeOf(b: { readonly nowMinor: number; readonly newMinor: number }, locale: string): Markup {
  if (b.nowMinor === 0 || b.nowMinor === b.newMinor) return html``
  const share = (b.newMinor - b.nowMinor) / b.nowMinor
  const change = new Intl.NumberFormat(locale, { style: 'percent', signDisplay: 'always', maximumFractionDigits: 1 }).format(share)
  return html` (<span dir="ltr">${change}</span>)`
}

function history(frame: Frame, view: PricesView): Markup {
  if (view.versions.length === 0) return html``
  const words = frame.words.prices
  const { column } = words
  const time = (ms: number) => dateTime(ms, frame.site.timeZone, frame.speech.locale)
  const row = (
    v: RateVersion,
  ) => html`<tr><th scope="row">${words.version(v.version)} <small>${v.name}</small></th><td data-name="${column.state}"><span class="state ${v.state}">${words.state[v.state]}</span></td>
<td data-name="${column.from}">${time(v.effectiveFrom)}</td><td data-name="${column.prices}">${summaryText(v, frame)}</td><td data-name="${column.published}">${words.publishedBy(time(v.publishedAt), v.publishedBy)}</td>
<td><a href="${at(frame, '/prices', { from: `${v.id}.${v.version}` })}">${words.useAgain}</a></td></tr>`
  return html`<section><h2>${words.everyVersion}</h2><table class="list"><thead><tr><th scope="col">${column.version}</th><th scope="col">${column.state}</th><th scope="col">${column.from}</th><th scope="col">${column.prices}</th><th scope="col">${column.published}</th><th scope="col"><span class="hidden">${column.again}</span></th></tr></thead><tbody>${view.versions.map(row)}</tbody></table></section>`
}

/** "15 min free, then 2.50 € per 60 min, at most 18.00 € a day". */
function summaryText({ rate }: RateVersion, frame: Frame): string {
  const words = frame.words.prices
  const { language, locale } = frame.speech
  const amount = (minor: number) => money(minor, rate.currency, locale)
  const per = (minor: number, minutes: number | null) =>
    minutes === null ? amount(minor) : words.per(amount(minor), duration(minutes * 60_000, language))
  const price = rate.stepMinor === null ? words.free : per(rate.stepMinor, rate.stepMinutes)
  const from = rate.freeMinutes > 0 ? words.freeThen(rate.freeMinutes, price) : price
  return rate.dayMaxMinor === null ? from : words.atMost(from, amount(rate.dayMaxMinor))
}
