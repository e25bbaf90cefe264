import { vatIncluded } from '@gatehouse/domain/money.ts'
import { type Explanation, explain } from '@gatehouse/domain/tariff/explain.ts'
import type { FeeLine } from '@gatehouse/domain/tariff/quote.ts'
import type { VehicleClass } from '@gatehouse/domain/tariff/rate-table.ts'
import { vatByLine } from '@gatehouse/domain/tariff/vat.ts'
import { type EpochMs, HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
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
  const rows = said.map((e, i) => {
    const vat = receipt ? html`<td>${e.amountMinor === null ? '' : amount(shares[i]?.vatMinor ?? 0)}</td>` : ''
    return html`<tr><th scope="row">${sentence(e, words, speech, bill)}</th>${vat}<td>${e.amountMinor === null ? '' : amount(e.amountMinor)}</td></tr>`
  })
  const head = receipt
    ? html`<thead><tr><td></td><th scope="col">${words.vat(percent(bill.vatBasisPoints, speech.locale))}</th><th scope="col">${words.gross}</th></tr></thead>`
    : ''
  const vehicle = bill.vehicleClass ? html`<tr><th scope="row">${words.lines.vehicle[bill.vehicleClass]}</th><td></td></tr>` : ''
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

/** New prices say since when; a window's or package's own name comes next, as the owner wrote it; some lines need no more than that. */
function sentence(e: Explanation, words: PayWords, speech: Speech, bill: Bill): string {
  const since = e.since === undefined ? '' : words.lines.since(day(e.since, bill.timeZone, speech))
  return [since, e.name ?? '', lineSentence(e, words, speech, bill)].filter((part) => part !== '').join(': ')
}

const day = (at: EpochMs, timeZone: string, speech: Speech): string =>
  new Intl.DateTimeFormat(speech.locale, { day: 'numeric', month: 'short', timeZone }).format(at)

function lineSentence(e: Explanation, words: PayWords, speech: Speech, { currency, timeZone }: Bill): string {
  const { lines } = words
  const time = (minutes: number) => duration(minutes * MINUTE_MS, speech.language)
  const amount = (minor: number) => money(minor, currency, speech.locale)
  const withBefore = (maximum: string, earlierMinor = 0) =>
    earlierMinor > 0 ? `${maximum} (${lines.before(amount(earlierMinor))})` : maximum
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
      return withBefore(lines.dayMaximum(e.days, amount(e.maximumMinor)), e.earlierMinor)
    case 'periodMaximum':
      return withBefore(lines.periodMaximum(duration(e.periodHours * HOUR_MS, speech.language), amount(e.maximumMinor)), e.earlierMinor)
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
    case 'debt':
      return lines.debt(day(e.stayedAt, timeZone, speech))
  }
}
