import { decimalText } from '@gatehouse/domain/money.ts'
import { html } from 'hono/html'
import type { Takings, TillCount } from '../ports.ts'
import type { Speech } from '../speech.ts'
import { methodWords } from '../words.ts'
import type { Markup } from './frame.ts'

/** What came in since the last count, and the form of the next. */
export function tillPage(takings: readonly Takings[], currency: string, last: TillCount | null, speech: Speech): Markup {
  const { words, money, when } = speech
  const { till } = words
  const cash = takings.find(({ method }) => method === 'cash')?.amountMinor ?? 0
  return html`<h1>${till.since(last ? when(last.at) : till.beginning)}</h1>
<table><thead><tr><th scope="col">${till.by}</th><th scope="col" class="n">${till.payments}</th><th scope="col" class="n">${words.events.amount}</th></tr></thead>
<tbody>${takings.map(
    (row) =>
      html`<tr><th scope="row">${methodWords(row.method, speech)}</th><td class="n">${row.count}</td><td class="n">${money(row)}</td></tr>`,
  )}${takings.length === 0 ? html`<tr><td colspan="3">${till.nothing}</td></tr>` : ''}</tbody></table>
<h2>${till.count}</h2>
<p>${till.should(money({ amountMinor: cash, currency }))}</p>
<form method="post" action="/attendant/till/count">
<label>${till.counted(currency)} <input name="counted" inputmode="decimal" placeholder="${decimalText({ amountMinor: cash, currency })}" autocomplete="off"></label>
<label>${till.note} <input name="note" maxlength="200" autocomplete="off"></label><button>${till.close}</button></form>
${last ? html`<p class="quiet">${till.last(when(last.at), last.by, difference(last, currency, speech))}</p>` : ''}`
}

function difference({ cashMinor, countedMinor }: TillCount, currency: string, { words, money }: Speech): string {
  const { till } = words
  if (countedMinor === null) return till.notCounted
  const of = (amountMinor: number) => money({ amountMinor, currency })
  const off = countedMinor - cashMinor
  if (off === 0) return till.right(of(countedMinor))
  return off < 0 ? till.missing(of(countedMinor), of(-off)) : till.over(of(countedMinor), of(off))
}
