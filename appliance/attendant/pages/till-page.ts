import { decimalText } from '@gatehouse/domain/money.ts'
import { html } from 'hono/html'
import type { Takings, TillCount } from '../ports.ts'
import { methodWords, money } from '../words.ts'
import type { Markup } from './frame.ts'

/** What came in since the last count, and the form of the next. Times are already written out. */
export function tillPage(
  takings: readonly Takings[],
  currency: string,
  since: string,
  last: (TillCount & { readonly when: string }) | null,
): Markup {
  const cash = takings.find(({ method }) => method === 'cash')?.amountMinor ?? 0
  return html`<h1>Since ${since}</h1>
<table><thead><tr><th scope="col">Paid by</th><th scope="col" class="n">Payments</th><th scope="col" class="n">Amount</th></tr></thead>
<tbody>${takings.map(
    (row) => html`<tr><th scope="row">${methodWords(row.method)}</th><td class="n">${row.count}</td><td class="n">${money(row)}</td></tr>`,
  )}${takings.length === 0 ? html`<tr><td colspan="3">Nothing yet.</td></tr>` : ''}</tbody></table>
<h2>Count the till</h2>
<p>There should be ${money({ amountMinor: cash, currency })} in cash from this time.</p>
<form method="post" action="/attendant/till/count">
<label>Cash counted (${currency}) <input name="counted" inputmode="decimal" placeholder="${decimalText({ amountMinor: cash, currency })}" autocomplete="off"></label>
<label>Note <input name="note" maxlength="200" autocomplete="off"></label><button>Close this count</button></form>
${last ? html`<p class="quiet">Last counted ${last.when} by ${last.by}: ${difference(last, currency)}.</p>` : ''}`
}

function difference({ cashMinor, countedMinor }: TillCount, currency: string): string {
  if (countedMinor === null) return 'cash not counted'
  const off = countedMinor - cashMinor
  if (off === 0) return `${money({ amountMinor: countedMinor, currency })}, as it should be`
  return `${money({ amountMinor: countedMinor, currency })}, ${money({ amountMinor: Math.abs(off), currency })} ${off < 0 ? 'missing' : 'too much'}`
}
