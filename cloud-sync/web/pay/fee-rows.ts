import { type FeeSpeech, feeSentence } from '@gatehouse/domain/fee-words/fee-sentence.ts'
import { vatIncluded } from '@gatehouse/domain/money.ts'
import { explain } from '@gatehouse/domain/tariff/explain.ts'
import type { FeeLine } from '@gatehouse/domain/tariff/quote.ts'
import type { VehicleClass } from '@gatehouse/domain/tariff/rate-table.ts'
import { vatByLine } from '@gatehouse/domain/tariff/vat.ts'
import { MINUTE_MS } from '@gatehouse/domain/time.ts'
import { html } from 'hono/html'
import { duration, money, percent } from '../format.ts'
import type { Speech } from '../languages.ts'
import type { Markup } from './layout.ts'
import type { PayWords } from './strings/words.ts'

export interface Bill {
  readonly amountMinor: number
  readonly currency: string
  readonly vatBasisPoints: number
  /** absent: priced as a car */
  readonly vehicleClass?: VehicleClass
  readonly lines: readonly FeeLine[]
  readonly enteredAt: number | null
  readonly timeZone: string
}

/** The fee line by line, the total, and the VAT in it. A `receipt` has the VAT of every line too, as an accountant wants it. */
export function feeTable(bill: Bill, words: PayWords, speech: Speech, receipt = false): Markup {
  const amount = (minor: number) => money(minor, bill.currency, speech.locale)
  const shares = vatByLine(
    bill.lines.map((line) => ({ amountMinor: line.amountMinor })),
    bill.vatBasisPoints,
  )
  const said = explain(bill.lines, bill.enteredAt ?? undefined)
  const inWords = feeSpeech(bill, words, speech)
  const rows = said.map((e, i) => {
    const vat = receipt ? html`<td>${e.amountMinor === null ? '' : amount(shares[i]?.vatMinor ?? 0)}</td>` : ''
    return html`<tr><th scope="row">${feeSentence(e, inWords)}</th>${vat}<td>${e.amountMinor === null ? '' : amount(e.amountMinor)}</td></tr>`
  })
  const head = receipt
    ? html`<thead><tr><td></td><th scope="col">${words.vat(percent(bill.vatBasisPoints, speech.locale))}</th><th scope="col">${words.gross}</th></tr></thead>`
    : ''
  const vehicle = bill.vehicleClass ? html`<tr><th scope="row">${words.fee.vehicle[bill.vehicleClass]}</th><td></td></tr>` : ''
  return html`<table${receipt ? html` class="receipt"` : ''}>${head}
<tbody>${vehicle}${rows}</tbody>
<tfoot>${receipt ? receiptTotal(bill, words, amount) : html`<tr><th scope="row">${words.total}</th><td>${amount(bill.amountMinor)}</td></tr>`}
${receipt ? netRow(bill, words, amount) : vatRows(bill, words, speech)}</tfoot>
</table>`
}

type Amount = (minor: number) => string
const vatOf = (bill: Bill) => vatIncluded(bill.amountMinor, bill.vatBasisPoints)

function receiptTotal(bill: Bill, words: PayWords, amount: Amount): Markup {
  return html`<tr><th scope="row">${words.total}</th><td>${amount(vatOf(bill))}</td><td>${amount(bill.amountMinor)}</td></tr>`
}

function netRow(bill: Bill, words: PayWords, amount: Amount): Markup {
  return html`<tr class="vat"><th scope="row">${words.net}</th><td></td><td>${amount(bill.amountMinor - vatOf(bill))}</td></tr>`
}

function vatRows(bill: Bill, words: PayWords, speech: Speech): Markup {
  const amount: Amount = (minor) => money(minor, bill.currency, speech.locale)
  return html`<tr class="vat"><th scope="row">${words.vatIncluded(percent(bill.vatBasisPoints, speech.locale))}</th><td>${amount(vatOf(bill))}</td></tr>
${netRowShort(bill, words, amount)}`
}

const netRowShort = (bill: Bill, words: PayWords, amount: Amount): Markup =>
  html`<tr class="vat"><th scope="row">${words.net}</th><td>${amount(bill.amountMinor - vatOf(bill))}</td></tr>`

/** How this visitor is told the lines of this bill. */
const feeSpeech = ({ currency, timeZone }: Bill, { fee }: PayWords, { locale, language }: Speech): FeeSpeech => ({
  words: fee,
  money: (amountMinor) => money(amountMinor, currency, locale),
  minutes: (count) => duration(count * MINUTE_MS, language),
  day: (at) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone }).format(at),
  percent: (basisPoints) => percent(basisPoints, locale),
})
