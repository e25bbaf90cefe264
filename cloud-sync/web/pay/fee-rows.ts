import { type FeeSpeech, feeSentence } from '@gatehouse/domain/fee-words/fee-sentence.ts'
import type { FeeWords } from '@gatehouse/domain/fee-words/fee-words.ts'
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

export interface BillRow {
  readonly text: string
  /** both null: a line that costs nothing */
  readonly amount: string | null
  readonly vat: string | null
}

/** What a bill says, for a page and for a letter alike: what is priced, line by line, and the sums below. */
export function billRows(bill: Bill, words: PayWords, speech: Speech) {
  const amount = (minor: number) => money(minor, bill.currency, speech.locale)
  const shares = vatByLine(
    bill.lines.map((line) => ({ amountMinor: line.amountMinor })),
    bill.vatBasisPoints,
  )
  const inWords = feeSpeech(bill, words.fee, speech)
  const vatMinor = vatIncluded(bill.amountMinor, bill.vatBasisPoints)
  return {
    vehicle: bill.vehicleClass ? words.fee.vehicle[bill.vehicleClass] : null,
    rows: explain(bill.lines, bill.enteredAt ?? undefined).map((e, i): BillRow => {
      const free = e.amountMinor === null
      return {
        text: feeSentence(e, inWords),
        amount: free ? null : amount(e.amountMinor),
        vat: free ? null : amount(shares[i]?.vatMinor ?? 0),
      }
    }),
    rate: percent(bill.vatBasisPoints, speech.locale),
    total: amount(bill.amountMinor),
    vat: amount(vatMinor),
    net: amount(bill.amountMinor - vatMinor),
  }
}

/** The fee line by line, the total, and the VAT in it. A `receipt` has the VAT of every line too, as an accountant wants it. */
export function feeTable(bill: Bill, words: PayWords, speech: Speech, receipt = false): Markup {
  const { vehicle, rows, rate, total, vat, net } = billRows(bill, words, speech)
  const row = ({ text, amount, vat: share }: BillRow) =>
    html`<tr><th scope="row">${text}</th>${receipt ? html`<td>${share ?? ''}</td>` : ''}<td>${amount ?? ''}</td></tr>`
  const head = receipt
    ? html`<thead><tr><td></td><th scope="col">${words.vat(rate)}</th><th scope="col">${words.gross}</th></tr></thead>`
    : ''
  const inIt = receipt ? '' : html`<tr class="vat"><th scope="row">${words.vatIncluded(rate)}</th><td>${vat}</td></tr>`
  const column = receipt ? html`<td></td>` : ''
  return html`<table${receipt ? html` class="receipt"` : ''}>${head}
<tbody>${vehicle === null ? '' : html`<tr><th scope="row">${vehicle}</th><td></td></tr>`}${rows.map(row)}</tbody>
<tfoot><tr><th scope="row">${words.total}</th>${receipt ? html`<td>${vat}</td>` : ''}<td>${total}</td></tr>
${inIt}<tr class="vat"><th scope="row">${words.net}</th>${column}<td>${net}</td></tr></tfoot>
</table>`
}

/** How this reader is told the lines of a bill. */
export const feeSpeech = (
  { currency, timeZone }: Pick<Bill, 'currency' | 'timeZone'>,
  words: FeeWords,
  { locale, language }: Speech,
): FeeSpeech => ({
  words,
  money: (amountMinor) => money(amountMinor, currency, locale),
  minutes: (count) => duration(count * MINUTE_MS, language),
  day: (at) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone }).format(at),
  percent: (basisPoints) => percent(basisPoints, locale),
})
