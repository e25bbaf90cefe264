import { vatIncluded } from '@gatehouse/domain/money.ts'
import { type Explanation, explain } from '@gatehouse/domain/tariff/explain.ts'
import type { FeeLine } from '@gatehouse/domain/tariff/quote.ts'
import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import { html } from 'hono/html'
import { duration, money, percent } from '../format.ts'
import type { Speech } from '../languages.ts'
import type { Markup } from './layout.ts'
import type { PayWords } from './strings/words.ts'

export interface Bill {
  readonly amountMinor: number
  readonly currency: string
  readonly vatBasisPoints: number
  readonly lines: readonly FeeLine[]
  readonly enteredAt: number | null
}

/** The fee line by line, the total, and the VAT in it. */
export function feeTable(bill: Bill, words: PayWords, speech: Speech): Markup {
  const amount = (minor: number) => money(minor, bill.currency, speech.locale)
  const rows = explain(bill.lines, bill.enteredAt ?? undefined).map(
    (e) =>
      html`<tr><th scope="row">${sentence(e, words, speech, bill.currency)}</th><td>${e.amountMinor === null ? '' : amount(e.amountMinor)}</td></tr>`,
  )
  return html`<table>
<tbody>${rows}</tbody>
<tfoot><tr><th scope="row">${words.total}</th><td>${amount(bill.amountMinor)}</td></tr>
${vatRows(bill, words, speech)}</tfoot>
</table>`
}

function vatRows(bill: Bill, words: PayWords, speech: Speech): Markup {
  const vat = vatIncluded(bill.amountMinor, bill.vatBasisPoints)
  const amount = (minor: number) => money(minor, bill.currency, speech.locale)
  return html`<tr class="vat"><th scope="row">${words.vatIncluded(percent(bill.vatBasisPoints, speech.locale))}</th><td>${amount(vat)}</td></tr>
<tr class="vat"><th scope="row">${words.net}</th><td>${amount(bill.amountMinor - vat)}</td></tr>`
}

/** A window's or package's own name comes first, as the owner wrote it; some lines need no more than that. */
function sentence(e: Explanation, words: PayWords, speech: Speech, currency: string): string {
  const said = lineSentence(e, words, speech, currency)
  return e.name === undefined ? said : [e.name, said].filter((part) => part !== '').join(': ')
}

function lineSentence(e: Explanation, words: PayWords, speech: Speech, currency: string): string {
  const { lines } = words
  const time = (minutes: number) => duration(minutes * MINUTE_MS, speech.language)
  const amount = (minor: number) => money(minor, currency, speech.locale)
  switch (e.key) {
    case 'freeStay':
      return lines.freeStay(time(e.freeMinutes))
    case 'freeTime':
      return lines.freeTime(time(e.freeMinutes))
    case 'flat':
      return lines.flat
    case 'tier':
      return lines.tier(time(e.fromMinutes), time(e.untilMinutes))
    case 'steps':
      return lines.steps(e.count, time(e.stepMinutes), amount(e.unitMinor))
    case 'dayMaximum':
      return lines.dayMaximum(e.days, amount(e.maximumMinor))
    case 'periodMaximum':
      return lines.periodMaximum(duration(e.periodHours * HOUR_MS, speech.language), amount(e.maximumMinor))
    case 'validationMinutes':
      return lines.validationMinutes(time(e.minutes))
    case 'validationPercent':
      return lines.validationPercent(e.percent)
    case 'validationAmount':
      return lines.validationAmount
    case 'special':
    case 'overstay':
      return ''
    case 'alreadyPaid':
      return lines.alreadyPaid
  }
}
