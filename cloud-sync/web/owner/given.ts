import type { OwnerDebt, OwnerGiven, OwnerGrant } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import { money } from '../format.ts'
import { at, type Frame, framed, when } from './frame.ts'
import { download, filters, type ListQuestion } from './lists.ts'
import { completeLine } from './overview.ts'
import type { Markup } from './paper.ts'
import { plate } from './plate.ts'

/** Free time, discounts and unpaid stays of a day: what was not asked for, apart from what was taken. */
export function givenPage(frame: Frame, q: ListQuestion, { grants, debts }: OwnerGiven): Markup {
  return framed(
    frame,
    html`<div id="live">
<h1>Not asked for</h1>
<p class="quiet">None of this is part of <a href="${at(frame, '/money', { day: q.day.day })}">what was taken</a>.</p>
${filters(frame, '/given', q, html``)}
${completeLine(q.completeness, { site: frame.site, now: q.now }, frame)}
<section><h2>Free time and discounts</h2>
<p class="said">${grantsSaid(grants, frame)}</p>
${grants.length === 0 ? '' : grantTable(frame, q, grants)}
${download(at(frame, '/export/grants.csv', { day: q.day.day }))}</section>
<section><h2>Unpaid stays</h2>
<p class="said">${debtsSaid(debts, frame)}</p>
${debts.length === 0 ? '' : debtTable(frame, q, debts)}
${download(at(frame, '/export/debts.csv', { day: q.day.day }))}</section>
</div>`,
  )
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
const count = (n: number, one: string, many: string): string => (n === 1 ? `One ${one}` : `${n} ${many}`)

function grantsSaid(grants: readonly OwnerGrant[], frame: Frame): string {
  if (grants.length === 0) return 'None was given.'
  const unknown = grants.filter(({ takesOffMinor }) => takesOffMinor === null).length
  const off = money(sum(grants.map((g) => g.takesOffMinor ?? 0)), frame.site.currency, frame.speech.locale)
  const minutes = sum(grants.map((g) => (g.kind === 'minutes' ? g.value : 0)))
  const merchants = grants.filter(({ merchant }) => merchant !== null).length
  const by = `${merchants} by merchants, ${grants.length - merchants} by attendants`
  const open = unknown === 0 ? '' : ` ${count(unknown, 'stay was never priced', 'stays were never priced')} and not counted in money.`
  return `${count(grants.length, 'was', 'were')} given (${by}): ${minutes} minutes, ${off} paid less.${open}`
}

function grantTable(frame: Frame, q: ListQuestion, grants: readonly OwnerGrant[]): Markup {
  const amount = (minor: number) => money(minor, frame.site.currency, frame.speech.locale)
  const worth = ({ kind, value }: OwnerGrant) => (kind === 'minutes' ? `${value} min` : kind === 'percent' ? `${value} %` : amount(value))
  const row = (g: OwnerGrant) => html`<tr><th scope="row">${carLink(frame, g)}</th><td data-name="When">${when(g.at, q.day, frame)}</td>
<td data-name="By">${g.merchant ?? g.by}${g.merchant === null ? html`<small> attendant</small>` : ''}</td><td data-name="What">${worth(g)}</td>
<td class="money" data-name="Took off">${g.takesOffMinor === null ? html`<span class="quiet">never priced</span>` : amount(g.takesOffMinor)}</td></tr>`
  return html`<table class="list"><thead><tr><th scope="col">Car</th><th scope="col">When</th><th scope="col">By</th><th scope="col">What</th><th scope="col">Took off</th></tr></thead><tbody>${grants.map(row)}</tbody></table>`
}

function debtsSaid(debts: readonly OwnerDebt[], frame: Frame): string {
  if (debts.length === 0) return 'None.'
  const part = (state: OwnerDebt['state'], words: string) => {
    const some = debts.filter((d) => d.state === state)
    return some.length === 0
      ? []
      : [`${money(sum(some.map((d) => d.amountMinor)), frame.site.currency, frame.speech.locale)} ${words} (${some.length})`]
  }
  return `${[...part('open', 'still owed'), ...part('paid', 'paid since'), ...part('waived', 'let go')].join(', ')}.`
}

function debtTable(frame: Frame, q: ListQuestion, debts: readonly OwnerDebt[]): Markup {
  const row = (d: OwnerDebt) => html`<tr><th scope="row">${carLink(frame, d)}</th><td data-name="Left">${when(d.leftAt, q.day, frame)}</td>
<td data-name="Now">${stateOf(d, q, frame)}</td><td class="money" data-name="Owed">${money(d.amountMinor, frame.site.currency, frame.speech.locale)}</td></tr>`
  return html`<table class="list"><thead><tr><th scope="col">Car</th><th scope="col">Left</th><th scope="col">Now</th><th scope="col">Owed</th></tr></thead><tbody>${debts.map(row)}</tbody></table>`
}

function stateOf({ state, endedAt, by, reason }: OwnerDebt, q: ListQuestion, frame: Frame): Markup {
  if (state === 'open' || endedAt === null) return html`<span class="bad">open</span>`
  if (state === 'paid') return html`paid ${when(endedAt, q.day, frame)}`
  return html`let go by ${by ?? ''}<small> ${reason ?? ''}</small>`
}

const carLink = (frame: Frame, car: Pick<OwnerDebt, 'sessionId' | 'plate'>): Markup =>
  html`<a href="${at(frame, `/cars/${encodeURIComponent(car.sessionId)}`)}">${plate(car.plate)}</a>`
