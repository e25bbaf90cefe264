import { MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { OwnerDebt, OwnerGiven, OwnerGrant } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import { duration, money, percent } from '../format.ts'
import { completeLine } from './complete-line.ts'
import { at, type Frame, framed, when } from './frame.ts'
import { download, filters, heads, type ListQuestion } from './lists.ts'
import { linked } from './marked.ts'
import type { Markup } from './paper.ts'
import { plate } from './plate.ts'

/** Free time, discounts and unpaid stays of a day: what was not asked for, apart from what was taken. */
export function givenPage(frame: Frame, q: ListQuestion, { grants, debts }: OwnerGiven): Markup {
  const { lists: words, month } = frame.words
  return framed(
    frame,
    html`<div id="live">
<h1>${month.notAsked}</h1>
<p class="quiet">${linked(words.notTaken, { money: at(frame, '/money', { day: q.day.day }) })}</p>
${filters(frame, '/given', q, html``)}
${completeLine(q.completeness, { site: frame.site, now: q.now }, frame)}
<section><h2>${month.grants}</h2>
<p class="said">${grantsSaid(grants, frame)}</p>
${grants.length === 0 ? '' : grantTable(frame, q, grants)}
${download(frame, at(frame, '/export/grants.csv', { day: q.day.day }))}</section>
<section><h2>${words.unpaid}</h2>
<p class="said">${debtsSaid(debts, frame)}</p>
${debts.length === 0 ? '' : debtTable(frame, q, debts)}
${download(frame, at(frame, '/export/debts.csv', { day: q.day.day }))}</section>
</div>`,
  )
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

function grantsSaid(grants: readonly OwnerGrant[], frame: Frame): string {
  const { lists: words, month } = frame.words
  if (grants.length === 0) return words.noGrant
  const unknown = grants.filter(({ takesOffMinor }) => takesOffMinor === null).length
  const off = money(sum(grants.map((g) => g.takesOffMinor ?? 0)), frame.site.currency, frame.speech.locale)
  const minutes = sum(grants.map((g) => (g.kind === 'minutes' ? g.value : 0)))
  const merchants = grants.filter(({ merchant }) => merchant !== null).length
  const by = { merchants, attendants: grants.length - merchants }
  const given = words.granted(grants.length, by, duration(minutes * MINUTE_MS, frame.speech.language), off)
  return unknown === 0 ? given : `${given} ${month.neverPriced(unknown)}`
}

function grantTable(frame: Frame, q: ListQuestion, grants: readonly OwnerGrant[]): Markup {
  const words = frame.words.lists
  const { column } = words
  const amount = (minor: number) => money(minor, frame.site.currency, frame.speech.locale)
  const row = (
    g: OwnerGrant,
  ) => html`<tr><th scope="row">${carLink(frame, g)}</th><td data-name="${column.when}">${when(g.at, q.day, frame)}</td>
<td data-name="${column.by}">${g.merchant ?? g.by}${g.merchant === null ? html`<small> ${words.attendant}</small>` : ''}</td><td data-name="${column.what}">${worth(g, frame)}</td>
<td class="money" data-name="${column.tookOff}">${g.takesOffMinor === null ? html`<span class="quiet">${words.neverPriced}</span>` : amount(g.takesOffMinor)}</td></tr>`
  return html`<table class="list"><thead><tr>${heads(column.car, column.when, column.by, column.what, column.tookOff)}</tr></thead><tbody>${grants.map(row)}</tbody></table>`
}

/** "1 h", "20%", "€2.00" */
export function worth({ kind, value }: Pick<OwnerGrant, 'kind' | 'value'>, { site, speech }: Frame): string {
  if (kind === 'minutes') return duration(value * MINUTE_MS, speech.language)
  return kind === 'percent' ? percent(value * 100, speech.locale) : money(value, site.currency, speech.locale)
}

function debtsSaid(debts: readonly OwnerDebt[], frame: Frame): string {
  const words = frame.words.lists
  const part = (state: OwnerDebt['state']) => {
    const some = debts.filter((d) => d.state === state)
    const amount = money(sum(some.map((d) => d.amountMinor)), frame.site.currency, frame.speech.locale)
    return some.length === 0 ? [] : [words.debt[state](amount, some.length)]
  }
  return debts.length === 0 ? words.none : [...part('open'), ...part('paid'), ...part('waived')].join(' · ')
}

function debtTable(frame: Frame, q: ListQuestion, debts: readonly OwnerDebt[]): Markup {
  const { column } = frame.words.lists
  const row = (
    d: OwnerDebt,
  ) => html`<tr><th scope="row">${carLink(frame, d)}</th><td data-name="${column.left}">${when(d.leftAt, q.day, frame)}</td>
<td data-name="${column.now}">${stateOf(d, q, frame)}</td><td class="money" data-name="${column.owed}">${money(d.amountMinor, frame.site.currency, frame.speech.locale)}</td></tr>`
  return html`<table class="list"><thead><tr>${heads(column.car, column.left, column.now, column.owed)}</tr></thead><tbody>${debts.map(row)}</tbody></table>`
}

function stateOf({ state, endedAt, by, reason }: OwnerDebt, q: ListQuestion, frame: Frame): Markup {
  const words = frame.words.lists
  if (state === 'open' || endedAt === null) return html`<span class="bad">${words.debtOpen}</span>`
  if (state === 'paid') return html`${words.debtPaid(when(endedAt, q.day, frame))}`
  return html`${words.debtLetGo(by ?? '–')}<small> ${reason ?? ''}</small>`
}

const carLink = (frame: Frame, car: Pick<OwnerDebt, 'sessionId' | 'plate'>): Markup =>
  html`<a href="${at(frame, `/cars/${encodeURIComponent(car.sessionId)}`)}">${plate(car.plate, frame.words.car)}</a>`
